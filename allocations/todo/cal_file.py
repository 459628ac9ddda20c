"""Papers to get, and results to announce: what a passage before the CAL asks of each partner."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from allocations.checklist import Checklist, Line, checklists
from allocations.models import Announcement, FilePaper
from allocations.models.file_paper import SIDE_OF_ROLE
from households.models import Case
from households.stages import State
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date

BEFORE_THE_CAL = [State.PREPARATION, State.CAL_READY, State.CAL_SCHEDULED]
PRESSING = timedelta(days=7)
SHOWN = 3
"""Papers named on one row; the others are counted."""


def papers(request: HttpRequest, today: date) -> Section | None:
    """One row per household whose papers this person must get: her own, or her side's when nobody is named."""
    member: Any = request.membership  # type: ignore[attr-defined]
    cases = Case.objects.visible_to(member).filter(state__in=BEFORE_THE_CAL, track="access")
    if member.kind in {Role.ASSO_WORKER}:
        me = member.professional_id
        asked = FilePaper.objects.filter(holder=me).values("case")
        cases = cases.filter(Q(referent=me) | Q(deputy=me) | Q(pk__in=asked))
    loaded = cases.select_related("household__housing_request", "referent").prefetch_related("household__persons")
    lists = checklists(list(loaded.order_by("prep_planned_end", "pk")), today)
    rows = [row for file in lists.values() if (row := _row(file, _mine(file, member), today))]
    return Section("Pièces à obtenir pour la CAL", 35, rows) if rows else None


def _mine(file: Checklist, member: Any) -> list[Line]:
    """The lines that fall to this person: those told nobody's fall to the referent."""
    side = SIDE_OF_ROLE[member.kind]
    mine = []
    for line in file.to_get:
        if line.derived and line.good:
            continue  # a request to renew is told elsewhere in « À faire »
        paper = line.paper
        holder = paper.holder_id if paper else None
        of_side = (paper.side if paper else FilePaper.Side.ASSOCIATION) == side
        if holder == member.professional_id or (holder is None and of_side):
            mine.append(line)
    return mine


def _row(file: Checklist, lines: list[Line], today: date) -> Row | None:
    if not lines:
        return None
    dues = [line.due_on for line in lines if line.due_on]
    due = min(dues) if dues else None
    tone = "late" if due and due < today else "soon" if due and due <= today + PRESSING else ""
    more = len(lines) - SHOWN
    named = ", ".join(line.label for line in lines[:SHOWN]) + (
        f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else ""
    )
    return Row(
        who=f"{file.case.household.code} · {file.case.household.known_as}",
        what=named,
        url=file.case.get_absolute_url(),
        when=f"avant le {short_date(due)}" if due else "",
        tone=tone,
        action_label="Dossier CAL",
        action_url=reverse("allocations:cal_file", args=[file.case.pk]),
    )


def announcements(request: HttpRequest, today: date) -> Section | None:
    """Results that the household does not know yet: the referent's, the head's whole team, or those named to me."""
    member: Any = request.membership  # type: ignore[attr-defined]
    waiting = Announcement.objects.visible_to(member).waiting()
    if member.kind != Role.ASSO_HEAD:
        waiting = waiting.concerning(member.professional_id)
    waiting = waiting.select_related("case__household", "case__referent", "announcer", "presentation")
    rows = [
        Row(
            who=f"{one.case.household.code} · {one.case.household.known_as}",
            what=f"{_result(one)} — à annoncer au ménage par {one.told_by}",
            when=relative_day(one.presentation.cal_on, today),
            tone="soon",
            url=reverse("allocations:presentation", args=[one.presentation_id]),
            action_label="C'est annoncé",
            action_url=reverse("allocations:announcement", args=[one.pk]),
        )
        for one in waiting.prefetch_related("case__household__persons").order_by("created_at")
    ]
    return Section("Résultats de la CAL à annoncer", 3, rows) if rows else None


def _result(one: Announcement) -> str:
    """The decision and its rank, or what became of it."""
    if one.what != Announcement.What.DECISION:
        return one.get_what_display()
    rank = f", rang {one.presentation.rank}" if one.presentation.rank else ""
    return f"{one.presentation.get_decision_display()}{rank}"


SOURCES = [
    ({Role.ASSO_WORKER, Role.ASSO_HEAD, Role.LANDLORD_SOCIAL, Role.LANDLORD_ALLOC}, announcements),
    (set(SIDE_OF_ROLE), papers),
]
