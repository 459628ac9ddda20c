"""Forty faults: workers, their children, schedulers, the broker, the database's connections, the mail server."""

import pytest

from bench.chaos.house import build
from bench.chaos.trial import QUICK, Trial

pytestmark = pytest.mark.servers
SEED, FAULTS = 20261125, 40


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    yield from build(tmp_path_factory.mktemp("pannes"), **QUICK)


def test_forty_faults_lose_nothing_and_double_no_notice(house):
    verdict = Trial(house, SEED).run(FAULTS)

    assert sum(verdict.faults.values()) == FAULTS
    assert verdict.owed > 10 * FAULTS, "each alarm is owed to some twenty people"
    assert verdict.lost == 0
    assert verdict.doubled_notices == 0
    assert verdict.other_message_ids == 0, "an e-mail sent twice bears the same Message-ID, to the same person"
