"""What the code calls possible, the database accepts: the check of each closed list is the one of today."""

import re

import pytest
from django.apps import apps

from households import wall
from lodabord.kernel.fields import EnumField

CHECKS = """
SELECT c.relname, a.attname, pg_get_constraintdef(k.oid)
  FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
 WHERE k.contype = 'c' AND array_length(k.conkey, 1) = 1
   AND k.conname NOT IN (SELECT unnest(%s::text[]))
"""


def _values(check):
    return {one.replace("''", "'") for one in re.findall(r"'((?:[^']|'')*)'::", check)}


@pytest.mark.django_db
def test_every_closed_list_is_checked_as_the_code_says_today(sql):
    """A migration that alters choices must rewrite the check: Django alone would not."""
    models = [model for model in apps.get_models() if model._meta.app_label in wall.OUR_APPS]
    named = [constraint.name for model in models for constraint in model._meta.constraints]
    held = {}
    for table, column, told in sql(CHECKS, [named]):
        held.setdefault((table, column), set()).update(_values(told))
    wrong = []
    for model in models:
        for field in model._meta.fields:
            if not isinstance(field, EnumField):
                continue
            expected = {str(key) for key, _ in field.flatchoices if key is not None}
            expected |= {""} if field.blank or field.null else set()
            if held.get((model._meta.db_table, field.column)) != expected:
                wrong.append(f"{model._meta.label}.{field.name}")

    assert wrong == []
