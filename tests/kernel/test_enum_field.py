"""The list of choices lives in the database too, after a migration that lengthens it as well."""

import pytest
from django.apps import apps
from django.db import connection

from households import wall
from lodabord.kernel.fields import EnumField

CHOSEN = [
    (model, field)
    for model in apps.get_models()
    if model._meta.app_label in wall.OUR_APPS
    for field in model._meta.local_fields
    if isinstance(field, EnumField)
]
CHECKS = """
    SELECT pg_get_constraintdef(oid) FROM pg_constraint
     WHERE contype = 'c' AND conrelid = %s::regclass AND conkey = ARRAY[(
        SELECT attnum FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s)]
"""


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field"), CHOSEN, ids=[f"{model.__name__}.{field.name}" for model, field in CHOSEN])
def test_the_database_knows_every_choice_of_the_code(model, field):
    with connection.cursor() as cursor:
        cursor.execute(CHECKS, [model._meta.db_table, model._meta.db_table, field.column])
        told = " ".join(row[0] for row in cursor.fetchall())

    assert [value for value, _ in field.flatchoices if f"'{value}'" not in told] == []
