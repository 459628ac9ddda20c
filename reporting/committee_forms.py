"""The forms of committees and commissions: one per act."""

from datetime import date
from typing import Any

from django import forms

from households.models import Case
from lodabord.kernel.forms import ActForm, DateField, PastDateField, TimeField
from reporting.models import SteeringDecision
from reporting.models.situation import LENGTH
from reporting.periods import Quarter

NOBODY = "Aucun nom : une situation se dit par son code, un professionnel par sa fonction."
READ_BY_FUNDERS = f"Lu par les financeurs une fois la synthèse envoyée. {NOBODY}"
QUARTERS_AHEAD = 2


class PlanForm(ActForm):
    """A committee on the calendar."""

    on = DateField(label="Date")
    hour = TimeField(label="Heure", initial="14:00")
    place = forms.CharField(label="Lieu", max_length=120, required=False)
    quarter = forms.ChoiceField(
        label="Trimestre présenté", help_text="Ses chiffres se figent une fois le trimestre fini."
    )
    agenda = forms.CharField(
        label="Ordre du jour", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Facultatif, un point par ligne. {READ_BY_FUNDERS}",
    )  # fmt: skip

    def __init__(self, *args: Any, agreement_start: date, today: date, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one, told = Quarter.of(today), []
        for _ in range(QUARTERS_AHEAD):
            one = one.next
        while one.end >= agreement_start:
            if str(one) not in taken:
                told.append((str(one), one.label))
            one = one.previous
        self.fields["quarter"].choices = told  # type: ignore[attr-defined]
        self.fields["quarter"].initial = str(Quarter.of(today).previous)


class MoveForm(ActForm):
    on = DateField(label="Nouvelle date")
    hour = TimeField(label="Heure")
    reason = forms.CharField(label="Motif du report", max_length=200)


class CancelForm(ActForm):
    reason = forms.CharField(label="Motif de l'annulation", max_length=200)


class SeatsForm(ActForm):
    """Who sits, one per line."""

    people = forms.CharField(
        label="Participants", widget=forms.Textarea(attrs={"rows": 8}), max_length=4000,
        help_text="Un par ligne : organisme, deux-points, fonction. Par exemple « Métropole : chargée de mission "
        "logement ». Pas de nom de personne.",
    )  # fmt: skip


class CameForm(ActForm):
    """Who came, by function."""

    came: Any = forms.MultipleChoiceField(label="Présents", widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, seats: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seats = {str(one.pk): one.pk for one in seats}
        self.fields["came"].choices = [(str(one.pk), str(one)) for one in seats]  # type: ignore[attr-defined]
        self.fields["came"].initial = list(self._seats)
        if not seats:
            del self.fields["came"]

    def chosen(self) -> set[Any]:
        return {self._seats[one] for one in self.cleaned_data.get("came", [])}


class TextsForm(ActForm):
    """The leads' words."""

    highlights = forms.CharField(
        label="Faits marquants du trimestre", max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Cinq lignes au plus, une par fait. {READ_BY_FUNDERS}",
    )  # fmt: skip
    difficulties = forms.CharField(
        label="Difficultés", max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=READ_BY_FUNDERS,
    )  # fmt: skip
    expected = forms.CharField(
        label="Décisions attendues", max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Ce que le comité doit trancher, une par ligne. {NOBODY}",
    )  # fmt: skip
    agenda = forms.CharField(
        label="Ordre du jour", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Un point par ligne. {NOBODY}",
    )  # fmt: skip


class PointForm(ActForm):
    """The point to arbitrate, in two lines."""

    point = forms.CharField(
        label="Point à arbitrer", max_length=LENGTH, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"Deux lignes au plus, {LENGTH} caractères : ce que le comité doit trancher. L'autre partenaire le "
        f"valide, puis les financeurs le lisent. {NOBODY} Rien de la santé, de la justice, de l'origine.",
    )  # fmt: skip


class SituationForm(PointForm):
    """A household, by its code, and the point."""

    field_order = ("case", "point")
    case = forms.ModelChoiceField(label="Ménage", queryset=Case.objects.none(), empty_label="Choisir un code")

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case"]
        field.queryset = cases
        field.label_from_instance = lambda one: f"{one.household.code} — {one.get_state_display()}"


class DecisionForm(ActForm):
    text = forms.CharField(
        label="Décision", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Imprimée au relevé, lu par les financeurs. {NOBODY}",
    )  # fmt: skip
    owner = forms.CharField(label="Qui", max_length=120, help_text="Un organisme, ou une fonction dans un organisme.")
    due_on = DateField(label="Pour le")


class FollowForm(ActForm):
    """Where a decision stands."""

    to = forms.ChoiceField(label="Où elle en est", widget=forms.RadioSelect)
    note = forms.CharField(
        label="Précision", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"Obligatoire pour une décision abandonnée. Lue au COPIL suivant. {NOBODY}",
    )  # fmt: skip

    def __init__(self, *args: Any, decision: SteeringDecision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [one for one in SteeringDecision.State if one in decision.MOVES.get(decision.state, ())]  # type: ignore[call-overload]
        self.fields["to"].choices = [(one.value, one.label) for one in states]  # type: ignore[attr-defined]


class ReasonForm(ActForm):
    reason = forms.CharField(
        label="Raison de l'écart", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple : « rang 2 devenu effectif après le COPIL », « saisie tardive de trois visites ». Imprimée "
        f"dans le rapport suivant. {NOBODY}",
    )  # fmt: skip


class CommissionForm(ActForm):
    on = DateField(label="Date")
    hour = TimeField(label="Heure", initial="14:00")
    place = forms.CharField(label="Lieu", max_length=120, required=False)
    themes = forms.CharField(
        label="Thèmes", max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un par ligne.",
    )  # fmt: skip


class CommissionTextsForm(ActForm):
    themes = forms.CharField(
        label="Thèmes", max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un par ligne.",
    )  # fmt: skip
    summary = forms.CharField(
        label="Compte rendu", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"Une fois la commission tenue. Elle ne décide rien sur un dossier. {NOBODY}",
    )  # fmt: skip


class ContextForm(ActForm):
    """A figure of the territory, with its source."""

    kind = forms.ChoiceField(label="Chiffre")
    value = forms.IntegerField(label="Valeur", min_value=0, max_value=10_000_000)
    period = forms.CharField(label="Période", max_length=60, help_text="Par exemple « année 2025 », « au 31/12/2025 ».")
    as_of = PastDateField(label="Arrêté au")
    source = forms.CharField(
        label="Source", max_length=160, help_text="Par exemple « SNE », « SIAO, observatoire », « bailleur ».",
    )  # fmt: skip
    why = forms.CharField(
        label="Motif de la correction", max_length=200, required=False,
        help_text="Seulement pour corriger un chiffre déjà saisi à cette date : l'ancien reste lisible.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from reporting.models import ContextFigure

        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ContextFigure.Kind.choices  # type: ignore[attr-defined]
