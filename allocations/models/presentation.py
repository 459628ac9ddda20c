"""A household before the CAL: the five legal decisions, no sixth one (CCH R441-3)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from allocations.models.dwelling import Dwelling
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event, RefusalReason, Transmission
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class CalPresentation(CaseRecord):
    """One passage before the commission. Only the landlord's allocation officer writes it.

    « Ajournement » is not a decision of a CAL: an item not decided is withdrawn from the agenda.
    """

    data_class = DataClass.PROCESS
    writers = frozenset({Role.LANDLORD_ALLOC})
    tells_where = True

    class State(models.TextChoices):
        SCHEDULED = "scheduled", "Inscrit à l'ordre du jour"
        DECIDED = "decided", "Décidé"
        WITHDRAWN = "withdrawn", "Retiré de l'ordre du jour"

    class Decision(models.TextChoices):
        AWARD = "a", "Attribution du logement"
        RANKED_AWARD = "b", "Attribution par ordre de priorité (rang)"
        CONDITIONAL_AWARD = "c", "Attribution sous condition suspensive"
        NOT_AWARDED = "d", "Non-attribution"
        INADMISSIBLE = "e", "Rejet pour irrecevabilité"

    class Effect(models.TextChoices):
        NONE = "none", "Sans offre"
        PENDING = "pending", "En attente"
        EFFECTIVE = "effective", "Logement proposé au ménage"

    class Quota(models.TextChoices):
        STATE_PRIORITY = "state_priority", "État, publics prioritaires"
        STATE_CIVIL_SERVANTS = "state_civil_servants", "État, agents publics"
        ACTION_LOGEMENT = "action_logement", "Action Logement"
        LOCAL_AUTHORITY = "local_authority", "Commune, métropole ou département"
        OUTSIDE = "outside", "Hors contingent (bailleur)"
        UNKNOWN = "unknown", "Non renseigné"

    class FewerCandidates(models.TextChoices):
        NOT_ENOUGH = "not_enough", "Insuffisance du nombre de candidats"
        PREFECT = "prefect", "Candidat désigné par le préfet (DALO)"
        PLAI_ADAPTED = "plai_adapted", "Logement PLAI adapté"

    case = models.ForeignKey(Case, models.PROTECT, related_name="presentations", verbose_name="dossier")
    state = EnumField("état", choices=State, default=State.SCHEDULED, editable=False)
    cal_on = models.DateField("CAL du")
    dwelling = models.ForeignKey(
        Dwelling, models.PROTECT, null=True, blank=True, related_name="presentations", verbose_name="logement"
    )
    is_priority = models.BooleanField("dossier prioritaire", default=True)
    quota = EnumField("contingent", choices=Quota, default=Quota.UNKNOWN)
    request_number = models.CharField("numéro unique", max_length=18, blank=True, editable=False)
    note = models.ForeignKey(
        Transmission,
        models.PROTECT,
        null=True,
        related_name="presentations",
        verbose_name="note transmise",
        editable=False,
    )
    candidates_count = models.PositiveSmallIntegerField("nombre de candidats", null=True, blank=True)
    fewer_candidates = EnumField("moins de trois candidats, motif", choices=FewerCandidates, blank=True)
    decision = EnumField("décision", choices=Decision, blank=True, editable=False)
    rank = models.PositiveSmallIntegerField("rang", null=True, blank=True)
    condition_document = models.CharField("pièce attendue", max_length=200, blank=True)
    condition_deadline = models.DateField("pièce attendue avant le", null=True, blank=True)
    motive = models.ForeignKey(
        RefusalReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="motif"
    )
    effect = EnumField("effet pour le ménage", choices=Effect, default=Effect.NONE, editable=False)
    effective_on = models.DateField("effet le", null=True, editable=False)
    notified_on = models.DateField("décision notifiée le", null=True, blank=True)
    withdrawal_reason = models.CharField("motif du retrait", max_length=200, blank=True)

    class Meta:
        verbose_name = "passage en CAL"
        verbose_name_plural = "passages en CAL"
        ordering = ["cal_on", "created_at"]
        constraints = [
            models.CheckConstraint(
                name="presentation_needs_a_unique_number",
                condition=~Q(request_number="") | Q(taken_over=True),
                violation_error_message="Sans numéro unique, aucune candidature ne passe en CAL (CCH L441-2-1).",
            ),
            models.CheckConstraint(
                name="presentation_with_its_note",
                condition=Q(note__isnull=False) | Q(taken_over=True),
                violation_error_message="Le passage en CAL s'appuie sur une note transmise.",
            ),
            models.CheckConstraint(
                name="presentation_rank_if_and_only_if_ranked",
                condition=Q(decision="b", rank__isnull=False, rank__gte=1) | (~Q(decision="b") & Q(rank__isnull=True)),
                violation_error_message="Le rang accompagne l'attribution par ordre de priorité, et elle seule.",
            ),
            models.CheckConstraint(
                name="presentation_condition_if_and_only_if_conditional",
                condition=(Q(decision="c") & ~Q(condition_document="") & Q(condition_deadline__isnull=False))
                | (~Q(decision="c") & Q(condition_document="", condition_deadline__isnull=True))
                | Q(taken_over=True),
                violation_error_message="La condition suspensive indique la pièce et son délai, et elle seule.",
            ),
            models.CheckConstraint(
                name="presentation_decided_with_a_decision",
                condition=(Q(state="decided") & ~Q(decision="")) | (~Q(state="decided") & Q(decision="")),
                violation_error_message="Un passage décidé porte une des cinq décisions de la commission.",
            ),
            models.CheckConstraint(
                name="presentation_refusal_says_why",
                condition=~Q(decision__in=["d", "e"]) | Q(motive__isnull=False) | Q(taken_over=True),
                violation_error_message="Une non-attribution est motivée par écrit (CCH L441-2-2).",
            ),
            models.CheckConstraint(
                name="presentation_three_candidates_or_why",
                condition=Q(decision__in=["", "e"])
                | Q(candidates_count__isnull=False, candidates_count__gte=3)
                | ~Q(fewer_candidates="")
                | Q(taken_over=True),
                violation_error_message="Moins de trois candidats : indiquez l'exception (CCH R441-3).",
            ),
            models.UniqueConstraint(
                name="presentation_one_scheduled_per_case",
                fields=["case"],
                condition=Q(state="scheduled"),
                violation_error_message="Ce ménage est déjà inscrit à une CAL.",
            ),
        ]

    def __str__(self) -> str:
        return f"CAL du {self.cal_on:%d/%m/%Y}"

    @property
    def decision_code(self) -> str:
        """C6's own codes: a, b1, b2 (rank two or more), c, d, e."""
        if self.decision != self.Decision.RANKED_AWARD:
            return self.decision
        return "b1" if self.rank == 1 else "b2"

    @property
    def is_immediate_award(self) -> bool:
        """An offer follows at once: award, or first rank."""
        return self.decision_code in ("a", "b1")

    @classmethod
    def schedule(
        cls, case: Case, *, cal_on: date, on: date, dwelling: Dwelling | None, quota: str, by: "Professional"
    ) -> "CalPresentation":
        """Inscribe on a CAL: with a number in force and the frozen note (L441-2-1, invariant 4)."""
        request = getattr(case.household, "housing_request", None)
        if request is None or not request.may_be_examined_on(cal_on):
            raise MoveRefused(
                "Il manque une demande de logement social en cours de validité avec son numéro unique (CCH L441-2-1)."
            )
        note = case.transmissions.filter(kind=Transmission.Kind.CAL_NOTE).order_by("-version").first()
        if note is None:
            raise MoveRefused("La note d'accompagnement n'a pas encore été transmise par l'association.")
        with transaction.atomic():
            case.schedule_cal(by=by)
            passage = cls.objects.create(
                case=case,
                cal_on=cal_on,
                dwelling=dwelling,
                quota=quota,
                request_number=request.number,
                note=note,
                created_by=by,
            )
            Event.record(passage, "calpresentation.scheduled", by=by, facts={"cal_on": cal_on})
            return passage

    def withdraw(self, *, reason: str, by: "Professional") -> None:
        """Taken off the agenda: nothing was decided, the household is ready again."""
        self._require_scheduled()
        with transaction.atomic():
            self.state, self.withdrawal_reason = self.State.WITHDRAWN, reason
            self.save(update_fields=["state", "withdrawal_reason"])
            Event.record(self, "calpresentation.withdrawn", by=by, facts={"cal_on": self.cal_on})
            self.case.return_to_ready(by=by)

    def decide(self, decision: str, *, by: "Professional", **details: object) -> None:
        """One of the five decisions. A rank of two or more leaves the case waiting, outcome pending."""
        self._require_scheduled()
        with transaction.atomic():
            self.state, self.decision = self.State.DECIDED, decision
            for name, value in details.items():
                setattr(self, name, value)
            self.effect = self._first_effect()
            self.effective_on = self.cal_on if self.effect == self.Effect.EFFECTIVE else None
            self.save()
            Event.record(self, "calpresentation.decided", by=by, facts={"decision": self.decision_code})
            self._move_case(by)

    def become_effective(self, *, on: date, by: "Professional") -> None:
        """Those ranked before refused, or the missing document came in time: the dwelling is offered."""
        self._require_pending()
        if self.condition_deadline and on > self.condition_deadline:
            raise MoveRefused("Le délai fixé par la commission est passé : la condition ne peut plus être levée.")
        with transaction.atomic():
            self.effect, self.effective_on = self.Effect.EFFECTIVE, on
            self.save(update_fields=["effect", "effective_on"])
            Event.record(self, "calpresentation.effective", by=by, facts={"on": on})
            if self.case.state == Case.State.CAL_SCHEDULED:
                self.case.award(on=on, by=by)

    def remain_without_effect(self, *, by: "Professional") -> None:
        """Someone ranked before took the dwelling, or the condition was not met: present again."""
        self._require_pending()
        with transaction.atomic():
            self.effect = self.Effect.NONE
            self.save(update_fields=["effect"])
            Event.record(self, "calpresentation.without_effect", by=by, facts={})
            self.case.return_to_ready(by=by)

    def _first_effect(self) -> str:
        if self.is_immediate_award:
            return self.Effect.EFFECTIVE
        if self.decision in (self.Decision.RANKED_AWARD, self.Decision.CONDITIONAL_AWARD):
            return self.Effect.PENDING
        return self.Effect.NONE

    def _move_case(self, by: "Professional") -> None:
        if self.is_immediate_award or self.decision == self.Decision.CONDITIONAL_AWARD:
            self.case.award(on=self.cal_on, by=by)
        elif self.decision in (self.Decision.NOT_AWARDED, self.Decision.INADMISSIBLE):
            self.case.return_to_ready(by=by)

    def _require_scheduled(self) -> None:
        if self.state != self.State.SCHEDULED:
            raise MoveRefused(f"Ce passage est déjà « {self.get_state_display()} ».")

    def _require_pending(self) -> None:
        if self.effect != self.Effect.PENDING:
            raise MoveRefused("Ce passage n'attend plus d'effet.")
