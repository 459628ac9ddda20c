"""PostgreSQL, with the identity of the current actor set on each outermost transaction.

`set_config(…, true)` lasts until the end of the transaction, so that behind a transaction pooler
no identity ever reaches the next user of the connection.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from lodabord.kernel.actor import NOBODY_SETTINGS, current_actor
from lodabord.kernel.db.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection by which the site and its tasks speak to PostgreSQL."""

    SchemaEditorClass = DatabaseSchemaEditor

    @property
    def carries_identity(self) -> bool:
        """False for the owner's connection, which migrates and never serves."""
        return bool(self.settings_dict.get("CARRIES_IDENTITY", True))

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if self.carries_identity:
            self._refuse_a_login_above_the_wall()

    def _refuse_a_login_above_the_wall(self) -> None:
        """Row policies do not bind a superuser nor a bypassing role: such a login must not serve."""
        assert self.connection is not None
        row = self.connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user"
        ).fetchone()
        if row is None or row[0]:
            self.close()
            raise ImproperlyConfigured(
                "Le compte PostgreSQL de DATABASE_URL est super-utilisateur ou contourne les droits par ligne : "
                "le site refuse de servir avec lui. Indiquez le compte « lodabord_web » (deploy/postgres/roles.sql)."
            )

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit:
            self.assume_identity()

    def assume_identity(self) -> None:
        """Give the open transaction the current actor's group role and settings, in one query."""
        if not self.carries_identity or self.connection is None or self._is_failed():
            return
        actor = current_actor()
        told: dict[str, Any] = {
            "role": actor.group_role if actor else "none",
            **(actor.settings() if actor else NOBODY_SETTINGS),
        }
        calls = ", ".join("set_config(%s, %s, true)" for _ in told)
        self.connection.execute(f"SELECT {calls}", [part for item in told.items() for part in item])

    def _is_failed(self) -> bool:
        """A failed transaction accepts nothing more; its rollback forgets the identity by itself."""
        return self.connection.info.transaction_status == TransactionStatus.INERROR
