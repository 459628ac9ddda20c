"""Dwellings: their facts, and the acts that move them."""

from typing import Any

from django import forms

from allocations.forms.shared import choose
from allocations.models import Dwelling
from lodabord.kernel.forms import ActForm, ActModelForm
from lodabord.partners.models import Agreement


class DwellingForm(ActModelForm):
    """Facts only: where the dwelling stands is moved by acts."""

    class Meta:
        model = Dwelling
        fields = (
            "reference", "commune", "sector", "address", "agency", "typology", "surface", "financing", "quota", "rent",
            "charges", "energy_class", "floor", "has_lift", "accessible", "available_on",
        )  # fmt: skip
        help_texts = {
            "sector": "Il sert à voir si le logement est dans un secteur qu'un ménage exclut.",
            "rent": "Hors charges, par mois.",
            "floor": "0 pour le rez-de-chaussée.",
            "quota": "Quand le logement relève d'un réservataire précis.",
        }

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "agency", agreement.landlord.agencies.all())
        self.fields["accessible"].widget = forms.NullBooleanSelect()
        self.fields["accessible"].widget.choices = [("unknown", "non renseigné"), ("true", "oui"), ("false", "non")]


class WithdrawalOfDwellingForm(ActForm):
    reason = forms.CharField(
        label="Motif du retrait", max_length=200, help_text="Par exemple : travaux, vente, démolition."
    )


class DwellingListForm(ActForm):
    """The file to read; nothing is written before its preview is confirmed."""

    file = forms.FileField(
        label="Liste des logements (CSV ou XLSX)",
        help_text="Cinq mégaoctets au plus. La première ligne porte les titres des colonnes ; d'autres colonnes sont ignorées.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
