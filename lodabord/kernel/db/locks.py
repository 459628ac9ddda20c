"""Named locks held until the transaction ends, for counts that two people must not take at once."""

from django.db import connection


def hold(name: str) -> None:
    """Wait for and hold the lock of that name until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
