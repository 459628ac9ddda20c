"""Two people at once, for real: threads with their own connections, on committed rows that are wiped afterwards.

The wiping needs PostgreSQL's own superuser: nobody of the site may delete an event. Reference lists,
which migrations loaded, are left as they are.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connections, transaction

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Membership
from tests.cast import Cast, gather
from tests.plugin import CLUSTER, DATABASE


@contextmanager
def committed_world() -> Iterator[None]:
    """What a transaction writes inside is seen by other connections, and is gone after the block."""
    if CLUSTER is None:
        pytest.skip("les essais à deux demandent la base embarquée")
    with psycopg.connect(CLUSTER.url("postgres", DATABASE), autocommit=True) as owner:
        tables = [model._meta.db_table for model in apps.get_models() if model._meta.managed]
        wiped = [one for one in tables if not owner.execute(f'SELECT EXISTS (SELECT 1 FROM "{one}")').fetchone()[0]]
        try:
            yield
        finally:
            connections.close_all()
            owner.execute("SET session_replication_role = replica")
            for one in wiped:
                owner.execute(f'DELETE FROM "{one}"')


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[Callable[[Cast], Any]], Any]]:
    """Prepare a world that other connections see: `committed(lambda cast: …)` gives what the function returns."""

    def prepare(tell: Callable[[Cast], Any]) -> Any:
        with acting_as(SYSTEM), transaction.atomic():
            return tell(gather())

    with django_db_blocker.unblock(), committed_world():
        yield prepare


@contextmanager
def as_the_programme() -> Iterator[None]:
    """Prepare or read the committed world, in a transaction of its own."""
    with acting_as(SYSTEM), transaction.atomic():
        yield


@pytest.fixture
def committed_cast(committed: Callable[[Callable[[Cast], Any]], Any]) -> Cast:
    """The cast alone, committed."""
    return committed(lambda cast: cast)


def together(*acts: tuple[Membership | None, Callable[[], Any]]) -> list[Any]:
    """Each act as its member (or as the programme), in its own thread and transaction, started at the same moment.

    Returns for each what it returned, or the exception that refused it.
    """
    start, told = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, member: Membership | None, act: Callable[[], Any]) -> None:
        try:
            with acting_as(member.as_actor() if member else SYSTEM), transaction.atomic():
                start.wait(timeout=20)
                told[number] = act()
        except Exception as refused:  # whatever it is, the test looks at it
            told[number] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, *one)) for number, one in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    return told
