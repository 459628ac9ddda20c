"""Pré-CAL on « À faire »: the agenda to send, the visas to give, the session to close, the actions to do."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from allocations.answers import unanswered
from allocations.deadlines import agenda_due_on
from allocations.models import AgendaItem, DecidedAction, Meeting, PreCalDecision, PreCalRectification
from allocations.models.decision import VISA_OF_ROLE
from households.todo import Row, Section
from households.visas import held_today
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date

SOON = 7
"""Days before the last day to send an agenda from which it is on « À faire »."""
ANSWERED_WITHIN = timedelta(days=60)
"""Beyond, an answer never given is no longer something to do today."""


def _session(pk: Any) -> str:
    return reverse("allocations:session", args=[pk])


def _name(session: Meeting, member: Any) -> str:
    """With the agreement's code for who works under several."""
    told = f"Séance du {short_date(session.on)}"
    return f"{told} ({session.agreement.code})" if len(member.agreements) > 1 else told


def visas(request: HttpRequest, today: date) -> Section | None:
    """Decisions written in session, and corrections, that still lack this partner's visa."""
    return _waiting_for(request, VISA_OF_ROLE[Role(request.membership.role)])  # type: ignore[attr-defined]


def delegated_visas(request: HttpRequest, today: date) -> Section | None:
    """The same for whoever gives them in another's name today."""
    held = held_today(request)
    if not held:
        return None
    agreements = [one.pk for delegation in held for one in delegation.membership.agreements]
    return _waiting_for(request, VISA_OF_ROLE[Role(held[0].membership.role)], Q(case__agreement__in=agreements))


def _waiting_for(request: HttpRequest, partner: str, under: Q | None = None) -> Section | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    mine, under = f"{partner}_visa_by", under or Q()
    waiting = PreCalDecision.objects.visible_to(member).filter(
        under, effective_at__isnull=True, item__state=AgendaItem.State.INSCRIBED, **{f"{mine}__isnull": True}
    )
    rows = [
        Row(
            who=one.case.household.code,
            what=f"{one.get_outcome_display()}, séance du {short_date(one.item.meeting.on)}",
            url=one.case.get_absolute_url(),
            action_label="Voir et viser",
            action_url=reverse("allocations:session_live", args=[one.item.meeting_id]) + f"?point={one.item_id}",
        )
        for one in waiting.select_related("case__household", "item__meeting").order_by("item__meeting__on")
    ]
    corrections = PreCalRectification.objects.visible_to(member).filter(
        under, effective_at__isnull=True, abandoned_at__isnull=True, **{f"{mine}__isnull": True}
    )
    rows += [
        Row(
            who=one.case.household.code,
            what=f"Rectification : {one.get_outcome_display().lower()}, séance du {short_date(one.session_on)}",
            url=one.case.get_absolute_url(),
            action_label="Voir et viser",
            action_url=_session(one.decision.item.meeting_id) + f"#point-{one.decision.item_id}",
        )
        for one in corrections.select_related("case__household", "decision__item__meeting")
    ]
    return Section("Décisions en attente de votre visa", 15, rows) if rows else None


def next_session(request: HttpRequest, today: date) -> Section | None:
    """The next one of each agreement: how many candidatures, and by when its agenda is to be sent."""
    member: Any = request.membership  # type: ignore[attr-defined]
    sessions = Meeting.objects.visible_to(member).precal().upcoming(today).select_related("agreement")
    inscribed = Count("items", filter=Q(items__state=AgendaItem.State.INSCRIBED))
    first: dict[Any, Any] = {}
    for session in sessions.annotate(inscribed=inscribed):
        first.setdefault(session.agreement_id, session)
    if not first:
        return Section(
            "Prochaine pré-CAL", 30, [], "Aucune séance n'est au calendrier.", reverse("allocations:sessions"), "Calendrier"
        )  # fmt: skip
    rows = [
        Row(
            who=_name(coming, member),
            what=f"{coming.inscribed} candidature(s) inscrite(s)",
            when=relative_day(coming.on, today),
            action_label="Ouvrir la séance",
            action_url=_session(coming.pk),
        )
        for coming in first.values()
    ]
    return Section("Prochaine pré-CAL", 30, rows)


def to_prepare(request: HttpRequest, today: date) -> Section | None:
    """What the organisers owe to a session: its agenda a week before, its closing once it is over."""
    member: Any = request.membership  # type: ignore[attr-defined]
    sessions = Meeting.objects.visible_to(member).precal().select_related("agreement")
    rows = [_to_close(one, _name(one, member)) for one in sessions.to_close(today)]
    for one in sessions.upcoming(today).filter(sent_at__isnull=True)[:4]:
        due = agenda_due_on(one.on)
        left = (due - today).days
        if left > SOON:
            continue
        told = "ordre du jour à envoyer" if left >= 0 else "ordre du jour en retard"
        tone = "late" if left < 0 else "soon"
        rows.append(
            Row(
                who=_name(one, member),
                what=f"{told}, avant le {short_date(due)}",
                when=relative_day(due, today),
                tone=tone,
                action_label="Préparer",
                action_url=_session(one.pk),
            )
        )
    return Section("Pré-CAL à préparer ou à clore", 14, rows) if rows else None


def _to_close(session: Meeting, name: str) -> Row:
    held = session.state == Meeting.State.HELD
    return Row(
        who=name,
        what="à clore : les décisions seront figées" if held else "présences à noter, puis à clore",
        tone="soon",
        when="tenue" if held else "le jour est venu",
        action_label="Ouvrir la séance",
        action_url=_session(session.pk),
    )


def actions(request: HttpRequest, today: date) -> Section | None:
    """Decided in pré-CAL: hers by name, or her side's when nobody is named; the latest first."""
    member: Any = request.membership  # type: ignore[attr-defined]
    found = DecidedAction.objects.visible_to(member).to_do().expected_of(member)
    rows = [
        Row(
            who=one.case.household.code,
            what=f"{one.what}{'' if one.responsible_id else ' — votre organisme'}",
            url=one.case.get_absolute_url(),
            when=relative_day(one.due_on, today),
            tone="late" if one.is_late(today) else "",
            action_label="Fait",
            action_url=reverse("allocations:action_done", args=[one.pk]),
        )
        for one in found.select_related("case__household").order_by("due_on")
    ]
    return Section("Actions décidées en pré-CAL", 16, rows) if rows else None


def late_actions(request: HttpRequest, today: date) -> Section | None:
    """For those who organise: what others have not done in time."""
    member: Any = request.membership  # type: ignore[attr-defined]
    late = DecidedAction.objects.visible_to(member).to_do().filter(due_on__lt=today)
    others = late.exclude(pk__in=DecidedAction.objects.expected_of(member).values("pk"))
    rows = [
        Row(
            who=one.case.household.code,
            what=f"{one.what} — {one.who}",
            url=one.case.get_absolute_url(),
            when=relative_day(one.due_on, today),
            tone="late",
            action_label="Voir",
            action_url=_session(one.item.meeting_id),
        )
        for one in others.select_related("case__household", "responsible", "item").order_by("due_on")
    ]
    return Section("Actions en retard chez d'autres", 28, rows) if rows else None


def answers(request: HttpRequest, today: date) -> Section | None:
    """Decisions in force of which the prescriber has not been told yet."""
    member: Any = request.membership  # type: ignore[attr-defined]
    decided = AgendaItem.objects.visible_to(member).filter(state=AgendaItem.State.DECIDED, taken_over=False)
    recent = decided.filter(meeting__on__gte=today - ANSWERED_WITHIN).select_related(
        "case__household", "meeting", "decision"
    )
    owed = unanswered(list(recent.prefetch_related("decision__rectifications").order_by("meeting__on")))
    rows = [
        Row(
            who=item.case.household.code,
            what=f"{decision.told}, séance du {short_date(item.meeting.on)}",
            url=item.case.get_absolute_url(),
            action_label="Répondre",
            action_url=reverse("allocations:prescriber_answer", args=[item.pk]),
        )
        for item, decision in owed
    ]
    return Section("Prescripteurs à informer", 18, rows, private=True) if rows else None


PILOTS, HEADS, WORKERS, SOCIAL = {Role.LANDLORD_PILOT}, {Role.ASSO_HEAD}, {Role.ASSO_WORKER}, {Role.LANDLORD_SOCIAL}
SOURCES = [
    (HEADS | PILOTS, to_prepare),
    (HEADS | PILOTS, visas),
    (WORKERS | SOCIAL, delegated_visas),
    (HEADS | PILOTS | WORKERS | SOCIAL, actions),
    (HEADS | WORKERS, answers),
    (HEADS | PILOTS, late_actions),
    (HEADS | PILOTS | WORKERS | SOCIAL, next_session),
]
