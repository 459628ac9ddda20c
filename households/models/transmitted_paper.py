"""The copy of a paper that the association transmitted: what the landlord opens, until it is erased."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import LessThanOrEqual

from households.confidentiality import DataClass
from households.models.event import Event
from households.models.record import CaseRecord
from households.models.transmission import Transmission
from households.papers import LARGEST_PAPER, PaperKind
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet, dwelling_rule
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


def at_most_ten_mebibytes(column: str) -> Q:
    """A condition of the database on the bytes themselves, to the byte; true of what was erased."""
    size = Func(F(column), function="octet_length", output_field=models.IntegerField())
    return Q(**{f"{column}__isnull": True}) | Q(LessThanOrEqual(size, LARGEST_PAPER))


class PaperQuerySet(OfCaseQuerySet):
    """Papers are listed without their bytes, which only their own page loads."""

    def visible_to(self, membership: "Membership | None") -> Self:
        """Papers often bear an address: reinforced confidentiality narrows them as it does the dwelling."""
        seen = super().visible_to(membership)
        return seen.filter(dwelling_rule(membership, self.case_path)) if membership is not None else seen

    def listed(self) -> Self:
        return self.defer("content")

    def kept(self) -> Self:
        """Those whose bytes are still there."""
        return self.filter(erased_on__isnull=True)


class TransmittedPaperQuerySet(PaperQuerySet):
    def visible_to(self, membership: "Membership | None") -> Self:
        """As the transmission: the landlord opens what it received."""
        return super().visible_to(membership).filter(transmission__in=Transmission.objects.visible_to(membership))


class TransmittedPaper(CaseRecord):
    """Readable by the landlord's officer, pilot and social adviser; its bytes go at the lease or at the end."""

    data_class = DataClass.TRANSMITTED
    tells_where = True

    transmission = models.OneToOneField(
        Transmission, models.PROTECT, related_name="paper", verbose_name="transmission", editable=False
    )
    kind = EnumField("pièce", choices=PaperKind)
    label = models.CharField("libellé", max_length=120)
    media_type = models.CharField("type de fichier", max_length=40)
    pages = models.PositiveSmallIntegerField("nombre de pages")
    sha256 = models.CharField("empreinte", max_length=64)
    content = models.BinaryField("contenu", null=True, editable=False)
    erased_on = models.DateField("effacée le", null=True, editable=False)

    objects = TransmittedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce transmise"
        verbose_name_plural = "pièces transmises"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="transmitted_paper_bytes_until_erased",
                condition=Q(content__isnull=False, erased_on__isnull=True)
                | Q(content__isnull=True, erased_on__isnull=False),
                violation_error_message="Une pièce garde son contenu jusqu'à son effacement, et pas au-delà.",
            ),
            models.CheckConstraint(
                name="transmitted_paper_at_most_ten_mebibytes",
                condition=at_most_ten_mebibytes("content"),
                violation_error_message="Une pièce pèse 10 Mo au plus.",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], condition=Q(erased_on__isnull=True), name="transmitted_paper_kept"),
        ]

    def __str__(self) -> str:
        return self.label

    def erase(self, *, on: date, by: "Professional | None" = None) -> None:
        """The bytes are gone; the register keeps what left, to whom and its fingerprint."""
        kept = TransmittedPaper.objects.filter(pk=self.pk, erased_on__isnull=True)
        if not kept.update(content=None, erased_on=on):
            raise MoveRefused("Cette pièce est déjà effacée.")
        self.content, self.erased_on = None, on
        Event.record(self, "transmittedpaper.erased", by=by, facts={"on": on})
