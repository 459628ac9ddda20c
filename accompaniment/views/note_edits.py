"""A note written again by its author, and what a text said before."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accompaniment.forms.notes import NoteForm
from accompaniment.forms.psychologist import PsychologistNoteForm
from accompaniment.models import Note, PsychologistNote, Visit
from accompaniment.views.shared import PSYCHOLOGIST, TEAM, by, case_act
from households.access import open_or_404
from households.keeping import revision_of
from lodabord.kernel.access import access

KEPT = "Ce qu'elle dit aujourd'hui reste lisible dans ses versions."


@access(TEAM)
def note(request: HttpRequest, pk: str) -> HttpResponse:
    """One's own note; a colleague's is read, not changed."""
    record = open_or_404(request, Note.objects.select_related("case__household"), pk=pk, created_by=by(request))
    form = NoteForm(request.POST or None, initial={"written_on": record.written_on, "text": record.text})

    def keep(told: dict[str, Any]) -> None:
        record.rewrite(by=by(request), revision=revision_of(request), **told)

    return case_act(
        request, record.case, form, "Modifier la note", "Enregistrer la note", keep, "Note modifiée.", intro=KEPT,
        revision=record.revision,
    )  # fmt: skip


@access(PSYCHOLOGIST)
def psychologist(request: HttpRequest, pk: str) -> HttpResponse:
    """Her own note."""
    mine = PsychologistNote.objects.select_related("case__household").filter(created_by=by(request))
    record = open_or_404(request, mine, pk=pk)
    revision = record.revision
    form = PsychologistNoteForm(request.POST or None, instance=record)

    def keep(told: dict[str, Any]) -> None:
        PsychologistNote.objects.get(pk=pk).rewrite(by=by(request), revision=revision_of(request), **told)

    return case_act(
        request, record.case, form, "Modifier la note de la psychologue", "Enregistrer la note", keep, "Note modifiée.",
        intro="Ce qu'elle dit aujourd'hui reste dans ses versions, que vous seule lisez.", revision=revision,
    )  # fmt: skip


@access(TEAM)
def visit_versions(request: HttpRequest, pk: str) -> HttpResponse:
    return _versions(request, open_or_404(request, Visit.objects.select_related("case__household"), pk=pk))


@access(TEAM)
def note_versions(request: HttpRequest, pk: str) -> HttpResponse:
    return _versions(request, open_or_404(request, Note.objects.select_related("case__household"), pk=pk))


@access(PSYCHOLOGIST)
def psychologist_versions(request: HttpRequest, pk: str) -> HttpResponse:
    mine = PsychologistNote.objects.select_related("case__household").filter(created_by=by(request))
    return _versions(request, open_or_404(request, mine, pk=pk))


def _versions(request: HttpRequest, record: Any) -> HttpResponse:
    """What it says, then what it said: who replaced it and when."""
    context = {"record": record, "case": record.case, "earlier": list(record.earlier())}
    return render(request, "accompaniment/versions.html", context)
