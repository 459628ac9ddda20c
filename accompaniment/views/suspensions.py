"""Suspended, looked at again, reactivated: by the form, or in one tap when the household calls."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment import conduct
from accompaniment.forms.measure import MaintainForm, NothingForm, ReactivationForm, SuspensionForm
from accompaniment.models import Suspension
from accompaniment.views.shared import TEAM, WORKERS, by, case_act, opened, today_initial
from households.access import open_or_404
from households.acts import attempt
from lodabord.kernel.access import access
from lodabord.templatetags.lodabord import short_date

CALLED_BACK = "Accompagnement réactivé à la demande du ménage : les visites reprennent."


@access(WORKERS)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """No contact due; the place is kept; a day to look at it again."""
    case = opened(request, pk)
    today = timezone.localdate()
    weeks = case.agreement.terms_on(today).suspension_review_weeks
    form = SuspensionForm(request.POST or None, initial={"on": today, "review_on": today + timedelta(weeks=weeks)})
    return case_act(
        request, case, form, "Suspendre l'accompagnement", "Suspendre",
        lambda told: conduct.suspend(case, today=today, by=by(request), **told), "Accompagnement suspendu, place gardée.",
        intro="Suspendu, plus aucune visite n'est due et la place est gardée. Pour un contact par mois, choisissez plutôt "
        "l'intensité « veille ».",
    )  # fmt: skip


@access(TEAM)
def reactivate(request: HttpRequest, pk: str) -> HttpResponse:
    """By whoever of the team stands on the case."""
    case = opened(request, pk)
    form = ReactivationForm(request.POST or None, initial=today_initial())
    return case_act(
        request, case, form, "Réactiver l'accompagnement", "Réactiver",
        lambda told: conduct.reactivate(case, by=by(request), **told), "Accompagnement réactivé : les visites reprennent.",
    )  # fmt: skip


@access(TEAM)
@require_POST
def call_back(request: HttpRequest, pk: str) -> HttpResponse:
    """« Le ménage rappelle : réactiver », in one tap, today."""
    case = opened(request, pk)
    household = Suspension.AskedBy.HOUSEHOLD
    attempt(
        request,
        lambda: conduct.reactivate(case, on=timezone.localdate(), asked_by=household, by=by(request)),
        done=CALLED_BACK,
    )
    return redirect("accompaniment:requests") if "demandes" in request.POST else redirect(case)


@access(WORKERS)
def review(request: HttpRequest, pk: str) -> HttpResponse:
    """« Maintenue jusqu'au … »: the former reviews are kept."""
    pause = open_or_404(request, Suspension.objects.select_related("case__household", "case__agreement"), pk=pk)
    today = timezone.localdate()
    weeks = pause.case.agreement.terms_on(today).suspension_review_weeks
    form = MaintainForm(request.POST or None, initial={"on": today, "until": today + timedelta(weeks=weeks)})
    return case_act(
        request, pause.case, form, "Revoir la suspension", "Maintenir la suspension",
        lambda told: conduct.maintain(pause, by=by(request), **told), "Suspension maintenue, nouvelle date de revue notée.",
        intro=f"Suspendu depuis le {short_date(pause.starts_on)}. Si l'accompagnement reprend, réactivez-le plutôt.",
        template="accompaniment/suspension_review.html", more={"pause": pause, "reviews": list(pause.reviews.all())},
    )  # fmt: skip


@access(WORKERS)
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Written by mistake: it never was."""
    pause = open_or_404(request, Suspension.objects.select_related("case__household", "case__agreement"), pk=pk)
    form = NothingForm(request.POST if request.method == "POST" else None)
    until = f" au {short_date(pause.ends_on)}" if pause.ends_on else ""
    return case_act(
        request, pause.case, form, "Annuler une suspension notée par erreur", "Annuler la suspension",
        lambda told: conduct.cancel_suspension(pause, by=by(request)), "Suspension annulée ; le journal en garde la trace.",
        intro=f"Suspension du {short_date(pause.starts_on)}{until}. Si elle a bien eu lieu, réactivez plutôt "
        "l'accompagnement.",
        consequence="Les semaines de cette période redeviennent dues, et le bailleur n'en lit plus les dates.",
        back=reverse("accompaniment:course", args=[pause.case_id]), danger=True,
    )  # fmt: skip
