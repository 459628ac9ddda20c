"""The year of pré-CAL: generated at the agreement's rhythm around days off and closures; single sessions beside it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from allocations.deadlines import closure_of, precal_days
from allocations.models import Attendance, Meeting
from households.stateful import MoveRefused
from lodabord.kernel import working_days
from lodabord.kernel.db.locks import hold
from lodabord.partners.models import Agreement, Membership
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from uuid import UUID

    from lodabord.partners.models import Professional

ON_A_DAY_OFF = "La date tombait un jour férié"
ALREADY_A_SESSION = "Une autre séance est déjà prévue ce jour-là"
AT_THE_TABLE = frozenset({Role.ASSO_WORKER, Role.ASSO_PSY, Role.ASSO_HEAD, Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT})
"""Who is invited to a pré-CAL (sheet 02 §2.4)."""


def plan_year(agreement: Agreement, *, first: date, year: int) -> list[Meeting]:
    """The sessions from the first one to the end of the year; those that exist already are left alone.

    Under lock: two people generating the same year make it once. Refused when the first day does not keep the
    rhythm of the sessions already there, which would double it.
    """
    with transaction.atomic():
        hold(f"precal-year:{agreement.pk}")
        every = agreement.terms_on(first).precal_every_days
        _require_same_rhythm(agreement, first, year, every)
        closed = {(one.starts_on, one.ends_on): one.reason for one in agreement.closures.all()}
        known = Meeting.objects.filter(agreement=agreement).precal()
        planned_already = set(known.filter(extra=False).values_list("planned_on", flat=True))
        taken = set(known.exclude(state=Meeting.State.CANCELLED).values_list("on", flat=True))
        made = []
        for planned, on, in_closure in precal_days(first, every, date(year, 12, 31), list(closed)):
            if planned in planned_already:
                continue
            reason = ON_A_DAY_OFF if on != planned else ""
            if in_closure:
                reason = closed[closure_of(planned, working_days.on_or_after(planned), list(closed))]  # type: ignore[index]
            elif on in taken:
                reason = ALREADY_A_SESSION
            cancelled = in_closure or on in taken
            made.append(_plan(agreement, planned, on, cancelled=cancelled, reason=reason))
        return made


def _require_same_rhythm(agreement: Agreement, first: date, year: int, every: int) -> None:
    known = Meeting.objects.filter(agreement=agreement, extra=False, planned_on__year=year).precal()
    other = known.order_by("planned_on").first()
    if other is not None and (first - other.planned_on).days % every:
        raise MoveRefused(
            f"L'année {year} a déjà ses séances, tous les {every} jours à partir du {other.planned_on:%d/%m/%Y}. "
            "Donnez une première date du même rythme, ou ajoutez une séance seule."
        )


def _plan(agreement: Agreement, planned: date, on: date, *, cancelled: bool, reason: str) -> Meeting:
    state = Meeting.State.CANCELLED if cancelled else Meeting.State.PLANNED
    return Meeting.objects.create(
        agreement=agreement, planned_on=planned, on=on, state=state, change_reason=reason[:200]
    )


def next_first(agreement: Agreement, today: date) -> date:
    """The first day to propose: the next one of the rhythm, else today."""
    last = Meeting.objects.filter(agreement=agreement, extra=False).precal().order_by("-planned_on").first()
    if last is None:
        return today
    return last.planned_on + timedelta(days=agreement.terms_on(last.planned_on).precal_every_days)


def add_session(agreement: Agreement, *, on: date, place: str = "") -> Meeting:
    """One more session, outside the rhythm."""
    return Meeting.objects.create(agreement=agreement, planned_on=on, on=on, place=place, extra=True)


def at_the_table(agreement: Agreement, day: date) -> dict["Professional", "UUID"]:
    """Who may be invited that day: the people of both partners, with their organisation, by name."""
    held = Membership.objects.current(day).under(agreement).filter(role__in=AT_THE_TABLE)
    told = {one.professional: one.organisation_id for one in held.select_related("professional")}
    return dict(sorted(told.items(), key=lambda pair: (str(pair[1]), str(pair[0]))))


def invite(session: Meeting, people: dict["Professional", "UUID"]) -> None:
    """Exactly these people; an answer already given is kept."""
    with transaction.atomic():
        session.lock()
        session.require_open()
        left_out = session.attendances.exclude(professional__in=list(people))
        left_out.filter(present__isnull=True).delete()
        for person, organisation in people.items():
            session.attendances.get_or_create(professional=person, defaults={"organisation_id": organisation})


def note_attendance(session: Meeting, present: set["Professional"], people: dict["Professional", "UUID"]) -> None:
    """Who came, among the people of both partners; the session has been held. May be mended until it is closed."""
    with transaction.atomic():
        session.lock()
        session.require_open()
        if session.state == Meeting.State.PLANNED:
            session.hold()
        invited = set(session.attendances.values_list("professional_id", flat=True))
        for person, organisation in people.items():
            if person.pk in invited or person in present:
                Attendance.objects.update_or_create(
                    meeting=session,
                    professional=person,
                    defaults={"present": person in present},
                    create_defaults={"present": person in present, "organisation_id": organisation},
                )
