"""One row of « CAL du … »: what the commission decided for one of the programme's candidates."""

from datetime import date
from typing import Any

from django import forms

from allocations.forms.shared import choose, reasons
from allocations.models import CalPresentation
from allocations.sittings import WITHDRAWN
from households.models import RefusalReason
from lodabord.kernel.forms import ActForm, DateField, PastDateField

SHORT = {
    "a": "a) Attribution",
    "b": "b) Attribution, rang",
    "c": "c) Attribution sous condition",
    "d": "d) Non-attribution",
    "e": "e) Rejet, irrecevabilité",
}
TYPED = ("rank", "condition_document", "condition_deadline", "motive", "motive_text", "notified_on")


class ResultForm(ActForm):
    """Nothing is required but what the decision demands; the database says it, here at its row."""

    decision = forms.ChoiceField(
        label="Résultat",
        choices=[
            ("", "Pas encore"),
            ("Décision (CCH R441-3)", list(SHORT.items())),
            ("Pas une décision", [(WITHDRAWN, "Retiré de l'ordre du jour")]),
        ],
        required=False,
    )
    rank = forms.IntegerField(label="Rang", min_value=1, required=False)
    condition_document = forms.CharField(label="Pièce attendue", max_length=200, required=False)
    condition_deadline = DateField(label="Au plus tard le", required=False)
    motive = forms.ModelChoiceField(
        label="Motif", queryset=RefusalReason.objects.none(), required=False, empty_label="—"
    )
    motive_text = forms.CharField(label="Motif, en mots", max_length=200, required=False)
    candidates_count = forms.IntegerField(label="Candidats", min_value=1, required=False, initial=3)
    fewer_candidates = forms.ChoiceField(
        label="Moins de trois, parce que",
        choices=[("", "—"), *CalPresentation.FewerCandidates.choices],
        required=False,
    )
    dwelling_reference = forms.CharField(label="Logement (référence)", max_length=80, required=False)
    notified_on = PastDateField(label="Notifiée le", required=False)

    def __init__(self, *args: Any, passage: CalPresentation, today: date, motives: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"prefix": f"p-{passage.pk}"}))
        self.passage = passage
        self.fields["dwelling_reference"].initial = passage.dwelling_reference
        if passage.dwelling_id:
            del self.fields["dwelling_reference"]
        choose(self, "motive", reasons(RefusalReason.Kind.CAL, today))
        self.fields["motive"].choices = [("", "—"), *((one.pk, str(one)) for one in motives)]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs |= {
                "class": "form-select" if isinstance(field, forms.ChoiceField) else "form-control",
                "data-lo-result": name,
            }

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("decision") and any(told.get(name) for name in TYPED):
            raise forms.ValidationError("Choisissez le résultat de cette ligne, ou effacez ce qui y est écrit.")
        if told.get("decision") == WITHDRAWN and not told.get("motive_text"):
            raise forms.ValidationError("Un retrait de l'ordre du jour indique son motif, en mots.")
        return told

    @property
    def is_told(self) -> bool:
        """Something was recorded on this row."""
        return bool(self.cleaned_data.get("decision"))
