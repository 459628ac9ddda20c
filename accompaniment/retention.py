"""Papers last as long as the candidature: their bytes go, on both sides, when the lease is signed or the case closes.

Asked of the room below, never told by it: whoever signed the lease or closed the case knows nothing
of papers. Safe to run twice, late, or by two workers at once; the register of transmissions stays.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accompaniment.models import Paper
from allocations.models import Tenancy
from households.models import Case, TransmittedPaper
from households.stages import State
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.db.locks import hold


@dataclass(frozen=True)
class Erased:
    """How many files were, or would be, erased on each side."""

    own: int
    transmitted: int


def cases_without_a_candidature(today: date) -> QuerySet[Case]:
    """Cases whose candidature is over: closed, lease signed, or already in the dwelling."""
    signed = Tenancy.objects.filter(case=OuterRef("pk"), lease_signed_on__lte=today)
    over = Q(state=State.CLOSED) | Q(moved_in_on__isnull=False) | Q(lease_signed_on__lte=today) | Exists(signed)
    return Case.objects.filter(over)


def erase_papers(today: date, *, simulate: bool = False) -> Erased:
    """Erase what the law gives no more reason to keep. Each case whole, in its own transaction."""
    with acting_as(SYSTEM):
        with transaction.atomic():  # the role is taken at the start of a transaction
            over = cases_without_a_candidature(today)
            own = Paper.objects.kept().filter(case__in=over).listed()
            sent = TransmittedPaper.objects.kept().filter(case__in=over).listed()
            if simulate:
                return Erased(own.count(), sent.count())
            cases = set(own.values_list("case", flat=True)) | set(sent.values_list("case", flat=True))
        done = Erased(0, 0)
        for case in sorted(cases):
            one = _erase_of(case, today)
            done = Erased(done.own + one.own, done.transmitted + one.transmitted)
        return done


def _erase_of(case_id: UUID, today: date) -> Erased:
    with transaction.atomic():
        hold(f"papers:{case_id}")
        case = Case.objects.get(pk=case_id)
        because = Paper.Erased.CLOSED if case.state == State.CLOSED else Paper.Erased.LEASE
        own = list(Paper.objects.kept().filter(case=case).listed())
        for paper in own:
            paper.erase(on=today, because=because, by=None)
        sent = list(TransmittedPaper.objects.kept().filter(case=case).listed())
        for copy in sent:
            copy.erase(on=today)
        return Erased(len(own), len(sent))
