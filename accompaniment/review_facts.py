"""What happened between two days, from the records: what reviews and end reports start from.

Counts, dates and labels only; read with the rights of whoever asks, so that a dwelling kept secret stays so.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accompaniment.agreed import agreed_with, contacts_of
from accompaniment.models.goal import Goal
from accompaniment.models.measure import MeasurePeriod, Suspension
from accompaniment.models.request import Request
from accompaniment.models.visit import Theme, Visit
from accompaniment.rhythm import WORDS, asks
from accompaniment.weeks import LABELS, FollowUp, Outcome, weeks_between
from allocations.models import ArrearsSnapshot, Tenancy
from households.models import Case

MISSED = (Outcome.NO_SHOW, Outcome.HOUSEHOLD, Outcome.SERVICE, Outcome.NOT_PLANNED)


def facts_between(case: Case, start: date, end: date) -> dict[str, Any]:
    """From a day to another, the last one not counted."""
    last = end - timedelta(days=1)
    return {
        "start": start,
        "end": end,
        **_visits(case, start, last),
        "contacts": _contacts(case, start, last),
        "themes": _themes(case, start, last),
        "requests": _requests(case, start, last),
        "intensities": _intensities(case, start, end),
        "suspensions": _suspensions(case, start, end),
        "goals": _goals(case, end),
        "tenancy": _tenancy(case, end),
    }


def _visits(case: Case, start: date, last: date) -> dict[str, Any]:
    """Asked and made by the agreed rhythm; the weeks due and missed, each with its one cause."""
    agreed = agreed_with([case.pk])[case.pk]
    around = timedelta(days=35)
    contacts = contacts_of(case.pk, start - around, last + around)
    asked = list(asks(agreed, start, last))
    rare = [span for span, rhythm in agreed.periods if rhythm not in MeasurePeriod.DUE_EVERY_WEEK]
    home = [(on, status) for on, kind, status in contacts if kind == Visit.Kind.HOME]
    course = FollowUp(agreed.follow_up, agreed.suspensions, rare)
    weeks = Counter(what for _, what in weeks_between(course, start, last, home, last + timedelta(days=7)))
    return {
        "visits_asked": sum(one.visits for one in asked),
        "visits_made": sum(min(one.visits, one.made(contacts)) for one in asked),
        "weeks_due": sum(count for what, count in weeks.items() if what == Outcome.VISITED or what in MISSED),
        "weeks_visited": weeks[Outcome.VISITED],
        "weeks_suspended": weeks[Outcome.SUSPENDED],
        "causes": [[LABELS[what], weeks[what]] for what in MISSED if weeks[what]],
    }


def _contacts(case: Case, start: date, last: date) -> list[list[Any]]:
    made = Visit.objects.done().filter(case=case, on__range=(start, last)).values_list("kind", flat=True)
    return [[Visit.Kind(kind).label, count] for kind, count in Counter(made).most_common()]


def _themes(case: Case, start: date, last: date) -> list[list[Any]]:
    made = Visit.objects.done().filter(case=case, on__range=(start, last)).values_list("themes", flat=True)
    told = Counter(theme for themes in made for theme in themes)
    return [[theme, Theme(theme).label, count] for theme, count in told.most_common()]


def _requests(case: Case, start: date, last: date) -> dict[str, int]:
    """Of those that asked for something to be done: how many, and how quickly (Q1, Q2)."""
    asked = [
        one
        for one in Request.objects.filter(case=case, counts_for_target=True).order_by("received_at")
        if start <= timezone.localdate(one.received_at) <= last
    ]
    terms = case.agreement.terms_on(last)
    answered = [one.delay_minutes for one in asked if one.delay_minutes is not None]
    return {
        "received": len(asked),
        "in_halfday": sum(1 for delay in answered if delay <= terms.halfday_minutes),
        "in_day": sum(1 for delay in answered if delay <= terms.day_minutes),
        "later": sum(1 for delay in answered if delay > terms.day_minutes),
        "open": sum(1 for one in asked if one.intervened_at is None and not one.closed_without),
    }


def _intensities(case: Case, start: date, end: date) -> list[dict[str, Any]]:
    kept = MeasurePeriod.objects.filter(case=case, starts_on__lt=end)
    return [
        {"on": one.starts_on, "until": one.ends_on, "words": WORDS[one.intensity]}
        for one in kept
        if one.ends_on is None or one.ends_on > start
    ]


def _suspensions(case: Case, start: date, end: date) -> list[dict[str, Any]]:
    kept = Suspension.objects.filter(case=case, starts_on__lt=end)
    return [
        {"on": one.starts_on, "until": one.ends_on, "reason": one.get_reason_display()}
        for one in kept
        if one.ends_on is None or one.ends_on > start
    ]


def _goals(case: Case, end: date) -> list[dict[str, Any]]:
    return [
        {"theme": one.theme, "label": one.get_theme_display(), "words": one.words, "state": one.get_state_display()}
        for one in Goal.objects.filter(case=case, set_on__lt=end)
    ]


def _tenancy(case: Case, end: date) -> dict[str, Any]:
    """As the association may read it: the status of the occupation, the rent account; nothing when it may not."""
    lease = Tenancy.objects.filter(case=case, starts_on__lt=end).order_by("-starts_on").first()
    account = ArrearsSnapshot.objects.filter(case=case, on__lt=end).order_by("-on").first()
    return {
        "status": lease.get_status_display() if lease else "",
        "ended_on": lease.ends_on if lease and lease.ends_on and lease.ends_on <= end else None,
        "account_on": account.on if account else None,
        "debt_months": account.months if account else None,
        "stage": account.get_stage_display() if account else "",
        "plan_respected": account.plan_respected if account else None,
    }
