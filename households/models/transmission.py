"""What left the association: which frozen version, to whom, on what ground (sheet 03 §3.5)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Max, Q

from households.confidentiality import DataClass
from households.models.case import Case
from households.models.consent import Consent
from households.models.event import Event
from households.models.record import CaseRecord
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Organisation
from lodabord.partners.roles import LANDLORD

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class TransmissionQuerySet(OfCaseQuerySet):
    """What left; the landlord reads what it received and nothing of what went to others."""

    def visible_to(self, membership: "Membership | None") -> Self:
        seen = super().visible_to(membership)
        if membership is not None and membership.role in LANDLORD:
            return seen.filter(recipient=membership.organisation_id)
        return seen

    def notes(self) -> Self:
        """The versions of the note for the CAL, the last one first."""
        return self.filter(kind=Transmission.Kind.CAL_NOTE).order_by("-version")


class Transmission(CaseRecord):
    """A document that crossed the wall. The row is never changed: a correction is a new version."""

    data_class = DataClass.TRANSMITTED
    append_only = True
    received_only = True
    """The landlord reads what it received, and does not know of what went to others (sheet 04 §4.9)."""

    class Kind(models.TextChoices):
        CAL_NOTE = "cal_note", "Note d'accompagnement pour la CAL"
        SITUATION = "situation", "Point de situation"
        CERTIFICATE = "certificate", "Attestation de préparation"
        CLOSING = "closing", "Bilan de fin, extrait"
        PAPER = "paper", "Pièce du dossier"
        LANDLORD_REQUEST = "landlord_request", "Demande au bailleur"
        CCAPEX = "ccapex", "Éléments transmis à la CCAPEX"
        NOTE_ANSWER = "note_answer", "Réponse à une question sur la note"

    class Ground(models.TextChoices):
        HOUSEHOLD_AGREEMENT = "household_agreement", "Accord de la personne"
        LEGAL_OBLIGATION = "legal_obligation", "Obligation légale"
        CCAPEX_LAW = "ccapex_law", "CCAPEX (loi du 27 juillet 2023)"
        EMERGENCY = "emergency", "Urgence, danger"

    kind = EnumField("document", choices=Kind)
    version = models.PositiveSmallIntegerField("version")
    content = models.JSONField("contenu figé", encoder=DjangoJSONEncoder)
    recipient = models.ForeignKey(
        Organisation, models.PROTECT, related_name="transmissions", verbose_name="destinataire"
    )
    ground = EnumField("fondement", choices=Ground)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="transmissions", verbose_name="accord"
    )
    sent_on = models.DateField("transmis le")

    objects = TransmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "transmission"
        verbose_name_plural = "transmissions"
        ordering = ["-sent_on", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="transmission_version_once",
                fields=["case", "kind", "version"],
                violation_error_message="Cette version a déjà été transmise.",
            ),
            models.CheckConstraint(
                name="transmission_on_agreement_or_legal_ground",
                condition=~Q(ground="household_agreement") | Q(consent__isnull=False) | Q(taken_over=True),
                violation_error_message="Sans accord de la personne, une transmission indique son fondement légal.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What left, as the register says it: a paper or an answer by its own label, a document by its version."""
        if self.kind == self.Kind.PAPER and self.content.get("label"):
            return f"Pièce : {self.content['label']}"
        if self.kind == self.Kind.NOTE_ANSWER:
            return f"{self.get_kind_display()} ({self.content.get('title', '')})"
        return f"{self.get_kind_display()}, version {self.version}"

    @property
    def event_class(self) -> str:
        """As confidential in the journal as here: what the landlord did not receive is the association's."""
        received = self.recipient_id == self.case.agreement.landlord_id
        return DataClass.TRANSMITTED if received else DataClass.SOCIAL


NEEDED_CONSENT = {
    Transmission.Kind.CAL_NOTE: Consent.Purpose.SHARE_CAL_NOTE,
    Transmission.Kind.SITUATION: Consent.Purpose.SHARE_SITUATION,
    Transmission.Kind.CERTIFICATE: Consent.Purpose.SHARE_CAL_NOTE,
    Transmission.Kind.CLOSING: Consent.Purpose.SHARE_SITUATION,
    Transmission.Kind.PAPER: Consent.Purpose.SHARE_PAPERS,
    Transmission.Kind.LANDLORD_REQUEST: Consent.Purpose.SHARE_REQUESTS,
    Transmission.Kind.CCAPEX: Consent.Purpose.SHARE_SITUATION,
    Transmission.Kind.NOTE_ANSWER: Consent.Purpose.SHARE_CAL_NOTE,
}


def transmit(
    case: Case,
    *,
    kind: str,
    content: dict[str, Any],
    recipient: Organisation,
    on: date,
    by: "Professional",
    ground: str = Transmission.Ground.HOUSEHOLD_AGREEMENT,
) -> Transmission:
    """Freeze and hand over a document. Without the person's agreement or a legal ground, nothing leaves."""
    with transaction.atomic():
        hold(f"transmission:{case.pk}:{kind}")
        consent = None
        if ground == Transmission.Ground.HOUSEHOLD_AGREEMENT:
            purpose = NEEDED_CONSENT[Transmission.Kind(kind)]
            consent = Consent.objects.filter(case=case, purpose=purpose).active(on).order_by("-given_on").first()
            if consent is None:
                raise MoveRefused(
                    f"Il manque l'accord de la personne : « {purpose.label} ». Notez-le d'abord, avec sa date."
                )
        last = Transmission.objects.filter(case=case, kind=kind).aggregate(last=Max("version"))["last"] or 0
        sent = Transmission.objects.create(
            case=case,
            kind=kind,
            version=last + 1,
            content=content,
            recipient=recipient,
            ground=ground,
            consent=consent,
            sent_on=on,
            created_by=by,
        )
        Event.record(sent, f"transmission.{kind}", by=by, facts={"version": sent.version, "on": on})
        return sent
