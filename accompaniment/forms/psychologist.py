"""Asking the psychologist to come, her answer, her notes."""

from typing import Any

from django import forms

from accompaniment.models import PsychologistNote, PsychologistRequest
from lodabord.kernel.forms import ActForm, ActModelForm, DateField, TimeField
from lodabord.partners.models import Professional


class PsychologistRequestForm(ActForm):
    """A reason in a list, a delay, the person's agreement. No sentence: nothing of anybody's health."""

    motive = forms.ChoiceField(
        label="Motif", choices=PsychologistRequest.Motive.choices, widget=forms.RadioSelect,
        help_text="Une liste courte, sans diagnostic. Le reste se dit de vive voix.",
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label="Délai souhaité", choices=PsychologistRequest.Urgency.choices, widget=forms.RadioSelect
    )
    person_agrees = forms.BooleanField(
        label="La personne est d'accord pour la rencontrer", required=False,
        help_text="Nécessaire, sauf pour un avis donné à l'équipe.",
    )  # fmt: skip
    psychologist = forms.ModelChoiceField(
        label="Adressée à", queryset=Professional.objects.none(),
        help_text="Elle lira le dossier à partir d'aujourd'hui.",
    )  # fmt: skip

    def __init__(self, *args: Any, psychologists: list[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Professional.objects.filter(pk__in=[one.pk for one in psychologists])
        self.fields["psychologist"].queryset = found  # type: ignore[attr-defined]
        if len(psychologists) == 1:
            self.fields["psychologist"].initial = psychologists[0].pk
            self.fields["psychologist"].empty_label = None  # type: ignore[attr-defined]


class AcceptanceForm(ActForm):
    meeting_on = DateField(label="Je passe le")
    at = TimeField(label="À", required=False)


class DecliningForm(ActForm):
    reason = forms.ChoiceField(
        label="Pourquoi", choices=PsychologistRequest.Declined.choices, widget=forms.RadioSelect,
        help_text="Le référent la lit.",
    )  # fmt: skip


class PsychologistNoteForm(ActModelForm):
    class Meta:
        model = PsychologistNote
        fields = ("on", "duration_minutes", "text", "shared_with_team")
        help_texts = {"shared_with_team": "Sans cette case, vous seule lisez cette note. Le bailleur ne la lit jamais."}
