"""The need for health support: as little as possible, for the association only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accompaniment.forms.notes import HealthForm
from accompaniment.models import HealthNeed
from accompaniment.views.shared import TEAM, by, case_act, opened
from lodabord.kernel.access import access


@access(TEAM)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Nothing exists here when the agreement does not allow health data."""
    case = opened(request, pk)
    if not case.agreement.terms_on(timezone.localdate()).health_data_enabled:
        raise Http404
    record = HealthNeed.objects.filter(case=case).first() or HealthNeed(case=case, created_by=by(request))
    form = HealthForm(request.POST or None, instance=record)
    return case_act(
        request, case, form, "Besoin d'étayage santé", "Enregistrer", lambda told: form.save(), "Enregistré.",
        intro="Un niveau, jamais un diagnostic ni un traitement.",
    )  # fmt: skip
