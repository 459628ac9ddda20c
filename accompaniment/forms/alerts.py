"""Points of vigilance: written with a last day, renewed or lifted with a reason."""

from django import forms

from accompaniment.models import HouseholdAlert
from lodabord.kernel.forms import ActForm, DateField

FACT = "Des faits utiles à qui va sur place, sans jugement ni diagnostic. La personne peut demander à lire ce texte."


class AlertForm(ActForm):
    kind = forms.ChoiceField(label="Nature", choices=HouseholdAlert.Kind.choices, widget=forms.RadioSelect)
    level = forms.ChoiceField(label="Niveau", choices=HouseholdAlert.Level.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label="Ce qu'il faut savoir", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=FACT
    )
    starts_on = DateField(label="À partir du")
    until = DateField(label="Jusqu'au", help_text="Six mois au plus : ensuite, il se renouvelle en disant pourquoi.")


class RenewalForm(ActForm):
    until = DateField(label="Jusqu'au", help_text="Six mois au plus à partir d'aujourd'hui.")
    why = forms.CharField(label="Pourquoi c'est encore vrai", max_length=300)


class LiftingForm(ActForm):
    why = forms.CharField(label="Pourquoi il n'a plus lieu d'être", max_length=300)
