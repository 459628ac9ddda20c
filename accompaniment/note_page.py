"""What the pages of the note put beside each section: what is expected, alerts, comments, questions of the landlord."""

from dataclasses import dataclass, field
from typing import Any

from accompaniment.models import CalNote, NoteComment
from accompaniment.note_sections import SECTIONS
from accompaniment.word_alerts import Alert, Reader
from households.models import Case, NoteQuestion


@dataclass
class Part:
    """A section on the page."""

    code: str
    title: str
    expects: str
    text: str
    box: Any = None
    """Its field, where one writes."""
    alerts: list[Alert] = field(default_factory=list)
    comments: list[NoteComment] = field(default_factory=list)
    questions: list[NoteQuestion] = field(default_factory=list)
    theirs: str | None = None
    """What a colleague saved meanwhile, when it differs from what is in the box."""


def parts_of(case: Case, note: CalNote | None, texts: dict[str, str], form: Any = None) -> list[Part]:
    """The sections in order, with everything said about each."""
    reader = Reader.for_case(case)
    said = list(NoteComment.objects.filter(note=note).select_related("created_by", "dealt_by")) if note else []
    asked = list(NoteQuestion.objects.filter(case=case).select_related("transmission", "created_by", "answered_by"))
    return [
        Part(
            code=code,
            title=section.title,
            expects=section.expects,
            text=texts.get(code, ""),
            box=form[code] if form is not None else None,
            alerts=reader.alerts(texts.get(code, "")),
            comments=[one for one in said if one.section == code],
            questions=[one for one in asked if one.section == code],
        )
        for code, section in SECTIONS.items()
    ]


def count_alerts(parts: list[Part]) -> int:
    return sum(len(part.alerts) for part in parts)
