"""The CAL file of a household: its checklist kept together, its two printed pages."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.checklist import checklist_of
from allocations.forms.papers import OtherPaperForm, PaperForm
from allocations.journal_of_papers import history_of
from allocations.models import CalPresentation, FilePaper
from allocations.models.file_paper import DERIVED, note_rest_in_registry
from allocations.people import PAPER_GETTERS, people_of
from allocations.views.cal import OFFICER, quota_of
from allocations.views.shared import by, writers_of
from households.access import open_or_404, roles
from households.acts import act_page, attempt
from households.confidentiality import READERS, DataClass
from households.models import Case, ResidentialSituation, Resources, Transmission
from households.papers import PaperKind
from households.stateful import MoveRefused
from lodabord.kernel import pdf
from lodabord.kernel.access import access

KEEPERS = writers_of(FilePaper)
USUAL_DELAY = timedelta(days=14)
WHOLE_FILE = (
    READERS[DataClass.PROCESS]
    & READERS[DataClass.IDENTITY]
    & READERS[DataClass.ADMINISTRATIVE]
    & READERS[DataClass.TRANSMITTED]
)
"""The printed file tells identity, resources, request and the transmitted note: only who may read all four."""


def _case(request: HttpRequest, pk: str) -> Case:
    loaded = Case.objects.select_related(
        "household__housing_request", "agreement__landlord", "agreement__association", "agreement__programme",
        "agreement__territory", "referent",
    )  # fmt: skip
    case = open_or_404(request, loaded.prefetch_related("household__persons"), pk=pk)
    if not case.is_access:
        raise Http404
    return case


def _passage(request: HttpRequest, case: Case) -> CalPresentation | None:
    """The proposal under way, if there is one."""
    seen = CalPresentation.objects.visible_to(request.membership).filter(case=case)  # type: ignore[attr-defined]
    return seen.exclude(state="withdrawn").select_related("dwelling").order_by("-cal_on", "-created_at").first()


def _whole(request: HttpRequest, case: Case) -> dict[str, Any]:
    """All that the file tells, on screen and on paper."""
    today = timezone.localdate()
    housing_request, file = getattr(case.household, "housing_request", None), checklist_of(case, today)
    return {
        "case": case,
        "household": case.household,
        "agreement": case.agreement,
        "file": file,
        "read_on": _read_on(file.note),
        "request_of_housing": housing_request,
        "status": housing_request.status_on(today) if housing_request else None,
        "quota": quota_of(housing_request),
        "situation": ResidentialSituation.objects.filter(household=case.household_id).first(),
        "resources": Resources.objects.filter(household=case.household_id).first(),
        "passage": _passage(request, case),
        "today": today,
    }


def _read_on(note: Transmission | None) -> date | None:
    """The day the frozen note says that it was read with the person."""
    told = note.content.get("read_with_person_on") if note else None
    return date.fromisoformat(told) if told else None


@access(roles(WHOLE_FILE))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """« Dossier CAL »: papers by state, the note and its version, the request, the proposal."""
    case = _case(request, pk)
    can_inscribe = case.state == Case.State.CAL_READY and OFFICER(request)
    context = {**_whole(request, case), "may_keep": KEEPERS(request), "can_inscribe": can_inscribe}
    context["may_unblock"] = OFFICER(request)
    return render(request, "allocations/cal_file.html", context)


@access(roles(WHOLE_FILE))
def print_file(request: HttpRequest, pk: str) -> HttpResponse:
    """The same in two printed pages, dated; sensitive priority is never there, « L441-1 » only."""
    case = _case(request, pk)
    html = render_to_string("allocations/documents/cal_file.html", _whole(request, case))
    return pdf.response(html, f"dossier-cal-{case.household.code}")


def _paper_page(request: HttpRequest, case: Case, paper: FilePaper, *, is_new_other: bool = False) -> HttpResponse:
    today = timezone.localdate()
    people = people_of(case.agreement, PAPER_GETTERS, today)
    initial = {
        "state": paper.state if paper.pk and not paper._state.adding and paper.state != "to_renew" else None,
        "on": today,
        "renew_by": paper.renew_by,
        "side": paper.side,
        "holder": paper.holder_id,
        "due_on": paper.due_on or today + USUAL_DELAY,
    }
    form_class = OtherPaperForm if is_new_other else PaperForm
    form = form_class(request.POST or None, people=people, initial=initial)

    def keep(told: dict[str, Any]) -> None:
        if is_new_other:
            paper.label = told["label"]
            if FilePaper.objects.filter(case=case, kind=paper.kind, label=paper.label).exists():
                raise MoveRefused("Cette pièce est déjà sur la liste de ce ménage.")
        tell(paper, told, today=today, who=by(request))

    return act_page(
        request, form=form, title="Autre pièce demandée" if is_new_other else str(paper), submit="Enregistrer",
        verb=keep, back=reverse("allocations:cal_file", args=[case.pk]), case=case, done="Pièce mise à jour.",
        intro=history_of(paper, request.membership),  # type: ignore[attr-defined]
    )  # fmt: skip


def tell(paper: FilePaper, told: dict[str, Any], *, today: Any, who: Any) -> None:
    """What was said of the paper, by its own verb."""
    if told["state"] in FilePaper.FOUND:
        paper.find(told["state"], on=told["on"], renew_by=told.get("renew_by"), by=who)
    elif told["state"] == FilePaper.State.NOT_NEEDED:
        paper.set_aside(by=who)
    else:
        paper.ask(
            side=told["side"], holder=told["holder"], due_on=told["due_on"], on=today, mistaken=told["mistaken"], by=who
        )


@access(KEEPERS)
def paper(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    """One paper of the list: where it is, or who gets it."""
    case = _case(request, pk)
    if kind not in PaperKind.values or kind in DERIVED:
        raise Http404
    if kind == PaperKind.OTHER:
        return _paper_page(request, case, FilePaper(case=case, kind=kind), is_new_other=True)
    return _paper_page(request, case, FilePaper.on_the_list(case, kind))


@access(KEEPERS)
def other_paper(request: HttpRequest, pk: str) -> HttpResponse:
    """A paper that the landlord asks for besides the usual ones."""
    kept = open_or_404(request, FilePaper.objects.select_related("case__household", "case__agreement", "holder"), pk=pk)
    return _paper_page(request, kept.case, kept)


@access(KEEPERS)
@require_POST
def rest_in_registry(request: HttpRequest, pk: str) -> HttpResponse:
    """With the registry open: everything nobody spoke of is there."""
    case = _case(request, pk)
    attempt(
        request,
        lambda: note_rest_in_registry(case, on=timezone.localdate(), by=by(request)),
        done="Pièces constatées au SNE aujourd'hui.",
    )
    return redirect("allocations:cal_file", pk=case.pk)


@access(OFFICER)
@require_POST
def blocking(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    """The officer says whether the inscription waits for a paper of this household."""
    case = _case(request, pk)
    if kind not in PaperKind.values or kind in DERIVED | {PaperKind.OTHER}:
        raise Http404
    one = FilePaper.on_the_list(case, kind)
    told = "n'attend plus" if one.blocking else "attend"
    attempt(
        request,
        lambda: one.let_block(not one.blocking, by=by(request)),
        done=f"L'inscription en CAL {told} cette pièce : « {one} ».",
    )
    return redirect("allocations:cal_file", pk=case.pk)
