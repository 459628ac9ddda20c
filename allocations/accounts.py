"""Writing the rent account: by hand or by import, always the same way, with its corrections and its first alert."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from allocations.models import ArrearsCorrection, ArrearsSnapshot, ArrearsStep, FirstUnpaid
from allocations.procedures import stage_of
from households.deadlines import months_later
from households.models import Case, Event
from lodabord.kernel.db.locks import hold

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

ADDED, CORRECTED, UNCHANGED = "added", "corrected", "unchanged"


@dataclass(frozen=True)
class Figures:
    """What an account says: debt, net rent and APL, in euros."""

    debt: Decimal
    net_rent: Decimal | None = None
    apl: Decimal | None = None
    apl_to_landlord: bool = True

    @classmethod
    def of(cls, snapshot: ArrearsSnapshot) -> "Figures":
        return cls(snapshot.debt, snapshot.net_rent, snapshot.apl, snapshot.apl_to_landlord)


def day_of_statement(month: date, today: date) -> date:
    """The day a monthly statement stands for: the last of its month, or today while the month runs."""
    return min(months_later(month, 1) - timedelta(days=1), today)


def statement_for(case: Case, month: date, on: date) -> ArrearsSnapshot | None:
    """What is already known for that month: its statement, else what was noted by hand on the very day."""
    known = list(ArrearsSnapshot.objects.filter(case=case, month=month))
    return known[0] if known else ArrearsSnapshot.objects.filter(case=case, on=on).first()


def import_statement(case: Case, *, month: date, figures: Figures, today: date, by: "Professional") -> str:
    """Write the statement of a month; imported again, it corrects and keeps what it said before. Tells what it did."""
    on = day_of_statement(month, today)
    with transaction.atomic():
        hold(f"account:{case.pk}")
        known = statement_for(case, month, on)
        if known is None:
            snapshot = ArrearsSnapshot(case=case, month=month, on=on, created_by=by)
            _fill(snapshot, figures)
            _save(snapshot, "arrears.noted", by=by)
            return ADDED
        return _correct(known, month=month, on=on, figures=figures, by=by)


def _correct(known: ArrearsSnapshot, *, month: date, on: date, figures: Figures, by: "Professional") -> str:
    before = Figures.of(known)
    taken = ArrearsSnapshot.objects.filter(case=known.case, on=on).exclude(pk=known.pk).exists()
    moved = known.month != month or (known.on != on and not taken)
    if before == figures and not moved:
        return UNCHANGED
    known.month, known.on = month, known.on if taken else on
    _fill(known, figures)
    _save(known, "arrears.corrected" if before != figures else "arrears.noted", by=by)
    if before == figures:
        return UNCHANGED
    ArrearsCorrection.objects.create(
        case=known.case, snapshot=known, created_by=by,
        debt_before=before.debt, debt_after=figures.debt,
        net_rent_before=before.net_rent, net_rent_after=figures.net_rent,
        apl_before=before.apl, apl_after=figures.apl,
    )  # fmt: skip
    return CORRECTED


def note_by_hand(snapshot: ArrearsSnapshot, *, by: "Professional") -> None:
    """The account of a day, as the social team knows it."""
    with transaction.atomic():
        hold(f"account:{snapshot.case_id}")
        _fill(snapshot, Figures.of(snapshot))
        _save(snapshot, "arrears.noted", by=by)


def _fill(snapshot: ArrearsSnapshot, figures: Figures) -> None:
    snapshot.debt, snapshot.net_rent = figures.debt, figures.net_rent
    snapshot.apl, snapshot.apl_to_landlord = figures.apl, figures.apl_to_landlord
    steps = ArrearsStep.objects.standing().filter(case=snapshot.case_id, on__lte=snapshot.on)
    snapshot.stage = stage_of(snapshot, [step.done for step in steps])


def _save(snapshot: ArrearsSnapshot, action: str, *, by: "Professional") -> None:
    """The account, its event, and the first unpaid month it may reveal: one transaction."""
    snapshot.save()
    Event.record(snapshot, action, by=by, facts={"on": snapshot.on})
    FirstUnpaid.review(snapshot.case, by=by)
