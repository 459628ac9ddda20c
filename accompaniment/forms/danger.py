"""« Situation de danger »: facts, who was told, how it ended, and what the landlord may be told of the dwelling alone."""

from typing import Any

from django import forms

from accompaniment.models import DangerEntry
from households.models.referral import ConsentMode
from lodabord.kernel.forms import ActForm, DateTimeField, FactsField, PastDateField

DWELLING_FACTS = {
    "gaz": "Odeur de gaz ou installation de gaz dangereuse",
    "electricite": "Installation électrique dangereuse",
    "eau": "Fuite d'eau importante",
    "porte": "Porte ou fenêtre qui ne ferme plus",
    "chauffage": "Chauffage dangereux ou monoxyde de carbone",
    "structure": "Plafond, garde-corps ou plancher menaçant de céder",
}
"""All that the landlord may be told after a danger: the dwelling, never the persons."""


class AlarmForm(ActForm):
    seen_at = DateTimeField(label="Vu ou entendu le")
    facts = FactsField(label="Ce que vous avez vu ou entendu", max_length=3000, rows=5)
    told_to = forms.CharField(
        label="Qui avez-vous déjà prévenu ?", max_length=160, required=False,
        help_text="Par exemple : le 17, la cheffe de service.",
    )  # fmt: skip


class EntryForm(ActForm):
    kind = forms.ChoiceField(
        label="Ce que vous ajoutez", widget=forms.RadioSelect,
        choices=[one for one in DangerEntry.Kind.choices if one[0] != DangerEntry.Kind.OUTCOME],
    )  # fmt: skip
    at = DateTimeField(label="Quand")
    to = forms.CharField(label="À qui (service, numéro)", max_length=160, required=False)
    text = FactsField(label="Ce qui a été dit ou fait", max_length=3000, required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("kind") in DangerEntry.NAMES_SOMEBODY and not told.get("to"):
            self.add_error("to", "Indiquez qui a été prévenu.")
        if told.get("kind") and told["kind"] not in DangerEntry.NAMES_SOMEBODY and not told.get("text"):
            self.add_error("text", "Indiquez ce qui a été vu, dit ou décidé.")
        return told


class DangerEndForm(ActForm):
    outcome = FactsField(label="Comment cela s'est terminé, et qui suit maintenant", max_length=3000, rows=4)


class DwellingFactForm(ActForm):
    """A closed list: no text about persons can leave by this door."""

    facts = forms.MultipleChoiceField(
        label="Faits sur le logement", choices=list(DWELLING_FACTS.items()), widget=forms.CheckboxSelectMultiple
    )
    given_on = PastDateField(label="Accord de la personne donné le")
    mode = forms.ChoiceField(label="Forme de l'accord", choices=ConsentMode.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, asks_agreement: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_agreement:
            del self.fields["given_on"], self.fields["mode"]
