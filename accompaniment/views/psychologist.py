"""The psychologist: asked to come, her answer, a note shared or taken back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment.forms.psychologist import AcceptanceForm, DecliningForm, PsychologistRequestForm
from accompaniment.models import PsychologistNote, PsychologistRequest
from accompaniment.models.psychologist_request import psychologists_of
from accompaniment.views.shared import PSYCHOLOGIST, WORKERS, by, case_act, opened
from households.access import open_or_404
from households.acts import attempt
from lodabord.kernel.access import access
from lodabord.kernel.forms import ActForm


@access(WORKERS)
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """A passage of the psychologist, asked by whoever follows the household."""
    case, today = opened(request, pk), timezone.localdate()
    form = PsychologistRequestForm(
        request.POST or None, psychologists=psychologists_of(case, today),
        initial={"urgency": PsychologistRequest.Urgency.FORTNIGHT},
    )  # fmt: skip
    return case_act(
        request, case, form, "Demander un passage de la psychologue", "Envoyer la demande",
        lambda told: PsychologistRequest.ask(case, on=today, by=by(request), **told),
        "Demande envoyée. Sa réponse sera dans « À faire » et dans le dossier.",
        intro="Rien de la santé ne s'écrit ici. Le bailleur ne lit ni la demande, ni la réponse.",
    )  # fmt: skip


def _asked(request: HttpRequest, pk: str) -> PsychologistRequest:
    records = PsychologistRequest.objects.select_related("case__household", "case__agreement", "created_by")
    return open_or_404(request, records, pk=pk)


@access(PSYCHOLOGIST)
def accept(request: HttpRequest, pk: str) -> HttpResponse:
    """She says when she comes."""
    asked, today = _asked(request, pk), timezone.localdate()
    form = AcceptanceForm(request.POST or None)

    def come(told: dict[str, Any]) -> None:
        asked.accept(on=today, by=by(request), **told)

    return case_act(
        request, asked.case, form, "Accepter la demande", "Accepter", come, "Demande acceptée, passage prévu.",
        intro=_reminded(asked), template="accompaniment/psychologist_acceptance.html", more={"asked": asked},
    )  # fmt: skip


@access(PSYCHOLOGIST)
def decline(request: HttpRequest, pk: str) -> HttpResponse:
    """She does not come, and says why."""
    asked, today = _asked(request, pk), timezone.localdate()
    form = DecliningForm(request.POST or None)
    return case_act(
        request, asked.case, form, "Décliner la demande", "Décliner",
        lambda told: asked.decline(on=today, by=by(request), **told), "Demande déclinée. Le référent est prévenu.",
        intro=_reminded(asked),
    )  # fmt: skip


def _reminded(asked: PsychologistRequest) -> str:
    return (
        f"Demandée par {asked.created_by} : {asked.get_motive_display().lower()}. "
        f"Délai souhaité : {asked.get_urgency_display().lower()}."
    )


@access(WORKERS)
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """No longer needed."""
    asked = _asked(request, pk)
    return case_act(
        request, asked.case, _confirmed(request), "Retirer la demande", "Retirer la demande",
        lambda told: asked.withdraw(on=timezone.localdate(), by=by(request)), "Demande retirée.", intro=_reminded(asked),
        consequence="La psychologue ne la verra plus.",
    )  # fmt: skip


@access(PSYCHOLOGIST)
def share(request: HttpRequest, pk: str) -> HttpResponse:
    """One note, with the team: asked again before, since what was read cannot be unread."""
    note = _own_note(request, pk)
    return case_act(
        request, note.case, _confirmed(request), f"Partager la note du {note.on:%d/%m/%Y}",
        "Partager avec l'équipe", lambda told: note.share(by=by(request)), "Note partagée avec l'équipe.",
        intro="Ses versions antérieures restent à vous seule. Le bailleur ne la lit jamais.",
        consequence="Toute l'équipe de l'association qui suit ce dossier lira cette note. Vous pourrez la reprendre, mais "
        "ce qui aura été lu l'aura été : la date du partage reste écrite.",
    )  # fmt: skip


@access(PSYCHOLOGIST)
@require_POST
def unshare(request: HttpRequest, pk: str) -> HttpResponse:
    """Hers alone again, from now on."""
    note = _own_note(request, pk)
    attempt(request, lambda: note.unshare(by=by(request)), done="Cette note est de nouveau à vous seule.")
    return redirect(note.case)


def _confirmed(request: HttpRequest) -> ActForm:
    """Nothing to fill in: sending it is the confirmation."""
    return ActForm(request.POST if request.method == "POST" else None)


def _own_note(request: HttpRequest, pk: str) -> PsychologistNote:
    mine = PsychologistNote.objects.select_related("case__household", "case__agreement").filter(created_by=by(request))
    return open_or_404(request, mine, pk=pk)
