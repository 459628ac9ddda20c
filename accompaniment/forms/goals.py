"""A goal of the person, and how far it went."""

from typing import Any

from django import forms

from accompaniment.models import Goal, Theme
from lodabord.kernel.forms import ActForm, PastDateField


class GoalForm(ActForm):
    theme = forms.ChoiceField(label="Thème", choices=Theme.choices)
    words = forms.CharField(
        label="Dans les mots de la personne", max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="« Je veux… » : ses mots, pas les nôtres.",
    )  # fmt: skip
    on = PastDateField(label="Fixé le")


class GoalStateForm(ActForm):
    state = forms.ChoiceField(label="Où en est cet objectif ?", widget=forms.RadioSelect)
    on = PastDateField(label="Depuis le")
    note = forms.CharField(label="Précision", max_length=300, required=False)

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in Goal.State.choices if one[0] != goal.state]
        self.fields["state"].choices = others  # type: ignore[attr-defined]
