"""« Bilans à faire » for whoever follows, « Bilans à valider » for the head; calls after the end."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from accompaniment.after_the_end import calls_due
from accompaniment.reviews import Deadline, deadlines
from accompaniment.todo.who import own_or_team, who
from households.models import Case
from households.todo import Row, Section
from lodabord.partners.roles import ASSOCIATION, Role
from lodabord.templatetags.lodabord import relative_day, short_date


def to_do(request: HttpRequest, today: date) -> Section | None:
    """A worker's own; the head's are the team's late ones and those that wait for her."""
    rows = [_row(one, today) for one in deadlines(own_or_team(request), today)]
    return Section("Bilans à faire", 32, rows, private=True) if rows else None


def late_or_to_validate(request: HttpRequest, today: date) -> Section | None:
    """What the head answers for: complete drafts, and the team's reviews already late."""
    told = deadlines(own_or_team(request), today)
    kept = [one for one in told if one.due_on < today or (one.review is not None and not one.review.missing)]
    rows = [_row(one, today) for one in kept]
    return Section("Bilans à valider ou en retard", 14, rows, private=True) if rows else None


def _row(one: Deadline, today: date) -> Row:
    began, ready = one.review is not None, one.review is not None and not one.review.missing
    paused = ", accompagnement suspendu" if one.case.state == Case.State.SUSPENDED else ""
    what = f"bilan {'à valider' if ready else 'commencé' if began else 'à faire'}, échéance le {short_date(one.due_on)}"
    url = (
        reverse("accompaniment:review", args=[one.review.pk])
        if one.review is not None
        else reverse("accompaniment:new_review", args=[one.case.pk])
    )
    return Row(
        who=who(one.case), what=what + paused, url=one.case.get_absolute_url(), when=relative_day(one.due_on, today),
        tone="late" if one.due_on < today else "soon", action_label="Ouvrir" if began else "Faire le bilan", action_url=url,
    )  # fmt: skip


def calls(request: HttpRequest, today: date) -> Section | None:
    """Whoever followed the household calls it back; the head sees them all."""
    rows = [
        Row(
            who=who(one.exit.case),
            what=f"appel {one.label}, fin le {short_date(one.exit.closed_on)}"
            + (f" ; {one.attempts} sans réponse" if one.attempts else ""),
            url=one.exit.case.get_absolute_url(),
            when=relative_day(one.due_on, today),
            tone="soon",
            action_label="Noter l'appel",
            action_url=reverse("accompaniment:exit_call", args=[one.exit.pk, one.months]),
        )
        for one in calls_due(own_or_team(request), today)
    ]
    return Section("Appels après la fin", 36, rows, private=True) if rows else None


SOURCES = [({Role.ASSO_WORKER}, to_do), ({Role.ASSO_HEAD}, late_or_to_validate), (ASSOCIATION, calls)]
