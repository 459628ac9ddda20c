"""What was agreed with households, read from their records: the entry to `accompaniment.rhythm`."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from accompaniment.models import Measure, MeasurePeriod, Suspension, Visit
from accompaniment.rhythm import Agreed, Ask, ask_of_week
from accompaniment.weeks import Span, monday_of

Contact = tuple[date, str, str]


def agreed_with(case_ids: Iterable[UUID]) -> dict[UUID, Agreed]:
    """The follow-up, the pauses and the rhythm of each case, in three queries whatever their number."""
    ids = list(case_ids)
    followed: dict[UUID, list[Span]] = defaultdict(list)
    paused: dict[UUID, list[Span]] = defaultdict(list)
    periods: dict[UUID, list[tuple[Span, str]]] = defaultdict(list)
    for measure in Measure.objects.filter(case__in=ids, kind=Measure.Kind.FOLLOW_UP):
        followed[measure.case_id].append(Span(measure.starts_on, measure.ends_on))
    for pause in Suspension.objects.filter(case__in=ids):
        paused[pause.case_id].append(Span(pause.starts_on, pause.ends_on))
    for period in MeasurePeriod.objects.filter(case__in=ids):
        periods[period.case_id].append((Span(period.starts_on, period.ends_on), period.intensity))
    return {pk: Agreed(followed[pk], paused[pk], periods[pk]) for pk in ids}


def contacts_of(case_id: UUID, start: date, end: date) -> list[Contact]:
    """(day, kind, status) of every contact between two days, both counted."""
    kept = Visit.objects.filter(case=case_id, on__range=(start, end)).order_by("on")
    return list(kept.values_list("on", "kind", "status"))


def asked_now(case_ids: Iterable[UUID], today: date) -> dict[UUID, tuple[Ask, int, int]]:
    """For each case of which something is asked this week: the stretch, what is done, what is left to plan."""
    told = {pk: ask_of_week(one, monday_of(today)) for pk, one in agreed_with(case_ids).items()}
    asked = {pk: ask for pk, ask in told.items() if ask is not None}
    if not asked:
        return {}
    first, last = min(ask.starts_on for ask in asked.values()), max(ask.ends_on for ask in asked.values())
    contacts: dict[UUID, list[Contact]] = defaultdict(list)
    kept = Visit.objects.filter(case__in=asked, on__range=(first, last))
    for case_id, *contact in kept.values_list("case_id", "on", "kind", "status"):
        contacts[case_id].append(tuple(contact))  # type: ignore[arg-type]
    return {pk: (ask, ask.made(contacts[pk]), ask.to_plan(contacts[pk])) for pk, ask in asked.items()}
