"""The papers of a CAL file: where one is, or who gets it before when."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from allocations.forms.shared import choose
from allocations.models import FilePaper
from lodabord.kernel.forms import ActForm, DateField, PastDateField
from lodabord.partners.models import Professional

STATES = [
    (FilePaper.State.IN_REGISTRY, "Elle est au SNE"),
    (FilePaper.State.ORIGINAL_SEEN, "L'original a été vu"),
    (FilePaper.State.MISSING, "Elle est à obtenir, ou à renouveler"),
    (FilePaper.State.NOT_NEEDED, "Sans objet pour ce ménage"),
]


class PaperForm(ActForm):
    state = forms.ChoiceField(label="Où en est cette pièce ?", choices=STATES, widget=forms.RadioSelect)
    on = PastDateField(label="Constaté le", required=False, help_text="Pour une pièce au SNE, ou un original vu.")
    renew_by = DateField(
        label="À renouveler avant le", required=False,
        help_text="D'ici là, personne ne la redemande au ménage. Soixante jours avant, elle revient dans « À faire ».",
    )  # fmt: skip
    side = forms.ChoiceField(
        label="Qui doit l'obtenir", choices=FilePaper.Side.choices, required=False,
        help_text="Pour une pièce à obtenir : elle sera dans son « À faire ».",
    )  # fmt: skip
    holder = forms.ModelChoiceField(
        label="Une personne en particulier", queryset=Professional.objects.none(), required=False, empty_label="—"
    )
    due_on = DateField(label="À obtenir avant le", required=False)
    mistaken = forms.BooleanField(
        label="Elle avait été notée « vue » par erreur", required=False,
        help_text="Sinon, une pièce vue ne se redemande pas avant sa date de renouvellement.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "holder", people)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        state = told.get("state")
        if state in FilePaper.FOUND and not told.get("on"):
            self.add_error("on", "Indiquez le jour où la pièce a été constatée.")
        if state == FilePaper.State.MISSING and not told.get("due_on"):
            self.add_error("due_on", "Indiquez avant quand il la faut.")
        if state == FilePaper.State.MISSING and not told.get("side"):
            self.add_error("side", "Indiquez qui doit l'obtenir.")
        return told


class OtherPaperForm(PaperForm):
    label = forms.CharField(
        label="Quelle pièce", max_length=80,
        help_text="Son nom seulement : jamais de pièce de santé ni de numéro de sécurité sociale.",
    )  # fmt: skip
    field_order = ["label"]
