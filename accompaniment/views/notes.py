"""Free notes of the team; the psychologist's, hers unless she shares them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accompaniment.forms.notes import NoteForm
from accompaniment.forms.psychologist import PsychologistNoteForm
from accompaniment.models import Note, PsychologistNote
from accompaniment.views.shared import PSYCHOLOGIST, TEAM, by, case_act, opened, today_initial
from lodabord.kernel.access import access


@access(TEAM)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    case = opened(request, pk)
    form = NoteForm(request.POST or None, initial={"written_on": timezone.localdate()})

    def keep(told: dict[str, Any]) -> None:
        Note.objects.create(case=case, created_by=by(request), **told)

    return case_act(request, case, form, "Note de suivi", "Enregistrer la note", keep, "Note enregistrée.")


@access(PSYCHOLOGIST)
def psychologist(request: HttpRequest, pk: str) -> HttpResponse:
    case = opened(request, pk)
    record = PsychologistNote(case=case, created_by=by(request))
    form = PsychologistNoteForm(request.POST or None, instance=record, initial=today_initial())
    return case_act(
        request,
        case,
        form,
        "Note de la psychologue",
        "Enregistrer la note",
        lambda told: PsychologistNote.write(case, by=by(request), **told),
        "Note enregistrée.",
    )
