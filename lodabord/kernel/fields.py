"""Fields that carry their own check into the database."""

from typing import Any

from django.db import models


class EnumField(models.CharField):
    """A choice among a closed list; the database refuses any other value, whoever writes."""

    non_db_attrs = tuple(name for name in models.CharField.non_db_attrs if name != "choices")
    """Here the choices are the database's too: a migration that changes them rewrites the check."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def db_check(self, connection: Any) -> str | None:
        values = [key for key, _ in self.flatchoices if key is not None]
        if self.blank or self.null:
            values = [*values, ""]
        quoted = ", ".join("'" + str(value).replace("'", "''") + "'" for value in values)
        return f"{connection.ops.quote_name(self.column)} IN ({quoted})"

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        parameters["check"] = self.db_check(connection)
        return parameters
