"""The agenda of a pré-CAL: each candidature in its place, what the association proposes, what became of it."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Deferrable, F, Max, Q

from allocations.models.meeting import Meeting
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event, Referral
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from allocations.models.entry_decision import EntryDecision
    from lodabord.partners.models import Professional

PARTNER = "Partenaire"
"""All that is told, outside the association, of a prescriber whose type reveals something protected (decision 16)."""


def told_outside(case: Case) -> str:
    """The kind of prescriber as both partners may read it. The landlord cannot read the referral: the programme does."""
    with acting_as(SYSTEM):
        referral = Referral.objects.filter(case=case).select_related("prescriber_type").first()
    kind = referral.prescriber_type if referral else None
    if kind is None:
        return ""
    return PARTNER if kind.reveals else kind.label


class AgendaItemQuerySet(OfCaseQuerySet):
    def inscribed(self) -> Self:
        """Still to examine."""
        return self.filter(state=AgendaItem.State.INSCRIBED)

    def on_paper(self) -> Self:
        """Those the agenda shows: all but the ones taken off before it was sent."""
        return self.exclude(state=AgendaItem.State.WITHDRAWN, position__isnull=True)

    def inscribe(self, session: Meeting, case: Case, *, on: date, by: "Professional | None") -> "AgendaItem":
        """At the end of the agenda; `session` is locked by its own verb."""
        if case.state not in (Case.State.PRECAL_QUEUE, Case.State.PRECAL_DEFERRED):
            raise MoveRefused("Seule une candidature en attente de pré-CAL s'inscrit à l'ordre du jour.")
        if case.agreement_id != session.agreement_id:
            raise MoveRefused("Cette candidature relève d'une autre convention.")
        again = case.state == Case.State.PRECAL_DEFERRED or session_deferred_before(case)
        if case.state == Case.State.PRECAL_DEFERRED:
            case.requeue(by=by)
        case.open_to_landlord(on=on)
        with acting_as(SYSTEM):
            last = AgendaItem.objects.filter(meeting=session).aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem.objects.create(
            meeting=session,
            case=case,
            position=last + 1,
            reexamination=again,
            prescriber_label=told_outside(case),
            late_on=on if session.is_sent else None,
            created_by=by,
        )
        Event.record(item, "agendaitem.inscribed", by=by, facts={"session": session.on})
        return item


def session_deferred_before(case: Case) -> bool:
    """Whether a pré-CAL already put this candidature off."""
    return case.agenda_items.filter(decision__outcome="ajourne", decision__effective_at__isnull=False).exists()


class AgendaItem(CaseRecord, Stateful):
    """A candidature examined at a session. What is written here is read by both partners."""

    data_class = DataClass.PROCESS

    class State(models.TextChoices):
        INSCRIBED = "inscribed", "À examiner"
        DECIDED = "decided", "Décidé"
        NOT_EXAMINED = "not_examined", "Non examiné"
        WITHDRAWN = "withdrawn", "Retiré de l'ordre du jour"

    MOVES = {State.INSCRIBED: frozenset({State.DECIDED, State.NOT_EXAMINED, State.WITHDRAWN})}

    case = models.ForeignKey(Case, models.PROTECT, related_name="agenda_items", verbose_name="dossier")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name="séance")
    state = EnumField("état", choices=State, default=State.INSCRIBED, editable=False)
    position = models.PositiveSmallIntegerField("ordre", null=True, default=1)
    reexamination = models.BooleanField("réexamen", default=False)
    prescriber_label = models.CharField("prescripteur", max_length=120, blank=True, editable=False)
    """As it may be read outside the association, kept as it was told (decision 16)."""
    late_on = models.DateField("ajouté après l'envoi, le", null=True, editable=False)
    proposal = models.TextField("proposition de l'association", max_length=600, blank=True)
    attention = models.TextField("points d'attention convenus avec la personne", max_length=600, blank=True)
    rest_to_live = models.PositiveIntegerField("reste à vivre (€ par mois)", null=True, blank=True)
    withdrawn_on = models.DateField("retiré le", null=True, editable=False)
    withdrawal_reason = models.CharField("motif du retrait", max_length=200, blank=True, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "point à l'ordre du jour"
        verbose_name_plural = "points à l'ordre du jour"
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                name="agenda_item_once_per_session",
                fields=["meeting", "case"],
                condition=~Q(state="withdrawn"),
                violation_error_message="Ce ménage est déjà à l'ordre du jour de cette séance.",
            ),
            models.UniqueConstraint(
                name="agenda_item_one_waiting_per_case",
                fields=["case"],
                condition=Q(state="inscribed"),
                violation_error_message="Ce ménage est déjà inscrit à une séance.",
            ),
            models.UniqueConstraint(
                name="agenda_item_one_per_position",
                fields=["meeting", "position"],
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message="Deux points ne peuvent pas avoir le même rang. Rechargez la page.",
            ),
            models.CheckConstraint(
                name="agenda_item_has_a_position",
                condition=Q(position__isnull=False, position__gte=1) | Q(position__isnull=True, state="withdrawn"),
                violation_error_message="Un point de l'ordre du jour a un rang, à partir de 1.",
            ),
            models.CheckConstraint(
                name="agenda_item_withdrawn_says_why",
                condition=~Q(state="withdrawn") | (Q(withdrawn_on__isnull=False) & ~Q(withdrawal_reason="")),
                violation_error_message="Un retrait de l'ordre du jour porte sa date et son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.household.code}, {self.meeting}"

    @property
    def in_force(self) -> "EntryDecision | None":
        """What holds today: the last effective rectification, else the decision."""
        decision = getattr(self, "decision", None)
        return decision.in_force if decision else None

    @property
    def late_told(self) -> str:
        return f"{self.late_on:%d/%m/%Y}" if self.late_on else ""

    def propose(self, *, by: "Professional", **told: Any) -> None:
        """What the association proposes, and what it agreed with the person to tell."""
        self.meeting.require_open()
        for name, value in told.items():
            setattr(self, name, value)
        self.save(update_fields=list(told))
        Event.record(self, "agendaitem.proposed", by=by, facts={"session": self.meeting.on})

    def withdraw(self, *, reason: str, on: date, by: "Professional") -> None:
        """Taken off the agenda. Once this was sent, it stays on it, marked as withdrawn."""
        self.meeting.lock()
        self.meeting.require_open()
        if hasattr(self, "decision"):
            raise MoveRefused("Une décision est déjà écrite pour ce ménage : terminez-la, ou laissez-la sans visa.")
        sent, before = self.meeting.is_sent, self.position
        self.withdrawal_reason, self.withdrawn_on = reason, on
        self.save(update_fields=["withdrawal_reason", "withdrawn_on"])
        self._move(self.State.WITHDRAWN, by=by, **({} if sent else {"position": None}))
        if not sent and before is not None:
            after = AgendaItem.objects.filter(meeting=self.meeting, position__gt=before)
            after.update(position=F("position") - 1)

    def decided(self, *, by: "Professional") -> None:
        """Both partners gave their visa."""
        self._move(self.State.DECIDED, by=by)

    def leave_unexamined(self, *, by: "Professional | None") -> None:
        """No decision of both partners at the end of the session: back to the waiting list."""
        self._move(self.State.NOT_EXAMINED, by=by)
