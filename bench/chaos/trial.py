"""One trial: while situations of danger are raised one after the other, something is killed at every step.

What is counted at the end: reminders lost, in-site notices doubled, e-mails doubled, and whether a doubled e-mail
carries the same Message-ID. Times are told and never judged.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller

from bench.chaos.house import ROOT, House

QUICK = {
    "LODABORD_REMINDER_LEASE_SECONDS": "4",
    "LODABORD_REMINDER_RETRY_SECONDS": "1",
    "LODABORD_REMINDER_TICK_SECONDS": "1",
}
"""The same machinery, its delays shortened so that forty faults fit in a minute."""
LEASE_SECONDS = 4
PATIENCE = 240
ONE_MORE_DANGER = """
WITH chosen AS (
    SELECT c.id, c.referent_id FROM households_case c JOIN partners_agreement a ON a.id = c.agreement_id
     WHERE a.code = 'DEMO' AND c.state = 'follow_up' ORDER BY random() LIMIT 1
)
INSERT INTO accompaniment_dangerreport (id, case_id, created_at, created_by_id, taken_over, seen_at)
SELECT gen_random_uuid(), id, now(), referent_id, false, now() FROM chosen
"""
"""A fact, as a page writes it; what is owed to whom is for the scheduler to find."""


class Process:
    """A program of the site that is started again whenever it is found dead, as a supervisor does."""

    def __init__(self, house: House, name: str, *arguments: str) -> None:
        self.house, self.name, self.arguments = house, name, arguments
        self.started: subprocess.Popen[bytes] | None = None
        self.raise_again()

    def raise_again(self) -> None:
        if self.started is not None and self.started.poll() is None:
            return
        command = [sys.executable, "-m", "celery", "-A", "lodabord.celery", *self.arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        self.started = subprocess.Popen(command, cwd=ROOT, env=self.house.environment, start_new_session=True, **quiet)

    def kill(self) -> None:
        """The whole group at once, without warning."""
        assert self.started is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.started.pid, signal.SIGKILL)
        self.started.wait()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, what: signal.Signals) -> None:
        assert self.started is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.started.pid, what)

    def children(self) -> list[int]:
        assert self.started is not None
        try:
            told = Path(f"/proc/{self.started.pid}/task/{self.started.pid}/children").read_text()
        except OSError:
            return []
        return [int(one) for one in told.split()]


@dataclass
class Verdict:
    """What one seed gave."""

    seed: int
    faults: Counter[str] = field(default_factory=Counter)
    owed: int = 0
    lost: int = 0
    doubled_notices: int = 0
    e_mails: int = 0
    doubled_e_mails: int = 0
    other_message_ids: int = 0
    """E-mails received that are not one of the messages of the database, each with its own Message-ID."""
    seconds: float = 0.0
    slowest: float = 0.0
    """Seconds from « owed » to « sent », the longest."""


@dataclass
class Trial:
    """The processes of a site, and the hand that kills them."""

    house: House
    seed: int
    workers: list[Process] = field(default_factory=list)
    beats: list[Process] = field(default_factory=list)

    def run(self, faults: int) -> Verdict:
        """Forty faults or as many as asked, then everything is left to finish."""
        started, dice = time.monotonic(), random.Random(self.seed)
        verdict = Verdict(self.seed)
        self.house.forget()
        self.house.sql("TRUNCATE accompaniment_dangerreport, accompaniment_dangerentry")
        with self._processes():
            raised = 0
            for _ in range(faults):
                self.house.sql(ONE_MORE_DANGER)
                raised += 1
                name, strike = dice.choice(self._faults(dice))
                with contextlib.suppress(OSError):
                    strike()
                verdict.faults[name] += 1
                time.sleep(dice.uniform(0.3, 1.0))
                self._raise_all()
            self._until_over(raised)
        self._count(verdict, raised)
        verdict.seconds = time.monotonic() - started
        return verdict

    @contextlib.contextmanager
    def _processes(self) -> Iterator[None]:
        folder = self.house.environment["LODABORD_VAR"]
        self.workers = [
            Process(self.house, f"w{n}", "worker", "-c", "2", "-n", f"w{n}", "--without-mingle", "--without-gossip")
            for n in (1, 2)
        ]
        self.beats = [Process(self.house, f"b{n}", "beat", "-s", f"{folder}/beat-{n}", "--pidfile", "") for n in (1, 2)]
        try:
            yield
        finally:
            for process in [*self.workers, *self.beats]:
                process.thaw()
                process.kill()

    def _raise_all(self) -> None:
        for process in [*self.workers, *self.beats]:
            process.raise_again()

    def _faults(self, dice: random.Random) -> list[tuple[str, Callable[[], None]]]:
        """Each kind as often as it should come: workers the most."""
        worker, beat = dice.choice(self.workers), dice.choice(self.beats)
        kinds: list[tuple[str, int, Callable[[], None]]] = [
            ("worker", 5, worker.kill),
            ("enfant d'un worker", 4, lambda: self._kill_a_child(worker, dice)),
            ("planificateur", 2, beat.kill),
            ("file (Redis)", 2, self._restart_the_broker),
            ("connexion à la base", 3, self._cut_a_connection),
            ("serveur de courriel coupé", 2, self._mail_away),
            ("worker figé au-delà de son bail", 1, lambda: self._freeze(worker)),
        ]
        return [(name, strike) for name, weight, strike in kinds for _ in range(weight)]

    def _kill_a_child(self, worker: Process, dice: random.Random) -> None:
        children = worker.children()
        if children:
            os.kill(dice.choice(children), signal.SIGKILL)

    def _restart_the_broker(self) -> None:
        """Killed, and what it remembered with it: the worst that a bell can do."""
        broker = self.house.broker
        if broker.server is not None:
            broker.server.kill()
            broker.server.wait()
        for memory in [*broker.folder.glob("*.rdb"), *broker.folder.glob("appendonlydir/*")]:
            memory.unlink(missing_ok=True)
        broker.start()

    def _cut_a_connection(self) -> None:
        self.house.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = 'lodabord_web' ORDER BY random() LIMIT 1"
        )

    def _mail_away(self) -> None:
        port = int(self.house.environment["LODABORD_EMAIL_PORT"])
        self.house.mail.stop()
        time.sleep(1.5)
        self.house.mail = Controller(self.house.letterbox, hostname="127.0.0.1", port=port)
        self.house.mail.start()

    def _freeze(self, worker: Process) -> None:
        worker.freeze()
        time.sleep(LEASE_SECONDS + 1)
        worker.thaw()

    # --- how it ends -----------------------------------------------------------------------------

    def _until_over(self, raised: int) -> None:
        """Until each is owed to everyone and every e-mail has left, or patience runs out: then it is lost."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self._is_over():
            self._raise_all()
            time.sleep(0.5)

    def _is_over(self) -> bool:
        return self._owed() == self._expected() and self._unsent() == 0 and self._all_sent()

    def _unsent(self) -> int:
        """Owed, and whose e-mail has not left: not gathered yet, waiting, or held by somebody."""
        told = self.house.sql(
            "SELECT count(*) FROM households_reminder r LEFT JOIN households_message m ON m.id = r.message_id"
            " WHERE about LIKE 'danger:%' AND m.state IS DISTINCT FROM 'sent'"
        )
        return int(told[0][0])

    def _owed(self) -> int:
        return int(self.house.sql("SELECT count(*) FROM households_reminder WHERE about LIKE 'danger:%'")[0][0])

    def _expected(self) -> int:
        """Each report to referent, deputy and heads, less whoever raised it."""
        told = """
            SELECT coalesce(sum(n), 0) FROM accompaniment_dangerreport r, LATERAL (
                SELECT count(*) AS n FROM (
                    SELECT referent_id AS who FROM households_case WHERE id = r.case_id AND referent_id IS NOT NULL
                    UNION SELECT deputy_id FROM households_case WHERE id = r.case_id AND deputy_id IS NOT NULL
                    UNION SELECT m.professional_id FROM partners_membership m, households_case c
                           WHERE c.id = r.case_id AND m.agreement_id = c.agreement_id AND m.role = 'asso_head'
                ) everyone WHERE who IS DISTINCT FROM r.created_by_id
            ) counted
        """
        return int(self.house.sql(told)[0][0])

    def _all_sent(self) -> bool:
        states = set(self.house.states())
        return bool(states) and states <= {"sent", "cancelled"}

    def _count(self, verdict: Verdict, raised: int) -> None:
        sql = self.house.sql
        verdict.owed = self._owed()
        verdict.lost = max(0, self._expected() - verdict.owed) + self._unsent()
        keys = (
            "SELECT count(DISTINCT (about, stage, recipient_id)) FROM households_reminder WHERE about LIKE 'danger:%'"
        )
        verdict.doubled_notices = verdict.owed - int(sql(keys)[0][0])
        known = {f"<{pk}@lodabord.invalid>": who for pk, who in sql(
            "SELECT m.id, p.email FROM households_message m JOIN partners_professional p ON p.id = m.recipient_id"
        )}  # fmt: skip
        received = Counter(message_id for message_id, _ in self.house.letterbox.received)
        verdict.e_mails = len(received)
        verdict.doubled_e_mails = sum(times - 1 for times in received.values())
        verdict.other_message_ids = sum(
            known.get(message_id) != recipient for message_id, recipient in self.house.letterbox.received
        )
        slowest = sql(
            "SELECT coalesce(max(extract(epoch FROM m.sent_at - r.owed_at)), 0) FROM households_reminder r"
            " JOIN households_message m ON m.id = r.message_id WHERE r.about LIKE 'danger:%'"
        )
        verdict.slowest = float(slowest[0][0])
