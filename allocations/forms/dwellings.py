"""Dwellings."""

from typing import Any

from allocations.forms.shared import choose
from allocations.models import Dwelling
from lodabord.kernel.forms import ActModelForm
from lodabord.partners.models import Agreement


class DwellingForm(ActModelForm):
    class Meta:
        model = Dwelling
        fields = (
            "reference", "agency", "address", "commune", "typology", "surface", "financing", "rent", "charges", "floor",
            "has_lift",
        )  # fmt: skip

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "agency", agreement.landlord.agencies.all())
