"""The end of an accompaniment, and its reactivation within twelve months."""

from django.http import HttpRequest, HttpResponse

from accompaniment import conduct
from accompaniment.forms.dates import OnForm
from accompaniment.forms.exits import ExitForm
from accompaniment.views.shared import HEAD, by, case_act, opened, today_initial
from lodabord.kernel.access import access


@access(HEAD)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Why, to where, what comes after."""
    case = opened(request, pk)
    form = ExitForm(request.POST or None, case=case, initial=today_initial())
    return case_act(
        request, case, form, "Fin d'accompagnement", "Enregistrer la fin",
        lambda told: conduct.end_accompaniment(case, by=by(request), **told), "Fin d'accompagnement enregistrée.",
        danger=True,
        consequence="La place se libère. La personne ne perd pas son logement de ce fait ; une réactivation est possible "
        "pendant douze mois.",
    )  # fmt: skip


@access(HEAD)
def reopen(request: HttpRequest, pk: str) -> HttpResponse:
    case = opened(request, pk)
    form = OnForm(request.POST or None, initial=today_initial())
    return case_act(
        request, case, form, "Réactiver après la fin", "Réactiver",
        lambda told: conduct.reopen(case, on=told["on"], by=by(request)), "Accompagnement réactivé : le même dossier continue.",
    )  # fmt: skip
