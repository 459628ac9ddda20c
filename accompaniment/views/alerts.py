"""« Points de vigilance »: what to know before the door; written, renewed, lifted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accompaniment.forms.alerts import AlertForm, LiftingForm, RenewalForm
from accompaniment.models import HouseholdAlert
from accompaniment.models.household_alert import USUAL
from accompaniment.views.shared import TEAM, by, case_act, opened
from households.access import open_or_404
from lodabord.kernel.access import access


@access(TEAM)
def index(request: HttpRequest, pk: str) -> HttpResponse:
    """Those of a household: in force or to come first, then those that are over."""
    case, today = opened(request, pk), timezone.localdate()
    alerts = HouseholdAlert.objects.visible_to(request.membership).filter(case=case)  # type: ignore[attr-defined]
    seen = list(alerts.select_related("created_by", "lifted_by").prefetch_related("renewals__created_by"))
    context = {
        "case": case,
        "today": today,
        "kept": [one for one in seen if one.is_kept(today)],
        "over": [one for one in seen if not one.is_kept(today)],
        "may_write": case.closed_on is None,
    }
    return render(request, "accompaniment/alerts.html", context)


@access(TEAM)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """What it is, how serious, and until when."""
    case, today = opened(request, pk), timezone.localdate()
    initial = {"level": HouseholdAlert.Level.ATTENTION, "starts_on": today, "until": today + USUAL}
    return case_act(
        request, case, AlertForm(request.POST or None, initial=initial), "Écrire un point de vigilance", "Enregistrer",
        lambda told: HouseholdAlert.write(case, today=today, by=by(request), **told),
        "Point de vigilance écrit : il est montré à l'équipe sur le dossier et sur chaque visite.",
        intro="Lu de l'équipe seule, sur le dossier et sur chaque visite. Le bailleur n'en lit rien, et l'agenda du "
        "téléphone ne le reprend pas.",
    )  # fmt: skip


def _alert(request: HttpRequest, pk: str) -> HouseholdAlert:
    return open_or_404(request, HouseholdAlert.objects.select_related("case__household", "case__agreement"), pk=pk)


@access(TEAM)
def renew(request: HttpRequest, pk: str) -> HttpResponse:
    """Still true: until when, and why."""
    alert, today = _alert(request, pk), timezone.localdate()
    return case_act(
        request, alert.case, RenewalForm(request.POST or None, initial={"until": today + USUAL}),
        "Renouveler le point de vigilance", "Renouveler", lambda told: alert.renew(today=today, by=by(request), **told),
        "Point de vigilance renouvelé.", intro=f"{alert.words} : {alert.why}",
        back=reverse("accompaniment:alerts", args=[alert.case_id]),
    )  # fmt: skip


@access(TEAM)
def lift(request: HttpRequest, pk: str) -> HttpResponse:
    """No longer true: said why, and shown no more."""
    alert, today = _alert(request, pk), timezone.localdate()
    return case_act(
        request, alert.case, LiftingForm(request.POST or None), "Lever le point de vigilance", "Lever",
        lambda told: alert.lift(on=today, by=by(request), **told), "Point de vigilance levé.",
        intro=f"{alert.words} : {alert.why}", back=reverse("accompaniment:alerts", args=[alert.case_id]),
        consequence="Vos collègues ne le verront plus avant d'y aller. Il reste dans l'historique, avec votre motif.",
    )  # fmt: skip
