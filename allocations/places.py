"""Places of the access track: how many are taken on a day, how many promised, who waits and in what rank.

Counted by the programme itself: numbers only, so that whoever reads few households still reads the right total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Q

from households.models import Case
from households.stages import Track
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.db.locks import hold
from lodabord.partners.models import Agreement


@dataclass(frozen=True)
class Stay:
    """One candidature retained, and what it occupies: nothing yet, then a place, until it closes."""

    retained: date | None
    started: date | None
    closed: date | None

    def is_in_measure(self, day: date) -> bool:
        return self.started is not None and self.started <= day and (self.closed is None or self.closed > day)

    def waits_to_start(self, day: date) -> bool:
        retained = self.retained is not None and self.retained <= day
        return retained and (self.started is None or self.started > day) and (self.closed is None or self.closed > day)


@dataclass(frozen=True)
class Places:
    """What is taken of the capacity on a day; `retained` wait for their measure to start."""

    taken: int
    capacity: int
    retained: int

    @property
    def left(self) -> int:
        """Places nobody occupies."""
        return max(self.capacity - self.taken, 0)

    @property
    def unpromised(self) -> int:
        """Places neither occupied nor promised to a household already retained."""
        return max(self.left - self.retained, 0)

    @property
    def waiting(self) -> int:
        """Households retained beyond the places."""
        return max(self.retained - self.left, 0)


class PlaceBook:
    """The stays of an agreement read once, then counted for as many days as one likes."""

    def __init__(self, agreement: Agreement, today: date) -> None:
        self.today, self.terms = today, list(agreement.terms.all())
        self.stays = stays(agreement)

    def on(self, day: date) -> Places:
        """Of a past day, what was; of a day to come, what is known today."""
        return count(self.stays, min(day, self.today), self._capacity(day))

    def _capacity(self, day: date) -> int:
        in_force = [one for one in self.terms if one.applies_from <= day]
        return (in_force[-1] if in_force else self.terms[0]).capacity_access


def count(stays_told: Sequence[Stay], day: date, capacity: int) -> Places:
    """Pure: the places of one day."""
    taken = sum(one.is_in_measure(day) for one in stays_told)
    return Places(taken, capacity, sum(one.waits_to_start(day) for one in stays_told))


def stays(agreement: Agreement, *, without: Case | None = None) -> list[Stay]:
    """Every stay of the access track, names left out."""
    retained = Q(precal_accepted_on__isnull=False) | Q(prep_started_on__isnull=False)
    with acting_as(SYSTEM):
        cases = Case.objects.filter(retained, agreement=agreement, track=Track.ACCESS)
        if without is not None:
            cases = cases.exclude(pk=without.pk)
        return [Stay(*row) for row in cases.values_list("precal_accepted_on", "prep_started_on", "closed_on")]


def rank_of_a_newcomer(case: Case, *, on: date) -> int | None:
    """Its rank on the waiting list if retained now, or None when a place is free; under the lock of places.

    The lock is the very one under which a measure starts: a place cannot be promised while it is being taken.
    """
    agreement = case.agreement
    hold(f"places:{agreement.pk}:{Track.ACCESS}")
    places = count(stays(agreement, without=case), on, agreement.terms_on(on).capacity_access)
    return None if places.unpromised else places.waiting + 1


def waiting_list(agreement: Agreement) -> list[object]:
    """Identifiers of the cases retained and not started yet, the first retained first."""
    with acting_as(SYSTEM):
        cases = Case.objects.filter(agreement=agreement, state=Case.State.PRECAL_ACCEPTED)
        decided, rank = Max("agenda_items__decision__effective_at"), Max("agenda_items__decision__waiting_rank")
        queue = cases.annotate(at=decided, rank=rank).order_by(
            "precal_accepted_on", "at", F("rank").asc(nulls_first=True), "pk"
        )
        return list(queue.values_list("pk", flat=True))


def rank_today(case: Case, today: date) -> int | None:
    """Where a retained household stands now: None when a place is there for it."""
    queue = waiting_list(case.agreement)
    if case.pk not in queue:
        return None
    left = PlaceBook(case.agreement, today).on(today).left
    rank = queue.index(case.pk) + 1 - left
    return rank if rank > 0 else None
