"""Building an agenda: who waits and in what order, filling it in one act, reordering it, freezing it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case as Choose
from django.db.models import When

from allocations.models import AgendaItem, Distribution, Meeting
from allocations.models.distribution import distribute
from allocations.models.entry_decision import Outcome
from households.models import Case, Consent
from households.stateful import MoveRefused
from lodabord.kernel.db.locks import hold

if TYPE_CHECKING:
    from lodabord.partners.models import Agreement, Membership, Professional

WAITING = (Case.State.PRECAL_QUEUE, Case.State.PRECAL_DEFERRED)


@dataclass(frozen=True)
class Candidature:
    """Who waits for a pré-CAL. `reexamine_on`: the day it was put off to, when it was."""

    case: Case
    reexamine_on: date | None
    agreed: bool
    """Whether the person's agreement to be presented is noted; known to the association only."""

    def is_due(self, day: date) -> bool:
        """Not put off beyond that day."""
        return self.reexamine_on is None or self.reexamine_on <= day

    @property
    def turn(self) -> tuple[bool, date, date]:
        """Re-examinations first, then the oldest."""
        return self.reexamine_on is None, self.reexamine_on or self.case.opened_on, self.case.opened_on


def waiting_candidatures(membership: "Membership", agreement: "Agreement") -> list[Candidature]:
    """Everybody who waits and is on no agenda, in the order in which they will be proposed."""
    waiting = Case.objects.visible_to(membership).filter(agreement=agreement, state__in=WAITING)
    on_an_agenda = AgendaItem.objects.inscribed().values("case")
    found = list(waiting.exclude(pk__in=on_an_agenda).select_related("household"))
    put_off = _put_off(found)
    agreed = _agreed(found)
    told = [Candidature(case, put_off.get(case.pk), case.pk in agreed) for case in found]
    return sorted(told, key=lambda one: (one.turn, one.case.household.code))


def _put_off(cases: list[Case]) -> dict[object, date]:
    """The day each was put off to, by the last decision in force."""
    items = AgendaItem.objects.filter(case__in=cases, state=AgendaItem.State.DECIDED).select_related("decision")
    told: dict[object, date] = {}
    for item in items.prefetch_related("decision__rectifications").order_by("meeting__on"):
        standing = item.in_force
        if standing is not None and standing.outcome == Outcome.DEFERRED and standing.reexamine_on:
            told[item.case_id] = standing.reexamine_on
    return told


def _agreed(cases: list[Case]) -> set[object]:
    given = Consent.objects.filter(case__in=cases, purpose=Consent.Purpose.SHARE_ASSESSMENT, withdrawn_on__isnull=True)
    return set(given.values_list("case_id", flat=True))


def propose_agenda(session: Meeting, membership: "Membership", *, on: date) -> list[AgendaItem]:
    """Inscribe, in one act, everybody who is due on the day of the session."""
    with transaction.atomic():
        hold(f"agenda:{session.agreement_id}")
        due = [one for one in waiting_candidatures(membership, session.agreement) if one.is_due(session.on)]
        return [session.inscribe(one.case, on=on, by=membership.professional) for one in due]


def move_up(item: AgendaItem) -> None:
    """One place earlier."""
    _swap(item, "-position", "en tête")


def move_down(item: AgendaItem) -> None:
    """One place later."""
    _swap(item, "position", "à la fin")


def _swap(item: AgendaItem, nearest: str, end: str) -> None:
    """Exchange two places in one statement: the constraint on positions never sees two alike."""
    with transaction.atomic():
        item.meeting.lock()
        item.meeting.require_open()
        if item.meeting.is_sent:
            raise MoveRefused("L'ordre du jour est envoyé : il ne change plus d'ordre. Les ajouts viennent à la fin.")
        item.refresh_from_db(fields=["position", "state"])
        earlier = nearest.startswith("-")
        others = item.meeting.items.inscribed()
        others = others.filter(position__lt=item.position) if earlier else others.filter(position__gt=item.position)
        other = others.order_by(nearest).first()
        if other is None:
            raise MoveRefused(f"Ce point est déjà {end} de l'ordre du jour.")
        both = AgendaItem.objects.filter(pk__in=[item.pk, other.pk])
        both.update(position=Choose(When(pk=item.pk, then=other.position), When(pk=other.pk, then=item.position)))


def send_agenda(session: Meeting, *, at: datetime, on: date, by: "Professional") -> int:
    """Freeze the agenda and note to whom it goes: the people invited. Returns how many they are."""
    with transaction.atomic():
        session.lock()
        session.require_open()
        if session.is_sent:
            raise MoveRefused(f"L'ordre du jour est déjà envoyé, le {session.sent_at:%d/%m/%Y}.")
        if not session.items.inscribed().exists():
            raise MoveRefused("L'ordre du jour est vide : proposez-le d'abord, ou annulez la séance avec son motif.")
        invited = {one.professional: one.organisation_id for one in session.attendances.select_related("professional")}
        if not invited:
            raise MoveRefused("Personne n'est invité : invitez d'abord les deux partenaires.")
        session.sent_at, session.sent_by = at, by
        session.save(update_fields=["sent_at", "sent_by"])
        return distribute(session, Distribution.Document.AGENDA, invited, on=on, by=by)
