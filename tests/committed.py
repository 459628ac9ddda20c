"""A world that is really committed, for two people who act at the same instant; put back as it was afterwards.

The serving login owns nothing and can truncate nothing: the throw-away cluster's own superuser cleans up.
"""

import threading
from contextlib import contextmanager

import psycopg
import pytest
from django.apps import apps
from django.db import connections, transaction

from households import wall
from lodabord.kernel.actor import SYSTEM, acting_as
from tests.plugin import CLUSTER, DATABASE


@contextmanager
def committed(blocker):
    """Inside, what a transaction writes stays written, for every connection. The actor is known in transactions only."""
    if CLUSTER is None:
        pytest.skip("seulement sur la base jetable des tests")
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label in wall.OUR_APPS]
    with psycopg.connect(CLUSTER.url("postgres", DATABASE), autocommit=True) as owner:
        empty = [one for one in tables if not owner.execute(f'SELECT 1 FROM "{one}" LIMIT 1').fetchone()]
        try:
            with blocker.unblock(), acting_as(SYSTEM):
                yield
        finally:
            with blocker.unblock():
                connections.close_all()
            owner.execute("SET session_replication_role = replica")
            for one in empty:
                owner.execute(f'DELETE FROM "{one}"')


def at_once(blocker, *acts):
    """Run each act in its own thread and connection, released together. Returns what each gave or raised."""
    gate, told = threading.Barrier(len(acts)), [None] * len(acts)

    def run(rank, act):
        try:
            gate.wait(10)
            with acting_as(SYSTEM), transaction.atomic():
                told[rank] = act()
        except Exception as raised:
            told[rank] = raised
        finally:
            connections.close_all()

    with blocker.unblock():
        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(30)
    return told
