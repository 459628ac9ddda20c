"""The grid of the pré-diagnostic."""

from typing import Any

from django import forms

from allocations.models import GridVersion, PreDiagnosis
from lodabord.kernel.forms import ActForm, DateField, FactsField


class GridForm(ActForm):
    """The grid of the pré-diagnostic: one line of levels per criterion, then what is shared and what is not."""

    def __init__(self, *args: Any, grid: GridVersion, health: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grid = grid
        for block in grid.criteria:
            for criterion in block["criteria"]:
                self.fields[f"c_{criterion['code']}"] = forms.ChoiceField(
                    label=f"{block['block']} — {criterion['label']}",
                    choices=[("", "—"), *PreDiagnosis.Level.choices],
                    required=False,
                )
        self.fields["to_prepare"] = forms.CharField(
            label="Ce que la préparation doit couvrir (partagé avec le bailleur)", max_length=1000, required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
        self.fields["notes"] = FactsField(label="Notes (réservées à l'association)", max_length=4000, required=False)
        if health:
            self.fields["second_public"] = forms.NullBooleanField(
                label="Souffrance psychique (réservé à l'association)", required=False,
                widget=forms.Select(choices=[("", "question non posée"), ("true", "oui"), ("false", "non")]),
                help_text="Jamais de diagnostic.",
            )  # fmt: skip
        self.fields["conclusion"] = forms.ChoiceField(
            label="Conclusion", choices=[("", "Enregistrer sans conclure"), *PreDiagnosis.Conclusion.choices], required=False,
            help_text="Conclure demande une réponse à chaque critère ; « Non renseigné » en est une.",
        )  # fmt: skip
        self.fields["on"] = DateField(label="Réalisé le")

    def answers(self) -> dict[str, str]:
        return {code: told for code in self.grid.codes if (told := self.cleaned_data.get(f"c_{code}"))}
