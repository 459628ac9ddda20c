"""The contract, its amendments, their signatures."""

from typing import Any

from django import forms

from accompaniment.models import MeasurePeriod
from lodabord.kernel.forms import ActForm, DateField, FactsField, PastDateField


class ContractForm(ActForm):
    """What the person and the association commit to, written together."""

    objectives = FactsField(
        label="Objectifs, dans les mots de la personne", max_length=1500, required=False,
        help_text="Ses mots à elle, comme elle les dit.",
    )  # fmt: skip
    intensity = forms.ChoiceField(
        label="Rythme des visites", choices=MeasurePeriod.Intensity.choices,
        help_text="Dans le logement. Le rythme de l'accompagnement suit ce qui est signé.",
    )  # fmt: skip
    rhythm = forms.CharField(label="Précision sur le rythme", max_length=200, required=False)
    person_commits = forms.CharField(
        label="Ce à quoi la personne s'engage", max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="En plus de prévenir quand un rendez-vous ne convient pas.",
    )  # fmt: skip
    association_commits = forms.CharField(
        label="Ce à quoi nous nous engageons en plus", max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="En plus des visites, des délais de réponse et du secret.",
    )  # fmt: skip
    phone = forms.CharField(
        label="Téléphone à appeler", max_length=30, required=False,
        help_text="Laissé vide, le contrat porte les numéros du référent et du suppléant.",
    )  # fmt: skip


class AmendmentForm(ContractForm):
    """The same, and what changes."""

    reason = forms.CharField(label="Ce que change l'avenant", max_length=300)
    applies_from = DateField(label="S'applique à partir du", required=False, help_text="Sinon, à la signature.")
    field_order = ["reason", "applies_from"]


class SignatureForm(ActForm):
    """Who signed, and when."""

    person_on = PastDateField(label="La personne a signé le", required=False)
    association_on = PastDateField(label="L'association a signé le", required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not told.get("person_on") and not told.get("association_on"):
            raise forms.ValidationError("Indiquez qui a signé, et le jour.")
        return told
