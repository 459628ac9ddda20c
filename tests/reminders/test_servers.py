"""Real broker, real workers, real mail server: killed in the middle, rung together, nothing is lost nor doubled."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller
from celery import Celery

from lodabord.servers.broker import Broker
from lodabord.servers.postgres import Cluster
from tests.plugin import CLUSTER

pytestmark = pytest.mark.servers
ROOT = Path(__file__).resolve().parents[2]
DATABASE = "lodabord_reminders"
PATIENCE = 120
HEADS = 20
TWENTY_MORE_HEADS = f"""
INSERT INTO partners_professional (id, email, first_name, last_name, phone, is_active, created_at, password)
SELECT gen_random_uuid(), 'cheffe' || n || '@demo.test', 'Cheffe', '', '', true, now(), '!'
  FROM generate_series(1, {HEADS}) n;
INSERT INTO partners_membership (id, professional_id, organisation_id, role, agreement_id, starts_on)
SELECT gen_random_uuid(), p.id, a.association_id, 'asso_head', a.id, a.starts_on
  FROM partners_professional p, partners_agreement a
 WHERE p.email LIKE 'cheffe%' AND a.code = 'DEMO';
"""


@dataclass
class Letterbox:
    """A mail server that takes its time, and remembers what it accepted."""

    received: list[tuple[str, str]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(0.1)
        self.received.append((message_from_bytes(envelope.content)["Message-ID"], envelope.rcpt_tos[0]))
        return "250 OK"


@dataclass
class House:
    """A site of its own: database, broker, mail server, and the environment its processes start with."""

    cluster: Cluster
    broker: Broker
    letterbox: Letterbox
    environment: dict[str, str]

    def manage(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments], cwd=ROOT, env=self.environment, check=True
        )

    def sql(self, statement: str) -> list[Any]:
        """As the superuser, to look and to arrange."""
        url = self.cluster.url("postgres", DATABASE)
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def forget(self) -> None:
        """As if nothing had ever been owed."""
        self.sql("DELETE FROM households_reminder")
        self.sql("DELETE FROM households_message")
        self.letterbox.received.clear()

    def states(self) -> Counter[str]:
        return Counter(state for (state,) in self.sql("SELECT state FROM households_message"))

    def is_over(self) -> bool:
        return set(self.states()) == {"sent"} and self.states()["sent"] > HEADS

    def ring(self) -> None:
        """What the scheduler does every half-minute."""
        address = self.broker.url().replace("unix://", "redis+socket://", 1)
        with Celery(broker=address) as bell:
            bell.send_task("households.tasks.send_reminders")

    @contextmanager
    def worker(self, name: str) -> Iterator[Callable[[], None]]:
        """A worker process; gives the means to kill it without warning."""
        command = [sys.executable, "-m", "celery", "-A", "lodabord.celery", "worker", "-P", "solo", "-n", name]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True, **quiet)
        try:
            yield lambda: os.killpg(started.pid, signal.SIGKILL)
        finally:
            if started.poll() is None:
                os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("rappels")
    cluster = CLUSTER or Cluster(folder / "postgres", durable=False)
    cluster.start()
    cluster.ensure_database(DATABASE)
    broker, letterbox = Broker(folder / "broker"), Letterbox()
    broker.start()
    port = free_port()
    mail = Controller(letterbox, hostname="127.0.0.1", port=port)
    mail.start()
    environment = {
        **os.environ,
        "DATABASE_URL": cluster.url("lodabord_web", DATABASE),
        "DATABASE_OWNER_URL": cluster.url("lodabord_owner", DATABASE),
        "REDIS_URL": broker.url(),
        "LODABORD_EMAIL_HOST": "127.0.0.1",
        "LODABORD_EMAIL_PORT": str(port),
        "LODABORD_VAR": str(folder),
    }
    house = House(cluster, broker, letterbox, environment)
    house.manage("migrate", "--verbosity", "0")
    house.manage("seed_demo", "--verbosity", "0")
    house.sql(TWENTY_MORE_HEADS)
    yield house
    mail.stop()
    broker.stop()
    if CLUSTER is None:
        cluster.stop()


def wait_until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, "rien ne s'est passé à temps"
        time.sleep(0.25)


def test_a_worker_killed_in_the_middle_loses_nothing(house):
    house.forget()
    with house.worker("premier") as kill:
        house.ring()
        wait_until(lambda: len(house.letterbox.received) > 3)
        kill()
    left = house.states()
    assert left["waiting"] > 0

    house.sql("UPDATE households_message SET leased_until = now() - interval '1 second' WHERE state = 'sending'")
    with house.worker("second"):
        house.ring()
        wait_until(house.is_over)

    sent = {f"<{pk}@lodabord.invalid>" for (pk,) in house.sql("SELECT id FROM households_message")}
    times = Counter(message_id for message_id, _ in house.letterbox.received)
    assert set(times) == sent
    assert sum(times.values()) - len(sent) <= left["sending"] <= 1


def test_workers_rung_together_owe_once_and_write_once(house):
    house.forget()
    with house.worker("un"), house.worker("deux"):
        for _ in range(6):
            house.ring()
        wait_until(house.is_over)
        house.ring()
        time.sleep(1)

    assert house.is_over()
    assert house.sql("SELECT count(*), count(DISTINCT (about, stage, recipient_id)) FROM households_reminder") == [
        (owed := house.sql("SELECT count(*) FROM households_reminder")[0][0], owed)
    ]
    assert set(Counter(recipient for _, recipient in house.letterbox.received).values()) == {1}


def test_without_a_broker_the_command_does_the_same(house):
    house.forget()
    house.broker.stop()
    try:
        house.manage("send_reminders", "--verbosity", "0")
    finally:
        house.broker.start()
    assert house.is_over()
    assert len(house.letterbox.received) == house.states()["sent"]
