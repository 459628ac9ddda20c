"""From the draft to the landlord: validated by the head, read with the person, transmitted and frozen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accompaniment.forms.cal_note import ReadingForm, ValidationForm
from accompaniment.forms.dates import OnForm
from accompaniment.views.cal_notes import address_of, opened_note
from accompaniment.views.shared import WORKERS, by, case_act, today_initial
from households.acts import attempt
from households.visas import open_to_signers, signing
from lodabord.kernel.access import access


@access(WORKERS)
def validate(request: HttpRequest, pk: str) -> HttpResponse:
    """The head's visa, or her delegate's, on every word, those that were pointed out too."""
    open_to_signers(request)
    note = opened_note(request, pk)
    alerts = [one.found for found in note.alerts.values() for one in found]
    form = ValidationForm(request.POST or None, initial=today_initial(), alerts=len(alerts))
    told = [f"Mots signalés : {', '.join(f'« {one} »' for one in alerts)}." if alerts else ""]
    told += [f"La note s'imprime sur {note.pages} pages : la CAL en attend une." if note.is_too_long else ""]

    def verb(said: dict[str, Any]) -> None:
        visa, confirmed = signing(request, note.case.agreement), said.get("alerts_confirmed", False)
        note.validate(on=said["on"], by=by(request), instead_of=visa.instead_of, alerts_confirmed=confirmed)

    return case_act(
        request, note.case, form, "Valider la note pour la CAL", "Valider", verb, "Note validée.",
        back=address_of(note), consequence=" ".join(filter(None, told)),
        intro="Validée, elle se lit avec la personne ; pour la modifier ensuite, il faudra la reprendre en brouillon.",
    )  # fmt: skip


@access(WORKERS)
@require_POST
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    note = opened_note(request, pk)
    attempt(request, lambda: note.take_back(by=by(request)), done="Note reprise en brouillon.")
    return redirect(address_of(note))


@access(WORKERS)
def read(request: HttpRequest, pk: str) -> HttpResponse:
    """Read with the person, who agrees or not."""
    note = opened_note(request, pk)
    form = ReadingForm(request.POST or None, initial=today_initial())

    def verb(told: dict[str, Any]) -> None:
        if told["agrees"] == ReadingForm.YES:
            note.read_with_person(on=told["on"], mode=told["mode"], by=by(request))
        else:
            note.declined_by_person(on=told["on"], by=by(request))

    return case_act(
        request, note.case, form, "Note lue avec la personne", "Enregistrer la lecture", verb, "Lecture enregistrée.",
        back=address_of(note),
        intro=f"Son accord pour transmettre à {note.case.agreement.landlord} est noté en même temps s'il manquait.",
    )  # fmt: skip


@access(WORKERS)
def send(request: HttpRequest, pk: str) -> HttpResponse:
    """Hand this very text to the landlord."""
    note = opened_note(request, pk)
    form = OnForm(request.POST or None, initial=today_initial())
    return case_act(
        request, note.case, form, "Transmettre la note au bailleur", "Transmettre",
        lambda told: note.send(on=told["on"], by=by(request)), "Note transmise et figée.", danger=True,
        back=address_of(note),
        consequence=f"{note.case.agreement.landlord} lira ce texte, qui sera figé. Une correction fera une nouvelle version.",
    )  # fmt: skip
