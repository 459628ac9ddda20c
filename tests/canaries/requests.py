"""What a household asks, what became of it, and the situations of danger."""

from datetime import date, datetime

from accompaniment.models import DutyShift, Half, Request
from tests import factories
from tests.factories.requests import danger


def plant(cast, case):
    demand = factories.request(cast, case, at=datetime(2025, 6, 2, 9, tzinfo=factories.PARIS), subject="CANARI-objet")
    by = cast.leila.professional
    demand.answer_by(Request.Answer.CALL, at=datetime(2025, 6, 2, 9, 30, tzinfo=factories.PARIS), by=by,
                     outcome="CANARI-suite-demande")  # fmt: skip
    open_one = factories.request(
        cast, case, at=datetime(2025, 6, 3, 9, tzinfo=factories.PARIS), subject="CANARI-attend"
    )
    report = danger(cast, case)
    shift = DutyShift.objects.create(
        agreement=cast.agreement, on=date(2025, 6, 4), half=Half.MORNING, professional=cast.ines.professional
    )
    return [demand.pk, open_one.pk, report.pk, shift.pk]
