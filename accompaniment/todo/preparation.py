"""« Préparations qui s'achèvent »: the end is near, or passed; from there it is declared ready, extended or stopped."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from accompaniment.models import Measure
from accompaniment.notebook import OVER, preparation_stage
from accompaniment.todo.who import own_or_team, who
from households.todo import Row, Section
from lodabord.partners.roles import ASSOCIATION
from lodabord.templatetags.lodabord import relative_day, short_date


def ending(request: HttpRequest, today: date) -> Section | None:
    """One's own households; the head and the psychologist see the team's."""
    running = Measure.objects.filter(
        case__in=own_or_team(request), kind=Measure.Kind.PREPARATION, ends_on__isnull=True, case__closed_on__isnull=True
    )
    measures = running.select_related("case__household").prefetch_related("extensions", "case__household__persons")
    due = [(one, end, preparation_stage(end, today)) for one in measures if (end := one.expected_end)]
    rows = [_row(one, end, stage, today) for one, end, stage in sorted(due, key=lambda told: told[1]) if stage]
    return Section("Préparations qui s'achèvent", 8, rows, private=True) if rows else None


def _row(measure: Measure, end: date, stage: str, today: date) -> Row:
    extended = ", prolongée" if end != measure.planned_end else ""
    what = "fin prévue passée : déclarer prêt, prolonger ou arrêter" if stage == OVER else "fin de préparation"
    return Row(
        who=who(measure.case),
        what=f"{what}, le {short_date(end)}{extended}",
        url=measure.case.get_absolute_url(),
        when=relative_day(end, today),
        tone="late" if stage == OVER else "soon",
        action_label="Ouvrir le carnet",
        action_url=reverse("accompaniment:notebook", args=[measure.case_id]),
    )


SOURCES = [(ASSOCIATION, ending)]
