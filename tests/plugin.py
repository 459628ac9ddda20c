"""The servers the tests run on: a throw-away PostgreSQL and a throw-away broker, started before Django is set up.

Loaded with `-p tests.plugin`: the settings read the addresses from the environment.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from lodabord.servers.broker import Broker
from lodabord.servers.postgres import Cluster

DATABASE = "lodabord_tests"


def _start() -> tuple[Cluster | None, Broker]:
    folder = Path(tempfile.mkdtemp(prefix="lodabord-tests-"))
    folder.chmod(0o711)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    broker = Broker(folder / "broker")
    broker.start()
    atexit.register(broker.stop)
    os.environ["REDIS_URL"] = broker.url()
    os.environ["LODABORD_VAR"] = os.environ.get("LODABORD_VAR") or str(Path(__file__).parent.parent / "var")
    if os.environ.get("LODABORD_TEST_DATABASE_URL"):
        return None, broker
    cluster = Cluster(folder / "postgres", durable=False)
    cluster.start()
    atexit.register(cluster.stop)
    cluster.ensure_database(DATABASE)
    os.environ["DATABASE_URL"] = cluster.url("lodabord_web", DATABASE)
    os.environ["DATABASE_OWNER_URL"] = cluster.url("lodabord_owner", DATABASE)
    return cluster, broker


CLUSTER, BROKER = _start()
