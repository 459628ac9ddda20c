"""The printed note, and on how many pages it really prints."""

import io
from typing import Any

import pikepdf
from django.template.loader import render_to_string

from accompaniment.models import CalNote
from accompaniment.note_sections import SECTIONS
from lodabord.kernel import pdf


def html_of(note: CalNote) -> str:
    """The whole document."""
    sections = [(section.title, note.sections.get(code, "")) for code, section in SECTIONS.items()]
    context: dict[str, Any] = {"note": note, "case": note.case, "agreement": note.case.agreement, "sections": sections}
    return render_to_string("accompaniment/documents/cal_note.html", context)


def pages_of(note: CalNote) -> int | None:
    """Pages of the real PDF; None on a machine that cannot make one."""
    if not pdf.available():
        return None
    with pikepdf.open(io.BytesIO(pdf.render(html_of(note)))) as printed:
        return len(printed.pages)
