"""How the schema is changed: a field that carries its own check has it rewritten when it changes."""

from typing import Any

from django.db.backends.postgresql.schema import DatabaseSchemaEditor


class SchemaEditor(DatabaseSchemaEditor):
    """Django compares only the checks of its own column types: a longer list of choices would keep the old one."""

    def _field_db_check(self, field: Any, field_db_params: Any) -> Any:
        own = super()._field_db_check(field, field_db_params)  # type: ignore[misc]
        return own or field_db_params["check"]
