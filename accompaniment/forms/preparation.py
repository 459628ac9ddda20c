"""Modules of the preparation, its extension, its end, its break."""

from typing import Any

from django import forms

from accompaniment.models import Exit, Outcome, PrepModule
from households.models import ExitReason
from lodabord.kernel.forms import ActForm, DateField, PastDateField

WORD_HELP = (
    "Réservé à l'association, jamais lu par les autres ménages. Un fait : ce qui est compris, ce qui est à revoir."
)


class ModuleForm(ActForm):
    """A module worked on with one household, outside any session that was planned."""

    module = forms.ModelChoiceField(label="Module", queryset=PrepModule.objects.all())
    on = PastDateField(label="Le")
    duration_minutes = forms.IntegerField(
        label="Durée (minutes)", min_value=1, max_value=600, required=False,
        help_text="Elle est écrite sur l'attestation remise à la personne.",
    )  # fmt: skip
    outcome = forms.ChoiceField(label="Ce qu'il en a été", choices=Outcome.choices, widget=forms.RadioSelect)
    acquired = forms.BooleanField(label="Acquis", required=False)
    word = forms.CharField(label="Un mot", max_length=300, required=False, help_text=WORD_HELP)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("acquired") and told.get("outcome") not in (Outcome.PRESENT, Outcome.LATE):
            self.add_error("acquired", "Un module acquis suppose une présence.")
        return told


class CorrectionForm(ModuleForm):
    """The same, of what is noted already: its module and day stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("module", "on", "duration_minutes"):
            del self.fields[name]


class ExtensionForm(ActForm):
    until = DateField(label="Prolongée jusqu'au")
    reason = forms.CharField(
        label="Motif (réservé à l'association)", max_length=300,
        help_text="Gardé au dossier. La fin prévue d'origine reste écrite.",
    )  # fmt: skip


class CompletionForm(ActForm):
    on = PastDateField(label="Préparation terminée le")
    early_because = forms.CharField(
        label="Si la fin prévue n'est pas atteinte : pourquoi", max_length=300, required=False
    )


class BreakForm(ActForm):
    """The preparation stops before its term."""

    on = PastDateField(label="La préparation s'arrête le")
    initiative = forms.ChoiceField(
        label="À l'initiative de", widget=forms.RadioSelect,
        choices=[(Exit.Initiative.HOUSEHOLD, "La personne"), (Exit.Initiative.SERVICE, "Le service")],
    )  # fmt: skip
    reason = forms.ModelChoiceField(
        label="Motif (réservé à l'association)",
        queryset=ExitReason.objects.filter(nature=ExitReason.Nature.BEFORE_HOUSING),
    )
    handover = forms.CharField(
        label="Relais mis en place", max_length=300, required=False,
        help_text="Facultatif : vers qui la personne peut se tourner.",
    )  # fmt: skip
