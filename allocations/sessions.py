"""The year of pré-CAL: generated every fourteen days, around days off and closures; and who waits for one."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet

from allocations.deadlines import precal_days
from allocations.models import Meeting, PreCalDecision
from households.models import Case
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

ON_A_DAY_OFF = "La date tombait un jour férié"


def plan_year(agreement: Agreement, *, first: date, year: int) -> list[Meeting]:
    """The sessions from the first one to the end of the year; those that exist already are left alone."""
    closed = {(one.starts_on, one.ends_on): one.reason for one in agreement.closures.all()}
    every = agreement.terms_on(first).precal_every_days
    made = []
    for planned, on, cancelled in precal_days(first, every, date(year, 12, 31), list(closed)):
        if Meeting.objects.filter(agreement=agreement, kind=Meeting.Kind.PRECAL, planned_on=planned).exists():
            continue
        reason = ON_A_DAY_OFF if on != planned else ""
        if cancelled:
            reason = next(why for (start, end), why in closed.items() if start <= planned <= end)
        state = Meeting.State.CANCELLED if cancelled else Meeting.State.PLANNED
        made.append(
            Meeting.objects.create(agreement=agreement, planned_on=planned, on=on, state=state, change_reason=reason)
        )
    return made


def waiting_candidatures(membership: "Membership", agreement: Agreement) -> QuerySet:
    """Who may be put on an agenda: the deferred whose re-examination is due, then the oldest."""
    waiting = Case.objects.visible_to(membership).filter(
        agreement=agreement, state__in=[Case.State.PRECAL_QUEUE, Case.State.PRECAL_DEFERRED]
    )
    undecided = PreCalDecision.objects.filter(effective_at__isnull=True).values("case")
    on_an_agenda = waiting.filter(agenda_items__decision__isnull=True, agenda_items__meeting__state="planned")
    return (
        waiting.exclude(pk__in=on_an_agenda.values("pk"))
        .exclude(pk__in=undecided)
        .annotate(reexamine_on=Max("agenda_items__decision__reexamine_on"))
        .select_related("household")
        .order_by("reexamine_on", "opened_on")
    )
