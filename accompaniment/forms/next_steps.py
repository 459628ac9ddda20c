"""What comes next: two lines within a visit, or one alone. Who: somebody of the team, the household, a partner."""

from datetime import date
from typing import Any

from django import forms

from accompaniment.models import NextStep
from households.models import Case
from lodabord.kernel.forms import ActForm, DateField
from lodabord.partners.models import Membership
from lodabord.partners.roles import ASSOCIATION

ROWS = 2
OTHERS = [(NextStep.Who.HOUSEHOLD.value, "Le ménage"), (NextStep.Who.PARTNER.value, "Un partenaire")]


def team_of(case: Case, me: Any, today: date) -> list[tuple[str, str]]:
    """Who may be given a step: oneself first, then the team of the agreement."""
    held = Membership.objects.current(today).under(case.agreement).filter(role__in=ASSOCIATION)
    people = {one.professional_id: str(one.professional) for one in held.select_related("professional")}
    people.pop(me.pk, None)
    others = sorted(((str(pk), name) for pk, name in people.items()), key=lambda pair: pair[1])
    return [(str(me.pk), "Moi"), *OTHERS, *others]


def step_fields(team: list[tuple[str, str]], rows: int = ROWS) -> dict[str, forms.Field]:
    """The fields of so many lines, for a form that has others."""
    fields: dict[str, forms.Field] = {}
    for row in range(1, rows + 1):
        fields[f"step_what_{row}"] = forms.CharField(label=f"Suite {row}", max_length=200, required=False)
        fields[f"step_who_{row}"] = forms.ChoiceField(label="Qui", choices=team, required=False, initial=team[0][0])
        fields[f"step_partner_{row}"] = forms.CharField(label="Quel partenaire", max_length=80, required=False)
        fields[f"step_due_{row}"] = DateField(label="Pour le", required=False)
    return fields


def steps_told(form: forms.Form, told: dict[str, Any], rows: int = ROWS) -> list[dict[str, Any]]:
    """The lines that say something, as `NextStep.decide` takes them."""
    steps = []
    for row in range(1, rows + 1):
        what, due = (told.get(f"step_what_{row}") or "").strip(), told.get(f"step_due_{row}")
        partner = (told.get(f"step_partner_{row}") or "").strip()
        if not what and (due or partner):
            form.add_error(f"step_what_{row}", "Indiquez ce qu'il y a à faire.")
        elif what:
            who = told.get(f"step_who_{row}") or NextStep.Who.HOUSEHOLD
            steps.append({"what": what, "due_on": due, **_whose(who, partner)})
    return steps


def _whose(who: str, partner: str) -> dict[str, Any]:
    if who == NextStep.Who.PARTNER:
        return {"with_partner": True, "partner": partner}
    return {} if who == NextStep.Who.HOUSEHOLD else {"professional_id": who}


class NextStepForm(ActForm):
    """One step, decided apart from a visit."""

    def __init__(self, *args: Any, team: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(step_fields(team, 1))
        self.fields["step_what_1"].label, self.fields["step_what_1"].required = "Quoi", True

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        told["steps"] = steps_told(self, told, 1)
        return told
