"""Where the database and the broker are: those given by the environment, else the project's own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from lodabord.kernel.env import env_bool, env_secret, env_str
from lodabord.servers.broker import Broker
from lodabord.servers.postgres import Cluster

DATABASE = "lodabord"
LOGINS = {"default": "lodabord_web", "owner": "lodabord_owner"}
ADDRESSES = {"default": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}


def var_folder() -> Path:
    """Where the embedded data lives."""
    return Path(env_str("LODABORD_VAR", str(Path(__file__).resolve().parents[2] / "var")))


def cluster() -> Cluster:
    return Cluster(var_folder() / "postgres", durable=True)


def broker() -> Broker:
    return Broker(var_folder() / "broker")


def has_own_database() -> bool:
    """No address was given: the project runs its own PostgreSQL."""
    return not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))


def database_settings() -> dict[str, dict[str, Any]]:
    """Django's two aliases: the serving login, and the owner that migrates. Starts nothing."""
    options = _options()
    if has_own_database():
        return {
            alias: {**cluster().connection_settings(login, DATABASE), "OPTIONS": options}
            for alias, login in LOGINS.items()
        }
    serving = env_secret(ADDRESSES["default"])
    return {
        alias: {**_parse(env_secret(ADDRESSES[alias], default=serving), ADDRESSES[alias]), "OPTIONS": options}
        for alias in LOGINS
    }


def _options() -> dict[str, Any]:
    """Values travel apart from statements, so that none ends up in the server's log (trust §2.7)."""
    if env_bool("DATABASE_POOLER", False):
        return {"server_side_binding": False, "prepare_threshold": None}
    return {"server_side_binding": True, "prepare_threshold": 5}


def _parse(address: str, name: str) -> dict[str, str]:
    parts = urlsplit(address)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"{name} : une adresse commence par « postgresql:// ».")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": query.get("port") or str(parts.port or 5432),
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }


def cache_url() -> str:
    """For redis-py: REDIS_URL, else the embedded broker's socket."""
    return env_str("REDIS_URL") or broker().url()


def broker_url() -> str:
    """The same for Celery, which names sockets otherwise."""
    address = cache_url()
    return address.replace("unix://", "redis+socket://", 1) if address.startswith("unix://") else address


@contextmanager
def serving() -> Iterator[None]:
    """The embedded servers run for the length of a command; those it started stop with it."""
    started = []
    if has_own_database():
        own = cluster()
        if not own.is_running():
            own.start()
            started.append(own)
        own.ensure_database(DATABASE)
    if not os.environ.get("REDIS_URL"):
        bell = broker()
        if not bell.is_running():
            bell.start()
            started.append(bell)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for server in reversed(started):
            server.stop()
