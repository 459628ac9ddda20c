"""The note that sheds light on a household's path before the CAL (R-24, sheet 06 §6.4)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event, Transmission, transmit
from households.stateful import MoveRefused, Stateful
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

SECTIONS = {
    "household": "Le ménage (composition, typologie utile)",
    "housing_path": "Parcours logement (faits, dates)",
    "resources": "Ressources, taux d'effort simulé, garanties",
    "prepared": "Ce qui a été préparé (modules, assiduité)",
    "wishes": "Souhaits et contraintes (secteurs, école, accessibilité)",
    "support": "Accompagnement garanti (référent, visites, réactivité, relais)",
    "contact": "Interlocuteur joignable par le bailleur",
}
"""The eighth part of the note is the mention « lu avec la personne », written by the programme."""

FORBIDDEN = "Ni santé, ni infraction, ni jugement, ni origine, ni religion, ni nom d'un tiers."


class CalNote(Stateful, CaseRecord):
    """Drafted by the referent, validated by the head, read with the person, then frozen and transmitted."""

    data_class = DataClass.SOCIAL

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        VALIDATED = "validated", "Validée"
        READ = "read", "Lue avec la personne"
        TRANSMITTED = "transmitted", "Transmise"

    MOVES = {
        State.DRAFT: frozenset({State.VALIDATED}),
        State.VALIDATED: frozenset({State.READ, State.DRAFT}),
        State.READ: frozenset({State.TRANSMITTED, State.DRAFT}),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="cal_notes", verbose_name="dossier")
    state = EnumField("état", choices=State, default=State.DRAFT, editable=False)
    sections = models.JSONField("sections", default=dict)
    validated_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="validée par", editable=False
    )
    validated_on = models.DateField("validée le", null=True, editable=False)
    read_on = models.DateField("lue avec la personne le", null=True, editable=False)
    transmission = models.OneToOneField(
        Transmission, models.PROTECT, null=True, related_name="+", verbose_name="transmission", editable=False
    )

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
        ]

    def __str__(self) -> str:
        return f"Note CAL, {self.get_state_display().lower()}"

    @property
    def is_validated(self) -> bool:
        return self.state != self.State.DRAFT

    @property
    def missing(self) -> list[str]:
        """Titles of the sections still empty."""
        return [title for code, title in SECTIONS.items() if not self.sections.get(code, "").strip()]

    def write(self, sections: dict[str, str]) -> None:
        """Change the draft; a note already validated must be taken back first."""
        if self.state != self.State.DRAFT:
            raise MoveRefused("Cette note est validée : reprenez-la en brouillon pour la modifier.")
        self.sections = sections
        self.save(update_fields=["sections"])

    def validate(self, *, on: date, by: "Professional") -> None:
        if self.missing:
            raise MoveRefused("Sections à compléter : " + " ; ".join(self.missing) + ".")
        self._move(self.State.VALIDATED, by=by, validated_by=by, validated_on=on)

    def take_back(self, *, by: "Professional") -> None:
        """Back to draft: what was read or validated must be again."""
        self._move(self.State.DRAFT, by=by, validated_by=None, validated_on=None, read_on=None)

    def read_with_person(self, *, on: date, by: "Professional") -> None:
        self._move(self.State.READ, by=by, read_on=on)

    def send(self, *, on: date, by: "Professional") -> Transmission:
        """Freeze this very text and hand it to the landlord, on the person's agreement."""
        if self.state != self.State.READ:
            raise MoveRefused("La note se transmet une fois validée et lue avec la personne.")
        with transaction.atomic():
            content = {
                "sections": [{"title": title, "text": self.sections[code]} for code, title in SECTIONS.items()],
                "read_with_person_on": self.read_on,
                "validated_by": str(self.validated_by),
            }
            sent = transmit(
                self.case,
                kind=Transmission.Kind.CAL_NOTE,
                content=content,
                recipient=self.case.agreement.landlord,
                on=on,
                by=by,
            )
            self._move(self.State.TRANSMITTED, by=by, transmission=sent)
            Event.record(self, "calnote.sent", by=by, facts={"version": sent.version})
            return sent
