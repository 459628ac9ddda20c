"""Showing how far the work is, from a connection of its own: the transaction that writes shows nothing until its end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from lodabord.kernel.actor import SYSTEM, acting_as
from reporting.workbook.rows import Tell

SECONDS_APART = 1.0
UPDATE = "UPDATE reporting_workbookprogress SET step = %s, done = %s, total = greatest(total, %s) WHERE upload_id = %s"


@contextmanager
def shown(pk: Any, total: int = 0) -> Iterator[Tell]:
    """A teller whose words are read at once on the page, at most one each second."""
    connection = connections.create_connection("default")
    last = 0.0

    def tell(step: str, done: int) -> None:
        nonlocal last
        now = time.monotonic()
        if last and now - last < SECONDS_APART:
            return
        last = now
        with acting_as(SYSTEM):
            connection.set_autocommit(False)  # the identity is told to each transaction
            with connection.cursor() as cursor:
                cursor.execute(UPDATE, [step[:120], done, total, pk])
            connection.commit()
            connection.set_autocommit(True)

    try:
        yield tell
    finally:
        connection.close()
