"""The note for the CAL: drafted, validated, read with the person, transmitted and frozen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment.forms import CalNoteForm, OnForm
from accompaniment.models import CalNote
from accompaniment.models.cal_note import SECTIONS
from accompaniment.views.shared import HEAD, TEAM, WORKERS, by, case_act, opened, today_initial
from households.access import open_or_404
from households.acts import attempt
from lodabord.kernel import pdf
from lodabord.kernel.access import access


@access(WORKERS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Write the draft, section by section; a new version starts from the text that was sent."""
    case = opened(request, pk)
    latest = CalNote.objects.filter(case=case).first()
    current = latest if latest and latest.state != CalNote.State.TRANSMITTED else None
    note = current or CalNote(case=case, created_by=by(request))
    form = CalNoteForm(request.POST or None, initial=latest.sections if latest else {})

    def keep(told: dict[str, Any]) -> None:
        if current is None:
            note.save()
        note.write({code: told[code] for code in SECTIONS})

    return case_act(
        request, case, form, "Note d'accompagnement pour la CAL", "Enregistrer le brouillon", keep, "Brouillon enregistré.",
        intro="Une page au plus. Tant qu'elle n'est pas transmise, le bailleur ne la lit pas.",
    )  # fmt: skip


def _note(request: HttpRequest, pk: str) -> CalNote:
    records = CalNote.objects.select_related(
        "case__household", "case__agreement__landlord", "case__agreement__association", "case__agreement__programme",
        "case__agreement__territory", "validated_by", "transmission__recipient",
    )  # fmt: skip
    return open_or_404(request, records, pk=pk)


@access(HEAD)
@require_POST
def validate(request: HttpRequest, pk: str) -> HttpResponse:
    note = _note(request, pk)
    attempt(request, lambda: note.validate(on=timezone.localdate(), by=by(request)), done="Note validée.")
    return redirect(note.case)


@access(WORKERS)
@require_POST
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    note = _note(request, pk)
    attempt(request, lambda: note.take_back(by=by(request)), done="Note reprise en brouillon.")
    return redirect(note.case)


@access(WORKERS)
def read(request: HttpRequest, pk: str) -> HttpResponse:
    """Read with the person, who agrees."""
    note = _note(request, pk)
    form = OnForm(request.POST or None, initial=today_initial())
    return case_act(
        request, note.case, form, "Note lue avec la personne", "Enregistrer la lecture",
        lambda told: note.read_with_person(on=told["on"], by=by(request)), "Lecture enregistrée.",
    )  # fmt: skip


@access(WORKERS)
def send(request: HttpRequest, pk: str) -> HttpResponse:
    """Hand this very text to the landlord."""
    note = _note(request, pk)
    form = OnForm(request.POST or None, initial=today_initial())
    return case_act(
        request, note.case, form, "Transmettre la note au bailleur", "Transmettre",
        lambda told: note.send(on=told["on"], by=by(request)), "Note transmise et figée.", danger=True,
        consequence=f"{note.case.agreement.landlord} lira ce texte, qui sera figé. Une correction fera une nouvelle version.",
    )  # fmt: skip


@access(TEAM)
def document(request: HttpRequest, pk: str) -> HttpResponse:
    """The note as PDF."""
    note = _note(request, pk)
    sections = [(title, note.sections.get(code, "")) for code, title in SECTIONS.items()]
    context = {"note": note, "case": note.case, "agreement": note.case.agreement, "sections": sections}
    html = render_to_string("accompaniment/documents/cal_note.html", context)
    return pdf.response(html, f"note-cal-{note.case.household.code}")
