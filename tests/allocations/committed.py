"""A world really committed, for tests where two people act at once on two connections; put away afterwards.

The serving login may not truncate: the owner does, and only the tables that were empty before.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Membership, Organisation, Programme, Territory


def _rows(table: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT 1) AS one')
        return cursor.fetchone()[0]


@contextmanager
def committed_world() -> Iterator[None]:
    """What is written inside is committed, and gone at the end; the lists of the migrations stay."""
    tables = connection.introspection.table_names()
    with acting_as(SYSTEM):
        kept = {table for table in tables if _table_is_filled(table)}
        try:
            yield
        finally:
            referenced = {Territory._meta.db_table}  # by the list of priority publics
            emptied = [f'"{table}"' for table in tables if table not in kept | referenced]
            with connections["owner"].cursor() as cursor:
                cursor.execute(f"TRUNCATE {', '.join(emptied)}")
                cursor.execute(f'DELETE FROM "{Territory._meta.db_table}"')
            connections["owner"].close()
            with transaction.atomic():
                assert not Organisation.objects.exists()
                assert not Programme.objects.exists()


def _table_is_filled(table: str) -> bool:
    """Read as the owner, who does not see the private rows: those tables are empty before a test."""
    return _rows(table) > 0


def at_once(*acts: tuple[Membership, Callable[[], Any]]) -> list[Any]:
    """Each act by its person on a connection of its own, all released together. What each returned or raised."""
    results: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(rank: int, member: Membership, act: Callable[[], Any]) -> None:
        try:
            with acting_as(member.as_actor()), transaction.atomic():
                connection.ensure_connection()
                gate.wait(timeout=10)
                results[rank] = act()
        except Exception as refused:
            results[rank] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(rank, *one)) for rank, one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results
