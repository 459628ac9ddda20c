"""The note that sheds light on a household's path before the CAL (R-24, sheet 06 §6.4)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from accompaniment.note_sections import SECTIONS
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Consent, Event, Transmission, signed, transmit
from households.models.referral import ConsentMode
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from accompaniment.word_alerts import Alert
    from lodabord.partners.models import Professional


class EditedMeanwhile(MoveRefused):
    """A colleague wrote while one was typing: both texts are shown, nothing is lost."""


class CalNoteQuerySet(OfCaseQuerySet):
    def under_way(self) -> Self:
        """The version being prepared, not transmitted yet: one at most per case."""
        return self.exclude(state=CalNote.State.TRANSMITTED)

    def transmitted(self) -> Self:
        return self.filter(state=CalNote.State.TRANSMITTED)


class CalNote(Stateful, CaseRecord):
    """Drafted by the referent, commented and validated by the head, read with the person, frozen and transmitted.

    The next version is another note, which says why it exists.
    """

    data_class = DataClass.SOCIAL

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        VALIDATED = "validated", "Validée"
        READ = "read", "Lue avec la personne"
        TRANSMITTED = "transmitted", "Transmise"

    class NewVersion(models.TextChoices):
        """Why what was transmitted is written again; the landlord reads it."""

        CHANGE = "changement", "La situation du ménage a changé"
        MISTAKE = "erreur", "Une erreur est corrigée"
        COMPLETION = "complement", "Un élément utile au logement est ajouté"
        QUESTION = "question", "Le bailleur a posé une question"
        PERSON = "personne", "La personne a souhaité une autre rédaction"

    MOVES = {
        State.DRAFT: frozenset({State.VALIDATED}),
        State.VALIDATED: frozenset({State.READ, State.DRAFT}),
        State.READ: frozenset({State.TRANSMITTED, State.DRAFT}),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="cal_notes", verbose_name="dossier")
    state = EnumField("état", choices=State, default=State.DRAFT, editable=False)
    sections = models.JSONField("sections", default=dict)
    revision = models.PositiveIntegerField("enregistrement", default=0, editable=False)
    """Counts the savings of the draft: who saves says which one she started from."""
    written_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="écrite par", editable=False
    )
    written_at = models.DateTimeField("écrite le", null=True, editable=False)
    pages = models.PositiveSmallIntegerField("pages imprimées", null=True, editable=False)
    """As the PDF counts them at the last saving; unknown where PDF cannot be made."""
    new_version = EnumField("raison de la nouvelle version", choices=NewVersion, blank=True)
    new_version_detail = models.CharField("précision", max_length=200, blank=True)
    validated_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="validée par", editable=False
    )
    validated_for = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="validée au nom de",
        editable=False,
    )
    validated_on = models.DateField("validée le", null=True, editable=False)
    alerts_kept = models.PositiveSmallIntegerField("mots gardés malgré une alerte", default=0, editable=False)
    read_on = models.DateField("lue avec la personne le", null=True, editable=False)
    read_mode = EnumField("accord", choices=ConsentMode, blank=True, editable=False)
    transmission = models.OneToOneField(
        Transmission, models.PROTECT, null=True, related_name="+", verbose_name="transmission", editable=False
    )

    objects = CalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note d'accompagnement pour la CAL"
        verbose_name_plural = "notes d'accompagnement pour la CAL"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="cal_note_one_under_way",
                fields=["case"],
                condition=~Q(state="transmitted"),
                violation_error_message="Une note est déjà en préparation pour ce ménage.",
            ),
            models.CheckConstraint(
                name="cal_note_transmitted_is_frozen",
                condition=~Q(state="transmitted") | Q(transmission__isnull=False),
                violation_error_message="Une note transmise garde la version figée qui est partie.",
            ),
            models.CheckConstraint(
                name="cal_note_read_after_validated",
                condition=Q(read_on__isnull=True) | Q(validated_on__isnull=True) | Q(read_on__gte=F("validated_on")),
                violation_error_message="La note se lit avec la personne une fois validée : vérifiez la date.",
            ),
        ]

    def __str__(self) -> str:
        return f"Note CAL, {self.get_state_display().lower()}"

    # --- reading ---------------------------------------------------------------------------------

    @property
    def is_validated(self) -> bool:
        return self.state != self.State.DRAFT

    @property
    def is_too_long(self) -> bool:
        return self.pages is not None and self.pages > 1

    @property
    def missing(self) -> list[str]:
        """Titles of the sections still empty."""
        return [section.title for code, section in SECTIONS.items() if not self.sections.get(code, "").strip()]

    @property
    def alerts(self) -> dict[str, list["Alert"]]:
        """What to look at again, by section; sections without anything are left out."""
        from accompaniment.word_alerts import Reader

        reader = Reader.for_case(self.case)
        found = {code: reader.alerts(self.sections.get(code, "")) for code in SECTIONS}
        return {code: alerts for code, alerts in found.items() if alerts}

    # --- writing ---------------------------------------------------------------------------------

    def write(
        self,
        sections: dict[str, str],
        *,
        since: int | None = None,
        by: "Professional | None" = None,
        why: str = "",
        detail: str = "",
    ) -> None:
        """Change the draft, if nobody did since the saving one started from."""
        if self.state != self.State.DRAFT:
            raise MoveRefused("Cette note est validée : reprenez-la en brouillon pour la modifier.")
        told = {
            "sections": sections,
            "revision": self.revision + 1,
            "written_by": by,
            "written_at": timezone.now(),
            "new_version": why or self.new_version,
            "new_version_detail": detail or self.new_version_detail,
        }
        since = self.revision if since is None else since
        here = type(self)._base_manager.filter(pk=self.pk, state=self.State.DRAFT, revision=since)
        if since != self.revision or not here.update(**told):
            raise EditedMeanwhile("Un collègue a enregistré cette note pendant que vous écriviez.")
        for name, value in told.items():
            setattr(self, name, value)

    def measure(self, pages: int | None) -> None:
        """On how many pages this very text prints."""
        self.pages = pages
        self.save(update_fields=["pages"])

    # --- validating, reading, sending ---------------------------------------------------------------

    @property
    def validated_signed(self) -> str:
        """Who validated it, and in whose name."""
        return signed(self.validated_by, self.validated_for)

    def validate(
        self, *, on: date, by: "Professional", instead_of: "Professional | None" = None, alerts_confirmed: bool = False
    ) -> None:
        """The head, or her delegate, answers for every word, those that were pointed out too."""
        if instead_of is not None and self.written_by_id == by.pk:
            raise MoveRefused(f"Vous avez écrit cette note : {instead_of} ou quelqu'un d'autre la valide.")
        if self.missing:
            raise MoveRefused("Sections à compléter : " + " ; ".join(self.missing) + ".")
        if not self.new_version and CalNote.objects.filter(case=self.case_id).transmitted().exists():
            raise MoveRefused(
                "Une version a déjà été transmise : indiquez dans le brouillon pourquoi il y en a une autre."
            )
        self._require_comments_closed()
        kept = sum(len(found) for found in self.alerts.values())
        if kept and not alerts_confirmed:
            raise MoveRefused("Des mots sont signalés : confirmez que vous les gardez, ou faites-les reprendre.")
        self._move(
            self.State.VALIDATED, by=by, validated_by=by, validated_for=instead_of, validated_on=on, alerts_kept=kept
        )

    def _require_comments_closed(self) -> None:
        from accompaniment.models.note_comment import NoteComment

        states = list(NoteComment.objects.filter(note=self).pending().values_list("state", flat=True))
        if states:
            open_ones = states.count(NoteComment.State.OPEN)
            raise MoveRefused(
                f"Il reste des remarques sur cette note : {open_ones} à traiter par l'auteur, "
                f"{len(states) - open_ones} à clore par la cheffe de service."
            )

    def take_back(self, *, by: "Professional") -> None:
        """Back to draft: what was read or validated must be again."""
        self._move(
            self.State.DRAFT,
            by=by,
            validated_by=None,
            validated_for=None,
            validated_on=None,
            read_on=None,
            read_mode="",
        )

    def read_with_person(self, *, on: date, by: "Professional", mode: str = ConsentMode.ORAL) -> None:
        """Read together, and the person agrees that it be sent: her agreement is noted in the same act."""
        with transaction.atomic():
            self._move(self.State.READ, by=by, read_on=on, read_mode=mode)
            needed = {"case": self.case, "purpose": Consent.Purpose.SHARE_CAL_NOTE}
            if not Consent.objects.filter(**needed).active(on).exists():
                landlord = str(self.case.agreement.landlord)
                given = Consent.objects.create(**needed, recipients=landlord, given_on=on, mode=mode, created_by=by)
                Event.record(given, "consent.given", by=by, facts={"purpose": given.purpose, "on": on})

    def declined_by_person(self, *, on: date, by: "Professional") -> None:
        """Read together, and the person does not agree: back to draft, nothing leaves."""
        with transaction.atomic():
            if self.state != self.State.VALIDATED:
                raise MoveRefused("La note se lit avec la personne une fois validée.")
            self.take_back(by=by)
            Event.record(self, "calnote.declined", by=by, facts={"on": on})

    def send(self, *, on: date, by: "Professional") -> Transmission:
        """Freeze this very text and hand it to the landlord, on the person's agreement."""
        if self.state != self.State.READ or self.read_on is None:
            raise MoveRefused("La note se transmet une fois validée et lue avec la personne.")
        if on < self.read_on:
            raise MoveRefused(f"La note a été lue avec la personne le {self.read_on:%d/%m/%Y} : elle part ensuite.")
        with transaction.atomic():
            sent = transmit(
                self.case,
                kind=Transmission.Kind.CAL_NOTE,
                content=self._frozen(),
                recipient=self.case.agreement.landlord,
                on=on,
                by=by,
            )
            self._move(self.State.TRANSMITTED, by=by, transmission=sent)
            Event.record(self, "calnote.sent", by=by, facts={"version": sent.version})
            return sent

    def _frozen(self) -> dict[str, object]:
        """What the landlord will read: these words and no other field of the note."""
        return {
            "sections": [
                {"code": code, "title": section.title, "text": self.sections[code]}
                for code, section in SECTIONS.items()
            ],
            "read_with_person_on": self.read_on,
            "validated_by": self.validated_signed,
            "why": self.get_new_version_display() if self.new_version else "",
            "why_detail": self.new_version_detail,
        }
