"""The clock of a « bail glissant » and of a notice to quit. Pure functions of dates: no record, no clock."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from households.deadlines import months_later
from lodabord.kernel import working_days

PREFECT_NOTICE_MONTHS = 2
"""Two months before the examination period ends, the landlord tells the prefect whether it offers a lease to the
sub-tenant and, if not, why (CCH L442-8-3)."""
PREFECT_NOTICE_ANNOUNCED = timedelta(days=30)
"""From how long before it is due the notice shows on « À faire »."""
REVIEW_ANNOUNCED = timedelta(days=21)
"""From how long before it is due a periodic review shows on « À faire »: time to invite the sub-tenant."""
NOTICE_MONTHS = (1, 2, 3)
"""A tenant's notice to quit: three months, shortened to one in a « zone tendue » or in the cases of the law (loi du
6 juillet 1989, article 15 I); whoever receives it says which applies."""


def prefect_notice_due(period_ends_on: date) -> date:
    """Last day to tell the prefect: two calendar months before, brought back to a working day, never later."""
    return _on_or_before(period_ends_on - relativedelta(months=PREFECT_NOTICE_MONTHS))


def next_review_due(since: date, every_months: int) -> date:
    """The next periodic review, from the start of the convention or from the last review."""
    return working_days.on_or_after(months_later(since, every_months))


def notice_ends(received_on: date, months: int) -> date:
    """The day the lease ends by the tenant's notice, counted from the day the landlord received it."""
    if months not in NOTICE_MONTHS:
        raise ValueError("Un préavis dure un, deux ou trois mois (loi du 6 juillet 1989, article 15).")
    return months_later(received_on, months)


def _on_or_before(day: date) -> date:
    while not working_days.is_working_day(day):
        day -= timedelta(days=1)
    return day
