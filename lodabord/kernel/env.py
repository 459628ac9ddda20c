"""Settings read from the environment. An odd value stops the start, with a sentence."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "oui", "yes", "on"}, {"0", "false", "non", "no", "off", ""}


def env_str(name: str, default: str = "") -> str:
    """A text, or its default."""
    return os.environ.get(name, default)


def env_bool(name: str, default: bool) -> bool:
    """Yes or no."""
    told = os.environ.get(name)
    if told is None:
        return default
    if told.strip().lower() in TRUE:
        return True
    if told.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} vaut « {told} » : écrivez 1 ou 0.")


def env_int(name: str, default: int) -> int:
    """A whole number."""
    told = os.environ.get(name)
    if told is None or not told.strip():
        return default
    try:
        return int(told)
    except ValueError:
        raise ImproperlyConfigured(f"{name} vaut « {told} » : écrivez un nombre entier.") from None


def env_list(name: str, default: list[str]) -> list[str]:
    """Texts separated by commas."""
    told = os.environ.get(name)
    return default if told is None else [part.strip() for part in told.split(",") if part.strip()]


def env_secret(name: str, default: str | None = None) -> str:
    """A secret, given by NAME or by a file named in NAME_FILE; required when there is no default."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE : impossible de lire « {path} » ({error.strerror}).") from None
    told = os.environ.get(name)
    if told:
        return told
    if default is None:
        raise ImproperlyConfigured(f"{name} est requis en production : donnez {name}, ou un fichier par {name}_FILE.")
    return default
