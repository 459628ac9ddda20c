"""« Entrées et baux »: who is about to move in, the shared list of each entry, what an agreement changes in it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from allocations.entries import entries_under_way, lines_of
from allocations.forms.move_ins import MoveInDatesForm, StepTermsForm
from allocations.models import (
    ExaminationPeriod,
    LeaseNotice,
    MoveIn,
    MoveInStepKind,
    MoveInStepTerms,
    SlidingReview,
    Tenancy,
)
from allocations.models.move_in_kinds import agreed_steps, common_delay
from allocations.views.shared import ORGANISERS, by
from households.access import open_or_404, readers, writers
from households.acts import act_page
from households.confidentiality import DataClass
from lodabord.kernel import pdf
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement

TICKERS = writers(DataClass.PROCESS)


@access(readers(DataClass.PROCESS))
def index(request: HttpRequest) -> HttpResponse:
    """Entries under way, the nearest step first; then the leases that slide, and those that end."""
    member: Any = request.membership  # type: ignore[attr-defined]
    today = timezone.localdate()
    sliding = Tenancy.objects.visible_to(member).filter(status=Tenancy.Status.SLIDING_LEASE, ends_on__isnull=True)
    notices = LeaseNotice.objects.visible_to(member).running().select_related("case__household")
    context = {
        "entries": entries_under_way(member, today),
        "sliding": _sliding(sliding.select_related("case__household", "convention")),
        "notices": notices.order_by("ends_on"),
        "today": today,
        "may_set": ORGANISERS(request),
    }
    return render(request, "allocations/move_in_list.html", context)


def _sliding(tenancies: Any) -> list[dict[str, Any]]:
    """Each sliding lease with its last period and the review it awaits."""
    found = list(tenancies.order_by("starts_on"))
    periods = {one.tenancy_id: one for one in ExaminationPeriod.objects.filter(tenancy__in=found).order_by("starts_on")}
    reviews = {one.tenancy_id: one for one in SlidingReview.objects.filter(tenancy__in=found, conclusion="")}
    return [{"tenancy": one, "period": periods.get(one.pk), "review": reviews.get(one.pk)} for one in found]


def _entry(request: HttpRequest, pk: str) -> MoveIn:
    records = MoveIn.objects.select_related(
        "case__household", "case__agreement__landlord", "case__agreement__association", "case__agreement__programme",
        "case__agreement__territory", "case__referent",
    )  # fmt: skip
    return open_or_404(request, records, pk=pk)


@access(readers(DataClass.PROCESS))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The list of an entry: one tap per step."""
    entry = _entry(request, pk)
    lines = lines_of(entry, request.membership, may_tick=TICKERS(request))  # type: ignore[attr-defined]
    left = [line for line in lines if line.step.state == "todo"]
    context = {
        "entry": entry,
        "case": entry.case,
        "lines": lines,
        "left": len(left),
        "today": timezone.localdate(),
        "may_plan": TICKERS(request) and not any(line.step.is_signature_done for line in lines),
    }
    return render(request, "allocations/move_in.html", context)


@access(TICKERS)
def dates(request: HttpRequest, pk: str) -> HttpResponse:
    """The days the partners agree on: every step that hangs on them follows."""
    entry = _entry(request, pk)
    form = MoveInDatesForm(request.POST or None, entry=entry)
    return act_page(
        request, form=form, title="Signature et clés prévues", submit="Enregistrer les dates",
        verb=lambda told: entry.plan(by=by(request), **told), back=reverse("allocations:move_in", args=[entry.pk]),
        case=entry.case, done="Dates enregistrées : les étapes qui en dépendent sont recalculées.",
    )  # fmt: skip


@access(readers(DataClass.PROCESS))
def document(request: HttpRequest, pk: str) -> HttpResponse:
    """The list as PDF, for the household and both partners."""
    entry = _entry(request, pk)
    context = {
        "entry": entry,
        "case": entry.case,
        "agreement": entry.case.agreement,
        "steps": entry.steps.select_related("kind").order_by("kind__position"),  # type: ignore[attr-defined]
        "today": timezone.localdate(),
    }
    html = render_to_string("allocations/documents/move_in.html", context)
    return pdf.response(html, f"entree-{entry.case.household.code}")


@access(ORGANISERS)
def terms(request: HttpRequest) -> HttpResponse:
    """The steps as this agreement applies them."""
    agreement = current_agreement(request)
    context = {"agreement": agreement, "steps": agreed_steps(agreement.pk)}
    return render(request, "allocations/move_in_terms.html", context)


@access(ORGANISERS)
def term(request: HttpRequest, code: str) -> HttpResponse:
    """Another delay, an amount, or no such step here."""
    agreement = current_agreement(request)
    back = reverse("allocations:move_in_terms") + f"?convention={agreement.code}"
    kind = MoveInStepKind.objects.filter(pk=code).first()
    if kind is None:
        raise Http404
    own = MoveInStepTerms.objects.filter(agreement=agreement, kind=kind).first()
    form = StepTermsForm(request.POST or None, instance=own or MoveInStepTerms(agreement=agreement, kind=kind))
    return act_page(
        request, form=form, title=f"Étape : {kind.label.lower()}", submit="Enregistrer", verb=lambda told: form.save(),
        back=back, done="Étape réglée pour la convention : les prochaines entrées la suivront.",
        intro=f"Dépend de : {kind.get_anchor_display().lower()}. Délai commun : {common_delay(kind)}.",
    )  # fmt: skip
