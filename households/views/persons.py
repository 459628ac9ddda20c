"""Who the household is, where it lives, what it lives on, what it asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from households.access import writers
from households.acts import act_page
from households.confidentiality import DataClass
from households.forms import HousingRequestForm, PersonForm, PriorityForm, ResourcesForm, SituationForm
from households.models import Event, HouseholdPriority, HousingRequest, Person, ResidentialSituation, Resources
from households.views.shared import by, opened
from lodabord.kernel.access import access


@access(writers(DataClass.IDENTITY))
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Identity and contact of the holder."""
    case = opened(request, pk)
    holder = case.household.holder or Person(household=case.household, role=Person.Role.HOLDER)
    form = PersonForm(request.POST or None, instance=holder)

    def keep(told: dict[str, Any]) -> None:
        form.save()
        Event.record(case, "household.identity_changed", by=by(request), facts={"fields": form.changed_data})

    return act_page(
        request, form=form, title="Identité et coordonnées", submit="Enregistrer", verb=keep,
        back=case.get_absolute_url(), case=case, done="Coordonnées enregistrées.",
    )  # fmt: skip


@access(writers(DataClass.ADMINISTRATIVE))
def situation(request: HttpRequest, pk: str) -> HttpResponse:
    """Where the household lives from a day on."""
    case = opened(request, pk)
    record = ResidentialSituation(household=case.household)
    form = SituationForm(request.POST or None, instance=record, initial={"since": timezone.localdate()})
    return act_page(
        request, form=form, title="Nouvelle situation résidentielle", submit="Enregistrer",
        verb=lambda told: form.save(), back=case.get_absolute_url(), case=case, done="Situation enregistrée.",
    )  # fmt: skip


@access(writers(DataClass.ADMINISTRATIVE))
def resources(request: HttpRequest, pk: str) -> HttpResponse:
    """What the household lives on from a day on."""
    case = opened(request, pk)
    record = Resources(household=case.household)
    form = ResourcesForm(request.POST or None, instance=record, initial={"since": timezone.localdate()})
    return act_page(
        request, form=form, title="Ressources", submit="Enregistrer", verb=lambda told: form.save(),
        back=case.get_absolute_url(), case=case, done="Ressources enregistrées.",
    )  # fmt: skip


@access(writers(DataClass.ADMINISTRATIVE))
def housing_request(request: HttpRequest, pk: str) -> HttpResponse:
    """The request for social housing: number and dates."""
    case = opened(request, pk)
    record = HousingRequest.objects.filter(household=case.household).first() or HousingRequest(household=case.household)
    form = HousingRequestForm(request.POST or None, instance=record)

    def keep(told: dict[str, Any]) -> None:
        form.save()
        Event.record(case, "household.housing_request", by=by(request), facts={"expires_on": record.expires_on})

    return act_page(
        request, form=form, title="Demande de logement social", submit="Enregistrer", verb=keep,
        back=case.get_absolute_url(), case=case, done="Demande enregistrée.",
        intro="Sans numéro unique en cours de validité, aucune candidature n'est examinée en CAL (CCH L441-2-1).",
    )  # fmt: skip


@access(writers(DataClass.SENSITIVE_PRIORITY))
def priority(request: HttpRequest, pk: str) -> HttpResponse:
    """The priority public, for the association only; outside one reads « L441-1 »."""
    case = opened(request, pk)
    current = HouseholdPriority.objects.filter(household=case.household, main=True).first()
    form = PriorityForm(
        request.POST or None,
        instance=current or HouseholdPriority(household=case.household),
        today=timezone.localdate(),
        territory=case.agreement.territory_id,
    )

    def keep(told: dict[str, Any]) -> None:
        form.save()
        HousingRequest.objects.filter(household=case.household).update(priority_public=True)

    return act_page(
        request, form=form, title="Public prioritaire", submit="Enregistrer", verb=keep, back=case.get_absolute_url(),
        case=case, private=True, done="Public prioritaire enregistré.",
        intro="Le bailleur lit seulement « public prioritaire L441-1 », jamais le motif.",
    )  # fmt: skip
