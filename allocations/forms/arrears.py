"""The rent account, the acts of a procedure, disturbances, and the import of accounts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from allocations.models import ArrearsSnapshot, ArrearsStep, Disturbance
from lodabord.kernel.forms import ActForm, ActModelForm, DateField, PastDateField
from lodabord.kernel.words import named_people
from lodabord.templatetags.lodabord import MONTHS


class ArrearsForm(ActModelForm):
    """The figures of a day. The stage is computed from them and from the acts noted."""

    on = PastDateField(label="À la date du")

    class Meta:
        model = ArrearsSnapshot
        fields = ("on", "debt", "net_rent", "apl", "apl_to_landlord", "plan_respected")


class StepForm(ActForm):
    """An act that took place. Each detail belongs to one kind of act."""

    kind = forms.ChoiceField(label="Étape", choices=ArrearsStep.Kind.choices)
    on = PastDateField(label="Faite le")
    plan_amount = forms.DecimalField(
        label="Mensualité du plan (€)", max_digits=7, decimal_places=2, required=False,
        help_text="Pour un plan d'apurement.",
    )  # fmt: skip
    old_lease = forms.BooleanField(
        label="Bail ancien : délai de deux mois", required=False,
        help_text="Pour un commandement de payer. Les baux en cours au 29 juillet 2023 gardent le délai de leur clause.",
    )  # fmt: skip
    hearing_on = DateField(label="Date d'audience", required=False, help_text="Pour une assignation.")
    leave_by = DateField(
        label="Date fixée par le juge pour partir", required=False,
        help_text="Pour un commandement de quitter les lieux, si elle n'est pas de deux mois.",
    )  # fmt: skip


class DisturbanceForm(ActModelForm):
    """A dated fact. No field for who complained, and a soft word when the text seems to name somebody."""

    on = PastDateField(label="Constaté le")
    ceased_on = PastDateField(label="Cessé le", required=False, help_text="Laissez vide s'il dure encore.")

    class Meta:
        model = Disturbance
        fields = ("on", "kind", "facts", "ceased_on")
        help_texts = {
            "facts": "Ce qui a été constaté, par qui du bailleur (gardien, agence), jamais le nom de qui s'en plaint. "
            "Aucune supposition sur la santé."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = named_people(str(self.data.get("facts", ""))) if self.is_bound else []
        if self.named:
            self.fields["keep_text"] = forms.BooleanField(
                label="Garder ce texte : il ne nomme ni voisin ni plaignant", required=False
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if self.named and not told.get("keep_text"):
            found = ", ".join(f"« {one} »" for one in self.named)
            self.add_error(
                "facts", f"Ce texte semble nommer quelqu'un ({found}). Retirez le nom, ou confirmez plus bas."
            )
        return told


class RentAccountForm(ActForm):
    reference = forms.CharField(
        label="Référence du bail", max_length=40,
        help_text="Celle de votre logiciel. Elle sert à rattacher les relevés importés à ce ménage.",
    )  # fmt: skip


class AccountImportForm(ActForm):
    """The month once, and the file."""

    month = forms.ChoiceField(label="Relevé du mois de")
    file = forms.FileField(
        label="Fichier CSV ou XLSX", widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="Colonnes : « Référence du bail », « Solde dû », « Loyer net », « APL » (facultative). 5 Mo au plus.",
    )  # fmt: skip

    def __init__(self, *args: Any, months: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (one.isoformat(), f"{MONTHS[one.month - 1]} {one.year}") for one in months
        ]

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])
