"""The versions of the pré-diagnostic grid: read by both partners, proposed by the head, agreed by the pilot."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.forms.grids import SendingBackForm, SubmissionForm
from allocations.grid_changes import changes
from allocations.grid_drafts import apply, known_codes
from allocations.grid_rules import BLOCK_LENGTH, LABEL_LENGTH
from allocations.models import GridVersion
from allocations.views.shared import by
from households.access import open_or_404, readers, roles
from households.acts import act_page, attempt
from households.confidentiality import DataClass
from lodabord.kernel.access import access
from lodabord.kernel.forms import ActForm
from lodabord.partners.current import current_agreement
from lodabord.partners.roles import Role

HEAD = roles({Role.ASSO_HEAD})
PILOT = roles({Role.LANDLORD_PILOT})
READERS = readers(DataClass.ASSESSMENT)


def _versions(request: HttpRequest) -> Any:
    return GridVersion.objects.visible_to(request.membership).select_related(  # type: ignore[attr-defined]
        "agreement", "proposed_by", "agreed_by", "sent_back_by"
    )


@access(READERS)
def index(request: HttpRequest) -> HttpResponse:
    """Every version, the latest first, with what each changed."""
    agreement = current_agreement(request)
    versions = list(_versions(request).filter(agreement=agreement).order_by("number"))
    agreed = [one for one in versions if one.agreed_on]
    rows = []
    for one in versions:
        before = next((other for other in reversed(agreed) if other.number < one.number), None)
        rows.append(
            {"version": one, "before": before, "changes": changes(before.criteria, one.criteria) if before else []}
        )
    context = {
        "agreement": agreement,
        "rows": rows[::-1],
        "in_force": agreed[-1] if agreed else None,
        "may_propose": HEAD(request) and not any(one.status in OPEN for one in versions),
    }
    return render(request, "allocations/grid_list.html", context)


OPEN = {GridVersion.Status.DRAFT, GridVersion.Status.SUBMITTED, GridVersion.Status.SENT_BACK}


@access(READERS)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """One version, compared with another: by default, the one in force before it."""
    version = open_or_404(request, _versions(request), pk=pk)
    others = list(_versions(request).filter(agreement=version.agreement).exclude(pk=pk).order_by("number"))
    earlier = [one for one in others if one.agreed_on and one.number < version.number]
    asked = request.GET.get("avec", "")
    other = next((one for one in others if str(one.pk) == asked), earlier[-1] if earlier else None)
    old, new = (version, other) if other and other.number > version.number else (other, version)
    context = {
        "version": version,
        "others": others,
        "other": other,
        "changes": changes(old.criteria, new.criteria) if old and new else [],
        "old": old,
        "new": new,
        "may_edit": HEAD(request) and version.is_editable,
        "may_abandon": HEAD(request) and version.status in OPEN,
        "may_answer": PILOT(request) and version.status == GridVersion.Status.SUBMITTED,
    }
    return render(request, "allocations/grid.html", context)


@access(HEAD)
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """A draft that starts from the version in force."""
    agreement, made = current_agreement(request), []
    if attempt(request, lambda: made.append(GridVersion.draft(agreement))):
        return redirect("allocations:grid_edition", pk=made[0].pk)
    return redirect("allocations:grids")


@access(HEAD)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Blocks and criteria: every button keeps what was typed, then does its act. Works without JavaScript."""
    version = open_or_404(request, _versions(request), pk=pk)
    typed = None
    if request.method == "POST":
        typed, anchor, told = apply(version.criteria, request.POST, known_codes(version.agreement))
        revision = request.POST.get("revision", "")
        kept = attempt(
            request, lambda: version.rewrite(typed, revision=int(revision) if revision.isdecimal() else -1)
        )  # fmt: skip
        for sentence in told:
            messages.warning(request, sentence)
        if kept:
            onward = "grid_submission" if "submit" in request.POST else "grid_edition"
            return redirect(reverse(f"allocations:{onward}", args=[pk]) + (f"#{anchor}" if anchor else ""))
    context = {
        "version": version,
        "criteria": typed or version.criteria,
        "may_edit": version.is_editable,
        "objections": version.objections() if version.criteria else [],
        "label_length": LABEL_LENGTH,
        "block_length": BLOCK_LENGTH,
    }
    return render(request, "allocations/grid_edition.html", context, status=200 if typed is None else 422)


@access(HEAD)
def submit(request: HttpRequest, pk: str) -> HttpResponse:
    """Before the pilot, with the list of changes."""
    version = open_or_404(request, _versions(request), pk=pk)
    today = timezone.localdate()
    form = SubmissionForm(request.POST or None, initial={"why": version.why})
    return _answer(
        request, version, form, title=f"Proposer la version {version.number}", submit="Proposer au bailleur",
        verb=lambda told: version.submit(why=told["why"], on=today, by=by(request)),
        done="Proposition transmise à la pilote du bailleur. La version en vigueur ne change pas d'ici là.",
    )  # fmt: skip


@access(PILOT)
def agree(request: HttpRequest, pk: str) -> HttpResponse:
    """Both partners agree: in force for the assessments to come."""
    version = open_or_404(request, _versions(request), pk=pk)
    today = timezone.localdate()
    return _answer(
        request, version, _only_a_yes(request), title=f"Convenir de la version {version.number}",
        submit="Donner l'accord du bailleur", verb=lambda told: version.agree(on=today, by=by(request)),
        done=f"La version {version.number} est en vigueur pour les prochains pré-diagnostics.",
        consequence="Une version convenue ne se modifie plus. Les dossiers déjà évalués gardent la leur.",
    )  # fmt: skip


@access(PILOT)
def send_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Not as it is: the association reads why."""
    version = open_or_404(request, _versions(request), pk=pk)
    form, today = SendingBackForm(request.POST or None), timezone.localdate()
    return _answer(
        request, version, form, title=f"Renvoyer la version {version.number}", submit="Renvoyer à l'association",
        verb=lambda told: version.send_back(because=told["because"], on=today, by=by(request)),
        done="Proposition renvoyée à l'association.",
    )  # fmt: skip


@access(HEAD)
def abandon(request: HttpRequest, pk: str) -> HttpResponse:
    """The version in force stays."""
    version = open_or_404(request, _versions(request), pk=pk)
    return _answer(
        request, version, _only_a_yes(request), title=f"Abandonner la version {version.number}",
        submit="Abandonner la proposition", verb=lambda told: version.abandon(on=timezone.localdate()), danger=True,
        done="Proposition abandonnée.", consequence="La version en vigueur reste la même. Le brouillon est gardé en mémoire.",
    )  # fmt: skip


def _only_a_yes(request: HttpRequest) -> ActForm:
    """An act that asks for nothing but to be confirmed."""
    return ActForm(request.POST if request.method == "POST" else None)


def _answer(request: HttpRequest, version: GridVersion, form: Any, **page: Any) -> HttpResponse:
    """An act on a version, with what it changes in sight."""
    before = GridVersion.objects.in_force(version.agreement)
    told = " ".join(one.sentence for one in changes(before.criteria, version.criteria)) if before else ""
    page.setdefault("intro", told)
    return act_page(request, form=form, back=version.get_absolute_url(), **page)
