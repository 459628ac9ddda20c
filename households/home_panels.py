"""What this room shows on the household's file: identity, request, arrival, agreements, journal."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from households import panels
from households.confidentiality import READERS, WRITERS, DataClass, may_read, may_write
from households.journal import sentence, ticked_elsewhere
from households.models import (
    Case,
    Consent,
    Event,
    HouseholdPriority,
    HousingRequest,
    Referral,
    Report,
    ReportedDwelling,
    Resources,
    Transmission,
)
from households.models import ResidentialSituation as Situation
from households.transmitted import address_of
from lodabord.partners.roles import ASSOCIATION

TONES = {"active": "done", "to_renew": "soon", "expired": "late", "struck_off": "late", "to_create": "soon"}
LAST_EVENTS = 12


def _identity(request: HttpRequest, case: Case) -> dict[str, Any]:
    member: Any = request.membership  # type: ignore[attr-defined]
    shows = may_read(member.role, DataClass.ADMINISTRATIVE)
    household = case.household_id
    return {
        "case": case,
        "shows_situation": shows,
        "situation": Situation.objects.filter(household=household).first() if shows else None,
        "resources": Resources.objects.filter(household=household).first() if shows else None,
        "can_edit": member.role in ASSOCIATION & WRITERS[DataClass.IDENTITY],
        "calls_from_here": member.role not in ASSOCIATION,  # it calls by the channels that the person said are safe
    }


def _housing_request(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    if not case.is_access:
        return None
    member: Any = request.membership  # type: ignore[attr-defined]
    found = HousingRequest.objects.visible_to(member).filter(household=case.household_id).first()
    status = found.status_on(timezone.localdate()) if found else HousingRequest.Status.TO_CREATE
    priorities = HouseholdPriority.objects.visible_to(member).filter(household=case.household_id, main=True)
    return {
        "case": case,
        "request": found,
        "status": status,
        "tone": TONES[status],
        "priority": priorities.select_related("public").first(),
        "can_edit": may_write(member.role, DataClass.ADMINISTRATIVE),
        "can_tell_priority": may_write(member.role, DataClass.SENSITIVE_PRIORITY),
    }


def _referral(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    found = (
        Referral.objects.visible_to(member).select_related("prescriber", "prescriber_type").filter(case=case).first()
    )
    return {"referral": found} if found else None


def _report(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    found = Report.objects.visible_to(member).select_related("agency").filter(case=case).first()
    where = ReportedDwelling.objects.visible_to(member).filter(case=case).first() if found else None
    return {"report": found, "dwelling": where} if found else None


def _consents(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    left = Transmission.objects.visible_to(member).filter(case=case)
    sent = list(left.select_related("recipient", "consent", "created_by", "paper").defer("paper__content"))
    if not sent and member.role not in ASSOCIATION:
        return None
    return {
        "case": case,
        "consents": list(Consent.objects.visible_to(member).filter(case=case)) if member.role in ASSOCIATION else [],
        "sent": [(one, address_of(one)) for one in sent],
        "can_edit": member.role in ASSOCIATION,
        "wide": True,
    }


def _journal(request: HttpRequest, case: Case) -> dict[str, Any]:
    seen = Event.objects.visible_to(request.membership).filter(case=case).select_related("by")  # type: ignore[attr-defined]
    told = [(event.at, event.by, sentence(event)) for event in seen.exclude(ticked_elsewhere())[:LAST_EVENTS]]
    return {"sentences": told, "wide": True}


def register() -> None:
    """Called when the app is ready."""
    folder = "households/panels"
    for title, name, order, data_class, context, private in [
        ("Ménage", "identity", 10, DataClass.IDENTITY, _identity, False),
        ("Demande de logement social", "housing_request", 20, DataClass.ADMINISTRATIVE, _housing_request, False),
        ("Orientation", "referral", 80, DataClass.REFERRAL, _referral, True),
        ("Repérage", "report", 30, DataClass.REPORTED, _report, False),
        ("Accords et transmissions", "consents", 85, DataClass.TRANSMITTED, _consents, False),
        ("Journal", "journal", 99, DataClass.PROCESS, _journal, False),
    ]:
        template = f"{folder}/{name}.html"
        panels.register(panels.Panel(title, template, order, READERS[data_class], context, private))
