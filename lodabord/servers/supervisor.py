"""`make demo`: everything from nothing to a running site, in one process tree that leaves nothing behind.

Each server is a child in a session of its own, so that the terminal's Ctrl-C reaches only this
supervisor, which stops them in order; should the supervisor itself be killed, the kernel ends them.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from lodabord.servers.embedded import DATABASE, broker, cluster, has_own_database, var_folder
from lodabord.servers.postgres import ServerError

ROOT = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1
READY_SECONDS = 60
STOP_SECONDS = 20


def say(text: str) -> None:
    """One line of progress."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _die_with_parent() -> None:
    """In the child: a session of its own, and a signal from the kernel if the supervisor dies (Linux)."""
    os.setsid()
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        return


class Demo:
    """The servers of the demo, from start to stop."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def run(self) -> int:
        """Start, serve until told to stop, stop. Returns the exit status."""
        with self._only_one():
            signal.signal(signal.SIGINT, self._told_to_stop)
            signal.signal(signal.SIGTERM, self._told_to_stop)
            try:
                self._start()
                self._watch()
                return 0
            except ServerError as error:
                sys.stderr.write(f"\n{error}\n")
                return 1
            finally:
                self._stop()

    def _only_one(self) -> "_Lock":
        return _Lock(var_folder() / "demo.lock")

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self) -> None:
        self._require_free_port()
        if has_own_database():
            say("Base de données : démarrage…")
            cluster().start()
            cluster().ensure_database(DATABASE)
        if not os.environ.get("REDIS_URL"):
            say("File d'attente : démarrage…")
            broker().start()
        say("Schéma de la base : mise à jour…")
        self._manage("migrate", "--verbosity", "0")
        say("Convention de démonstration : chargement (une fois)…")
        self._manage("seed_demo", "--if-empty")
        if self.stopping:
            return
        log = str(var_folder() / "demo.log")
        say(f"Site, tâches et planificateur : démarrage (journal : {log})…")
        celery = [sys.executable, "-m", "celery", "-A", "lodabord.celery"]
        self._spawn("site", [
            sys.executable, "-m", "gunicorn", "lodabord.wsgi:application", "--bind", f"127.0.0.1:{self.port}",
            "--workers", "2", "--timeout", "60", "--log-level", "warning",
        ])  # fmt: skip
        self._spawn("worker", [*celery, "worker", "-P", "threads", "-c", "2", "--loglevel", "warning"])
        schedule = str(var_folder() / "celerybeat-schedule")
        self._spawn("planificateur", [*celery, "beat", "--schedule", schedule, "--pidfile=", "--loglevel", "warning"])
        self._wait_until_ready()
        self._welcome()

    def _require_free_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError:
                raise ServerError(
                    f"Le port {self.port} est déjà pris. Choisissez-en un autre : « make demo PORT={self.port + 1} »."
                ) from None

    def _manage(self, *arguments: str) -> None:
        done = subprocess.run([sys.executable, str(ROOT / "manage.py"), *arguments], cwd=ROOT, check=False)
        if done.returncode and not self.stopping:
            raise ServerError(
                f"« manage.py {arguments[0]} » a échoué. Le message est au-dessus ; « make reset » repart de zéro."
            )

    def _spawn(self, name: str, command: list[str]) -> None:
        with (var_folder() / "demo.log").open("ab") as log:
            self.children[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has one thread
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and not self.stopping:
            self._require_alive()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/compte/login/", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        if not self.stopping:
            raise ServerError(f"Le site ne répond pas : voyez {var_folder() / 'demo.log'}.")

    def _require_alive(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None:
                raise ServerError(f"« {name} » s'est arrêté : voyez {var_folder() / 'demo.log'}.")

    def _welcome(self) -> None:
        from lodabord.demo.cast import ACCOUNTS, DEMO_PASSWORD

        say(f"\nLodabord est prêt : http://127.0.0.1:{self.port}/\n")
        for email, who in ACCOUNTS.items():
            say(f"  {email:22} {who}")
        say(f"\n  mot de passe de tous les comptes : {DEMO_PASSWORD}")
        if not _pdf_is_possible():
            say("\n  Pango manque : tout marche sauf les PDF (« make setup » dit quoi installer).")
        say("\nCtrl-C arrête tout. Les données restent ; « make reset » les efface.")

    def _watch(self) -> None:
        while not self.stopping:
            self._require_alive()
            time.sleep(0.3)

    def _stop(self) -> None:
        say("\nArrêt…")
        for name in ("planificateur", "worker", "site"):
            child = self.children.get(name)
            if child is not None and child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        if not os.environ.get("REDIS_URL"):
            broker().stop()
        if has_own_database():
            cluster().stop()


class _Lock:
    """One demo at a time in this checkout; a lock left by a killed one frees itself."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("w")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.stderr.write("Une démonstration tourne déjà dans ce dossier : arrêtez-la d'abord (Ctrl-C).\n")
            raise SystemExit(1) from None

    def __exit__(self, *error: object) -> None:
        self.file.close()


def _pdf_is_possible() -> bool:
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(Demo(int(os.environ.get("PORT", "8000"))).run())
