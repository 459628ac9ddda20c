"""Situations of danger, for the tests."""

from datetime import datetime

from accompaniment.models import DangerEntry, DangerReport
from households.models import Case
from tests.cast import Cast
from tests.factories import PARIS

SEEN = datetime(2025, 6, 4, 10, 40, tzinfo=PARIS)


def danger(cast: Cast, case: Case, *, facts: str = "CANARI-danger") -> DangerReport:
    """Seen by Leïla, the fire brigade told."""
    by = cast.leila.professional
    report = DangerReport.raise_alarm(case, seen_at=SEEN, facts=facts, now=SEEN, by=by)
    report.add(DangerEntry.Kind.TOLD, at=SEEN, to="CANARI-prévenu", text="CANARI-suite-danger", now=SEEN, by=by)
    return report
