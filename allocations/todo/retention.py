"""« À faire » of the retention track and of the arrears: what was just learnt, what is due, who must be told."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allocations.arrears_timeline import when_of
from allocations.models import ArbitrationDecision, FirstUnpaid, JointMeeting
from allocations.procedures import housed, standings
from households.models import Case
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import number, relative_day, short_date

SOCIAL_TEAM = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}
WORKERS = {Role.ASSO_WORKER}
HEADS = {Role.ASSO_HEAD}


def _who(case: Case) -> str:
    return f"{case.household.code} · {case.household.known_as}"


def _procedure(case: Any) -> str:
    return reverse("allocations:procedure", args=[case.pk])


def first_unpaid(request: HttpRequest, today: date) -> Section | None:
    """The first unpaid month, the day it is known, until one's side has seen it. A worker's own households."""
    member: Any = request.membership  # type: ignore[attr-defined]
    told = FirstUnpaid.objects.visible_to(member).unseen_by(member.side)
    if member.role in WORKERS:
        told = told.filter(case__referent=member.professional_id)
    told = told.select_related("case__household", "snapshot").prefetch_related("case__household__persons")
    rows = [
        Row(
            who=_who(one.case),
            what=f"premier impayé{_months(one)}, relevé du {short_date(one.on)}",
            url=one.case.get_absolute_url(),
            when="à voir dès aujourd'hui",
            tone="late",
            action_label="Voir le compte",
            action_url=_procedure(one.case),
        )
        for one in told.order_by("on")
    ]
    return Section("Premier impayé", 4, rows) if rows else None


def _months(one: FirstUnpaid) -> str:
    months = one.snapshot.months
    return f" : {number(months)} mois de loyer net" if months is not None else ""


def legal_dates(request: HttpRequest, today: date) -> Section | None:
    """Steps of the arrears procedures whose date is near or passed."""
    member: Any = request.membership  # type: ignore[attr-defined]
    cases = housed(Case.objects.visible_to(member)).order_by("household__code")
    rows = [
        (one.on, Row(
            who=_who(standing.case),
            what=f"{one.label}, {when_of(one)}",
            url=standing.case.get_absolute_url(),
            when=relative_day(one.on, today),
            tone="late" if one.is_late(today) else "soon",
            action_label="Ouvrir",
            action_url=_procedure(standing.case),
        ))
        for standing in standings(cases, member)
        for one in standing.pressing(today)
    ]  # fmt: skip
    ordered = [row for _, row in sorted(rows, key=lambda pair: pair[0] or today)]
    return Section("Impayés : dates légales", 6, ordered) if ordered else None


def announcements(request: HttpRequest, today: date) -> Section | None:
    """Decisions that the household has not been told yet."""
    untold = ArbitrationDecision.objects.visible_to(request.membership).exclude(outcome="")  # type: ignore[attr-defined]
    untold = untold.filter(announced_on=None, taken_over=False).select_related("case__household")
    rows = [
        Row(
            who=_who(one.case),
            what=f"{one.get_outcome_display()} le {short_date(one.decided_on)}, à annoncer par "
            f"{one.announced_by or 'une personne à convenir'}",
            url=one.case.get_absolute_url(),
            when=relative_day(one.decided_on, today),
            action_label="Noter l'annonce",
            action_url=reverse("allocations:arbitration_announcement", args=[one.pk]),
        )
        for one in untold.prefetch_related("case__household__persons").order_by("decided_on")
    ]
    return Section("Décisions à annoncer au ménage", 16, rows) if rows else None


def answers(request: HttpRequest, today: date) -> Section | None:
    """Households who asked for time to think."""
    member: Any = request.membership  # type: ignore[attr-defined]
    thinking = JointMeeting.objects.visible_to(member).awaiting_answer().select_related("case__household")
    if member.role in WORKERS:
        thinking = thinking.filter(case__referent=member.professional_id)
    rows = [
        Row(
            who=_who(one.case),
            what=f"réfléchit jusqu'au {short_date(one.think_until)}",
            url=one.case.get_absolute_url(),
            when=relative_day(one.think_until, today),
            tone="late" if one.think_until and one.think_until < today else "",
            action_label="Noter la réponse",
            action_url=reverse("allocations:joint_meeting_answer", args=[one.pk]),
        )
        for one in thinking.prefetch_related("case__household__persons").order_by("think_until")
    ]
    return Section("Réponses de ménages attendues", 17, rows) if rows else None


SOURCES = [
    (SOCIAL_TEAM | WORKERS | HEADS, first_unpaid),
    (SOCIAL_TEAM, legal_dates),
    (SOCIAL_TEAM | HEADS, announcements),
    (SOCIAL_TEAM | WORKERS | HEADS, answers),
]
