"""The owner's connection is for migrations only; reading and writing go through the web login."""

from typing import Any


class OwnerMigrates:
    """Lets `migrate --database owner` change the schema, and nothing else do so."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        return "default"

    def db_for_write(self, model: type, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: object, other: object, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
