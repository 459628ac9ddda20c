"""The note for the CAL as the association writes and rereads it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accompaniment.models import CalNote
from accompaniment.note_document import html_of
from accompaniment.note_page import count_alerts, parts_of
from accompaniment.note_sections import FORBIDDEN
from accompaniment.note_writing import RECORDS, NoteWriting
from accompaniment.views.shared import TEAM, WORKERS, by, opened
from accompaniment.word_alerts import Reader
from households.access import open_or_404
from households.acts import attempt
from households.models import Case
from households.visas import may_sign
from lodabord.kernel import pdf
from lodabord.kernel.access import access


def opened_note(request: HttpRequest, pk: str) -> CalNote:
    """The note, for whoever stands on its case."""
    return open_or_404(request, RECORDS, pk=pk)


def address_of(note: CalNote) -> str:
    return reverse("accompaniment:cal_note_page", args=[note.pk])


@access(WORKERS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Write the draft, section by section; a new version starts from the text that was sent."""
    case = opened(request, pk)
    writing = NoteWriting(case, by(request), request.POST or None)
    if writing.form.is_bound:
        if writing.form.is_valid() and attempt(request, writing.keep, form=writing.form, done="Brouillon enregistré."):
            assert writing.note is not None
            return redirect(address_of(writing.note))
        writing.catch_up()
    context = {
        "case": case,
        "note": writing.note,
        "form": writing.form,
        "parts": writing.parts,
        "conflict": bool(writing.theirs),
        "forbidden": FORBIDDEN,
        "back": address_of(writing.note) if writing.note else case.get_absolute_url(),
    }
    return render(request, "accompaniment/note_edit.html", context, status=422 if writing.form.is_bound else 200)


@access(TEAM)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The note section by section: its text, what is pointed out, the head's comments, the landlord's questions."""
    note = opened_note(request, pk)
    parts = parts_of(note.case, note, note.sections)
    context = {
        "note": note,
        "case": note.case,
        "parts": parts,
        "alerts": count_alerts(parts),
        "pending": sum(one.state != one.State.CLOSED for part in parts for one in part.comments),
        "versions": list(CalNote.objects.filter(case=note.case).select_related("transmission")),
        "under_way": CalNote.objects.filter(case=note.case).under_way().exists(),
        "forbidden": FORBIDDEN,
        "may_write": WORKERS(request),
        "may_validate": may_sign(request, note.case.agreement),
    }
    return render(request, "accompaniment/note.html", context)


@access(TEAM)
def document(request: HttpRequest, pk: str) -> HttpResponse:
    """The note as PDF."""
    note = opened_note(request, pk)
    return pdf.response(html_of(note), f"note-cal-{note.case.household.code}")


@access(WORKERS)
@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """While one types: what is pointed out in one text. Nothing is kept, and no reading is told: she is writing it."""
    cases = Case.objects.visible_to(request.membership).select_related("household", "referent", "deputy")  # type: ignore[attr-defined]
    known = _uuid(request.POST.get("case", ""))
    case = cases.filter(pk=known).first() if known else None
    texts = [str(told) for name, told in request.POST.items() if name not in ("case", "csrfmiddlewaretoken")]
    alerts = Reader.for_case(case).alerts("\n".join(texts)) if case else []
    return render(request, "accompaniment/_word_alerts.html", {"alerts": alerts})


def _uuid(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None
