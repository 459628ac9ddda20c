"""Delays that concern the case itself. Pure functions of dates: no record, no clock."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

REOPENING_DELAY = timedelta(days=365)
"""A closed accompaniment may be reactivated within twelve months (sheet 02 §2.1)."""
ACKNOWLEDGE_WITHIN_WORKING_DAYS = 5
"""A referral is acknowledged, and a report taken, within five working days (sheet 02 §2.1, §2.2)."""
REQUEST_RENEWAL_NOTICE = timedelta(days=60)
"""A housing request is to be renewed when it ends in sixty days or less (sheet 04 §4.3)."""


def months_later(start: date, months: int) -> date:
    """The same day some calendar months later, or the last of that month when it has no such day."""
    return start + relativedelta(months=months)
