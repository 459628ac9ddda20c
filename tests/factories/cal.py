"""Makers for the CAL: files, passages of one sitting, offers."""

from datetime import date

from allocations.models import CalPresentation, FilePaper, Offer
from households.models import Case, RefusalReason
from tests import factories
from tests.cast import Cast

CAL_ON = date(2025, 4, 17)
NUMBERS = [f"0590125000{number:02}GDEMO1" for number in range(1, 20)]


def motive(kind: str = "cal", code: str = "size") -> RefusalReason:
    return RefusalReason.objects.get(kind=kind, code=code)


def passages(cast: Cast, count: int, *, cal_on: date = CAL_ON) -> list[CalPresentation]:
    """That many households inscribed on the same sitting, for the same dwelling."""
    dwelling = factories.a_dwelling(cast)
    return [
        factories.presented_case(cast, cal_on=cal_on, number=NUMBERS[one], last_name=f"Nom{one}", dwelling=dwelling)
        for one in range(count)
    ]


def offered(cast: Cast, *, on: date = date(2026, 5, 4), **kept: object) -> Offer:
    """An offer notified that day, after an award."""
    passage = factories.presented_case(cast, **kept)
    passage.decide("a", candidates_count=3, by=cast.diane.professional)
    return Offer.notify(passage, on=on, by=cast.diane.professional)


def asked(cast: Cast, case: Case, kind: str = "avis_imposition", *, side: str = "association") -> FilePaper:
    """A paper that somebody must get before 1 March 2025."""
    paper = FilePaper.on_the_list(case, kind)
    paper.ask(side=side, due_on=date(2025, 3, 1), on=date(2025, 2, 1), by=cast.leila.professional, mistaken=True)
    return paper
