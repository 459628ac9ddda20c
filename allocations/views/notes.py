"""The note for the CAL as it was transmitted: read, compared with the version one had, questioned section by section."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.forms.notes import QuestionForm
from allocations.notes import note_sheet
from allocations.views.shared import by
from households.access import open_or_404, readers, roles
from households.acts import act_page, attempt
from households.confidentiality import DataClass
from households.models import NoteQuestion, Transmission
from households.models.note_question import ASKERS
from households.note_content import sections_of
from lodabord.kernel import pdf
from lodabord.kernel.access import access

NOTES = Transmission.objects.notes().select_related(
    "case__household", "case__agreement__landlord", "case__agreement__association", "case__agreement__programme",
    "case__agreement__territory", "recipient",
)  # fmt: skip


@access(readers(DataClass.TRANSMITTED))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """One version, what changed since the one she had, the questions and their answers."""
    note = open_or_404(request, NOTES, pk=pk)
    passages = note.presentations.visible_to(request.membership).order_by("-cal_on")  # type: ignore[attr-defined]
    context = {"sheet": note_sheet(request, note), "note": note, "case": note.case, "passages": list(passages)}
    return render(request, "allocations/note.html", context)


@access(readers(DataClass.TRANSMITTED))
def document(request: HttpRequest, pk: str) -> HttpResponse:
    """The same text, printed."""
    note = open_or_404(request, NOTES, pk=pk)
    context = {"note": note, "case": note.case, "agreement": note.case.agreement, "sections": sections_of(note.content)}
    html = render_to_string("allocations/documents/note.html", context)
    return pdf.response(html, f"note-cal-{note.case.household.code}-v{note.version}")


@access(roles(ASKERS))
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """A question to the association on one section."""
    note = open_or_404(request, NOTES, pk=pk)
    form = QuestionForm(request.POST or None, note=note, initial={"section": request.GET.get("section", "")})

    def verb(told: dict[str, Any]) -> None:
        NoteQuestion.ask(note, on=timezone.localdate(), by=by(request), **told)

    return act_page(
        request, form=form, title="Question sur la note", submit="Poser la question", verb=verb, case=note.case,
        back=reverse("allocations:note", args=[note.pk]), done="Question posée à l'association.",
        intro="L'association répond par écrit ; vous la retrouverez dans « À faire ».",
    )  # fmt: skip


@access(roles(ASKERS))
@require_POST
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """The asker has read the answer."""
    question = open_or_404(request, NoteQuestion.objects.select_related("case"), pk=pk)
    attempt(request, lambda: question.close(on=timezone.localdate(), by=by(request)), done="Question close.")
    return redirect("allocations:note", question.transmission_id)
