"""A world that is really committed, for tests where two people act at once; swept away afterwards.

The serving login may not truncate: the owner does, and leaves the lists that migrations loaded.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections, transaction

from households.wall import OUR_APPS
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Membership

LISTS = {
    "partners.prescribertype",
    "partners.territory",
    "households.exitreason",
    "households.refusalreason",
    "households.prioritypublic",
    "accompaniment.prepmodule",
    "allocations.moveinstepkind",
}


@contextmanager
def committed() -> Iterator[None]:
    """What is written in the block is seen by other connections, and is gone after it."""
    try:
        yield
    finally:
        connections["default"].close()
        _sweep()


def _sweep() -> None:
    owner = connections["owner"]
    tables = [
        model._meta.db_table
        for label in OUR_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.label_lower not in LISTS
    ]
    with owner.cursor() as cursor:
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables) + " CASCADE")
        cursor.execute("DELETE FROM partners_territory")
    owner.close()


def at_once(*acts: tuple[Membership, Callable[[], Any]]) -> list[Any]:
    """Each act in its own thread, connection and transaction, all started together: what each returned, or its refusal."""
    gate, told = threading.Barrier(len(acts)), [None] * len(acts)

    def run(rank: int, member: Membership, act: Callable[[], Any]) -> None:
        try:
            actor = member.as_actor() if member else SYSTEM
            with acting_as(actor), transaction.atomic():
                gate.wait(timeout=10)
                told[rank] = act()
        except Exception as refused:
            told[rank] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(rank, *act)) for rank, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return told
