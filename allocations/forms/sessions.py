"""Pré-CAL: the calendar, who comes, the agenda, the closing."""

from datetime import date
from typing import Any

from django import forms

from allocations.models import AgendaItem
from lodabord.kernel.forms import FACTS, ActForm, ActModelForm, DateField, PastDateField
from lodabord.partners.models import Professional

READ_BY_BOTH = f"Lu par les deux partenaires. {FACTS}"


class YearForm(ActForm):
    first = DateField(label="Première séance", help_text="Les suivantes gardent le rythme convenu.")
    year = forms.IntegerField(label="Année", min_value=2020, max_value=2100)


class ExtraForm(ActForm):
    """One more session."""

    on = DateField(label="Date")
    place = forms.CharField(label="Lieu", max_length=120, required=False)


class PlaceForm(ActForm):
    place = forms.CharField(label="Lieu", max_length=120, required=False)


class MoveForm(ActForm):
    on = DateField(label="Nouvelle date")
    reason = forms.CharField(label="Motif du report", max_length=200)


class CancelForm(ActForm):
    reason = forms.CharField(label="Motif de l'annulation", max_length=200)


class WithdrawalForm(ActForm):
    reason = forms.CharField(
        label="Motif du retrait",
        max_length=200,
        help_text="Lu par les deux partenaires. Pas de nom, pas de détail privé.",
    )


class PeopleForm(ActForm):
    """Some of the people of both partners: invited, present, or given a paper."""

    people: Any = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(
        self, *args: Any, among: dict[Professional, Any], label: str, names: dict[Any, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._among = {str(person.pk): person for person in among}
        self.fields["people"].label = label
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (str(person.pk), f"{person} — {names.get(organisation, '')}") for person, organisation in among.items()
        ]

    def chosen(self) -> set[Professional]:
        """The people ticked."""
        return {self._among[one] for one in self.cleaned_data["people"]}


class DistributionForm(PeopleForm):
    """To whom the minutes were given, and when."""

    sent_on = PastDateField(label="Remis le")


class ProposalForm(ActModelForm):
    """What the association says of a candidature; both partners read it."""

    class Meta:
        model = AgendaItem
        fields = ("proposal", "attention", "rest_to_live")
        widgets = {"proposal": forms.Textarea(attrs={"rows": 3}), "attention": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "proposal": READ_BY_BOTH,
            "attention": "Seulement ce que la personne accepte de dire au bailleur, dans les mots convenus avec elle.",
            "rest_to_live": "Ce qui reste une fois payées les charges fixes, calculé avec la personne. Imprimé sur la fiche.",
        }


class ClosingForm(ActForm):
    """Close; what has not both visas must be left on purpose."""

    leave_unexamined = forms.BooleanField(
        label="Laisser « non examinés » les points sans les deux visas", required=False,
        help_text="Ils retournent dans la liste d'attente et seront proposés à la prochaine séance.",
    )  # fmt: skip

    def __init__(self, *args: Any, pending: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not pending:
            del self.fields["leave_unexamined"]


class InformedForm(ActForm):
    on = PastDateField(label="Personne informée le")


def default_people(people: dict[Professional, Any], chosen: set[Any]) -> dict[str, Any]:
    """The boxes ticked when the page opens."""
    return {"people": [str(person.pk) for person in people if person.pk in chosen]}


def day_or(asked: str, other: date) -> date:
    """« 2026-05 » as its first day, else the other day's month."""
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        return other.replace(day=1)
