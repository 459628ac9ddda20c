"""Who signs for whom: the organisation's own business, no text at all."""

from datetime import timedelta

from lodabord.kernel.clock import instant
from tests.factories.delegations import delegated


def plant(cast, case):
    today = instant().date()
    return [delegated(cast.bruno, cast.leila, today, today + timedelta(days=5)).pk]
