"""The steps of an entry as the partners agreed them: a list with its delays, and what an agreement changes in it."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement


class MoveInStepKind(models.Model):
    """A step of any entry: whose it is, the day it hangs on, what comes before. Delays in days."""

    class Owner(models.TextChoices):
        ASSOCIATION = "association", "Association"
        LANDLORD = "landlord", "Bailleur"
        HOUSEHOLD = "household", "Ménage"

    class Anchor(models.TextChoices):
        OFFERED = "offered_on", "Notification de l'offre"
        REPLY_BY = "reply_by", "Date limite de réponse à l'offre"
        ACCEPTED = "accepted_on", "Acceptation de l'offre"
        SIGNATURE = "signature_on", "Signature du bail"
        KEYS = "keys_on", "Remise des clés"

    code = models.SlugField("code", max_length=40, primary_key=True)
    label = models.CharField("étape", max_length=120)
    help = models.CharField("aide", max_length=200, blank=True)
    owner = EnumField("à faire par", choices=Owner)
    anchor = EnumField("dépend de", choices=Anchor)
    offset_days = models.SmallIntegerField("jours après (avant si négatif)", default=0)
    month_end = models.BooleanField("au plus tard le dernier jour du mois", default=False)
    after = ArrayField(models.SlugField(max_length=40), default=list, blank=True, verbose_name="vient après")
    """Codes of the steps that come before: done out of order, the page warns."""
    requires = ArrayField(models.SlugField(max_length=40), default=list, blank=True, verbose_name="exige")
    """Codes of the steps without which this one is refused: no keys before the lease."""
    amount = models.DecimalField("montant (€)", max_digits=8, decimal_places=2, null=True, blank=True)
    for_children = models.BooleanField("si enfants à charge", default=False)
    asks_referent = models.BooleanField("dit si le référent est présent", default=False)
    position = models.PositiveSmallIntegerField("ordre")

    class Meta:
        verbose_name = "étape d'entrée"
        verbose_name_plural = "étapes d'entrée"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label

    @property
    def before_the_reply(self) -> bool:
        """Exists as soon as the offer is notified, before the household answers."""
        return self.anchor in (self.Anchor.OFFERED, self.Anchor.REPLY_BY)


class MoveInStepTerms(models.Model):
    """What one agreement changes in a step: its delay, its amount, or that it does without it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="move_in_terms", verbose_name="convention")
    kind = models.ForeignKey(MoveInStepKind, models.PROTECT, related_name="terms", verbose_name="étape")
    offset_days = models.SmallIntegerField("jours après (avant si négatif)", null=True, blank=True)
    amount = models.DecimalField("montant (€)", max_digits=8, decimal_places=2, null=True, blank=True)
    left_out = models.BooleanField("étape sans objet dans cette convention", default=False)

    class Meta:
        verbose_name = "étape d'entrée d'une convention"
        verbose_name_plural = "étapes d'entrée des conventions"
        ordering = ["kind__position"]
        constraints = [
            models.UniqueConstraint(
                name="move_in_terms_once_a_step",
                fields=["agreement", "kind"],
                violation_error_message="Cette étape est déjà réglée pour la convention.",
            ),
            models.CheckConstraint(
                name="move_in_terms_amount_not_negative",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                violation_error_message="Un montant n'est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.agreement.code})"


@dataclass(frozen=True)
class AgreedStep:
    """A step as one agreement applies it."""

    kind: MoveInStepKind
    offset_days: int
    amount: Decimal | None
    left_out: bool

    @property
    def delay(self) -> str:
        """In words, from the day it hangs on."""
        if self.kind.month_end:
            return "le mois même"
        days = abs(self.offset_days)
        told = f"{days} jour{'s' if days > 1 else ''}"
        return "le jour même" if not days else f"{told} {'avant' if self.offset_days < 0 else 'après'}"


def agreed_steps(agreement_id: object) -> list[AgreedStep]:
    """Every step, in order, with what the agreement changes in it; those it does without are said, not hidden."""
    terms = {one.kind_id: one for one in MoveInStepTerms.objects.filter(agreement=agreement_id)}
    return [_agreed(kind, terms.get(kind.pk)) for kind in MoveInStepKind.objects.all()]


def common_delay(kind: MoveInStepKind) -> str:
    """The delay of those who changed nothing, in words."""
    return _agreed(kind, None).delay


def _agreed(kind: MoveInStepKind, own: MoveInStepTerms | None) -> AgreedStep:
    if own is None:
        return AgreedStep(kind, kind.offset_days, kind.amount, left_out=False)
    offset = kind.offset_days if own.offset_days is None else own.offset_days
    return AgreedStep(kind, offset, kind.amount if own.amount is None else own.amount, own.left_out)
