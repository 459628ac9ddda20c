"""The regular appointment of a household, and whose calendar is read from outside."""

from datetime import date, datetime

from accompaniment.models import CalendarFeed
from tests import factories
from tests.factories.planning import regular


def plant(cast, case):
    plan = regular(cast, case, starts_on=date(2025, 6, 10))
    CalendarFeed.open_for(cast.leila, at=datetime(2025, 6, 1, tzinfo=factories.PARIS))
    return [plan.pk]
