"""The end of an accompaniment."""

from typing import Any

from django import forms

from accompaniment.models import (
    Exit,
)
from households.models import Case, ExitReason
from lodabord.kernel.forms import ActForm, PastDateField


class ExitForm(ActForm):
    """End of the accompaniment."""

    on = PastDateField(label="Fin d'accompagnement le")
    reason = forms.ModelChoiceField(label="Motif (réservé à l'association)", queryset=ExitReason.objects.all())
    destination = forms.CharField(
        label="Destination", max_length=120, required=False, help_text="Indispensable si le logement a été quitté."
    )
    initiative = forms.ChoiceField(label="À l'initiative de", choices=Exit.Initiative.choices)
    handover = forms.CharField(label="Relais mis en place", max_length=300, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = ExitReason.Nature.BEFORE_HOUSING
        reasons = (
            ExitReason.objects.exclude(nature=before) if case.housed_from else ExitReason.objects.filter(nature=before)
        )
        self.fields["reason"].queryset = reasons  # type: ignore[attr-defined]
