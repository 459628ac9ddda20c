"""The intensity of the follow-up: changed, corrected, taken back."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accompaniment import conduct
from accompaniment.forms.measure import IntensityForm, NothingForm, PeriodForm
from accompaniment.models import MeasurePeriod
from accompaniment.views.shared import HEAD, WORKERS, by, case_act, opened, today_initial
from households.access import open_or_404
from lodabord.kernel.access import access
from lodabord.templatetags.lodabord import short_date


@access(WORKERS)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """More or less often, from a day on."""
    case = opened(request, pk)
    today = timezone.localdate()
    current = MeasurePeriod.objects.visible_to(request.membership).filter(case=case).on(today).first()  # type: ignore[attr-defined]
    form = IntensityForm(request.POST or None, initial=today_initial())
    return case_act(
        request, case, form, "Changer l'intensité", "Enregistrer",
        lambda told: conduct.set_intensity(case, told["intensity"], on=told["on"], today=today, by=by(request)),
        "Intensité modifiée : les visites dues suivent.", intro=_now(current),
    )  # fmt: skip


def _now(period: MeasurePeriod | None) -> str:
    if period is None:
        return ""
    return f"Aujourd'hui : {period.get_intensity_display().lower()}, depuis le {short_date(period.starts_on)}."


@access(WORKERS)
def correct(request: HttpRequest, pk: str) -> HttpResponse:
    """A period entered by mistake; the journal keeps what was there."""
    period = open_or_404(request, MeasurePeriod.objects.select_related("case__household", "case__agreement"), pk=pk)
    initial = {"intensity": period.intensity, "on": period.starts_on}
    form = PeriodForm(request.POST or None, initial=initial)
    return case_act(
        request, period.case, form, "Corriger une période d'intensité", "Corriger",
        lambda told: conduct.correct_period(
            period, today=timezone.localdate(), by=by(request), is_head=HEAD(request), **told
        ),
        "Période corrigée ; le journal garde ce qui était écrit.",
        consequence="Les visites dues de cette période sont recomptées.",
        back=reverse("accompaniment:course", args=[period.case_id]),
    )  # fmt: skip


@access(WORKERS)
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    """It should not have been written at all."""
    period = open_or_404(request, MeasurePeriod.objects.select_related("case__household", "case__agreement"), pk=pk)
    form = NothingForm(request.POST if request.method == "POST" else None)
    return case_act(
        request, period.case, form, "Retirer une période d'intensité", "Retirer la période",
        lambda told: conduct.take_back_period(
            period, today=timezone.localdate(), by=by(request), is_head=HEAD(request)
        ),
        "Période retirée ; le journal garde ce qui était écrit.",
        intro=f"« {period.get_intensity_display()} », à partir du {short_date(period.starts_on)}.",
        consequence="La période d'avant continue à sa place, et les visites dues sont recomptées.",
        back=reverse("accompaniment:course", args=[period.case_id]), danger=True,
    )  # fmt: skip
