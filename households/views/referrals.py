"""Orientations: received by the association, or written by a prescriber who follows only what becomes of them."""

from collections import defaultdict
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from households.access import open_or_404, readers, roles, writers
from households.acts import act_page, attempt
from households.confidentiality import DataClass
from households.forms import ReferralForm
from households.models import Case, PrescriberAnswer, Referral, receive_referral
from lodabord.kernel import pdf
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from lodabord.partners.roles import PRESCRIBERS


@access(roles(PRESCRIBERS))
def own(request: HttpRequest) -> HttpResponse:
    """A prescriber's page: its own referrals, how far each went, and what the association answered."""
    mine = Referral.objects.visible_to(request.membership).order_by("-referred_on")  # type: ignore[attr-defined]
    told = mine.annotate(progress=F("case__progress"), opened=F("case__opened_on"), decided=F("case__decided_on"))
    rows = told.values("pk", "case_id", "referred_on", "urgent", "progress", "decided")
    labels = dict(Case.Progress.choices)
    answers: dict[Any, list[PrescriberAnswer]] = defaultdict(list)
    for answer in PrescriberAnswer.objects.visible_to(request.membership):  # type: ignore[attr-defined]
        answers[answer.case_id].append(answer)
    shown = [{**row, "label": labels[row["progress"]], "answers": answers[row["case_id"]]} for row in rows]
    return render(request, "households/own_referrals.html", {"referrals": shown})


@access(writers(DataClass.REFERRAL))
def create(request: HttpRequest) -> HttpResponse:
    """A new referral: by the association for a partner, or by the prescriber itself."""
    membership: Any = request.membership  # type: ignore[attr-defined]
    from_prescriber = membership.kind in PRESCRIBERS
    agreement = current_agreement(request)
    today = timezone.localdate()
    prescriber = membership.organisation if from_prescriber else None
    form = ReferralForm(request.POST or None, today=today, prescriber=prescriber)
    received: list[Referral] = []

    def receive(told: dict[str, Any]) -> None:
        received.append(
            receive_referral(
                agreement,
                household=form.household(),
                holder=form.holder(),
                situation=told["situation"],
                referral=form.referral(),
                by=membership.professional,
                from_prescriber=from_prescriber,
            )
        )

    back = reverse("households:own_referrals") if from_prescriber else reverse("households:cases")
    page = act_page(
        request, form=form, title="Nouvelle orientation", submit="Enregistrer l'orientation", verb=receive, back=back,
        done="Orientation enregistrée. L'association en accuse réception sous cinq jours ouvrés.",
        intro="Ce que vous écrivez est lu par l'association. Le bailleur ne connaît la situation qu'à partir de la pré-CAL.",
    )  # fmt: skip
    if received and not from_prescriber:
        return redirect(received[0].case)
    return page


@access(writers(DataClass.ASSESSMENT))
@require_POST
def take_charge(request: HttpRequest, pk: str) -> HttpResponse:
    """The association starts the pré-diagnostic."""
    case = open_or_404(request, Case.objects, pk=pk)
    member: Any = request.membership  # type: ignore[attr-defined]
    attempt(
        request,
        lambda: case.take_charge(on=timezone.localdate(), by=member.professional),
        done="Pré-diagnostic commencé.",
    )
    return redirect(case)


@access(readers(DataClass.REFERRAL))
def sheet(request: HttpRequest, pk: str) -> HttpResponse:
    """The « fiche d'orientation » as PDF, for the association that received it."""
    referrals = Referral.objects.select_related(
        "case__household", "case__agreement__programme", "case__agreement__landlord", "case__agreement__association",
        "case__agreement__territory", "prescriber", "prescriber_type",
    )  # fmt: skip
    rule = Case.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    referral = open_or_404(request, referrals.filter(case__in=rule), pk=pk)
    household = referral.case.household
    context = {
        "referral": referral,
        "case": referral.case,
        "household": household,
        "agreement": referral.case.agreement,
    }
    html = render_to_string("households/documents/referral_sheet.html", context)
    return pdf.response(html, f"fiche-orientation-{household.code}")
