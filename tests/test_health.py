"""`/sante/`: 200 when the site can serve, 503 when it cannot, and never anything about anybody."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from households.models import Tick
from households.reminders import TICK
from lodabord import views


@pytest.fixture(autouse=True)
def just_started(monkeypatch):
    """The tests may have been running for longer than a site is given to tick."""
    monkeypatch.setattr(views, "STARTED_AT", timezone.now())


@pytest.fixture
def ticked(db):
    return Tick.objects.create(name=TICK, at=timezone.now())


def test_all_is_well(client, ticked):
    answer = client.get("/sante/")
    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "database": True, "broker": True, "reminders": True}


def test_reminders_that_stopped_are_told(client, ticked):
    Tick.objects.filter(name=TICK).update(at=timezone.now() - timedelta(minutes=11))
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()["reminders"]) == (503, False)


def test_a_site_that_never_ticked_is_given_ten_minutes(client, db, monkeypatch):
    assert client.get("/sante/").status_code == 200
    monkeypatch.setattr(views, "STARTED_AT", timezone.now() - timedelta(minutes=11))
    assert client.get("/sante/").status_code == 503


def test_the_day_of_the_demo_is_not_a_tick(client, db):
    Tick.objects.create(name="demo", at=timezone.now() + timedelta(days=1))
    assert views._reminders_run() is True


def test_a_silent_broker_is_told(client, ticked, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()["broker"]) == (503, False)


def test_a_dead_database_is_told(client, ticked, monkeypatch):
    def refuse() -> None:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", refuse)
        answer = client.get("/sante/")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
