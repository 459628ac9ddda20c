"""A note being written on a page: from which saving one started, and what a colleague did meanwhile.

Nothing typed is ever lost: refused, the texts are still in their boxes; when a colleague saved
meanwhile, hers are shown beside, and the next saving is made knowingly.
"""

from typing import TYPE_CHECKING, Any

from accompaniment.forms.cal_note import CalNoteForm
from accompaniment.models import CalNote
from accompaniment.models.cal_note import EditedMeanwhile
from accompaniment.note_document import pages_of
from accompaniment.note_page import Part, parts_of
from accompaniment.note_sections import SECTIONS

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional

RECORDS = CalNote.objects.select_related(
    "case__household", "case__referent", "case__deputy", "case__agreement__landlord", "case__agreement__association",
    "case__agreement__programme", "case__agreement__territory", "validated_by", "written_by", "transmission__recipient",
)  # fmt: skip
SENT_MEANWHILE = (
    "Cette note a été transmise pendant que vous écriviez. Votre texte est gardé ci-dessous : "
    "l'enregistrer commence une nouvelle version."
)
BEGUN_MEANWHILE = "Un collègue a commencé cette note pendant que vous écriviez."


class NoteWriting:
    """The page where the note of a case is written."""

    def __init__(self, case: "Case", by: "Professional", data: Any = None) -> None:
        self.case, self.by = case, by
        self.note = self._under_way()
        self.form = self._form(data)
        self.theirs: dict[str, str] = {}
        """What a colleague saved meanwhile, by section."""

    def keep(self) -> None:
        """Save the draft, or say who was quicker."""
        told = self.form.cleaned_data
        note = self.note
        if note is None:
            if told["note"]:
                raise EditedMeanwhile(SENT_MEANWHILE)
            note = CalNote.objects.create(case=self.case, created_by=self.by)
        elif str(note.pk) != told["note"]:
            raise EditedMeanwhile(BEGUN_MEANWHILE)
        if told.get("take_back") and note.is_validated:
            note.take_back(by=self.by)
        why = {"why": told.get("new_version", ""), "detail": told.get("new_version_detail", "")}
        note.write(self.form.sections(), since=told["since"] or 0, by=self.by, **why)
        note.measure(pages_of(note))
        self.note = note

    def catch_up(self) -> None:
        """After a refusal: what is saved now, beside what was typed."""
        self.note = self._under_way()
        sent = (self.form.data.get("note", ""), self.form.data.get("since") or "0")
        if sent == self._saving():
            return
        typed = self.form.typed()
        self.theirs = {code: text for code, text in self._saved().items() if text.strip() != typed[code].strip()}
        told = list(self.form.non_field_errors())
        data: Any = self.form.data.copy()  # type: ignore[attr-defined]
        data["note"], data["since"] = self._saving()
        self.form = self._form(data)
        for sentence in told:
            self.form.add_error(None, sentence)

    @property
    def parts(self) -> list[Part]:
        """The sections with their boxes."""
        parts = parts_of(self.case, self.note, self.form.typed(), self.form)
        for part in parts:
            part.theirs = self.theirs.get(part.code)
        return parts

    def _under_way(self) -> CalNote | None:
        return RECORDS.filter(case=self.case).under_way().first()

    def _saving(self) -> tuple[str, str]:
        return (str(self.note.pk), str(self.note.revision)) if self.note else ("", "0")

    def _saved(self) -> dict[str, str]:
        sections = self.note.sections if self.note else {}
        return {code: sections.get(code, "") for code in SECTIONS}

    def _form(self, data: Any) -> CalNoteForm:
        last = CalNote.objects.filter(case=self.case).transmitted().order_by("-transmission__version").first()
        start = self.note or last
        note, since = self._saving()
        initial: dict[str, Any] = {**(start.sections if start else {}), "note": note, "since": since}
        if self.note:
            initial |= {"new_version": self.note.new_version, "new_version_detail": self.note.new_version_detail}
        validated = self.note is not None and self.note.is_validated
        return CalNoteForm(
            data, initial=initial, case_id=self.case.pk, asks_why=last is not None, may_take_back=validated
        )
