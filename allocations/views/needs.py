"""« Besoins de logement à venir »: written by the association, read by the officer months before the CAL."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from allocations.forms.needs import ForeseenForm, NeedForm
from allocations.models import BenefitEstimate, Dwelling, ForeseenDwelling, HousingNeed
from allocations.models.need import TYPOLOGIES
from allocations.need_history import told_changes
from allocations.need_matches import files_of
from allocations.needs import starting_point
from allocations.views.matches import MATCHERS
from allocations.views.shared import by, opened, writers_of
from households.access import open_or_404, readers, writers
from households.acts import act_page, attempt
from households.confidentiality import DataClass
from households.models import Case
from lodabord.kernel import pdf
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement

READERS = readers(DataClass.HOUSING_NEED)
WRITERS = writers(DataClass.HOUSING_NEED)
OFFICER = writers_of(ForeseenDwelling)
PER_PAGE = 25


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ("typologie", "commune", "avant", "convention")}


def _found(request: HttpRequest, asked: dict[str, str]) -> QuerySet:
    """The current needs of one agreement, narrowed as asked, the soonest ready first."""
    needs = HousingNeed.objects.visible_to(request.membership).current()  # type: ignore[attr-defined]
    needs = needs.filter(agreement=current_agreement(request))
    if asked["typologie"] in TYPOLOGIES:
        needs = needs.filter(typologies__contains=[asked["typologie"]])
    if asked["commune"]:
        needs = needs.filter(Q(communes__unaccent__icontains=asked["commune"]) | Q(communes=""))
    if before := _date(asked["avant"]):
        needs = needs.filter(ready_on__lte=before)
    return needs.with_what_is_foreseen().order_by("ready_on", "code")


def _date(told: str) -> date | None:
    try:
        return parse_date(told)
    except ValueError:
        return None


@access(READERS)
def index(request: HttpRequest) -> HttpResponse:
    """Who will be ready, when, and what they need. Codes only."""
    asked, today = _asked(request), timezone.localdate()
    page = Paginator(_found(request, asked), PER_PAGE).get_page(request.GET.get("page"))
    kept = {name: value for name, value in asked.items() if value}
    files = files_of(page.object_list, request.membership)  # type: ignore[attr-defined]
    context = {
        "page": page,
        "rows": [{"need": one, "file": files.get(one.case_id)} for one in page.object_list],
        "asked": asked,
        "today": today,
        "query": f"{urlencode(kept)}&" if kept else "",
        "typologies": TYPOLOGIES,
        "agreements": request.membership.agreements,  # type: ignore[attr-defined]
    }
    return render(request, "allocations/need_list.html", context)


@access(READERS)
def printed(request: HttpRequest) -> HttpResponse:
    """The same list on paper, as filtered."""
    agreement, asked = current_agreement(request), _asked(request)
    context = {"needs": _found(request, asked), "asked": asked, "before": _date(asked["avant"]),
               "agreement": agreement, "today": timezone.localdate()}  # fmt: skip
    html = render_to_string("allocations/documents/needs.html", context)
    return pdf.response(html, f"besoins-de-logement-{agreement.code}")


def _need(request: HttpRequest, pk: str) -> HousingNeed:
    needs = HousingNeed.objects.visible_to(request.membership).with_what_is_foreseen()  # type: ignore[attr-defined]
    return open_or_404(request, needs.select_related("agreement"), pk=pk)


@access(READERS)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """One need, its history, the dwelling in mind."""
    need = _need(request, pk)
    current = need.state != HousingNeed.State.WITHDRAWN
    context = {
        "need": need,
        "case_file": files_of([need], request.membership).get(need.case_id),  # type: ignore[attr-defined]
        "changes": told_changes(need.changes.all()[:20]),
        "today": timezone.localdate(),
        "may_write": WRITERS(request) and current,
        "may_foresee": OFFICER(request) and current,
        "may_match": MATCHERS(request) and current,
    }
    return render(request, "allocations/need.html", context)


@access(WRITERS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Say what the household will need, or what has changed."""
    case, today = opened(request, pk), timezone.localdate()
    need = HousingNeed.objects.current().filter(case=case).first()
    start = starting_point(case, request.membership, today=today)  # type: ignore[attr-defined]
    initial = start.values | ({name: getattr(need, name) for name in HousingNeed.TOLD} if need else {})
    form = NeedForm(request.POST or None, initial=initial, amount_in_words=start.amount_in_words)

    def keep(told: dict[str, Any]) -> None:
        facts = dict(told)
        _keep_benefit(case, facts.pop("benefit"), today, by(request))
        if need:
            need.revise(on=today, by=by(request), **facts)
        else:
            HousingNeed.propose(case, on=today, by=by(request), **facts)

    return act_page(
        request, form=form, title="Besoin de logement à venir", submit="Enregistrer le besoin", verb=keep,
        back=need.get_absolute_url() if need else case.get_absolute_url(), case=case, done="Besoin enregistré.",
        intro="Le service attribution du bailleur le lit dès maintenant, sous le seul code du ménage : ni nom, ni note, ni "
        "adresse, ni motif.",
    )  # fmt: skip


def _keep_benefit(case: Case, amount: int | None, on: date, author: Any) -> None:
    """The estimate goes with the resources, closed to the officer until the CAL."""
    if amount is None:
        BenefitEstimate.objects.filter(case=case).delete()
        return
    told = {"monthly_amount": amount, "estimated_on": on, "created_by": author}
    if not BenefitEstimate.objects.filter(case=case, monthly_amount=amount).exists():
        BenefitEstimate.objects.update_or_create(case=case, defaults=told)


@access(WRITERS)
@require_POST
def review(request: HttpRequest, pk: str) -> HttpResponse:
    """Read again: still true."""
    need = _need(request, pk)
    attempt(request, lambda: need.review(on=timezone.localdate(), by=by(request)), done="Besoin relu : rien ne change.")
    return redirect(need)


@access(OFFICER)
def foresee(request: HttpRequest, pk: str) -> HttpResponse:
    """A dwelling in mind for this need, or none any more."""
    need, today = _need(request, pk), timezone.localdate()
    states = [Dwelling.State.VACANT, Dwelling.State.ACCEPTING, Dwelling.State.OFFERED]
    dwellings = Dwelling.objects.visible_to(request.membership).filter(agreement=need.agreement, state__in=states)  # type: ignore[attr-defined]
    initial = {"dwelling": request.GET.get("logement") or getattr(need.foreseen_dwelling, "dwelling_id", None)}
    form = ForeseenForm(request.POST or None, dwellings=dwellings, initial=initial)

    def note(told: dict[str, Any]) -> None:
        if told["dwelling"]:
            need.foresee(told["dwelling"], on=today, by=by(request))
        else:
            need.forget_dwelling(on=today)

    return act_page(
        request, form=form, title=f"Logement pressenti pour {need.code}", submit="Enregistrer", verb=note,
        back=need.get_absolute_url(), done="Logement pressenti enregistré : l'association le lit.",
    )  # fmt: skip
