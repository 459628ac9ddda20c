"""The landlord's dwellings: the list, one dwelling, and the acts that move it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.forms.dwellings import DwellingForm, WithdrawalOfDwellingForm
from allocations.models import CalPresentation, Dwelling, DwellingMove, Tenancy
from allocations.models.need import TYPOLOGIES
from allocations.views.matches import MATCHERS
from allocations.views.shared import by
from households.access import open_or_404, readers, roles
from households.acts import act_page, attempt
from households.confidentiality import DataClass
from households.visibility import dwelling_rule
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from lodabord.partners.roles import Role

READERS = readers(DataClass.TENANCY)
KEEPERS = roles({Role.LANDLORD_ALLOC, Role.LANDLORD_PILOT})
PER_PAGE = 25
S = Dwelling.State
TONES = {S.VACANT: "todo", S.ACCEPTING: "done", S.OFFERED: "soon", S.OCCUPIED: "info", S.WITHDRAWN: "lock"}
"""The icon of each state; the word says the rest."""


@access(READERS)
def index(request: HttpRequest) -> HttpResponse:
    """References, typology, rent and state; not who lives there."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "etat", "typologie", "commune", "convention")}
    agreement = current_agreement(request)
    dwellings = Dwelling.objects.visible_to(request.membership).filter(agreement=agreement)  # type: ignore[attr-defined]
    page = Paginator(_narrow(dwellings, asked).order_by("reference"), PER_PAGE).get_page(request.GET.get("page"))
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "page": page,
        "rows": [{"dwelling": one, "tone": TONES[S(one.state)]} for one in page.object_list],
        "asked": asked,
        "query": f"{urlencode(kept)}&" if kept else "",
        "states": S.choices,
        "typologies": TYPOLOGIES,
        "agreements": request.membership.agreements,  # type: ignore[attr-defined]
        "may_write": KEEPERS(request),
    }
    return render(request, "allocations/dwelling_list.html", context)


def _narrow(dwellings: QuerySet, asked: dict[str, str]) -> QuerySet:
    for word in asked["q"].split():
        dwellings = dwellings.filter(
            Q(reference__icontains=word) | Q(address__unaccent__icontains=word) | Q(sector__unaccent__icontains=word)
            | Q(commune__unaccent__icontains=word)
        )  # fmt: skip
    if asked["etat"] in S.values:
        dwellings = dwellings.filter(state=asked["etat"])
    if asked["typologie"] in TYPOLOGIES:
        dwellings = dwellings.filter(typology=asked["typologie"])
    if asked["commune"]:
        dwellings = dwellings.filter(commune__unaccent__icontains=asked["commune"])
    return dwellings


def _dwelling(request: HttpRequest, pk: str) -> Dwelling:
    return open_or_404(request, Dwelling.objects.select_related("agreement__landlord", "agency"), pk=pk)


@access(READERS)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Facts, state, history; the households it was presented to, for whoever may know where they live."""
    member: Any = request.membership  # type: ignore[attr-defined]
    dwelling = _dwelling(request, pk)
    known = dwelling_rule(member, "case__")
    passages = CalPresentation.objects.visible_to(member).filter(known, dwelling=dwelling)
    tenancies = Tenancy.objects.visible_to(member).filter(dwelling=dwelling)
    may_write = KEEPERS(request)
    context = {
        "dwelling": dwelling,
        "tone": TONES[S(dwelling.state)],
        "moves": DwellingMove.objects.visible_to(member).filter(dwelling=dwelling)[:30],
        "passages": passages.select_related("case__household", "offer").order_by("-cal_on"),
        "tenancies": tenancies.select_related("case__household").order_by("-starts_on"),
        "may_write": may_write,
        "acts": _acts(dwelling) if may_write else [],
        "may_match": MATCHERS(request) and dwelling.state in (S.VACANT, S.ACCEPTING),
    }
    return render(request, "allocations/dwelling.html", context)


def _acts(dwelling: Dwelling) -> list[tuple[str, str, bool]]:
    """(label, address, done at once by a button) of what may be done from this state."""
    found = {
        S.VACANT: [("Ouvrir au programme", "dwelling_opening", True), ("Retirer", "dwelling_withdrawal", False)],
        S.ACCEPTING: [
            ("Garder hors du programme", "dwelling_closing", True),
            ("Retirer", "dwelling_withdrawal", False),
        ],
        S.OFFERED: []
        if dwelling.has_an_offer_under_way
        else [("L'offre n'a pas abouti : remettre à disposition", "dwelling_release", True)],
        S.WITHDRAWN: [("Remettre à louer", "dwelling_return", True)],
        S.OCCUPIED: [],
    }[S(dwelling.state)]
    return [(label, reverse(f"allocations:{name}", args=[dwelling.pk]), post) for label, name, post in found]


@access(KEEPERS)
def create(request: HttpRequest) -> HttpResponse:
    """A dwelling known to the programme, vacant."""
    agreement = current_agreement(request)
    dwelling = Dwelling(agreement=agreement)
    form = DwellingForm(request.POST or None, instance=dwelling, agreement=agreement)
    return act_page(
        request, form=form, title="Nouveau logement", submit="Enregistrer",
        verb=lambda told: dwelling.register(by=by(request), on=timezone.localdate()),
        back=reverse("allocations:dwellings"), done="Logement enregistré, vacant. Ouvrez-le au programme pour le proposer.",
    )  # fmt: skip


@access(KEEPERS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Its facts; its state is moved by acts."""
    dwelling = _dwelling(request, pk)
    form = DwellingForm(request.POST or None, instance=dwelling, agreement=dwelling.agreement)
    return act_page(
        request, form=form, title=f"Logement {dwelling.reference}", submit="Enregistrer",
        verb=lambda told: dwelling.save(update_fields=list(form.fields)), back=dwelling.get_absolute_url(),
        done="Logement mis à jour.",
    )  # fmt: skip


@access(KEEPERS)
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Not to let for now."""
    dwelling = _dwelling(request, pk)
    form = WithdrawalOfDwellingForm(request.POST or None)
    return act_page(
        request, form=form, title=f"Retirer le logement {dwelling.reference}", submit="Retirer", danger=True,
        verb=lambda told: dwelling.withdraw(reason=told["reason"], by=by(request), on=timezone.localdate()),
        back=dwelling.get_absolute_url(), done="Logement retiré.",
        consequence="Il ne sera plus proposé, jusqu'à ce qu'il soit remis à louer.",
    )  # fmt: skip


def _at_once(verb: Callable[..., None], done: str) -> Callable[[HttpRequest, str], HttpResponse]:
    """A move that asks for nothing: one button."""

    @access(KEEPERS)
    @require_POST
    def view(request: HttpRequest, pk: str) -> HttpResponse:
        dwelling = _dwelling(request, pk)
        attempt(request, lambda: verb(dwelling, by=by(request), on=timezone.localdate()), done=done)
        return redirect(dwelling)

    return view


open_to_programme = _at_once(Dwelling.open_to_programme, "Logement ouvert au programme : il apparaît face aux besoins.")
close_to_programme = _at_once(Dwelling.close_to_programme, "Logement gardé hors du programme.")
put_back = _at_once(Dwelling.put_back, "Logement remis à louer, vacant.")
release = _at_once(Dwelling.release, "Logement de nouveau à disposition du programme.")
