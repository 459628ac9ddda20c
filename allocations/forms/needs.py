"""« Besoins de logement à venir »."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from allocations.forms.shared import choose
from allocations.models import Dwelling
from allocations.models.need import TYPOLOGIES
from allocations.models.quota import Quota
from lodabord.kernel.forms import ActForm, DateField

PLACES = "Des noms de communes ou de quartiers, séparés par des virgules. Ni adresse, ni motif."


class NeedForm(ActForm):
    """What is looked for. There is no field for a name, a note or a reason."""

    typologies = forms.MultipleChoiceField(
        label="Typologies qui conviennent", choices=[(one, one) for one in TYPOLOGIES],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    people = forms.IntegerField(label="Nombre de personnes", min_value=1, max_value=15)
    communes = forms.CharField(label="Communes souhaitées", max_length=300, required=False, help_text=PLACES)
    excluded = forms.CharField(
        label="Secteurs exclus", max_length=300, required=False,
        help_text=f"{PLACES} Le service attribution les lit sans savoir pourquoi, et n'a pas à le demander.",
    )  # fmt: skip
    benefit = forms.IntegerField(
        label="APL estimée (€ par mois)", min_value=0, max_value=2000, required=False,
        help_text="Simulée avec le ménage pour un loyer de ce niveau. Le service attribution ne la lit qu'à partir de la CAL.",
    )  # fmt: skip
    max_cost = forms.DecimalField(
        label="Loyer et charges, au plus (€ par mois)", min_value=1, max_digits=7, decimal_places=2, required=False
    )
    max_floor_without_lift = forms.IntegerField(
        label="Étage le plus haut sans ascenseur", min_value=0, max_value=20, required=False,
        help_text="0 pour le rez-de-chaussée ; vide si peu importe.",
    )  # fmt: skip
    needs_lift = forms.BooleanField(label="Ascenseur indispensable dès le premier étage", required=False)
    needs_accessible = forms.BooleanField(
        label="Logement accessible (mobilité réduite)", required=False, help_text="Sans dire pourquoi."
    )
    quota = forms.ChoiceField(label="Contingent", choices=Quota.choices, initial=Quota.UNKNOWN)
    priority = forms.BooleanField(
        label="Public prioritaire (L441-1)", required=False, help_text="Oui ou non ; jamais le motif."
    )
    ready_on = DateField(
        label="Prêt pour la CAL vers le", help_text="La fin prévue de la préparation, si rien d'autre."
    )

    def __init__(self, *args: Any, amount_in_words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["max_cost"].help_text = amount_in_words


class ForeseenForm(ActForm):
    dwelling = forms.ModelChoiceField(
        label="Logement pressenti", queryset=Dwelling.objects.none(), required=False, empty_label="Aucun",
        help_text="L'association le lit. Il n'engage personne et ne retient pas le logement.",
    )  # fmt: skip

    def __init__(self, *args: Any, dwellings: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "dwelling", dwellings)
