"""What the head of service asks the author to look at again, before the note is validated (C5)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accompaniment.models.cal_note import CalNote
from accompaniment.note_sections import SECTIONS
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class NoteCommentQuerySet(OfCaseQuerySet):
    def pending(self) -> Self:
        """Not closed yet: the note waits for them."""
        return self.exclude(state=NoteComment.State.CLOSED)

    def open(self) -> Self:
        return self.filter(state=NoteComment.State.OPEN)

    def dealt_with(self) -> Self:
        return self.filter(state=NoteComment.State.DEALT)


class NoteComment(Stateful, CaseRecord):
    """On one section: opened by the head, dealt with by the author, closed by the head. Never leaves the association."""

    data_class = DataClass.SOCIAL

    class State(models.TextChoices):
        OPEN = "open", "À traiter"
        DEALT = "dealt", "Traitée"
        CLOSED = "closed", "Close"

    class Section(models.TextChoices):
        """The sections by their code."""

        HOUSEHOLD = "household", SECTIONS["household"].title
        HOUSING_PATH = "housing_path", SECTIONS["housing_path"].title
        RESOURCES = "resources", SECTIONS["resources"].title
        PREPARED = "prepared", SECTIONS["prepared"].title
        WISHES = "wishes", SECTIONS["wishes"].title
        SUPPORT = "support", SECTIONS["support"].title
        CONTACT = "contact", SECTIONS["contact"].title

    MOVES = {
        State.OPEN: frozenset({State.DEALT}),
        State.DEALT: frozenset({State.CLOSED, State.OPEN}),
    }

    note = models.ForeignKey(CalNote, models.PROTECT, related_name="comments", verbose_name="note")
    section = EnumField("section de la note", choices=Section)
    text = models.CharField("remarque", max_length=1000)
    reply = models.CharField("suite donnée", max_length=500, blank=True)
    state = EnumField("état", choices=State, default=State.OPEN, editable=False)
    dealt_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="traitée par", editable=False
    )

    objects = NoteCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "remarque sur la note"
        verbose_name_plural = "remarques sur la note"
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="note_comment_says_something",
                condition=~Q(text=""),
                violation_error_message="Écrivez votre remarque.",
            )
        ]

    def __str__(self) -> str:
        return f"Remarque, {self.get_state_display().lower()}"

    @classmethod
    def open_on(cls, note: CalNote, *, section: str, text: str, by: "Professional") -> "NoteComment":
        """The head asks for something, on the draft; a validated note is first taken back."""
        if note.state != CalNote.State.DRAFT:
            raise MoveRefused("On commente un brouillon : reprenez la note en brouillon pour la faire modifier.")
        comment = cls.objects.create(case=note.case, note=note, section=section, text=text, created_by=by)
        Event.record(comment, "notecomment.opened", by=by, facts={"section": section})
        return comment

    def deal_with(self, reply: str, *, by: "Professional") -> None:
        """The author has changed the text, or says why not."""
        self._move(self.State.DEALT, by=by, dealt_by=by)
        self.reply = reply
        self.save(update_fields=["reply"])

    def reopen(self, *, by: "Professional") -> None:
        """Not what was asked: back to the author."""
        self._move(self.State.OPEN, by=by, dealt_by=None)

    def close(self, *, by: "Professional") -> None:
        self._move(self.State.CLOSED, by=by)
