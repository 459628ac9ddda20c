"""The reports of an agreement: their list, a new one, its page, what changed since."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from households.access import open_or_404, roles
from households.acts import act_page
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from lodabord.partners.roles import Role
from reporting.changes import changes, explain
from reporting.committee_forms import ReasonForm
from reporting.committee_parts import committee_of
from reporting.committee_words import check_programme_text
from reporting.document import document
from reporting.earlier import earlier
from reporting.editions import Edition, edition_for
from reporting.forms import FreezeForm
from reporting.indicators.retention import RULE
from reporting.masked_tables import printed
from reporting.models import FunderEdition, ReportFile, SteeringSnapshot
from reporting.parts.definitions import annex
from reporting.periods import Quarter

PILOTS = frozenset({Role.ASSO_HEAD, Role.LANDLORD_PILOT})
READERS = PILOTS | {Role.ASSO_WORKER, Role.LANDLORD_SOCIAL, Role.FUNDER}
"""Who reads the committee's figures (sheet 04 §4.9, C0)."""
makers = roles(PILOTS)
"""Who computes and freezes a report."""


def _readable(request: Any) -> Any:
    """The reports of one's agreements; for funders, those that have their edition."""
    snapshots = SteeringSnapshot.objects.visible_to(request.membership)
    if edition_for(request.membership) == Edition.FUNDER:
        snapshots = snapshots.filter(provisional=False)
    return snapshots.select_related("agreement")


def edition_of(request: Any, snapshot: SteeringSnapshot) -> Edition:
    """The edition one reads; the association and the landlord may also look at the funders'."""
    mine = edition_for(request.membership)
    if request.GET.get("version") == Edition.FUNDER and not snapshot.provisional:
        return Edition.FUNDER
    return mine


def opened(request: HttpRequest, pk: Any) -> SteeringSnapshot:
    """The report, if one may read it."""
    snapshot: SteeringSnapshot = open_or_404(
        request,
        SteeringSnapshot.objects.select_related(
            "agreement__landlord", "agreement__association", "agreement__territory", "agreement__programme"
        ),
        pk=pk,
    )
    if edition_of(request, snapshot) == Edition.FUNDER and not FunderEdition.objects.filter(snapshot=snapshot).exists():
        raise Http404
    return snapshot


@access(roles(READERS))
def index(request: HttpRequest) -> HttpResponse:
    """By quarter, latest first."""
    agreement = current_agreement(request)
    context = {
        "agreement": agreement,
        "agreements": request.membership.agreements,  # type: ignore[attr-defined]
        "snapshots": _readable(request).filter(agreement=agreement),
        "may_make": makers(request),
        "for_funders": edition_for(request.membership) == Edition.FUNDER,  # type: ignore[attr-defined]
    }
    return render(request, "reporting/report_list.html", context)


@access(makers)
def create(request: HttpRequest) -> HttpResponse:
    """Compute and freeze a quarter."""
    agreement, today = current_agreement(request), timezone.localdate()
    form = FreezeForm(request.POST or None, agreement_start=agreement.starts_on, today=today)

    def freeze(told: dict[str, Any]) -> None:
        SteeringSnapshot.freeze(
            agreement,
            Quarter.named(told["quarter"]),
            today=today,
            at=timezone.now(),
            by=request.user,  # type: ignore[arg-type]
        )

    return act_page(
        request, form=form, title="Établir le rapport d'un trimestre", submit="Établir le rapport", verb=freeze,
        back=f"{reverse('reporting:reports')}?convention={agreement.code}", done="Rapport établi.",
        intro="Les chiffres sont calculés et figés : une correction plus tard ne changera pas ce qui a été présenté.",
        consequence="Pour un trimestre terminé, les financeurs pourront lire leur version.",
    )  # fmt: skip


@access(roles(READERS))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The report as a page: the very parts of the PDF."""
    snapshot = opened(request, pk)
    edition = edition_of(request, snapshot)
    before = earlier(snapshot.agreement, snapshot.period, edition, known_at=snapshot.computed_at)
    today = timezone.localdate()
    mine = edition_for(request.membership)  # type: ignore[attr-defined]
    context = {
        "report": document(
            snapshot.told(edition),
            snapshot.agreement,
            today,
            edition,
            earlier=before,
            committee=committee_of(snapshot, edition),
        ),
        "snapshot": snapshot,
        "formats": ReportFile.Format.choices,
        "may_compare": mine != Edition.FUNDER,
        "may_switch": mine != Edition.FUNDER and not snapshot.provisional,
    }
    return render(request, "reporting/report.html", context)


@access(roles(READERS - {Role.FUNDER}))
def compare(request: HttpRequest, pk: str) -> HttpResponse:
    """What was presented, beside what today's records give for the same quarter and date, and why."""
    snapshot = opened(request, pk)
    edition = edition_for(request.membership)  # type: ignore[attr-defined]
    context = {
        "snapshot": snapshot,
        "changes": changes(snapshot, edition, today=timezone.localdate()),
        "may_explain": makers(request),
    }
    return render(request, "reporting/report_changes.html", context)


@access(makers)
def explain_change(request: HttpRequest, pk: str, figure: str) -> HttpResponse:
    """Why one figure differs."""
    snapshot, today = opened(request, pk), timezone.localdate()
    edition = edition_for(request.membership)  # type: ignore[attr-defined]
    change = next((one for one in changes(snapshot, edition, today=today) if one.key == figure), None)
    if change is None:
        raise Http404
    form = ReasonForm(request.POST or None, initial={"reason": change.reason})

    def keep(told: dict[str, Any]) -> None:
        check_programme_text(told["reason"], request.membership)  # type: ignore[attr-defined]
        explain(snapshot, change, reason=told["reason"], at=timezone.now(), by=request.user)  # type: ignore[arg-type]

    return act_page(
        request, form=form, title=f"Pourquoi {change.code} diffère", submit="Noter la raison", verb=keep,
        back=reverse("reporting:report_changes", args=[snapshot.pk]), done="Raison notée.",
        intro=f"{change.label} ({change.where.lower()}) : {change.presented} présenté, {change.recomputed} recalculé.",
        consequence="Les deux valeurs et leur raison seront lues au COPIL suivant, financeurs compris.",
    )  # fmt: skip


@access(roles(READERS))
def definitions(request: HttpRequest) -> HttpResponse:
    """What each figure means, from the registry that computes it."""
    terms = current_agreement(request).terms_on(timezone.localdate())
    return render(request, "reporting/definitions.html", {"annex": annex(), "rule": RULE, **printed(terms)})
