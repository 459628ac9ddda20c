"""Loading the demo, once, for one day: all of it or nothing."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from accompaniment import models as accompaniment
from allocations import models as allocations
from households import models as households
from lodabord.demo import (
    absences,
    cal,
    contacts,
    duty,
    lease,
    modular,
    needs,
    next_door,
    note,
    planning,
    precal,
    preparation,
    relays,
    requests,
    team,
    tenancy_facts,
    texts,
    these_days,
    vigilance,
    visits,
)
from lodabord.demo.calendar import Calendar, at
from lodabord.demo.path import AccessPath
from lodabord.demo.retention import RetentionPath
from lodabord.demo.rows import worked_year
from lodabord.demo.world import World, gather, hold_past_meetings
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.clock import story
from lodabord.kernel.clock import tell as at_the_time
from lodabord.kernel.db.locks import hold
from lodabord.kernel.working_days import PARIS
from lodabord.partners.models import Agreement, Organisation, Professional
from reporting.models import SteeringSnapshot
from reporting.periods import Quarter

MARK = "demo"
"""The name of the `Tick` that remembers for which day the demo was loaded."""
AGREEMENTS = {"DEMO", "DEMO-2"}


class CannotLoad(Exception):
    """The demo refuses this database. The message is for whoever typed the command."""


def loaded_for() -> date | None:
    """The day for which the demo was loaded here, if it was."""
    mark = households.Tick.objects.filter(name=MARK).first()
    return timezone.localdate(mark.at) if mark else None


def load(as_of: date, *, only_if_empty: bool = False) -> bool:
    """Load the demo as it looks on that day. False when it is already there."""
    with acting_as(SYSTEM), transaction.atomic():
        hold("demo")
        already = loaded_for()
        foreign = Agreement.objects.exclude(code__in=AGREEMENTS).exists()
        if already and (only_if_empty or (already == as_of and not foreign)):
            return False
        _require_room(already, as_of, foreign)
        calendar = Calendar(as_of)
        with story():
            _tell(World(calendar))
        if not calendar.is_the_worked_year:
            _present_quarters(as_of)
        households.Tick.objects.create(name=MARK, at=datetime.combine(as_of, time(12), PARIS))
    return True


PRESENTED = 5
"""Quarters frozen in the demo: the last one that is over, and a year behind it."""


def _present_quarters(as_of: date) -> None:
    """The quarters that are over, each frozen as it was presented to the committee, a few days after its end."""
    last = Quarter.of(as_of + timedelta(days=1)).previous
    for agreement in Agreement.objects.filter(code__in=AGREEMENTS).order_by("code"):
        _present(agreement, last, as_of)


def _present(agreement: Agreement, last: Quarter, as_of: date) -> None:
    told = [last]
    while len(told) < PRESENTED and told[0].previous.end >= agreement.starts_on:
        told.insert(0, told[0].previous)
    for quarter in told:
        if quarter.end >= agreement.starts_on:
            day = min(as_of, quarter.end + timedelta(days=12))
            SteeringSnapshot.freeze(agreement, quarter, today=day, at=datetime.combine(day, time(9), PARIS), by=None)


def _require_room(already: date | None, as_of: date, foreign: bool) -> None:
    if already and already != as_of:
        raise CannotLoad(
            f"La démonstration est déjà chargée pour le {already:%d/%m/%Y} : elle ne se recharge pas pour le "
            f"{as_of:%d/%m/%Y}. « make reset » l'efface, puis relancez la commande."
        )
    if foreign or any(model.objects.exists() for model in (Agreement, Professional, Organisation, households.Case)):
        raise CannotLoad(
            "Cette base contient déjà autre chose que la démonstration : rien n'a été chargé. "
            "Utilisez une base vide, ou effacez celle-ci par « make reset »."
        )


def _tell(world: World) -> None:
    """The whole demo, in the order of arrival."""
    world = gather(world.calendar)
    for row in worked_year():
        path = AccessPath(world, row) if row.is_access else RetentionPath(world, row)
        path.tell_it()
        world.cases[row.code] = row, path.case
    _tell_facts(world)
    duty.tell_these_weeks(world)
    modular.tell(world)
    vigilance.tell(world)
    relays.tell(world)
    if not world.calendar.is_the_worked_year:
        these_days.tell_them(world)
        duty.tell_a_danger(world)
        planning.tell(world)
        absences.tell(world)
    cal.tell(world)
    needs.tell(world)
    hold_past_meetings(world)
    note.tell(world)
    precal.tell(world)
    next_door.tell_it(world)
    team.tell(world)
    _date_what_was_written()
    preparation.tell(world)
    precal.close_past_sessions(world)


def _tell_facts(world: World) -> None:
    """Visits, calls, rent accounts, notes: in numbers."""
    diary = visits.Diary(world)
    visits.tell_the_year(world, diary)
    visits.tell_these_days(world, diary)
    visits.tell_other_contacts(world, diary)
    diary.write()
    contacts.tell(world)
    requests.tell_the_year(world)
    tenancy_facts.tell(world)
    lease.tell(world)
    _notes(world)


def _notes(world: World) -> None:
    """Free notes of the referents, and the psychologist's: hers alone unless she shares them."""
    dice, nour = Random("notes"), world.who("nour")
    for row, case in world.cases.values():
        if not row.entered:
            continue
        on = world.calendar.session(row.known_day("started") + timedelta(days=20))
        accompaniment.Note.objects.create(
            case=case,
            written_on=on,
            text=dice.choice(texts.FREE_NOTES),
            created_by=world.who(world.referent_of(row.code)),
        )
        if row.second_public == "yes":
            shared = row.code in ("A04", "A10")
            text = texts.SHARED_PSYCHOLOGIST_NOTE if shared else dice.choice(texts.PSYCHOLOGIST_NOTES)
            at_the_time(at(on, 17))
            accompaniment.PsychologistNote.write(
                case, on=on, duration_minutes=45, text=text, shared_with_team=shared, by=nour
            )


WRITTEN_ON: list[tuple[Any, str]] = [
    (households.Case, "opened_on"),
    (households.Referral, "referred_on"),
    (households.Report, "reported_on"),
    (households.Consent, "given_on"),
    (households.Assignment, "starts_on"),
    (households.NoteQuestion, "asked_on"),
    (households.SupportPeriod, "starts_on"),
    (households.VisitFact, "visited_on"),
    (allocations.PreDiagnosis, "assessed_on"),
    (allocations.HousingNeed, "proposed_on"),
    (allocations.BenefitEstimate, "estimated_on"),
    (allocations.PreCalDecision, "item__meeting__on"),
    (allocations.ArbitrationDecision, "decided_on"),
    (allocations.SealedOpinion, "arbitration__decided_on"),
    (allocations.JointMeeting, "on"),
    (allocations.ArrearsStep, "on"),
    (allocations.RetentionOutcome, "on"),
    (allocations.FirstUnpaid, "on"),
    (households.RentAccount, "case__opened_on"),
    (households.ReportedDwelling, "case__opened_on"),
    (allocations.CalPresentation, "cal_on"),
    (allocations.Offer, "notified_on"),
    (allocations.FilePaper, "checked_on"),
    (allocations.Announcement, "presentation__cal_on"),
    (allocations.DwellingViewing, "offer__notified_on"),
    (allocations.StatusPeriod, "starts_on"),
    (allocations.MoveIn, "offered_on"),
    (allocations.LandlordRequest, "sent_on"),
    (allocations.RentalPoint, "raised_on"),
    (accompaniment.Contract, "signed_on"),
    (accompaniment.Measure, "starts_on"),
    (accompaniment.MeasurePeriod, "starts_on"),
    (accompaniment.Suspension, "starts_on"),
    (accompaniment.CalNote, "validated_on"),
    (accompaniment.Paper, "added_on"),
    (accompaniment.Note, "written_on"),
    (accompaniment.PsychologistNote, "on"),
    (accompaniment.PsychologistRequest, "asked_on"),
    (accompaniment.Mediation, "opened_on"),
    (accompaniment.Exit, "closed_on"),
    (accompaniment.ContactPreference, "told_on"),
    (accompaniment.NextStep, "visit__on"),
    (accompaniment.HouseholdAlert, "starts_on"),
    (accompaniment.RelayRequest, "asked_on"),
    (accompaniment.HealthRelayRequest, "asked_on"),
]
"""On which day each record of the demo was written, by its own date."""


def _date_what_was_written() -> None:
    """The verbs stamp records with the present; the story happened before."""
    for model, column in WRITTEN_ON:
        told = model.objects.filter(pk=OuterRef("pk")).values(column)[:1]
        model.objects.filter(**{f"{column}__isnull": False}).update(created_at=_morning(Subquery(told)))
    opened = households.Case.objects.filter(household=OuterRef("pk")).values("opened_on")[:1]
    households.Household.objects.update(created_at=_morning(Subquery(opened)))


def _morning(day: Any) -> Any:
    return ExpressionWrapper(Cast(day, DateTimeField()) + timedelta(hours=9), output_field=DateTimeField())
