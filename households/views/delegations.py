"""Delegation of visas: the head or the pilot has a colleague sign for some days, and reads what was signed in her name."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from households.acts import act_page, attempt
from households.journal import sentence
from households.models import Delegation, Event
from households.models.delegation import delegates_of
from households.visas import DELEGATORS, SIGNERS, held_today
from lodabord.kernel.access import access
from lodabord.kernel.forms import ActForm, DateField
from lodabord.partners.models import Professional

SHOWN = 50


class DelegationForm(ActForm):
    """To whom, from when to when."""

    delegate = forms.ModelChoiceField(label="À qui", queryset=Professional.objects.none())
    starts_on = DateField(label="Du")
    ends_on = DateField(label="Au (inclus)")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delegate"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("starts_on"), told.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Le dernier jour précède le premier.")
        return told


@access(SIGNERS)
def index(request: HttpRequest) -> HttpResponse:
    """One's own delegations and what was signed in one's name; for a delegate, what she holds."""
    member: Any = request.membership  # type: ignore[attr-defined]
    given = Delegation.objects.filter(delegator=member.professional_id, organisation=member.organisation_id)
    context = {
        "given": list(given.select_related("delegate")[:SHOWN]),
        "held": held_today(request),
        "signed": _signed_for(request, member),
        "delegates": DELEGATORS(request),
        "today": timezone.localdate(),
    }
    return render(request, "households/delegations.html", context)


index.menu_rule = DELEGATORS  # type: ignore[attr-defined]
"""A delegate is led here by what waits for her visa."""


def _signed_for(request: HttpRequest, member: Any) -> list[tuple[Event, str]]:
    """Visas given in one's name, the latest first."""
    if not DELEGATORS(request):
        return []
    me = str(member.professional_id)
    events = Event.objects.visible_to(member).filter(Q(facts__instead_of=me) | Q(facts__validated_for=me))
    return [(one, sentence(one)) for one in events.select_related("by", "case__household")[:SHOWN]]


@access(DELEGATORS)
def create(request: HttpRequest) -> HttpResponse:
    member, today = request.membership, timezone.localdate()  # type: ignore[attr-defined]
    form = DelegationForm(request.POST or None, people=delegates_of(member, today), initial={"starts_on": today})
    return act_page(
        request, form=form, title="Déléguer mes visas", submit="Déléguer", back=reverse("delegations:index"),
        verb=lambda told: Delegation.appoint(member, told["delegate"], today=today, **_days(told)), done="Délégation donnée.",
        intro="Pré-CAL, arbitrage, validation des notes et des bilans : cette personne signe en votre nom, ces jours-là "
        "seulement. Chaque signature porte « par délégation de » et votre nom.",
    )  # fmt: skip


def _days(told: dict[str, Any]) -> dict[str, Any]:
    return {"starts_on": told["starts_on"], "ends_on": told["ends_on"]}


@access(DELEGATORS)
@require_POST
def revoke(request: HttpRequest, pk: str) -> HttpResponse:
    """At once; what was signed stays."""
    delegation = Delegation.objects.filter(pk=pk, delegator=request.membership.professional_id).first()  # type: ignore[attr-defined]
    if delegation is None:
        raise Http404
    attempt(request, delegation.revoke, done="Délégation retirée.")
    return redirect("delegations:index")
