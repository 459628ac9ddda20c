"""Real broker, real workers, real mail server: killed in the middle, rung together, nothing is lost nor doubled."""

import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from bench.chaos.house import House, build
from tests.plugin import CLUSTER

pytestmark = pytest.mark.servers
PATIENCE = 120


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    yield from build(tmp_path_factory.mktemp("rappels"), CLUSTER)


def wait_until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, "rien ne s'est passé à temps"
        time.sleep(0.25)


def test_a_worker_killed_in_the_middle_loses_nothing(house):
    house.forget()
    with house.worker("premier") as kill:
        house.ring()
        wait_until(lambda: len(house.letterbox.received) > 3)
        kill()
    left = house.states()
    assert left["waiting"] > 0

    house.sql("UPDATE households_message SET leased_until = now() - interval '1 second' WHERE state = 'sending'")
    with house.worker("second"):
        house.ring()
        wait_until(house.is_over)

    sent = {f"<{pk}@lodabord.invalid>" for (pk,) in house.sql("SELECT id FROM households_message")}
    times = Counter(message_id for message_id, _ in house.letterbox.received)
    assert set(times) == sent
    assert sum(times.values()) - len(sent) <= left["sending"] <= 1


def test_workers_rung_together_owe_once_and_write_once(house):
    house.forget()
    with house.worker("un"), house.worker("deux"):
        for _ in range(6):
            house.ring()
        wait_until(house.is_over)
        house.ring()
        time.sleep(1)

    assert house.is_over()
    assert house.sql("SELECT count(*), count(DISTINCT (about, stage, recipient_id)) FROM households_reminder") == [
        (owed := house.sql("SELECT count(*) FROM households_reminder")[0][0], owed)
    ]
    assert set(Counter(recipient for _, recipient in house.letterbox.received).values()) == {1}


def test_without_a_broker_the_command_does_the_same(house):
    house.forget()
    house.broker.stop()
    try:
        house.manage("send_reminders", "--verbosity", "0")
    finally:
        house.broker.start()
    assert house.is_over()
    assert len(house.letterbox.received) == house.states()["sent"]
