"""The case: one household under one agreement, its stage on one of the two tracks, its clocks."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from households.closing_checks import check_closing
from households.confidentiality import DataClass
from households.deadlines import REOPENING_DELAY
from households.followers import tell_followers
from households.models.household import Household
from households.models.verbs_of_access import AccessVerbs
from households.models.verbs_of_retention import RetentionVerbs
from households.stages import CLOCK_OF_STAGE, MOVES, ORDER, State, Track, progress_of
from households.stateful import MoveRefused, Stateful
from households.visibility import CaseQuerySet, OfCaseQuerySet
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.clock import instant
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

CLOCKS = [
    "opened_on",
    "prediagnosed_on",
    "precal_accepted_on",
    "prep_started_on",
    "prep_ended_on",
    "lease_signed_on",
    "moved_in_on",
    "closed_on",
]
"""The access clocks in the order of life (invariant 3); retention has its own, shorter."""
RETENTION_CLOCKS = ["opened_on", "assessed_on", "arbitrated_on", "met_on", "measure_started_on", "closed_on"]


def _in_order(names: list[str]) -> Q:
    """Each clock that is set is not before the ones set earlier in the list."""
    rule = Q()
    for rank, later in enumerate(names):
        for earlier in names[:rank]:
            rule &= (
                Q(**{f"{later}__isnull": True}) | Q(**{f"{earlier}__isnull": True}) | Q(**{f"{later}__gte": F(earlier)})
            )
    return rule


class ClosingReason(models.TextChoices):
    """Why a case closed before any measure (decision 20)."""

    WITHDRAWN = "desistement", "Désistement"
    UNREACHABLE = "injoignable", "Injoignable"
    OUT_OF_TERRITORY = "hors_territoire", "Hors territoire"
    NOT_TARGET = "hors_public", "Hors public"
    DUPLICATE = "doublon", "Doublon"
    ALREADY_FOLLOWED = "deja_suivi", "Déjà suivi"
    HOUSEHOLD_REFUSED = "refus_menage", "Refus du ménage"
    REDIRECTED = "reorientation", "Réorientation"
    NOT_SELECTED = "non_retenu", "Non retenu"


class Case(AccessVerbs, RetentionVerbs, Stateful):
    """A household accompanied (or about to be) under an agreement. Both sides move it, each by its own verbs."""

    Track = Track
    State = State
    ClosingReason = ClosingReason
    data_class = DataClass.PROCESS

    class Progress(models.TextChoices):
        """All that a prescriber or a customer officer is told."""

        RECEIVED = "received", "Reçue"
        IN_PROGRESS = "in_progress", "Prise en compte, en cours d'étude"
        RETAINED = "retained", "Retenue"
        NOT_RETAINED = "not_retained", "Non retenue"
        CLOSED = "closed", "Close"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases", verbose_name="ménage")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="cases", verbose_name="convention")
    track = EnumField("volet", choices=Track)
    state = EnumField("étape", choices=State, editable=False)
    stage_since = models.DateField("à cette étape depuis le", null=True, editable=False)
    """Day the present stage was reached: what chases a stalled file (`households.stalled`)."""
    progress = EnumField("suite donnée", choices=Progress, default=Progress.RECEIVED, editable=False)
    taken_over = models.BooleanField("dossier repris", default=False, editable=False)
    order_exception = models.CharField("motif de l'ordre inhabituel des dates", max_length=300, blank=True)

    # Openings (decision 19): from when the other side knows the case at all.
    landlord_from = models.DateField("ouvert au bailleur le", null=True, blank=True, editable=False)
    allocation_from = models.DateField("ouvert au service attribution le", null=True, blank=True, editable=False)
    reported_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="repéré par", editable=False
    )
    referred_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="orienté par", editable=False
    )
    decided_on = models.DateField("décision d'entrée connue le", null=True, editable=False)
    reinforced = models.BooleanField("confidentialité renforcée", default=False)
    landlord_contact = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="interlocuteur nommé chez le bailleur",
    )
    # Who follows it today; the history is in `Assignment`.
    referent = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="référent", editable=False
    )
    deputy = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="suppléant", editable=False
    )
    psychologist = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="psychologue", editable=False
    )

    # Clocks.
    opened_on = models.DateField("orientation ou repérage le")
    prediagnosis_started_on = models.DateField("pré-diagnostic commencé le", null=True, editable=False)
    prediagnosed_on = models.DateField("pré-diagnostic réalisé le", null=True, editable=False)
    precal_accepted_on = models.DateField("retenu en pré-CAL le", null=True, editable=False)
    prep_started_on = models.DateField("préparation commencée le", null=True, editable=False)
    prep_planned_end = models.DateField("fin de préparation prévue le", null=True, editable=False)
    prep_ended_on = models.DateField("préparation terminée le", null=True, editable=False)
    cal_ready_on = models.DateField("prêt pour la CAL le", null=True, editable=False)
    awarded_on = models.DateField("logement attribué le", null=True, editable=False)
    lease_signed_on = models.DateField("bail signé le", null=True, editable=False)
    moved_in_on = models.DateField("entrée dans le logement le", null=True, editable=False)
    assessed_on = models.DateField("évaluation du pôle social le", null=True, editable=False)
    arbitrated_on = models.DateField("arbitrage le", null=True, editable=False)
    accepted_on = models.DateField("retenu en arbitrage le", null=True, editable=False)
    met_on = models.DateField("rencontre de présentation le", null=True, editable=False)
    measure_started_on = models.DateField("accompagnement commencé le", null=True, editable=False)
    closed_on = models.DateField("clos le", null=True, editable=False)
    closing_reason = EnumField("motif de classement", choices=ClosingReason, blank=True, editable=False)
    exit_label = models.CharField("fin d'accompagnement", max_length=80, blank=True, editable=False)
    """The reason as it may be read outside the association (decision 16); the true one is the association's."""
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"
        ordering = ["opened_on", "id"]
        indexes = [models.Index(fields=["agreement", "state"], name="case_agreement_state")]
        constraints = [
            models.UniqueConstraint(
                name="case_one_open_per_household_and_agreement",
                fields=["household", "agreement"],
                condition=~Q(state="closed"),
                violation_error_message="Ce ménage a déjà un dossier ouvert dans cette convention.",
            ),
            models.CheckConstraint(
                name="case_clocks_in_order",
                condition=(Q(track="access") & _in_order(CLOCKS))
                | (Q(track="retention") & _in_order(RETENTION_CLOCKS))
                | Q(taken_over=True)
                | ~Q(order_exception=""),
                violation_error_message="Les dates du dossier ne se suivent pas : vérifiez-les, ou indiquez le motif.",
            ),
            models.CheckConstraint(
                name="case_closed_with_its_date",
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                violation_error_message="Un dossier clos porte sa date de clôture.",
            ),
            models.CheckConstraint(
                name="case_closing_says_why",
                condition=~Q(state="closed") | ~Q(closing_reason="") | ~Q(exit_label=""),
                violation_error_message="Une clôture indique son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household.code}, {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("households:case", args=[self.pk])

    # --- reading ---------------------------------------------------------------------------------

    @property
    def is_access(self) -> bool:
        return self.track == Track.ACCESS

    @property
    def started_on(self) -> date | None:
        """First day in measure: preparation (access) or accompaniment (retention). It occupies a place."""
        return self.prep_started_on if self.is_access else self.measure_started_on

    @property
    def housed_from(self) -> date | None:
        """T0 of the follow-up: move-in (access), start of the measure (retention) (R-31)."""
        return self.moved_in_on if self.is_access else self.measure_started_on

    @property
    def in_measure(self) -> bool:
        return self.started_on is not None and self.closed_on is None

    def can_move(self, to: str) -> bool:
        return to in MOVES[Track(self.track)].get(State(self.state), frozenset())

    # --- verbs of both tracks; those of one track are in `verbs_of_access` and `verbs_of_retention` ---------

    def suspend(self, *, by: "Professional") -> None:
        """No contact due, the place is kept."""
        self._move(State.SUSPENDED, by=by)

    def resume(self, *, by: "Professional") -> None:
        self._move(State.FOLLOW_UP, by=by)

    def classify(self, *, on: date, reason: str, by: "Professional | None", **clocks: date) -> None:
        """Close before any measure (decision 20)."""
        if self.started_on:
            raise MoveRefused("Ce ménage a été accompagné : notez plutôt la fin d'accompagnement.")
        check_closing(self, reason, on)
        self._move(State.CLOSED, by=by, closed_on=on, closing_reason=reason, decided_on=self.decided_on or on, **clocks)

    def close(self, *, on: date, label: str, by: "Professional | None", **clocks: date) -> None:
        """End of the accompaniment; `label` is what may be read outside the association."""
        self._move(State.CLOSED, by=by, closed_on=on, exit_label=label, **clocks)

    def reopen(self, *, on: date, by: "Professional") -> None:
        """Reactivation within twelve months: the same case goes on."""
        if self.closed_on is None or on > self.closed_on + REOPENING_DELAY or not self.started_on:
            raise MoveRefused("Un accompagnement se réactive dans les douze mois qui suivent sa fin.")
        self._move(State.FOLLOW_UP, by=by, closed_on=None, exit_label="")

    def skip_to(self, state: str, *, on: date, reason: str, by: "Professional", **clocks: date) -> None:
        """Urgency: the head jumps over stages, saying why; the annex of the report counts it."""
        order = ORDER[Track(self.track)]
        if not reason.strip():
            raise MoveRefused("Une étape sautée pour urgence indique son motif.")
        if state not in order or self.state not in order or order.index(State(state)) <= order.index(State(self.state)):
            raise MoveRefused("On ne saute que vers une étape plus avancée du même volet.")
        SkippedStage.objects.create(
            case=self, from_state=self.state, to_state=state, skipped_on=on, reason=reason, by=by
        )
        self._swap(state, by=by, **clocks)

    def _move(self, to: str, *, by: "Professional | None", **facts: Any) -> None:
        if not self.can_move(to):
            raise MoveRefused(f"Étape impossible : le dossier est déjà à l'étape « {self.get_state_display()} ».")
        self._swap(to, by=by, **facts)

    def _swap(self, to: str, *, by: "Professional | None", **facts: Any) -> None:
        from households.models.event import Event

        told = {
            **facts,
            "progress": progress_of(to, facts.get("closing_reason", "")),
            "stage_since": facts.get(CLOCK_OF_STAGE.get(State(to), "")) or timezone.localdate(instant()),
        }
        here = Case._base_manager.filter(pk=self.pk, state=self.state)
        if not here.update(state=to, **told):
            raise MoveRefused("Un collègue vient de modifier ce dossier. Rechargez la page.")
        before = self.state
        self.state = to
        for name, value in told.items():
            setattr(self, name, value)
        Event.record(self, f"case.{to}", by=by, facts={"from": before, **facts})
        tell_followers(self, by=by)

    def require_named_contact(self, by: "Professional") -> None:
        """Reinforced confidentiality (decision 12): at the landlord's, one named person writes where it will live."""
        if self.reinforced and self.landlord_contact_id != by.pk:
            raise MoveRefused(
                "Ce dossier est en confidentialité renforcée : seul l'interlocuteur nommé chez le bailleur inscrit en CAL "
                "et enregistre le bail. L'association peut vous nommer, depuis le dossier : « Confidentialité renforcée »."
            )

    def _require_referent(self) -> None:
        if self.referent_id is None:
            raise MoveRefused("Désignez d'abord le référent unique de ce ménage.")

    def _require_place(self, on: date) -> None:
        """One place at a time, under lock: the seventeenth household cannot enter by two doors at once."""
        hold(f"places:{self.agreement_id}:{self.track}")
        capacity = self.agreement.terms_on(on).capacity(self.track)
        if places_taken(self.agreement, self.track) >= capacity:
            raise MoveRefused(
                f"Les {capacity} places du volet « {self.get_track_display()} » sont prises. "
                "Le ménage reste en attente ; une place se libère à la fin d'un accompagnement."
            )


def places_taken(agreement: Agreement, track: str) -> int:
    """Households in measure now, suspended ones included. Counted by the programme itself: a number, no name."""
    started = "prep_started_on" if track == Track.ACCESS else "measure_started_on"
    with acting_as(SYSTEM):
        return Case.objects.filter(
            agreement=agreement, track=track, closed_on__isnull=True, **{f"{started}__isnull": False}
        ).count()


class SkippedStage(models.Model):
    """Stages jumped over for urgency, decided by the head of service, counted in the report's annex."""

    data_class = DataClass.PROCESS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="skipped_stages", verbose_name="dossier")
    from_state = EnumField("étape quittée", choices=State)
    to_state = EnumField("étape atteinte", choices=State)
    skipped_on = models.DateField("le")
    reason = models.CharField("motif de l'urgence", max_length=300)
    by = models.ForeignKey("partners.Professional", models.PROTECT, related_name="+", verbose_name="décidé par")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "étape sautée"
        verbose_name_plural = "étapes sautées"
        ordering = ["skipped_on"]

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"
