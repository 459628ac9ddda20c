"""A site of its own for the trials: database, broker, mail server, and the environment its processes start with."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from celery import Celery

from lodabord.servers.broker import Broker
from lodabord.servers.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "lodabord_reminders"
HEADS = 20
TWENTY_MORE_HEADS = f"""
INSERT INTO partners_professional (id, email, first_name, last_name, phone, is_active, created_at, password)
SELECT gen_random_uuid(), 'cheffe' || n || '@demo.test', 'Cheffe', '', '', true, now(), '!'
  FROM generate_series(1, {HEADS}) n;
INSERT INTO partners_membership (id, professional_id, organisation_id, role, agreement_id, starts_on)
SELECT gen_random_uuid(), p.id, a.association_id, 'asso_head', a.id, a.starts_on
  FROM partners_professional p, partners_agreement a
 WHERE p.email LIKE 'cheffe%' AND a.code = 'DEMO';
INSERT INTO households_reminderpreference (professional_id, delivery)
SELECT id, 'immediate' FROM partners_professional;
"""
"""Heads of service without a face, who want every e-mail at once: nothing waits for the morning."""


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
    mail: Controller

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


def build(folder: Path, cluster: Cluster | None = None, **more: str) -> Iterator[House]:
    """A house ready to be tried, taken down afterwards. `more`: environment of its processes."""
    own = cluster is None
    cluster = cluster or Cluster(folder / "postgres", durable=False)
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
        **more,
    }
    house = House(cluster, broker, letterbox, environment, mail)
    house.manage("migrate", "--verbosity", "0")
    house.manage("seed_demo", "--verbosity", "0")
    house.sql(TWENTY_MORE_HEADS)
    try:
        yield house
    finally:
        house.mail.stop()
        broker.stop()
        if own:
            cluster.stop()
