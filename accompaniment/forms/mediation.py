"""Opening a mediation, its meetings, its end. Lists only: no room for a name nor a reproach."""

from typing import Any

from django import forms

from accompaniment.models.mediation import Mediation, Party
from allocations.models import Disturbance
from lodabord.kernel.forms import ActForm, DateField, PastDateField, TimeField
from lodabord.templatetags.lodabord import short_date

OTHERS = [choice for choice in Party.choices if choice[0] != Party.HOUSEHOLD]


class DisturbancesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Disturbance) -> str:
        return f"{obj.get_kind_display()}, constaté le {short_date(obj.on)}"


class MediationForm(ActForm):
    reason = forms.ChoiceField(label="À propos de", choices=Mediation.Reason.choices, widget=forms.RadioSelect)
    parties = forms.MultipleChoiceField(
        label="Avec qui, en plus du ménage", choices=OTHERS, widget=forms.CheckboxSelectMultiple,
        help_text="En quelle qualité seulement. Aucun nom n'est noté.",
    )  # fmt: skip
    disturbances = DisturbancesField(
        label="Troubles signalés par le bailleur", queryset=Disturbance.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    on = PastDateField(label="Ouverte le")

    def __init__(self, *args: Any, disturbances: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["disturbances"].queryset = disturbances  # type: ignore[attr-defined]
        if not disturbances:
            del self.fields["disturbances"]


class MeetingForm(ActForm):
    on = DateField(label="Rencontre le")
    at = TimeField(label="À", required=False)


class MediationEndForm(ActForm):
    outcome = forms.ChoiceField(label="Issue", choices=Mediation.Outcome.choices, widget=forms.RadioSelect)
    on = PastDateField(label="Close le")
