"""The landlord's dwellings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from allocations.forms.dwellings import DwellingForm
from allocations.models import Dwelling
from households.access import readers, roles
from households.acts import act_page
from households.confidentiality import DataClass
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from lodabord.partners.roles import Role

KEEPERS = roles({Role.LANDLORD_ALLOC, Role.LANDLORD_PILOT})


@access(readers(DataClass.TENANCY))
def index(request: HttpRequest) -> HttpResponse:
    """References, typology, rent; not who lives there."""
    agreement = current_agreement(request)
    dwellings = Dwelling.objects.visible_to(request.membership).filter(agreement=agreement)  # type: ignore[attr-defined]
    return render(request, "allocations/dwelling_list.html", {"dwellings": dwellings, "may_write": KEEPERS(request)})


@access(KEEPERS)
def create(request: HttpRequest) -> HttpResponse:
    agreement = current_agreement(request)
    form = DwellingForm(request.POST or None, instance=Dwelling(agreement=agreement), agreement=agreement)
    return act_page(
        request, form=form, title="Nouveau logement", submit="Enregistrer", verb=lambda told: form.save(),
        back=reverse("allocations:dwellings"), done="Logement enregistré.",
    )  # fmt: skip
