"""The report form: done standing in a hallway, on a phone, twice a year. Few fields, the rest already filled in."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from households.models import Household, Person, Report, open_case_with
from lodabord.kernel.forms import ActForm, DateField, PastDateField
from lodabord.kernel.words import named_people
from lodabord.partners.models import Agreement

YES_NO = [("yes", "Oui"), ("no", "Non, pas encore")]
ONLY_FACTS = (
    "Ce que vous avez vu ou lu, avec les dates. Des faits, aucune supposition sur la santé, aucun nom de voisin. "
    "La personne peut demander à lire ce texte."
)
KNOWN = (
    "Un dossier est déjà ouvert pour cette référence locataire : le pôle prévention des impayés connaît la situation. "
    "Appelez-le pour lui dire ce que vous avez constaté. Si la fiche concerne un autre ménage, vérifiez la référence ; "
    "si elle est juste, cochez « Envoyer quand même »."
)


class ReportForm(ActForm):
    """Who, where, which facts. What an officer may not have at hand is under « Si vous l'avez sous la main »."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    motives = forms.MultipleChoiceField(
        label="Pourquoi cette fiche ?", choices=Report.Motive.choices, widget=forms.CheckboxSelectMultiple,
        help_text="Un ou plusieurs motifs.",
    )  # fmt: skip
    civility = forms.ChoiceField(
        label="Locataire", choices=[*Person.Civility.choices[:2]], initial="ms", widget=forms.RadioSelect
    )
    last_name = forms.CharField(label="Nom", max_length=80)
    first_name = forms.CharField(label="Prénom", max_length=80)
    tenant_ref = forms.CharField(
        label="Référence locataire", max_length=40, required=False,
        help_text="Sur la quittance. Elle relie la fiche au compte et évite les doublons.",
    )  # fmt: skip
    dwelling = forms.CharField(
        label="Logement", max_length=160, required=False, help_text="Adresse ou numéro de logement."
    )
    facts = forms.CharField(
        label="Faits constatés, avec leurs dates", max_length=1000, help_text=ONLY_FACTS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    debt_months = forms.DecimalField(
        label="Dette, en mois de loyer net", max_digits=4, decimal_places=1, min_value=0, required=False,
        help_text="À peu près. Laissez vide s'il n'y a pas d'impayé.",
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5"}),
    )  # fmt: skip
    already_tried = forms.CharField(
        label="Ce qui a déjà été fait", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Appels, courriers, passages, plan proposé.",
    )  # fmt: skip
    household_informed = forms.ChoiceField(
        label="Le ménage sait-il que vous envoyez cette fiche ?", choices=YES_NO, widget=forms.RadioSelect
    )
    urgent = forms.BooleanField(label="Situation urgente", required=False)
    reported_on = PastDateField(label="Repéré le")
    agency: Any = forms.ModelChoiceField(label="Agence", queryset=None, required=False)
    phone = forms.CharField(
        label="Téléphone du locataire", max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    lease_date = DateField(label="Date du bail", required=False)
    composition = forms.ChoiceField(label="Composition du ménage", choices=Household.Composition.choices)
    dependants = forms.IntegerField(label="Enfants à charge", min_value=0, max_value=15, initial=0)
    send_anyway = forms.BooleanField(label="Envoyer quand même", required=False)

    AT_HAND = ("reported_on", "agency", "phone", "lease_date", "composition", "dependants")
    """Already filled in or optional: folded, so that the page stays short."""

    def __init__(self, *args: Any, today: date, agreement: Agreement, agency: Any, agencies: QuerySet, **kwargs: Any):
        kwargs.setdefault("initial", {"reported_on": today, "agency": agency, "submission": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.is_known = False

    def main_fields(self) -> list[Any]:
        """In the order of the page."""
        aside = {*self.AT_HAND, "submission", "send_anyway"}
        return [field for field in self if field.name not in aside]

    def at_hand_has_errors(self) -> bool:
        return any(self[name].errors for name in self.AT_HAND)

    def fields_at_hand(self) -> list[Any]:
        return [self[name] for name in self.AT_HAND]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        reference = told.get("tenant_ref")
        self.is_known = bool(reference) and open_case_with(self.agreement, str(reference))
        if self.is_known and not told.get("send_anyway"):
            self.add_error("tenant_ref", KNOWN)
        return told

    def names_told(self) -> list[str]:
        """What looks like a person's name in the facts, for a soft word after sending."""
        return named_people(self.cleaned_data.get("facts", ""))

    def household(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("composition", "dependants")}

    def holder(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("civility", "first_name", "last_name", "phone")}

    def report(self) -> dict[str, Any]:
        names = (
            "reported_on", "agency", "motives", "facts", "already_tried", "debt_months", "tenant_ref", "lease_date",
            "urgent",
        )  # fmt: skip
        told = {name: self.cleaned_data[name] for name in names}
        return {**told, "household_informed": self.cleaned_data["household_informed"] == "yes"}
