"""Entries, leases and the daily channels: makers on top of those of the whole path."""

from datetime import date, datetime

from accompaniment.asking import Given, ask_landlord
from allocations.models import Dwelling, Offer, SlidingConvention, Tenancy
from lodabord.partners.models import Agency, Territory
from tests import factories
from tests.cast import Cast

KEYS = date(2025, 5, 5)
AGREED = Given(date(2025, 5, 6), "oral")


def offered_case(cast: Cast, **kept):
    """A dwelling offered on 18 April 2025: answer by 28 April."""
    passage = factories.presented_case(cast, **kept)
    passage.decide("a", candidates_count=3, by=cast.diane.professional)
    return Offer.notify(passage, on=date(2025, 4, 18), by=cast.diane.professional)


def accepted_case(cast: Cast, **kept):
    offer = offered_case(cast, **kept)
    offer.accept(on=date(2025, 4, 22), by=cast.diane.professional)
    return offer.case


def lease_of(case):
    return Tenancy.objects.select_related("case__agreement", "case__household", "dwelling").get(case=case)


def sign(cast: Cast, case, **details):
    told = {"dwelling": None, "status": "bail_direct", "lease_signed_on": date(2025, 5, 2), "starts_on": KEYS}
    return Tenancy.sign(case, by=cast.diane.professional, **(told | details))


def sliding_lease(cast: Cast, *, until: date = date(2026, 5, 5), **kept):
    """A « bail glissant » since 5 May 2025 with its convention."""
    lease = sign(cast, accepted_case(cast, **kept), status="bail_glissant")
    SlidingConvention.sign(
        lease, signed_on=date(2025, 5, 2), holder=cast.agreement.association, ground="dalo", annexed=True,
        examined_until=until, by=cast.diane.professional,
    )  # fmt: skip
    return lease


def agency_of(cast: Cast, name: str = "Agence Centre") -> Agency:
    landlord = cast.agreement.landlord
    found = Agency.objects.filter(landlord=landlord, name=name).first()
    return found or Agency.objects.create(landlord=landlord, territory=Territory.objects.get(code="MD"), name=name)


def at_agency(membership, agency):
    """That officer works at that agency."""
    membership.agency = agency
    membership.save(update_fields=["agency"])
    return type(membership).objects.get(pk=membership.pk)


def in_agency(case, agency):
    """The household's dwelling is that agency's, at an address."""
    lease = Tenancy.objects.get(case=case)
    Dwelling.objects.filter(pk=lease.dwelling_id).update(agency=agency, address="7 rue des Tests", commune="Lille")


def asked(cast: Cast, case, *, addressee: str = "agence", on: date = date(2025, 6, 2), **details):
    """A request of Leïla's, the agreement noted in the same act."""
    told = {"kind": "panne", "text": "Chauffage en panne depuis lundi.", "given": AGREED}
    return ask_landlord(case, addressee=addressee, on=on, by=cast.leila.professional, **(told | details))


def called(cast: Cast, case, subject: str = "CANARI-appel"):
    at = datetime(2025, 6, 2, 9, tzinfo=factories.PARIS)
    return factories.request(cast, case, at=at, subject=subject)
