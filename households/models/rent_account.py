"""The reference of a lease in the landlord's own software: what ties a household to its rent account."""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q

from households.confidentiality import DataClass
from households.models.case import Case
from households.models.event import Event
from households.models.record import CaseRecord
from households.stateful import MoveRefused
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.db.locks import hold
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def plain_reference(reference: Any) -> str:
    """A reference as it is compared: capitals, without spaces. « loc 12-3 » and « LOC12-3 » are the same."""
    return "".join(str(reference).split()).upper()


class RentAccount(CaseRecord):
    """A household's rent account, known by its lease reference. One for a case; two open cases never share one."""

    data_class = DataClass.REPORTED

    case = models.OneToOneField(Case, models.PROTECT, related_name="rent_account", verbose_name="dossier")
    reference = models.CharField("référence du bail chez le bailleur", max_length=40)

    class Meta:
        verbose_name = "compte locatif"
        verbose_name_plural = "comptes locatifs"
        ordering = ["reference"]
        indexes = [models.Index(fields=["reference"], name="rent_account_reference")]
        constraints = [
            models.CheckConstraint(
                name="rent_account_with_a_reference",
                condition=~Q(reference=""),
                violation_error_message="Indiquez la référence du bail.",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def attach(cls, case: Case, reference: str, *, by: "Professional | None") -> "RentAccount":
        """Say or change the reference of a case; refused when another open case has it."""
        told = plain_reference(reference)
        with transaction.atomic():
            hold(f"rent-account:{case.agreement_id}:{told}")
            if open_case_with(case.agreement, told, but=case):
                raise MoveRefused("Cette référence est déjà celle d'un autre dossier ouvert. Vérifiez-la.")
            account, _ = cls.objects.update_or_create(
                case=case, defaults={"reference": told}, create_defaults={"reference": told, "created_by": by}
            )
            Event.record(account, "rentaccount.attached", by=by, facts={})
            return account


def open_case_with(agreement: Agreement, reference: str, *, but: Case | None = None) -> bool:
    """Whether an open case of the agreement has that reference. Asked by the programme itself: a yes or a no, no name."""
    with acting_as(SYSTEM):
        held = RentAccount.objects.filter(case__agreement=agreement, reference=plain_reference(reference))
        return held.exclude(case__state=Case.State.CLOSED).exclude(case=but.pk if but else None).exists()
