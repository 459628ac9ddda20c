"""A household before the CAL: the five legal decisions, no sixth one (CCH R441-3)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction

from allocations.checklist import checklist_of
from allocations.models.announcement import Announcement
from allocations.models.cal_guards import (
    code_of,
    first_effect,
    require_exception_holds,
    require_reason_written,
    require_those_before_refused,
)
from allocations.models.dwelling import Dwelling
from allocations.models.presentation_rules import CONSTRAINTS
from allocations.models.quota import Quota
from households.confidentiality import DataClass
from households.deadlines import months_later
from households.models import Case, CaseRecord, Event, RefusalReason, Transmission
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class PresentationQuerySet(OfCaseQuerySet):
    def scheduled(self) -> Self:
        return self.filter(state=CalPresentation.State.SCHEDULED)

    def decided(self) -> Self:
        return self.filter(state=CalPresentation.State.DECIDED)

    def pending(self) -> Self:
        """A rank that waits for those before, a condition that waits for its document."""
        return self.filter(effect=CalPresentation.Effect.PENDING)

    def to_notify(self) -> Self:
        """Decided, and nobody wrote to the household yet."""
        return self.decided().filter(notified_on__isnull=True, taken_over=False)


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

    Quota = Quota

    class Known(models.TextChoices):
        YES = "yes", "Oui"
        NO = "no", "Non"
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
    dwelling_reference = models.CharField("référence du logement, hors liste", max_length=80, blank=True)
    is_priority = models.BooleanField("dossier prioritaire", default=True)
    quota = EnumField("contingent", choices=Quota, default=Quota.UNKNOWN)
    first_quartile = EnumField("ménage du premier quartile", choices=Known, default=Known.UNKNOWN, editable=False)
    priority_district = EnumField("logement en QPV", choices=Known, default=Known.UNKNOWN, editable=False)
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
    motive_text = models.CharField("motif écrit au ménage", max_length=300, blank=True)
    effect = EnumField("effet pour le ménage", choices=Effect, default=Effect.NONE, editable=False)
    effective_on = models.DateField("effet le", null=True, editable=False)
    notified_on = models.DateField("décision notifiée le", null=True, blank=True)
    withdrawal_reason = models.CharField("motif du retrait", max_length=200, blank=True)

    objects = PresentationQuerySet.as_manager()

    class Meta:
        verbose_name = "passage en CAL"
        verbose_name_plural = "passages en CAL"
        ordering = ["cal_on", "created_at"]
        constraints = CONSTRAINTS

    def __str__(self) -> str:
        return f"CAL du {self.cal_on:%d/%m/%Y}"

    @property
    def decision_code(self) -> str:
        """C6's own codes: a, b1, b2 (rank two or more), c, d, e."""
        return code_of(self.decision, self.rank)

    @property
    def place_offered(self) -> str:
        """The dwelling of the list, or the reference that was typed."""
        return str(self.dwelling) if self.dwelling_id else self.dwelling_reference

    @property
    def struck_off_from(self) -> date | None:
        """After a rejection, the request is struck off one month after its notice (CCH R441-2-8)."""
        if self.decision != self.Decision.INADMISSIBLE or self.notified_on is None:
            return None
        return months_later(self.notified_on, 1)

    # --- verbs -----------------------------------------------------------------------------------

    @classmethod
    def schedule(
        cls,
        case: Case,
        *,
        cal_on: date,
        on: date,
        dwelling: Dwelling | None,
        quota: str,
        by: "Professional",
        dwelling_reference: str = "",
    ) -> "CalPresentation":
        """Inscribe on a CAL: with a number in force, the frozen note, and no blocking paper missing."""
        from allocations.models.sitting import CalSitting

        case.require_named_contact(by)
        file = checklist_of(case, cal_on)
        file.require_examinable()
        with transaction.atomic():
            case.schedule_cal(by=by)
            CalSitting.plan(case.agreement, cal_on)
            passage = cls.objects.create(
                case=case,
                cal_on=cal_on,
                dwelling=dwelling,
                dwelling_reference=dwelling_reference,
                quota=quota,
                request_number=file.number,
                note=file.note,
                created_by=by,
            )
            Event.record(passage, "calpresentation.scheduled", by=by, facts={"cal_on": cal_on})
            return passage

    def move_to(self, day: date, *, by: "Professional") -> None:
        """Another sitting, nothing decided: the number must be in force that day too."""
        checklist_of(self.case, day).require_number()
        self._move(self.State.SCHEDULED, {"cal_on": day})
        Event.record(self, "calpresentation.moved", by=by, facts={"cal_on": day})

    def withdraw(self, *, reason: str, by: "Professional") -> None:
        """Taken off the agenda: nothing was decided, the household is ready again."""
        with transaction.atomic():
            self._move(self.State.WITHDRAWN, {"withdrawal_reason": reason})
            Event.record(self, "calpresentation.withdrawn", by=by, facts={"cal_on": self.cal_on})
            self.case.return_to_ready(by=by)
            Announcement.owe(self, Announcement.What.WITHDRAWN, by=by)

    def decide(self, decision: str, *, by: "Professional", today: date | None = None, **details: Any) -> None:
        """One of the five decisions. A rank of two or more leaves the case waiting, outcome pending.

        `today`: no decision before the commission sits; None when told afterwards.
        """
        if today is not None and today < self.cal_on:
            raise MoveRefused(f"La commission se réunit le {self.cal_on:%d/%m/%Y} : sa décision se note après.")
        require_exception_holds(self, details.get("fewer_candidates", ""))
        require_reason_written(details.get("motive"), details.get("motive_text", ""))
        effect = first_effect(decision, details.get("rank"))
        told = {**details, "decision": decision, "effect": effect}
        told["effective_on"] = self.cal_on if effect == self.Effect.EFFECTIVE else None
        with transaction.atomic():
            self._move(self.State.DECIDED, told)
            Event.record(self, "calpresentation.decided", by=by, facts={"decision": self.decision_code})
            self._move_case(by)
            Announcement.owe(self, Announcement.What.DECISION, by=by)

    def notify(self, *, on: date, by: "Professional") -> None:
        """The written decision left for the household; a refusal is always notified with its reason (L441-2-2)."""
        if self.state != self.State.DECIDED:
            raise MoveRefused("Rien n'a été décidé : il n'y a rien à notifier.")
        if self.notified_on is not None:
            raise MoveRefused(f"Cette décision a déjà été notifiée le {self.notified_on:%d/%m/%Y}.")
        self.notified_on = on
        self.save(update_fields=["notified_on"])
        Event.record(self, "calpresentation.notified", by=by, facts={"on": on})

    def describe(self, *, first_quartile: str, priority_district: str, by: "Professional") -> None:
        """What the State's return on attributions asks besides; counted, never used to decide."""
        if self.decision not in (self.Decision.AWARD, self.Decision.RANKED_AWARD, self.Decision.CONDITIONAL_AWARD):
            raise MoveRefused("Ces réponses décrivent une attribution : il n'y en a pas sur ce passage.")
        with transaction.atomic():
            self._swap(
                {"decision": self.decision}, {"first_quartile": first_quartile, "priority_district": priority_district}
            )
            Event.record(self, "calpresentation.described", by=by, facts={})

    def become_effective(self, *, on: date, by: "Professional") -> None:
        """Those ranked before refused, or the missing document came in time: the dwelling is offered."""
        self._require_pending()
        if self.condition_deadline and on > self.condition_deadline:
            raise MoveRefused("Le délai fixé par la commission est passé : la condition ne peut plus être levée.")
        require_those_before_refused(self)
        with transaction.atomic():
            self._settle_effect({"effect": self.Effect.EFFECTIVE, "effective_on": on})
            Event.record(self, "calpresentation.effective", by=by, facts={"on": on})
            if self.case.state == Case.State.CAL_SCHEDULED:
                self.case.award(on=on, by=by)
            Announcement.owe(self, Announcement.What.EFFECT, by=by)

    def remain_without_effect(self, *, on: date, by: "Professional") -> None:
        """Someone ranked before took the dwelling, or the condition was not met in its delay: present again."""
        self._require_pending()
        if self.condition_deadline and on <= self.condition_deadline:
            raise MoveRefused(
                f"La pièce peut encore arriver jusqu'au {self.condition_deadline:%d/%m/%Y} inclus : "
                "le bailleur est engagé jusque-là (CCH R441-3)."
            )
        with transaction.atomic():
            self._settle_effect({"effect": self.Effect.NONE})
            Event.record(self, "calpresentation.without_effect", by=by, facts={"on": on})
            self.case.return_to_ready(by=by)
            Announcement.owe(self, Announcement.What.NO_EFFECT, by=by)

    def _move_case(self, by: "Professional") -> None:
        if self.decision_code in ("a", "b1", "c"):
            self.case.award(on=self.cal_on, by=by)
        elif self.decision in (self.Decision.NOT_AWARDED, self.Decision.INADMISSIBLE):
            self.case.return_to_ready(by=by)

    def _move(self, to: str, told: dict[str, Any]) -> None:
        """Compare and swap: of two secretaries recording at once, the second is told what the first did."""
        if self.state != self.State.SCHEDULED:
            raise MoveRefused(f"Ce passage est déjà « {self.get_state_display()} ».")
        self._swap({"state": self.State.SCHEDULED}, {**told, "state": to})

    def _settle_effect(self, told: dict[str, Any]) -> None:
        self._swap({"effect": self.Effect.PENDING}, told)

    def _swap(self, expected: dict[str, Any], told: dict[str, Any]) -> None:
        if not CalPresentation._base_manager.filter(pk=self.pk, **expected).update(**told):
            raise MoveRefused("Un collègue vient d'enregistrer ce passage. Rechargez la page.")
        for name, value in told.items():
            setattr(self, name, value)

    def _require_pending(self) -> None:
        if self.effect != self.Effect.PENDING:
            raise MoveRefused("Ce passage n'attend plus d'effet.")
