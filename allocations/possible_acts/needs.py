"""Saying what the household will need, from the pré-CAL to the award."""

from django.urls import reverse

from allocations.models import HousingNeed
from households.acts_menu import PossibleAct
from households.confidentiality import WRITERS, DataClass
from households.models import Case
from households.stages import State

S = State


def say(case: Case, role: str) -> list[PossibleAct]:
    """First among the acts while it is missing."""
    if role not in WRITERS[DataClass.HOUSING_NEED]:
        return []
    known = HousingNeed.objects.current().filter(case=case).exists()
    label = "Mettre à jour le besoin de logement" if known else "Noter le besoin de logement"
    missing = not known and case.state == S.PREPARATION
    return [PossibleAct(label, reverse("allocations:need_edition", args=[case.pk]), primary=missing)]


BY_STATE = dict.fromkeys((S.PRECAL_ACCEPTED, S.PREPARATION, S.CAL_READY, S.CAL_SCHEDULED, S.CAL_AWARDED), say)
