"""A question of the landlord on a section of a transmitted note, and the answer that crosses back (below the wall)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from households.confidentiality import DataClass
from households.models.event import Event
from households.models.record import CaseRecord
from households.models.transmission import Transmission, transmit
from households.note_content import Section, sections_of
from households.stages import State as Stage
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

ASKERS = frozenset({Role.LANDLORD_ALLOC, Role.LANDLORD_PILOT, Role.LANDLORD_SOCIAL})
ANSWERERS = frozenset({Role.ASSO_WORKER, Role.ASSO_HEAD})
LONGEST = 500
"""Characters of a question and of its answer: what is longer is a conversation, by telephone."""


class NoteQuestionQuerySet(OfCaseQuerySet):
    def waiting(self) -> Self:
        """For the association to answer, while the household is still a candidate."""
        return self.filter(state=NoteQuestion.State.OPEN).exclude(case__state=Stage.CLOSED)

    def answered(self) -> Self:
        """For the asker to read and close."""
        return self.filter(state=NoteQuestion.State.ANSWERED)


class NoteQuestion(Stateful, CaseRecord):
    """Asked on what was transmitted, never on a draft. Its answer is a transmission like any other."""

    data_class = DataClass.TRANSMITTED
    writers = ASKERS | ANSWERERS

    class State(models.TextChoices):
        OPEN = "open", "En attente de réponse"
        ANSWERED = "answered", "Réponse reçue"
        CLOSED = "closed", "Close"

    MOVES = {
        State.OPEN: frozenset({State.ANSWERED, State.CLOSED}),
        State.ANSWERED: frozenset({State.CLOSED}),
    }

    transmission = models.ForeignKey(
        Transmission, models.PROTECT, related_name="questions", verbose_name="note transmise"
    )
    section = models.CharField("section de la note", max_length=40)
    text = models.CharField("question", max_length=LONGEST)
    asked_on = models.DateField("posée le")
    state = EnumField("état", choices=State, default=State.OPEN, editable=False)
    answer = models.CharField("réponse", max_length=LONGEST, blank=True, editable=False)
    answered_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="répondu par", editable=False
    )
    answered_on = models.DateField("répondu le", null=True, editable=False)
    answer_transmission = models.OneToOneField(
        Transmission, models.PROTECT, null=True, related_name="+", verbose_name="transmission", editable=False
    )
    closed_on = models.DateField("close le", null=True, editable=False)

    objects = NoteQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "question sur une note transmise"
        verbose_name_plural = "questions sur les notes transmises"
        ordering = ["asked_on", "created_at"]
        constraints = [
            models.CheckConstraint(
                name="note_question_says_something",
                condition=~Q(text=""),
                violation_error_message="Écrivez votre question.",
            ),
            models.CheckConstraint(
                name="note_answer_is_in_the_register",
                condition=Q(answer="", answer_transmission__isnull=True, answered_on__isnull=True)
                | (~Q(answer="") & Q(answer_transmission__isnull=False, answered_on__isnull=False)),
                violation_error_message="Une réponse est inscrite au registre des transmissions.",
            ),
            models.CheckConstraint(
                name="note_question_answered_with_an_answer",
                condition=~Q(state="answered") | ~Q(answer=""),
                violation_error_message="Une question répondue porte sa réponse.",
            ),
            models.CheckConstraint(
                name="note_question_closed_with_its_date",
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                violation_error_message="Une question close porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"Question du {self.asked_on:%d/%m/%Y}"

    @property
    def asked_about(self) -> Section:
        """The section as it was transmitted."""
        return next(one for one in sections_of(self.transmission.content) if one.code == self.section)

    @classmethod
    def ask(cls, note: Transmission, *, section: str, text: str, on: date, by: "Professional") -> "NoteQuestion":
        """Ask on a section of the note that was received."""
        if note.kind != Transmission.Kind.CAL_NOTE or section not in {one.code for one in sections_of(note.content)}:
            raise MoveRefused("Une question porte sur une section de la note transmise.")
        if note.case.state == Stage.CLOSED:
            raise MoveRefused("Ce dossier est clos : il n'y a plus de question à poser sur sa note.")
        with transaction.atomic():
            asked = cls.objects.create(
                case=note.case, transmission=note, section=section, text=text.strip(), asked_on=on, created_by=by
            )
            Event.record(asked, "notequestion.asked", by=by, facts={"section": section, "version": note.version})
            return asked

    def reply(self, text: str, *, on: date, by: "Professional") -> Transmission:
        """Answer: these very words enter the register, on the same agreement of the person as the note."""
        if not text.strip():
            raise MoveRefused("Écrivez la réponse.")
        if len(text) > LONGEST:
            raise MoveRefused(f"Une réponse compte {LONGEST} caractères au plus ; le reste se dit par téléphone.")
        if not self.can_move(self.State.ANSWERED):
            raise MoveRefused("Cette question a déjà reçu une réponse, ou elle est close. Rechargez la page.")
        with transaction.atomic():
            about = self.asked_about
            sent = transmit(
                self.case,
                kind=Transmission.Kind.NOTE_ANSWER,
                content={
                    "note": str(self.transmission_id),
                    "section": self.section,
                    "title": about.title,
                    "question": self.text,
                    "answer": text.strip(),
                },
                recipient=self.transmission.recipient,
                on=on,
                by=by,
            )
            self._keep(text.strip(), sent, on=on, by=by)
            self._move(self.State.ANSWERED, by=by, answered_on=on)
            return sent

    def _keep(self, text: str, sent: Transmission, *, on: date, by: "Professional") -> None:
        """The words themselves: apart from the move, whose facts go to the journal. Of two colleagues, the first."""
        self.answer, self.answered_by, self.answered_on, self.answer_transmission = text, by, on, sent
        told = {"answer": text, "answered_by": by, "answered_on": on, "answer_transmission": sent}
        if not type(self)._base_manager.filter(pk=self.pk, state=self.State.OPEN).update(**told):
            raise MoveRefused("Un collègue vient de répondre à cette question. Rechargez la page.")

    def close(self, *, on: date, by: "Professional") -> None:
        """The asker has read the answer, or no longer needs one."""
        if by.pk != self.created_by_id:
            raise MoveRefused("Une question est close par la personne qui l'a posée.")
        self._move(self.State.CLOSED, by=by, closed_on=on)
