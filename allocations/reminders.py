"""Offers awaiting a reply: the officer and the referent are told three days, then one day, before silence means no."""

from collections.abc import Iterator
from datetime import date

from allocations.deadlines import reply_stage
from allocations.models import Offer
from allocations.people import people_of
from households.models import Reminder
from households.reminders import Owed, Source, register_source
from lodabord.partners.models import Agreement, Professional
from lodabord.partners.roles import Role

PREFIX = "offer"
WORDING = "Réponse attendue à une offre ; le logement se visite avant ce jour"


def owed(today: date) -> Iterator[Owed]:
    """One reminder by offer, stage and person: the landlord's officers, the household's referent."""
    officers: dict[object, list[Professional]] = {}
    for offer in Offer.objects.to_remind(today).select_related("case__agreement", "case__referent"):
        agreement = offer.case.agreement
        if agreement.pk not in officers:
            officers[agreement.pk] = officers_of(agreement, today)
        stage = reply_stage(offer.reply_deadline, today)
        told = [*officers[agreement.pk], offer.case.referent] if stage else []
        for person in filter(None, told):
            yield Owed(offer.case, f"{PREFIX}:{offer.pk}", str(stage), person, WORDING, offer.reply_deadline)


def still(reminder: Reminder, today: date) -> bool:
    """Nobody answered meanwhile."""
    return Offer.objects.awaiting_reply().filter(pk=reminder.about.split(":")[1]).exists()


def officers_of(agreement: Agreement, today: date) -> list[Professional]:
    """Those who follow the offers of this agreement."""
    return list(people_of(agreement, {Role.LANDLORD_ALLOC}, today))


SOURCE = Source(PREFIX, owed, still)


def register() -> None:
    """Said once, when the app is ready."""
    register_source(SOURCE)
