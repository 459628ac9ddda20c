"""How a household says it can be reached safely."""

from typing import Any

from django import forms

from accompaniment.models import Channel, ContactAttempt
from lodabord.kernel.forms import ActForm, DateTimeField, PastDateField


class ContactPreferenceForm(ActForm):
    """What the person said is safe. A channel left out is not offered any more."""

    channels = forms.MultipleChoiceField(
        label="Canaux sûrs", choices=Channel.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="« Message vocal » : peut-on laisser un message sur le répondeur ?",
    )  # fmt: skip
    none = forms.BooleanField(label="Aucun canal n'est sûr : attendre que la personne vienne", required=False)
    safe_hours = forms.CharField(
        label="Heures sûres", max_length=120, required=False, help_text="Par exemple : après 17 h, jamais le mercredi."
    )
    caution = forms.CharField(
        label="Précautions", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ce qu'il ne faut pas faire, sans dire pourquoi. Par exemple : ne pas laisser de message.",
    )  # fmt: skip
    number = forms.CharField(
        label="Numéro à utiliser, si ce n'est pas celui de la personne", max_length=20, required=False
    )
    number_of = forms.CharField(
        label="À qui est ce numéro",
        max_length=80,
        required=False,
        help_text="Par exemple : sa sœur, l'accueil de jour.",
    )
    told_on = PastDateField(label="Dit par la personne le")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if bool(told.get("channels")) == bool(told.get("none")):
            self.add_error("channels", "Cochez les canaux sûrs, ou « Aucun canal n'est sûr », mais pas les deux.")
        if told.get("number") and not any(sign.isdigit() for sign in told["number"]):
            self.add_error("number", "Ce numéro n'a aucun chiffre : vérifiez-le.")
        return told


class ContactAttemptForm(ActForm):
    """Somebody tried to reach the household."""

    channel = forms.ChoiceField(label="Par", choices=Channel.choices)
    outcome = forms.ChoiceField(label="Résultat", choices=ContactAttempt.Outcome.choices, widget=forms.RadioSelect)
    at = DateTimeField(label="Quand", help_text="L'heure réelle, pas celle de la saisie.")

    def __init__(self, *args: Any, required_at: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not required_at:
            del self.fields["at"]
