"""A paper of the file photographed with the person: the association's own, until it is transmitted (03 §3.6)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event, Transmission, TransmittedPaper, transmit
from households.models.transmitted_paper import PaperQuerySet, at_most_ten_mebibytes
from households.papers import MOST_PAPERS, PaperKind
from households.stages import State as Stage
from households.stateful import MoveRefused
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.kernel.uploads import Clean
    from lodabord.partners.models import Professional

OFF = (
    "Les pièces ne se gardent pas ici dans cette convention : le bailleur les a déjà au SNE, "
    "et leur état au dossier suffit."
)


class OwnPaperQuerySet(PaperQuerySet):
    def not_transmitted(self) -> Self:
        return self.filter(transmission__isnull=True)


class Paper(CaseRecord):
    """Its bytes lie in the database, behind the same row policies as everything the association writes."""

    data_class = DataClass.PAPER
    tells_where = True

    class Erased(models.TextChoices):
        """Why the bytes are no longer there."""

        LEASE = "bail", "Le bail est signé"
        CLOSED = "fin", "La candidature a pris fin"
        BY_HAND = "retrait", "Retirée par l'association"

    kind = EnumField("pièce", choices=PaperKind)
    detail = models.CharField("précision", max_length=60, blank=True)
    media_type = models.CharField("type de fichier", max_length=40, editable=False)
    pages = models.PositiveSmallIntegerField("nombre de pages", editable=False)
    size = models.PositiveIntegerField("octets", editable=False)
    sha256 = models.CharField("empreinte", max_length=64, editable=False)
    content = models.BinaryField("contenu", null=True, editable=False)
    added_on = models.DateField("ajoutée le")
    transmission = models.OneToOneField(
        Transmission, models.PROTECT, null=True, related_name="+", verbose_name="transmission", editable=False
    )
    erased_on = models.DateField("effacée le", null=True, editable=False)
    erased_because = EnumField("effacée parce que", choices=Erased, blank=True, editable=False)

    objects = OwnPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce photographiée"
        verbose_name_plural = "pièces photographiées"
        ordering = ["kind", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="paper_bytes_until_erased",
                condition=Q(content__isnull=False, erased_on__isnull=True, erased_because="")
                | (Q(content__isnull=True, erased_on__isnull=False) & ~Q(erased_because="")),
                violation_error_message="Une pièce garde son contenu jusqu'à son effacement, et pas au-delà.",
            ),
            models.CheckConstraint(
                name="paper_at_most_ten_mebibytes",
                condition=at_most_ten_mebibytes("content"),
                violation_error_message="Une pièce pèse 10 Mo au plus.",
            ),
            models.UniqueConstraint(
                name="paper_once_per_case",
                fields=["case", "sha256"],
                condition=Q(erased_on__isnull=True),
                violation_error_message="Cette pièce est déjà au dossier.",
            ),
        ]
        indexes = [models.Index(fields=["case"], condition=Q(erased_on__isnull=True), name="paper_kept")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The kind of paper and its pages: never a person's name."""
        what = f"{self.get_kind_display()} ({self.detail})" if self.detail else self.get_kind_display()
        return f"{what}, {self.pages} page{'s' if self.pages > 1 else ''}"

    @classmethod
    def add(cls, case: Case, file: "Clean", *, kind: str, detail: str, on: date, by: "Professional") -> "Paper":
        """Keep a file that was rewritten by `lodabord.kernel.uploads`."""
        require_papers_wanted(case, on)
        _refuse_a_name(case, detail)
        with transaction.atomic():
            hold(f"papers:{case.pk}")
            if cls.objects.filter(case=case).kept().count() >= MOST_PAPERS:
                raise MoveRefused(f"Ce dossier a déjà {MOST_PAPERS} pièces : retirez celles qui ne servent plus.")
            paper = cls.objects.create(
                case=case,
                kind=kind,
                detail=detail,
                media_type=file.media_type,
                pages=file.pages,
                size=len(file.content),
                sha256=file.sha256,
                content=file.content,
                added_on=on,
                created_by=by,
            )
            Event.record(paper, "paper.added", by=by, facts={"kind": kind, "pages": file.pages, "on": on})
            return paper

    def transmit(self, *, on: date, by: "Professional") -> TransmittedPaper:
        """Hand this very paper to the landlord, on the person's agreement: a copy below the wall, a line in the register."""
        require_papers_wanted(self.case, on)
        if self.case.landlord_from is None:
            raise MoveRefused("Le bailleur ne connaît pas encore ce ménage : la pièce se transmet après la pré-CAL.")
        with transaction.atomic():
            here = Paper.objects.select_for_update().get(pk=self.pk)
            if here.transmission_id or here.erased_on:
                raise MoveRefused("Cette pièce est déjà transmise, ou effacée. Rechargez la page.")
            told = {"kind": here.kind, "label": here.label, "sha256": here.sha256, "pages": here.pages}
            sent = transmit(
                self.case,
                kind=Transmission.Kind.PAPER,
                content=told,
                recipient=self.case.agreement.landlord,
                on=on,
                by=by,
            )
            copy = TransmittedPaper.objects.create(
                case=self.case,
                transmission=sent,
                content=here.content,
                media_type=here.media_type,
                created_by=by,
                **told,
            )
            Paper.objects.filter(pk=self.pk).update(transmission=sent)
            self.transmission = sent
            return copy

    def erase(self, *, on: date, because: str, by: "Professional | None") -> None:
        """The bytes are gone; that there was a paper, of what kind, stays."""
        kept = Paper.objects.filter(pk=self.pk, erased_on__isnull=True)
        if not kept.update(content=None, erased_on=on, erased_because=because):
            raise MoveRefused("Cette pièce est déjà effacée.")
        self.content, self.erased_on, self.erased_because = None, on, because
        Event.record(self, "paper.erased", by=by, facts={"on": on, "because": because})

    def withdraw(self, *, on: date, by: "Professional") -> None:
        """Taken away by hand: photographed by mistake, or no longer of use. What was transmitted stays transmitted."""
        if self.transmission_id:
            raise MoveRefused(
                "Cette pièce a été transmise : elle s'efface des deux côtés à la signature du bail ou à la fin de la candidature."
            )
        self.erase(on=on, because=self.Erased.BY_HAND, by=by)


def papers_are_wanted(case: Case, on: date) -> bool:
    """Whether papers may be kept for this household: the agreement allows it, and there is still a candidature."""
    return not why_no_papers(case, on)


def why_no_papers(case: Case, on: date) -> str:
    """Why no paper may be added or sent, in a sentence; empty when it may."""
    if not case.agreement.terms_on(on).attachments_enabled:
        return OFF
    if not case.is_access:
        return "Les pièces servent à une candidature : il n'y en a pas en maintien."
    if case.state == Stage.CLOSED or case.moved_in_on or case.tenancies.filter(lease_signed_on__isnull=False).exists():
        return "Le bail est signé ou la candidature a pris fin : les pièces sont effacées."
    return ""


def require_papers_wanted(case: Case, on: date) -> None:
    if sentence := why_no_papers(case, on):
        raise MoveRefused(sentence)


def _refuse_a_name(case: Case, detail: str) -> None:
    """The label crosses the wall and goes into the register: it names nobody."""
    told = detail.casefold().split()
    for person in case.household.persons.all():
        if any(name and name.casefold() in told for name in (person.last_name, person.first_name)):
            raise MoveRefused("La précision ne nomme personne : dites ce qu'est la pièce.")
