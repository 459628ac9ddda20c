"""Asking the landlord on a household's behalf: the person's agreement first, then the request, then the link kept here."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.models import PassedOn, Request
from allocations.models import LandlordRequest, Tenancy
from households.models import Case, Consent, Event
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from households.models.consent import ConsentQuerySet
    from lodabord.partners.models import Professional


@dataclass(frozen=True)
class Given:
    """What the person agreed to, noted in the same act: when, and in which form."""

    given_on: date
    mode: str


def agreement_missing(case: Case, day: date) -> bool:
    """No agreement in force to address the landlord about the dwelling or the lease."""
    return not _about_requests(case).active(day).exists()


def withdrawn_on(case: Case, day: date) -> date | None:
    """When the person took that agreement back, if it is what stops the request."""
    if not agreement_missing(case, day):
        return None
    last = _about_requests(case).filter(withdrawn_on__isnull=False).order_by("-withdrawn_on").first()
    return last.withdrawn_on if last else None


def ask_landlord(
    case: Case, *, kind: str, text: str, addressee: str, on: date, by: "Professional",
    given: Given | None = None, request: Request | None = None,
) -> LandlordRequest:  # fmt: skip
    """Send the request. Nothing of the household's own call crosses: only what is written for the landlord."""
    if (taken_back := withdrawn_on(case, on)) is not None:
        raise MoveRefused(
            f"La personne a retiré son accord le {taken_back:%d/%m/%Y} : rien ne part. Si elle le redonne, notez-le "
            "d'abord dans « Accords et transmissions »."
        )
    with transaction.atomic():
        if given is not None and agreement_missing(case, on):
            _note(case, given, by)
        sent = LandlordRequest.send(case, kind=kind, text=text, addressee=addressee, on=on, by=by)
        PassedOn.objects.create(case=case, sent=sent, request=request, created_by=by)
        return sent


def nearest_addressee(case: Case, day: date) -> str:
    """The agency of the dwelling when it is known and may know; else the landlord's social team."""
    lease = Tenancy.objects.filter(case=case).running(day).select_related("dwelling").order_by("starts_on").first()
    known = lease is not None and lease.dwelling is not None and lease.dwelling.agency_id is not None
    addressee = LandlordRequest.Addressee
    return addressee.AGENCY if known and not case.reinforced else addressee.SOCIAL


def _about_requests(case: Case) -> "ConsentQuerySet":
    return Consent.objects.filter(case=case, purpose=Consent.Purpose.SHARE_REQUESTS)


def _note(case: Case, given: Given, by: "Professional") -> None:
    noted = Consent.objects.create(
        case=case, purpose=Consent.Purpose.SHARE_REQUESTS, recipients=str(case.agreement.landlord),
        given_on=given.given_on, mode=given.mode, created_by=by,
    )  # fmt: skip
    Event.record(noted, "consent.given", by=by, facts={"purpose": noted.purpose, "on": noted.given_on})
