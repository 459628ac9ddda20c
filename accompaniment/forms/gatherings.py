"""Sessions of the preparation and collective activities: planned, moved, cancelled, and who came."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accompaniment.forms.preparation import WORD_HELP
from accompaniment.models import Noted, Outcome, PrepAttendance, PrepModule, Theme
from households.models import Case
from lodabord.kernel.forms import ActForm, DateField, TimeField
from lodabord.partners.models import Agreement, Membership, Professional
from lodabord.partners.roles import ASSOCIATION


class GatheringForm(ActForm):
    """Where, how long, with whom: what may still change once it is on the calendar."""

    place = forms.CharField(label="Lieu", max_length=120, help_text="Écrit sur l'invitation.")
    duration_minutes = forms.IntegerField(label="Durée (minutes)", min_value=1, max_value=600, initial=120)
    animator = forms.ModelChoiceField(label="Animation par", queryset=Professional.objects.none())
    second_animator = forms.ModelChoiceField(
        label="Avec", queryset=Professional.objects.none(), required=False, empty_label="Personne d'autre"
    )
    partner = forms.CharField(
        label="Partenaire invité", max_length=120, required=False, help_text="Un organisme, par exemple « CAF »."
    )

    def __init__(self, *args: Any, agreement: Agreement, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Membership.objects.current(today).under(agreement).filter(role__in=ASSOCIATION)
        people = Professional.objects.filter(pk__in=held.values("professional"))
        for name in ("animator", "second_animator"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("animator") and told.get("animator") == told.get("second_animator"):
            self.add_error(
                "second_animator", "La même personne anime deux fois : choisissez-en une autre, ou personne."
            )
        return told


class DatedForm(GatheringForm):
    on = DateField(label="Date", help_text="Une date passée convient : les présences se noteront aussitôt.")
    at = TimeField(label="Heure", initial="14:00")

    FIRST: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.FIRST, "on", "at"])


class PrepSessionForm(DatedForm):
    FIRST = ("modules", "format")

    modules = forms.ModelMultipleChoiceField(
        label="Modules", queryset=PrepModule.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    format = forms.ChoiceField(
        label="Format", choices=PrepAttendance.Format.choices, initial="collective",
        widget=forms.RadioSelect,
    )  # fmt: skip

    def clean_modules(self) -> list[str]:
        return [one.code for one in self.cleaned_data["modules"]]


class GroupActivityForm(DatedForm):
    FIRST = ("title", "theme")

    title = forms.CharField(label="Titre", max_length=120, help_text="Écrit sur l'invitation.")
    theme = forms.ChoiceField(
        label="Thème", choices=Theme.choices, initial=Theme.GROUP,
        help_text="Compté dans les thèmes travaillés, avec « Activités collectives ».",
    )  # fmt: skip


class MoveForm(ActForm):
    on = DateField(label="Nouvelle date")
    at = TimeField(label="Heure")
    reason = forms.CharField(label="Motif du report", max_length=200)


class CancelForm(ActForm):
    reason = forms.CharField(label="Motif de l'annulation", max_length=200)


def named(case: Case) -> str:
    """« AC-2025-0007 · Mme B. »."""
    return f"{case.household.code} · {case.household.known_as}"


class SignUpForm(ActForm):
    """Who is expected. The boxes as they were shown are sent back: what a colleague ticked meanwhile stays."""

    before = forms.CharField(widget=forms.HiddenInput, required=False)
    households = forms.MultipleChoiceField(
        label="Ménages attendus", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, *args: Any, waiting: Iterable[Case], groups: list[tuple[str, list[Case]]], **kwargs: Any
    ) -> None:
        shown = [str(case.pk) for case in waiting]
        super().__init__(*args, **(kwargs | {"initial": {"households": shown, "before": ",".join(shown)}}))
        self.cases = {str(case.pk): case for _, these in groups for case in these}
        field: Any = self.fields["households"]
        field.choices = [(title, [(str(one.pk), named(one)) for one in these]) for title, these in groups if these]

    @property
    def added(self) -> list[Case]:
        before = self.cleaned_data["before"].split(",")
        return [self.cases[key] for key in self.cleaned_data["households"] if key not in before]

    @property
    def removed(self) -> list[Case]:
        gone = set(self.cleaned_data["before"].split(",")) - set(self.cleaned_data["households"])
        return [self.cases[key] for key in sorted(gone) if key in self.cases]


class AttendanceForm(ActForm):
    """One household's line. What it showed is sent back with it, so that only what one changed is written."""

    outcome = forms.ChoiceField(
        label="Présence", choices=[("", "À noter"), *Outcome.choices], required=False, show_hidden_initial=True,
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    acquired = forms.MultipleChoiceField(
        label="Acquis", widget=forms.CheckboxSelectMultiple, required=False, show_hidden_initial=True
    )
    word = forms.CharField(
        label="Un mot", max_length=300, required=False, show_hidden_initial=True,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, noted: Noted, modules: list[PrepModule], **kwargs: Any) -> None:
        initial = {"outcome": noted.outcome, "acquired": sorted(noted.acquired), "word": noted.word}
        super().__init__(*args, **(kwargs | {"prefix": f"m-{case.pk}", "initial": initial}))
        self.case, self.noted = case, noted
        if not modules:
            del self.fields["acquired"]
            self.fields["word"].label = "Ce que la personne en dit, ce qu'elle souhaite"
            self.fields["word"].help_text = WORD_HELP
        else:
            self.fields["acquired"].choices = [(one.code, one.label) for one in modules]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        outcome = told.get("outcome")
        if not outcome and (told.get("word") or told.get("acquired")):
            raise forms.ValidationError("Notez la présence ou l'absence, ou effacez ce qui est écrit.")
        if told.get("acquired") and outcome not in (Outcome.PRESENT, Outcome.LATE):
            raise forms.ValidationError("Un module acquis suppose une présence.")
        return told

    @property
    def since(self) -> int:
        """How many times the line had been noted when this page was opened."""
        sent = str(self.data.get(self.add_prefix("since"), "")) if self.is_bound else ""
        return int(sent) if sent.isdigit() else self.noted.revision

    @property
    def typed(self) -> Noted:
        told = self.cleaned_data
        return Noted(told["outcome"], frozenset(told.get("acquired", ())), told["word"], self.since)
