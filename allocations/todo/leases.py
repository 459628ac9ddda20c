"""Leases that slide and leases that end: notice to the prefect, reviews, missing conventions, notices to quit."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allocations.models import ExaminationPeriod, LeaseNotice, SlidingReview, Tenancy
from allocations.models.sliding_review import PARTNER_OF_ROLE
from allocations.sliding_deadlines import REVIEW_ANNOUNCED
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date

NOTICE_ANNOUNCED = timedelta(days=30)


def _tone(day: date, today: date) -> str:
    return "late" if day < today else "soon"


def prefect(request: HttpRequest, today: date) -> Section | None:
    """Two months before the end of each examination period (CCH L442-8-3)."""
    due = ExaminationPeriod.objects.visible_to(request.membership).notice_to_give(today)  # type: ignore[attr-defined]
    rows = [
        Row(
            who=one.case.household.code,
            what=f"la période d'examen finit le {short_date(one.ends_on)} : proposez-vous un bail ?",
            url=one.case.get_absolute_url(),
            when=f"préfet à informer {relative_day(one.notice_due_on, today)}",
            tone=_tone(one.notice_due_on, today),
            action_label="Informer le préfet",
            action_url=reverse("allocations:prefect_notice", args=[one.pk]),
        )
        for one in due.select_related("case__household").order_by("notice_due_on")
    ]
    return Section("Baux glissants : préfet à informer", 6, rows) if rows else None


def conventions(request: HttpRequest, today: date) -> Section | None:
    """A sub-lease that slides without its convention."""
    member: Any = request.membership  # type: ignore[attr-defined]
    bare = Tenancy.objects.visible_to(member).filter(
        status=Tenancy.Status.SLIDING_LEASE, ends_on__isnull=True, convention__isnull=True
    )
    rows = [
        Row(
            who=one.case.household.code,
            what="bail glissant sans convention tripartite notée",
            url=one.case.get_absolute_url(),
            tone="late",
            when="à noter",
            action_label="Noter la convention",
            action_url=reverse("allocations:sliding_convention", args=[one.pk]),
        )
        for one in bare.select_related("case__household")
    ]
    return Section("Baux glissants : convention manquante", 18, rows) if rows else None


def reviews(request: HttpRequest, today: date) -> Section | None:
    """Adversarial reviews to hold; one's own organisation's opinion first."""
    member: Any = request.membership  # type: ignore[attr-defined]
    awaited = SlidingReview.objects.visible_to(member).awaited().filter(due_on__lte=today + REVIEW_ANNOUNCED)
    mine = f"{PARTNER_OF_ROLE[Role(member.role)]}_opinion"
    rows = []
    for one in awaited.select_related("case__household").order_by("due_on"):
        given = bool(getattr(one, mine))
        rows.append(
            Row(
                who=one.case.household.code,
                what="avis donné, examen à conclure" if given else "avis de votre organisme attendu",
                url=one.case.get_absolute_url(),
                when=f"à tenir {relative_day(one.due_on, today)}",
                tone=_tone(one.due_on, today),
                action_label="Conclure" if given else "Donner l'avis",
                action_url=reverse(f"allocations:review_{'conclusion' if given else 'opinion'}", args=[one.pk]),
            )
        )
    return Section("Baux glissants : examens contradictoires", 16, rows) if rows else None


def notices(request: HttpRequest, today: date) -> Section | None:
    """Leases that end by the tenant's notice: the occupation is noted as over when the keys are back."""
    running = LeaseNotice.objects.visible_to(request.membership).running()  # type: ignore[attr-defined]
    near = running.filter(ends_on__lte=today + NOTICE_ANNOUNCED).select_related("case__household", "tenancy")
    rows = [
        Row(
            who=one.case.household.code,
            what="fin de préavis : état des lieux de sortie et clés",
            url=one.case.get_absolute_url(),
            when=relative_day(one.ends_on, today),
            tone=_tone(one.ends_on, today),
            action_label="Fin d'occupation",
            action_url=reverse("allocations:tenancy_end", args=[one.tenancy_id]),
        )
        for one in near.order_by("ends_on")
    ]
    return Section("Congés arrivant à leur terme", 17, rows) if rows else None


PILOT_AND_OFFICER = {Role.LANDLORD_PILOT, Role.LANDLORD_ALLOC}
SIGNERS = PILOT_AND_OFFICER | {Role.LANDLORD_SOCIAL}
SOURCES = [
    (PILOT_AND_OFFICER, prefect),
    (PILOT_AND_OFFICER, conventions),
    (set(PARTNER_OF_ROLE), reviews),
    (SIGNERS, notices),
]
