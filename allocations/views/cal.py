"""The CAL (CALEOL): who is ready, inscribed, pending, decided. The landlord's officer writes; others read."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from allocations.checklist import Checklist, checklists
from allocations.forms.cal import ScheduleForm
from allocations.models import CalPresentation, CalSitting, Dwelling, Offer
from allocations.views.shared import by, opened, visible_cases, writers_of
from households.access import readers
from households.acts import act_page
from households.confidentiality import DataClass
from households.models import Case, HousingRequest
from lodabord.kernel.access import access

OFFICER = writers_of(CalPresentation)
PER_PAGE = 25


def tabs(request: HttpRequest) -> dict[str, int]:
    """How many wait on each page of the CAL."""
    member: Any = request.membership  # type: ignore[attr-defined]
    passages = CalPresentation.objects.visible_to(member)
    return {
        "ready": visible_cases(request).filter(state=Case.State.CAL_READY).count(),
        "scheduled": passages.scheduled().count(),
        "offers": Offer.objects.visible_to(member).awaiting_reply().count(),
        "pending": passages.pending().count(),
    }


def cal_page(request: HttpRequest, tab: str, template: str, **context: Any) -> HttpResponse:
    """One of the pages of the CAL, under their common bar."""
    told = {"tab": tab, "tabs": tabs(request), "today": timezone.localdate(), "may_write": OFFICER(request), **context}
    return render(request, template, told)


@access(readers(DataClass.PROCESS))
def index(request: HttpRequest) -> HttpResponse:
    """Ready for the CAL, the oldest first: what waits, what blocks, until when the number holds."""
    today = timezone.localdate()
    cases = visible_cases(request).filter(state=Case.State.CAL_READY).order_by("cal_ready_on", "pk")
    cases = list(
        cases.select_related("household__housing_request", "agreement", "referent").prefetch_related(
            "household__persons", "agreement__terms"
        )
    )
    lists = checklists(cases, today)
    return cal_page(request, "ready", "allocations/cal.html", ready=[_wait(lists[case.pk], today) for case in cases])


def _wait(file: Checklist, today: date) -> dict[str, Any]:
    """How long a household has waited, and the quota its request suggests."""
    case = file.case
    waited = (today - case.cal_ready_on).days if case.cal_ready_on else 0
    request = getattr(case.household, "housing_request", None)
    late = waited > case.agreement.terms_on(today).cal_within_days
    return {"file": file, "case": case, "waited": waited, "late": late, "request": request, "quota": quota_of(request)}


def quota_of(request: HousingRequest | None) -> str:
    """What the request says of the State's quota: SYPLO, or DALO."""
    if request is None:
        return ""
    if request.dalo_status == HousingRequest.Dalo.RECOGNISED:
        return "DALO reconnu"
    return "SYPLO" if request.syplo_labelled_on else ""


@access(readers(DataClass.PROCESS))
def scheduled(request: HttpRequest) -> HttpResponse:
    """Inscribed households, under the sitting that will examine them; the coming sittings without any."""
    today, member = timezone.localdate(), request.membership  # type: ignore[attr-defined]
    passages = CalPresentation.objects.visible_to(member).scheduled().select_related(
        "case__household__housing_request", "case__referent", "dwelling", "note"
    )  # fmt: skip
    by_day: dict[Any, list[CalPresentation]] = {}
    for passage in passages.prefetch_related("case__household__persons").order_by("cal_on", "created_at"):
        by_day.setdefault((passage.case.agreement_id, passage.cal_on), []).append(passage)
    planned = CalSitting.objects.visible_to(member).filter(state=CalSitting.State.PLANNED).select_related("agreement")
    shown = [
        {"sitting": one, "passages": by_day[one.agreement_id, one.on], "past": one.on <= today}
        for one in planned.order_by("on")
        if (one.agreement_id, one.on) in by_day
    ]
    empty = [one for one in planned.coming(today) if (one.agreement_id, one.on) not in by_day]
    return cal_page(request, "scheduled", "allocations/cal_scheduled.html", sittings=shown, empty=empty)


@access(readers(DataClass.PROCESS))
def pending(request: HttpRequest) -> HttpResponse:
    """Ranks that wait for those before, conditions that wait for their document."""
    passages = CalPresentation.objects.visible_to(request.membership).pending()  # type: ignore[attr-defined]
    rows = passages.select_related("case__household", "case__referent", "dwelling").prefetch_related(
        "case__household__persons"
    )
    return cal_page(
        request, "pending", "allocations/cal_pending.html", rows=rows.order_by("condition_deadline", "cal_on")
    )


@access(readers(DataClass.PROCESS))
def recent(request: HttpRequest) -> HttpResponse:
    """The last passages, page by page: decision, effect, notification, announcement."""
    passages = CalPresentation.objects.visible_to(request.membership).decided()  # type: ignore[attr-defined]
    passages = passages.select_related("case__household", "case__agreement", "dwelling", "motive")
    ordered = passages.prefetch_related("announcements").order_by("-cal_on", "-created_at", "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    return cal_page(request, "recent", "allocations/cal_recent.html", page=page)


@access(OFFICER)
def schedule(request: HttpRequest, pk: str) -> HttpResponse:
    """Inscribe on a CAL, as a priority (R-23). `?logement=` comes from a dwelling's own page."""
    case, today, member = opened(request, pk), timezone.localdate(), request.membership  # type: ignore[attr-defined]
    dwellings = Dwelling.objects.visible_to(member).filter(agreement=case.agreement)
    sittings = CalSitting.objects.visible_to(member).coming(today).filter(agreement=case.agreement)
    chosen = next((one for one in dwellings if str(one.pk) == request.GET.get("logement")), None)
    housing_request = HousingRequest.objects.visible_to(member).filter(household=case.household_id).first()
    initial = {
        "sitting": sittings.first(),
        "dwelling": chosen,
        "quota": CalPresentation.Quota.STATE_PRIORITY if quota_of(housing_request) else CalPresentation.Quota.UNKNOWN,
    }
    form = ScheduleForm(request.POST or None, dwellings=dwellings, sittings=sittings, initial=initial)

    def inscribe(told: dict[str, Any]) -> None:
        CalPresentation.schedule(case, on=today, by=by(request), **told)

    return act_page(
        request, form=form, title="Inscrire en CAL", submit="Inscrire", verb=inscribe,
        back=reverse("allocations:cal_file", args=[case.pk]), case=case,
        done="Ménage inscrit en CAL, dossier prioritaire.",
    )  # fmt: skip
