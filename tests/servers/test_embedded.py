"""The project's own servers: first start, two starts at once, a killed server, a leftover lock, a long path."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from lodabord.servers.broker import Broker
from lodabord.servers.postgres import Cluster

pytestmark = pytest.mark.servers
ROOT = Path(__file__).parents[2]


@pytest.fixture
def cluster(tmp_path):
    made = Cluster(tmp_path / "postgres", durable=False)
    yield made
    made.stop()


def ask(cluster, query, database="essai"):
    with psycopg.connect(cluster.url("lodabord_owner", database)) as connection:
        return connection.execute(query).fetchone()


def test_two_starts_at_once_make_one_server(cluster):
    others = [threading.Thread(target=Cluster(cluster.folder, durable=False).start) for _ in range(2)]
    for one in others:
        one.start()
    cluster.start()
    for one in others:
        one.join()

    assert cluster.is_running()
    cluster.ensure_database("essai")
    assert ask(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == (False,)


def test_a_killed_server_starts_again_with_its_data(cluster):
    cluster.start()
    cluster.ensure_database("essai")
    with psycopg.connect(cluster.url("lodabord_owner", "essai"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    with psycopg.connect(cluster.url("postgres", "essai"), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    os.kill(int((cluster.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    cluster.reap()

    assert not cluster.is_running()
    cluster.start()
    assert ask(cluster, "SELECT value FROM kept") == (7,)


def test_a_leftover_lock_does_not_prevent_the_start(cluster):
    cluster.start()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text("999999\n/nowhere\n0\n5432\n/nowhere\n\n\n")
    cluster.socket_folder.joinpath(".s.PGSQL.5432").write_text("")

    cluster.start()

    assert cluster.is_running()


def test_a_very_long_path_still_has_a_socket(tmp_path):
    far = tmp_path / ("d" * 90) / "postgres"
    made = Cluster(far, durable=False)

    made.start()

    assert made.is_running()
    assert len(str(made.socket_folder)) < 100
    made.stop()
    assert not made.is_running()


def test_the_broker_keeps_what_it_was_given(tmp_path):
    import redis

    bell = Broker(tmp_path / "broker")
    bell.start()
    with redis.Redis(unix_socket_path=str(bell.socket)) as asked:
        asked.set("due", "1")
    bell.stop()
    assert not bell.is_running()
    bell.start()
    with redis.Redis(unix_socket_path=str(bell.socket)) as asked:
        assert asked.get("due") == b"1"
    bell.stop()


def test_a_busy_port_is_said_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {**os.environ, "PORT": str(port), "LODABORD_VAR": str(tmp_path / "var")}
        done = subprocess.run(
            [sys.executable, "-m", "lodabord.servers.supervisor"], cwd=ROOT, env=environment, capture_output=True,
            text=True, check=False, timeout=60,
        )  # fmt: skip

    assert done.returncode == 1
    assert f"Le port {port} est déjà pris" in done.stderr
    assert "Traceback" not in done.stderr
