"""Every task of ours is rung by the schedule or declared on demand; nothing rings a task that does not exist."""

import pytest

from lodabord.celery import ON_DEMAND, SCHEDULE, app
from lodabord.kernel.actor import acting_as
from tests import factories
from tests.together import committed  # noqa: F401 - a fixture

OURS = ("lodabord.", "households.", "allocations.", "accompaniment.", "reporting.")


def ours() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in app.tasks if name.startswith(OURS)}


def test_every_task_is_rung_or_declared_on_demand():
    assert ours() == {line["task"] for line in SCHEDULE.values()} | ON_DEMAND


def test_a_ring_expires_before_the_next_one():
    for line in SCHEDULE.values():
        assert line["options"]["expires"] < line["schedule"]


def test_the_broker_is_a_bell_that_remembers_nothing_of_ours():
    assert app.conf.task_acks_late
    assert app.conf.task_ignore_result
    assert app.conf.timezone == "UTC"
    assert app.conf.broker_transport_options["visibility_timeout"] == 900


@pytest.mark.parametrize("name", sorted(line["task"] for line in SCHEDULE.values()))
def test_each_task_runs_as_a_worker_runs_it_with_no_actor_and_outside_any_transaction(name, committed):  # noqa: F811
    committed(factories.housed_case)
    ours()

    with acting_as(None):
        app.tasks[name]()
