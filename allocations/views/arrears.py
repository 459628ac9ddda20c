"""« Impayés »: every housed household; one household's procedure; the account, the acts, the alert, the outcome."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.account_chart import chart_of, message_of
from allocations.accounts import note_by_hand
from allocations.arrears_list import Asked, rows_for
from allocations.arrears_timeline import timeline
from allocations.forms.arrears import ArrearsForm, RentAccountForm, StepForm
from allocations.forms.retention import RetentionOutcomeForm
from allocations.models import (
    ArrearsCorrection,
    ArrearsSnapshot,
    ArrearsStep,
    FirstUnpaid,
    RetentionOutcome,
)
from allocations.procedures import standing_of
from allocations.views.shared import PARTNERS, by, opened
from households.access import open_or_404, roles
from households.acts import act_page, attempt
from households.models import Case, RentAccount
from households.stages import Track
from lodabord.kernel.access import access
from lodabord.partners.roles import Role

SOCIAL_TEAM = roles({Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT})
TOLD_OF_UNPAID = roles({Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT, Role.ASSO_WORKER, Role.ASSO_HEAD})


@access(PARTNERS)
def index(request: HttpRequest) -> HttpResponse:
    """All housed households of both tracks: months of net rent, trend, stage, next legal date, age of the statement."""
    asked, today = Asked.of(request.GET), timezone.localdate()
    every = rows_for(request.membership, today)  # type: ignore[attr-defined]
    context = {
        "rows": asked.apply(every),
        "every": len(every),
        "asked": asked,
        "columns": asked.columns(),
        "tracks": Track.choices,
        "stages": ArrearsSnapshot.Stage.choices,
        "today": today,
        "may_import": SOCIAL_TEAM(request),
    }
    return render(request, "allocations/arrears_list.html", context)


index.menu_rule = SOCIAL_TEAM  # type: ignore[attr-defined]
"""The association reads it from a household's file; it is in the menu of whoever works on it."""


def _page(case: Case) -> str:
    return reverse("allocations:procedure", args=[case.pk])


@access(PARTNERS)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The procedure as a line, what comes next and when, the account over time, what was corrected."""
    case = opened(request, pk)
    member: Any = request.membership  # type: ignore[attr-defined]
    standing, today = standing_of(case, member), timezone.localdate()
    corrections = (
        ArrearsCorrection.objects.visible_to(member).filter(case=case).select_related("snapshot", "created_by")
    )
    context = {
        "case": case,
        "standing": standing,
        "line": timeline(standing, today),
        "chart": chart_of(standing),
        "message": message_of(standing) if standing.accounts else "",
        "steps": ArrearsStep.objects.visible_to(member).filter(case=case).select_related("created_by", "withdrawn_by"),
        "corrections": corrections,
        "outcomes": RetentionOutcome.objects.visible_to(member).filter(case=case).select_related("created_by"),
        "unpaid": _unpaid(case, member),
        "reference": RentAccount.objects.visible_to(member).filter(case=case).first(),
        "today": today,
        "may_write": SOCIAL_TEAM(request),
        "may_acknowledge": TOLD_OF_UNPAID(request),
    }
    return render(request, "allocations/procedure.html", context)


def _unpaid(case: Case, member: Any) -> dict[str, Any] | None:
    notice = FirstUnpaid.objects.visible_to(member).standing().filter(case=case).first()
    if notice is None:
        return None
    seen = list(notice.seen.select_related("created_by"))
    return {"notice": notice, "seen": seen, "mine": any(one.side == member.side for one in seen)}


@access(SOCIAL_TEAM)
def snapshot(request: HttpRequest, pk: str) -> HttpResponse:
    """The rent account on a day, noted by hand."""
    case = opened(request, pk)
    record = ArrearsSnapshot(case=case, created_by=by(request))
    form = ArrearsForm(request.POST or None, instance=record, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Situation locative", submit="Enregistrer", case=case, back=_page(case),
        verb=lambda told: note_by_hand(form.save(commit=False), by=by(request)), done="Situation locative enregistrée.",
        intro="L'étape se calcule : à partir de deux mois de loyer net, l'impayé est constitué (CCH R824-1).",
    )  # fmt: skip


@access(SOCIAL_TEAM)
def step(request: HttpRequest, pk: str) -> HttpResponse:
    """An act of the procedure, on its date."""
    case = opened(request, pk)
    form = StepForm(request.POST or None, initial={"on": timezone.localdate(), "kind": request.GET.get("etape", "")})
    return act_page(
        request, form=form, title="Étape de la procédure", submit="Noter l'étape", case=case, back=_page(case),
        verb=lambda told: ArrearsStep.note(case, by=by(request), **told), done="Étape notée.",
        intro="Vous notez ce qui a été fait. Les dates qui en découlent se calculent et s'affichent.",
    )  # fmt: skip


@access(SOCIAL_TEAM)
@require_POST
def withdraw_step(request: HttpRequest, pk: str) -> HttpResponse:
    """Noted by mistake: struck out, not erased."""
    found = open_or_404(request, ArrearsStep.objects.select_related("case__household"), pk=pk)
    attempt(request, lambda: found.withdraw(at=timezone.now(), by=by(request)), done="Étape retirée.")
    return redirect(_page(found.case))


@access(TOLD_OF_UNPAID)
@require_POST
def acknowledge(request: HttpRequest, pk: str) -> HttpResponse:
    """One's side has seen the first unpaid month."""
    notice = open_or_404(request, FirstUnpaid.objects.select_related("case__household"), pk=pk)
    member: Any = request.membership  # type: ignore[attr-defined]
    attempt(request, lambda: notice.acknowledge(member, by=by(request)), done="Prise de connaissance notée.")
    return redirect(_page(notice.case))


@access(SOCIAL_TEAM)
def account(request: HttpRequest, pk: str) -> HttpResponse:
    """The lease reference that ties imported statements to this household."""
    case = opened(request, pk)
    known = RentAccount.objects.visible_to(request.membership).filter(case=case).first()  # type: ignore[attr-defined]
    form = RentAccountForm(request.POST or None, initial={"reference": known.reference if known else ""})
    return act_page(
        request, form=form, title="Référence du bail", submit="Enregistrer la référence", case=case, back=_page(case),
        verb=lambda told: RentAccount.attach(case, told["reference"], by=by(request)), done="Référence enregistrée.",
    )  # fmt: skip


@access(SOCIAL_TEAM)
def outcome(request: HttpRequest, pk: str) -> HttpResponse:
    """How the tenancy turns out, at a review or at the end."""
    case = opened(request, pk)
    today: date = timezone.localdate()
    form = RetentionOutcomeForm(request.POST or None, initial={"on": today})
    return act_page(
        request, form=form, title="Issue du maintien", submit="Noter l'issue", case=case, back=_page(case),
        verb=lambda told: RetentionOutcome.note(case, told["kind"], on=told["on"], by=by(request)), done="Issue notée.",
        intro="Ce que le bailleur constate de l'occupation. La fin de l'accompagnement, elle, est dite par l'association.",
    )  # fmt: skip
