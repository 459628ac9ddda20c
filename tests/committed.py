"""A world that is really committed, for tests where two people act at the same instant on two connections.

Django's own transactional tests empty every table, the reference lists too, with rights that the
serving login does not have. Here the tables that were empty before are emptied again afterwards.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection, connections, transaction

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Membership
from tests.cast import Cast, gather
from tests.plugin import CLUSTER, DATABASE


@pytest.fixture
def committed(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast, committed; everything written meanwhile is removed when the test ends."""
    if CLUSTER is None:
        pytest.skip("demande la base embarquée")
    with django_db_blocker.unblock(), psycopg.connect(CLUSTER.url("postgres", DATABASE), autocommit=True) as owner:
        empty = [table for table in _tables() if _is_empty(owner, table)]
        try:
            with as_the_programme():
                cast = gather()
            yield cast
        finally:
            connections.close_all()
            owner.execute("SET session_replication_role = replica")
            for table in empty:
                owner.execute(f'DELETE FROM "{table}"')


@contextmanager
def as_the_programme() -> Iterator[None]:
    """Prepare or read the committed world, in a transaction of its own."""
    with acting_as(SYSTEM), transaction.atomic():
        yield


def _tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _is_empty(owner: psycopg.Connection, table: str) -> bool:
    row = owner.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    return row is not None and row[0] == 0


def at_once(*acts: tuple[Membership, Callable[[], Any]]) -> list[Any]:
    """Each act by its member, all started together, each on its own connection. What each gave, or its refusal."""
    told: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(rank: int, member: Membership, act: Callable[[], Any]) -> None:
        try:
            actor = member.as_actor()
            with acting_as(actor), transaction.atomic():
                connection.ensure_connection()
                start.wait(timeout=20)
                told[rank] = act()
        except Exception as refused:
            told[rank] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(rank, *act)) for rank, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return told
