"""The directory of relays, and what is asked of them for a household."""

from typing import Any

from django import forms

from accompaniment.models import Relay, RelayKind
from lodabord.kernel.forms import ActForm, ActModelForm, FactsField, PastDateField
from lodabord.partners.models import Agreement


class RelayForm(ActModelForm):
    """One line of the directory."""

    class Meta:
        model = Relay
        fields = list(Relay.DETAILS)
        help_texts = {
            "does": "En une phrase : ce que le service fait, pour qui.",
            "phone": "Le numéro du service, jamais celui d'une personne.",
            "hours": "Par exemple : lundi au vendredi, 9 h à 12 h.",
            "territory": "Communes ou quartiers.",
        }

    def __init__(self, *args: Any, agreements: list[Agreement] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreements and len(agreements) > 1:
            of_mine = Agreement.objects.filter(pk__in=[one.pk for one in agreements])
            self.fields["agreement"] = forms.ModelChoiceField(label="Convention", queryset=of_mine)


class RelayRequestForm(ActForm):
    """A relay of the directory, or a service in words with its kind."""

    relay = forms.ModelChoiceField(
        label="Relais de l'annuaire", queryset=Relay.objects.none(), required=False, empty_label="Pas dans l'annuaire"
    )
    service = forms.CharField(label="Sinon, le nom du service", max_length=120, required=False)
    kind = forms.ModelChoiceField(
        label="Type de relais", queryset=RelayKind.objects.none(), required=False,
        help_text="Seulement pour un service qui n'est pas dans l'annuaire.",
    )  # fmt: skip
    what_for = FactsField(label="Ce qui est attendu", max_length=600, rows=3)
    asked_on = PastDateField(label="Demandé le")
    agreed_on = PastDateField(label="Accord de la personne donné le")

    def __init__(self, *args: Any, relays: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relay"].queryset = relays  # type: ignore[attr-defined]
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        relay = told.get("relay")
        if relay is not None:
            told["kind"], told["service"] = relay.kind, ""
        elif "relay" not in self.errors and not (told.get("service") or "").strip():
            self.add_error("relay", "Choisissez un relais de l'annuaire, ou écrivez le nom du service.")
        elif told.get("kind") is None and "kind" not in self.errors:
            self.add_error("kind", "Dites de quel type de relais il s'agit.")
        return told


class OutcomeForm(ActForm):
    """What came of it."""

    state = forms.ChoiceField(label="Ce qu'il en a été", widget=forms.RadioSelect)
    on = PastDateField(
        label="Effectif, ou répondu, le", help_text="Pour un relais obtenu : le premier jour où il agit."
    )
    outcome = forms.CharField(label="En quelques mots", max_length=300, required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


class ArchiveForm(ActForm):
    sure = forms.BooleanField(label="Ce service n'est plus à solliciter")
