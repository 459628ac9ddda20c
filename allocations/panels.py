"""What this room shows on the household's file. Nothing here knows what the association writes."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from allocations.models import (
    AgendaItem,
    ArbitrationDecision,
    ArrearsSnapshot,
    CalPresentation,
    Disturbance,
    Offer,
    PreDiagnosis,
    Tenancy,
)
from households import panels
from households.confidentiality import READERS, DataClass
from households.models import Case, SupportPeriod, VisitFact
from lodabord.partners.roles import LANDLORD, Role

SOCIAL_TEAM = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}


def _entry(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    assessments = PreDiagnosis.objects.visible_to(member).filter(case=case, assessed_on__isnull=False)
    items = AgendaItem.objects.visible_to(member).filter(case=case).select_related("meeting", "decision__reason")
    arbitrations = ArbitrationDecision.objects.visible_to(member).filter(case=case)
    told = {
        "assessments": list(assessments),
        "items": list(items.order_by("meeting__on")),
        "arbitrations": list(arbitrations),
    }
    return {**told, "case": case} if any(told.values()) else None


def _cal(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    passages = list(CalPresentation.objects.visible_to(member).filter(case=case).order_by("cal_on"))
    offers = list(Offer.objects.visible_to(member).filter(case=case))
    return {"passages": passages, "offers": offers, "today": timezone.localdate()} if passages else None


def _tenancy(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    tenancies = list(Tenancy.objects.visible_to(member).filter(case=case).select_related("dwelling"))
    hidden = case.reinforced and not tenancies and case.housed_from is not None
    if not tenancies and not hidden:
        return None
    return {"tenancies": tenancies, "hidden": hidden, "may_end": member.role in SOCIAL_TEAM | {Role.LANDLORD_ALLOC}}


def _account(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    if case.housed_from is None and case.is_access:
        return None
    return {
        "case": case,
        "accounts": list(ArrearsSnapshot.objects.visible_to(member).filter(case=case)[:6]),
        "disturbances": list(Disturbance.objects.visible_to(member).filter(case=case)[:6]),
        "may_write": member.role in SOCIAL_TEAM,
    }


def _support(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """For the landlord only: the association has its own, fuller page."""
    member: Any = request.membership  # type: ignore[attr-defined]
    periods = list(SupportPeriod.objects.visible_to(member).filter(case=case))
    if not periods:
        return None
    return {"periods": periods, "visits": list(VisitFact.objects.visible_to(member).filter(case=case)[:12])}


def register() -> None:
    """Called when the app is ready."""
    process = READERS[DataClass.PROCESS]
    for title, name, order, readers, context in [
        ("Entrée dans le dispositif", "entry", 40, process, _entry),
        ("CAL et propositions", "cal", 50, process, _cal),
        ("Logement", "tenancy", 55, READERS[DataClass.TENANCY], _tenancy),
        ("Situation locative et voisinage", "account", 60, READERS[DataClass.REPORTED], _account),
        ("Accompagnement (dates)", "support", 65, READERS[DataClass.VISIT_FACT] & LANDLORD, _support),
    ]:
        panels.register(panels.Panel(title, f"allocations/panels/{name}.html", order, frozenset(readers), context))
