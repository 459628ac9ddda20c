"""The quarterly individual review."""

from datetime import date
from typing import Any

from django import forms

from accompaniment.models import QuarterReview, Theme
from lodabord.kernel.forms import ActForm, FactsField, PastDateField
from lodabord.templatetags.lodabord import short_date

WITH = [("", "—"), ("oui", "Avec la personne"), ("non", "Sans elle")]


class BeginReviewForm(ActForm):
    """Which deadline it answers."""

    due_on = forms.TypedChoiceField(label="Bilan", coerce=date.fromisoformat)

    def __init__(self, *args: Any, days: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(day.isoformat(), f"Bilan du {short_date(day)}") for day in days]
        self.fields["due_on"].choices = choices  # type: ignore[attr-defined]


class ReviewForm(ActForm):
    """What the facts do not say. One box for each theme worked on, or aimed at."""

    held_on = PastDateField(label="Fait le", required=False)
    with_person = forms.ChoiceField(label="Avec la personne ?", choices=WITH, required=False)
    why_without = forms.CharField(
        label="Sinon, pourquoi sans elle", max_length=200, required=False,
        help_text="Par exemple : absente, elle préfère le lire ensuite.",
    )  # fmt: skip
    person_says = FactsField(
        label="Ce que dit la personne", max_length=3000, required=False, rows=3,
        help_text="Ses mots : ce qui va mieux, ce qui est difficile, ce qu'elle souhaite.",
    )  # fmt: skip
    relays = forms.CharField(label="Relais sollicités ou mis en place", max_length=400, required=False)
    next_steps = FactsField(label="Pour le trimestre à venir", max_length=2000, required=False, rows=3)
    perspective = forms.ChoiceField(
        label="Perspective", choices=[("", "—"), *QuarterReview.Perspective.choices], required=False,
        help_text="Elle ne change rien d'elle-même : l'intensité, la suspension et la fin gardent leur propre acte.",
    )  # fmt: skip

    def __init__(self, *args: Any, review: QuarterReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = themes_of(review)
        for theme in self.themes:
            self.fields[f"theme_{theme}"] = forms.CharField(
                label=f"{Theme(theme).label} : ce qui a avancé", max_length=1000, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
        first = ["held_on", "with_person", "why_without", *(f"theme_{theme}" for theme in self.themes)]
        self.order_fields(first)

    @classmethod
    def initial_of(cls, review: QuarterReview) -> dict[str, Any]:
        plain = ("held_on", "why_without", "person_says", "relays", "next_steps", "perspective")
        told = {name: getattr(review, name) for name in plain}
        told["with_person"] = "" if review.with_person is None else "oui" if review.with_person else "non"
        return told | {f"theme_{theme}": text for theme, text in review.progress.items()}

    def content(self) -> dict[str, Any]:
        """What the review keeps."""
        told = dict(self.cleaned_data)
        progress = {theme: told.pop(f"theme_{theme}").strip() for theme in self.themes}
        told["progress"] = {theme: text for theme, text in progress.items() if text}
        told["with_person"] = {"oui": True, "non": False}.get(told["with_person"])
        return told


def themes_of(review: QuarterReview) -> list[str]:
    """Worked on, aimed at, or already written about: in the order of the programme's list."""
    facts = review.facts
    found = {theme for theme, _, _ in facts.get("themes", [])} | {one["theme"] for one in facts.get("goals", [])}
    found |= set(review.progress)
    return [theme for theme in Theme.values if theme in found]


class ExtractForm(ActForm):
    """Words for the landlord, chosen one by one."""

    text = FactsField(
        label="Ce que lira le bailleur", max_length=1500, rows=5,
        help_text="Rien du bilan n'est repris. Des faits sur le logement et le bail ; jamais la santé, les paroles de la "
        "personne, ni le motif d'une suspension.",
    )  # fmt: skip
    shown_on = PastDateField(label="Montré à la personne le")
    on = PastDateField(label="Transmis le")


__all__ = ["BeginReviewForm", "ExtractForm", "ReviewForm", "themes_of"]
