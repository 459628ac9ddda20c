"""`migrate`, by the owner of the tables unless told otherwise: the serving login cannot change the schema."""

from typing import Any

from django.core.management.commands import migrate


class Command(migrate.Command):
    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")
