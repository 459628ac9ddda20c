"""A household's call or demand: noted while on the phone, given to somebody, answered or closed."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accompaniment.models import Request, Visit
from lodabord.kernel.forms import ActForm, DateTimeField
from lodabord.partners.models import Professional
from lodabord.templatetags.lodabord import hour, short_date

NOT_AN_ANSWER = "Un message laissé sur un répondeur ne traite pas la demande."


class RequestForm(ActForm):
    """Noted while on the phone: who, what; the rest is right by default."""

    who = forms.CharField(
        label="Ménage", max_length=80, help_text="Code, nom, prénom ou téléphone.",
        widget=forms.TextInput(attrs={"list": "menages", "autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    subject = forms.CharField(label="Demande", max_length=300, required=False)
    channel = forms.ChoiceField(label="Par", choices=Request.Channel.choices)
    received_at = DateTimeField(label="Reçue le", help_text="L'heure réelle de l'appel ; l'heure de saisie est gardée.")
    urgent = forms.BooleanField(label="Urgente", required=False)
    counts_for_target = forms.BooleanField(
        label="Demande une intervention", required=False, initial=True,
        help_text="Décochez pour une simple information : elle ne compte pas dans les délais de réponse.",
    )  # fmt: skip
    mine = forms.BooleanField(label="Je m'en occupe", required=False)

    def clean_received_at(self) -> datetime:
        told = self.cleaned_data["received_at"]
        if told > timezone.now():
            raise forms.ValidationError("Cette heure est dans le futur : vérifiez-la.")
        return told


class AnswerForm(ActForm):
    """What dealt with it: a contact already noted, or one noted by this very act."""

    answer = forms.ChoiceField(
        label="Traitée par", choices=Request.Answer.choices, widget=forms.RadioSelect, help_text=NOT_AN_ANSWER
    )
    at = DateTimeField(label="À quelle heure", help_text="L'heure réelle de l'intervention, pas celle de la saisie.")
    visit = forms.ModelChoiceField(
        label="Contact qui l'a traitée", queryset=Visit.objects.none(), required=False,
        empty_label="Pas encore noté : le noter avec cette réponse",
    )  # fmt: skip
    outcome = forms.CharField(label="Suite donnée", max_length=300, required=False)

    def __init__(self, *args: Any, contacts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["visit"]
        field.queryset = contacts
        field.label_from_instance = _contact


def _contact(visit: Visit) -> str:
    at = f" à {hour(visit.at)}" if visit.at else ""
    return f"{visit.get_kind_display()} du {short_date(visit.on)}{at}"


class HandForm(ActForm):
    colleague = forms.ModelChoiceField(label="À qui", queryset=Professional.objects.none())

    def __init__(self, *args: Any, colleagues: list[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = Professional.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in colleagues]
        )


class CloseForm(ActForm):
    reason = forms.ChoiceField(label="Pourquoi", choices=Request.Unanswered.choices, widget=forms.RadioSelect)
    outcome = forms.CharField(label="Précision", max_length=300, required=False)
