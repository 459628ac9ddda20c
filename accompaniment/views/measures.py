"""The measure: move-in, the first day of the follow-up."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accompaniment import conduct
from accompaniment.forms.dates import OnForm
from accompaniment.forms.measure import BeginForm
from accompaniment.models import Contract
from accompaniment.views.shared import WORKERS, by, case_act, opened, today_initial
from lodabord.kernel.access import access


@access(WORKERS)
def move_in(request: HttpRequest, pk: str) -> HttpResponse:
    """Keys in hand: weekly visits start."""
    case = opened(request, pk)
    lease = case.tenancies.order_by("-starts_on").first()
    form = OnForm(request.POST or None, initial={"on": lease.starts_on if lease else timezone.localdate()})
    return case_act(
        request, case, form, "Entrée dans le logement", "Enregistrer l'entrée",
        lambda told: conduct.move_in(case, on=told["on"], by=by(request)),
        "Entrée enregistrée : les visites commencent, au rythme du contrat.",
    )  # fmt: skip


@access(WORKERS)
def begin_follow_up(request: HttpRequest, pk: str) -> HttpResponse:
    """Retention: the household agreed and signed."""
    case = opened(request, pk)
    draft = Contract.objects.visible_to(request.membership).filter(case=case).drafts().first()  # type: ignore[attr-defined]
    objectives = draft.objectives if draft else ""
    initial = {**today_initial(), "signed_on": timezone.localdate(), "objectives": objectives}
    form = BeginForm(request.POST or None, initial=initial)
    return case_act(
        request, case, form, "Commencer l'accompagnement", "Commencer l'accompagnement",
        lambda told: conduct.sign_and_begin_follow_up(case, by=by(request), **told),
        "Accompagnement commencé : une place prise, les visites suivent le rythme du contrat.",
    )  # fmt: skip
