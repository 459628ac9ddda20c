"""The periodic adversarial review of a « bail glissant » (CCH L442-8-3)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from allocations.models.tenancy import Tenancy
from allocations.models.tenancy_lists import TenancyStatus
from allocations.sliding_deadlines import next_review_due
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

PARTNER_OF_ROLE = {
    Role.ASSO_HEAD: "association",
    Role.ASSO_WORKER: "association",
    Role.LANDLORD_PILOT: "landlord",
    Role.LANDLORD_SOCIAL: "landlord",
}
"""Who may give the opinion of each partner."""


class SlidingReviewQuerySet(OfCaseQuerySet):
    def awaited(self) -> Self:
        """Still to hold or conclude, of an occupation that goes on as a « bail glissant »."""
        running = {"tenancy__status": TenancyStatus.SLIDING_LEASE, "tenancy__ends_on__isnull": True}
        return self.filter(conclusion="", **running)


class SlidingReview(CaseRecord):
    """A periodic adversarial review: the sub-tenant is heard, both partners give their opinion, one conclusion."""

    data_class = DataClass.TENANCY
    tells_where = True
    writers = frozenset({*PARTNER_OF_ROLE, Role.LANDLORD_ALLOC})
    """The allocation officer signs the convention, which expects the first review; she gives no opinion."""

    class Opinion(models.TextChoices):
        LEASE = "bail", "Prêt pour un bail à son nom"
        GO_ON = "poursuite", "Poursuivre le bail glissant"
        RESERVED = "reserve", "Réservé"

    class Conclusion(models.TextChoices):
        LEASE = "bail", "Proposer un bail au nom du ménage"
        GO_ON = "poursuite", "Poursuivre le bail glissant"
        NO_LEASE = "pas_de_bail", "Ne pas proposer de bail"

    tenancy = models.ForeignKey(Tenancy, models.PROTECT, related_name="reviews", verbose_name="occupation")
    due_on = models.DateField("à tenir au plus tard le", editable=False, db_index=True)
    held_on = models.DateField("tenu le", null=True, editable=False)
    tenant_heard = models.BooleanField("sous-locataire entendu", null=True, editable=False)
    landlord_opinion = EnumField("avis du bailleur", choices=Opinion, blank=True, editable=False)
    association_opinion = EnumField("avis de l'association", choices=Opinion, blank=True, editable=False)
    conclusion = EnumField("conclusion", choices=Conclusion, blank=True, editable=False)

    objects = SlidingReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "examen périodique du bail glissant"
        verbose_name_plural = "examens périodiques des baux glissants"
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                name="sliding_review_one_awaited",
                fields=["tenancy"],
                condition=Q(conclusion=""),
                violation_error_message="Un examen périodique est déjà attendu.",
            ),
            models.CheckConstraint(
                name="sliding_review_is_adversarial",
                condition=Q(conclusion="")
                | (Q(held_on__isnull=False, tenant_heard__isnull=False)
                   & ~Q(landlord_opinion="") & ~Q(association_opinion="")),
                violation_error_message="L'examen est contradictoire : date, sous-locataire entendu ou non, avis des deux "
                "partenaires.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Examen périodique à tenir avant le {self.due_on:%d/%m/%Y}"

    @classmethod
    def expect(cls, tenancy: Tenancy, *, since: date, by: "Professional | None") -> "SlidingReview":
        """The next review, by the rhythm of the agreement in force that day."""
        due = next_review_due(since, tenancy.case.agreement.terms_on(since).sliding_review_months)
        return cls.objects.create(case_id=tenancy.case_id, tenancy=tenancy, due_on=due, created_by=by)

    def give_opinion(self, membership: "Membership", opinion: str) -> None:
        """One partner's opinion, by one of its own; it may change until the conclusion."""
        partner = PARTNER_OF_ROLE.get(Role(membership.role))
        if partner is None:
            raise MoveRefused(
                "L'avis est donné par le pôle social ou le pilote, et par la référente ou la cheffe de service."
            )
        with transaction.atomic():
            self._keep(**{f"{partner}_opinion": opinion})
            facts = {"opinion": opinion}
            Event.record(self, f"slidingreview.{partner}_opinion", by=membership.professional, facts=facts)

    def conclude(self, conclusion: str, *, on: date, tenant_heard: bool, by: "Professional") -> None:
        """Held that day, on both opinions. While the lease slides, the next one is expected."""
        if not (self.landlord_opinion and self.association_opinion):
            raise MoveRefused("L'examen est contradictoire : il manque l'avis d'un des deux partenaires.")
        with transaction.atomic():
            self._keep(conclusion=conclusion, held_on=on, tenant_heard=tenant_heard)
            Event.record(self, "slidingreview.concluded", by=by, facts={"on": on, "conclusion": conclusion})
            if self.tenancy.status == TenancyStatus.SLIDING_LEASE and self.tenancy.ends_on is None:
                SlidingReview.expect(self.tenancy, since=on, by=by)

    def _keep(self, **facts: object) -> None:
        """Compare and swap: nothing is added to a review already concluded."""
        if not SlidingReview.objects.filter(pk=self.pk, conclusion="").update(**facts):
            raise MoveRefused("Cet examen est déjà conclu. Rechargez la page.")
        for name, value in facts.items():
            setattr(self, name, value)
