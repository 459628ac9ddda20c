"""How migrations change tables: a closed list that grows or shrinks rewrites the check the database holds.

Django compares only the checks of its own field types: without this, altering the choices of an
`EnumField` is silently nothing, and a value that the code knows is refused by the table.
"""

from typing import Any

from django.db.backends.postgresql import schema

from lodabord.kernel.fields import EnumField

COLUMN = "__column_name__"
"""Django's own placeholder: renaming a column is not a reason to write its check again."""


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """PostgreSQL's, aware of the checks that our fields carry."""

    def _field_db_check(self, field: Any, field_db_params: Any) -> str | None:
        if isinstance(field, EnumField):
            told = field.db_check(self.connection)
            return told.replace(self.connection.ops.quote_name(str(field.column)), COLUMN, 1) if told else None
        return super()._field_db_check(field, field_db_params)  # type: ignore[misc]
