"""What every test may count on: the real web login of the database, the cast, no network, no silence."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Agreement, Membership
from tests import factories
from tests.cast import Cast, gather

TODAY = date(2026, 3, 11)
"""A Wednesday, for tests that need a day."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> None:
    """The schema is made by its owner; the tests then run as the serving login."""
    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0)


@pytest.fixture(autouse=True)
def as_the_programme() -> Iterator[None]:
    """Tests prepare their world as the programme itself; requests and `as_member` change the actor."""
    with acting_as(SYSTEM):
        yield


class VisitorClient(Client):
    """A client whose requests start without any actor, as those of a real visitor do."""

    def request(self, **request: Any) -> Any:
        with acting_as(None):
            return super().request(**request)

    def sign_in(self, membership: Membership) -> "VisitorClient":
        """Signed in, acting for that membership."""
        self.force_login(membership.professional)
        session = self.session
        session["membership"] = str(membership.pk)
        session.save()
        return self


@pytest.fixture
def client() -> VisitorClient:
    return VisitorClient()


@pytest.fixture
def sign_in() -> Callable[[Membership], VisitorClient]:
    """A fresh browser, signed in as that member."""
    return lambda membership: VisitorClient().sign_in(membership)


@contextmanager
def _as_member(membership: Membership) -> Iterator[None]:
    with acting_as(membership.as_actor()), transaction.atomic():
        yield


@pytest.fixture
def as_member() -> Callable[[Membership], Any]:
    """Speak to the database as that member does in a request."""
    return _as_member


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return cast.agreement


@pytest.fixture
def agreement_2(cast: Cast) -> Agreement:
    return cast.agreement_2


def _member(name: str) -> Any:
    def fixture(cast: Cast) -> Membership:
        return getattr(cast, name)

    fixture.__name__ = name
    return pytest.fixture(fixture)


leila, ines, bruno, nour, charlie = (_member(one) for one in ("leila", "ines", "bruno", "nour", "charlie"))
paul, diane, sophie, karim = (_member(one) for one in ("paul", "diane", "sophie", "karim"))
emile, camille, admin = (_member(one) for one in ("emile", "camille", "admin"))


@pytest.fixture
def case(cast: Cast) -> Any:
    """A household in follow-up since January, followed by Leïla."""
    return factories.housed_case(cast)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves this machine: only local sockets may be opened."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"Un test a voulu joindre {address[0]} : les tests n'ont pas de réseau.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture
def sql() -> Callable[..., list[Any]]:
    """Raw rows, as whoever acts now."""

    def run(query: str, parameters: list[Any] | None = None) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []

    return run


TOGETHER = ("tests/e2e/", "tests/reminders/test_servers", "tests/servers/", "tests/demo/", "tests/reporting/")
"""What shares something slow to build: kept on one process when the tests run on several."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On several processes (`pytest -n`), one builds each site, each demo, each broker; the rest is shared out."""
    for item in items:
        group = next((one for one in TOGETHER if item.nodeid.startswith(one)), None)
        if group:
            item.add_marker(pytest.mark.xdist_group(group.strip("/").replace("/", "-")))
