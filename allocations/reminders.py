"""Offers awaiting a reply: the allocation officer is told three days, then one day, before silence means no."""

from collections.abc import Iterator
from datetime import date

from allocations.deadlines import REPLY_REMINDERS
from allocations.models import Offer
from households.models import Reminder
from households.reminders import Owed, Source, register_source
from lodabord.partners.models import Agreement, Membership, Professional
from lodabord.partners.roles import Role

PREFIX = "offer"


def reply_stage(deadline: date, today: date) -> str | None:
    """The nearest stage reached: a day on which nothing ran is made up by the next one."""
    left = deadline - today
    reached = [(ahead, stage) for stage, ahead in REPLY_REMINDERS.items() if left <= ahead]
    return min(reached)[1] if reached else None


def owed(today: date) -> Iterator[Owed]:
    """One reminder by offer, stage and officer."""
    officers: dict[object, list[Professional]] = {}
    for offer in Offer.objects.to_remind(today).select_related("case__agreement"):
        agreement = offer.case.agreement
        if agreement.pk not in officers:
            officers[agreement.pk] = officers_of(agreement, today)
        stage = reply_stage(offer.reply_deadline, today)
        for officer in officers[agreement.pk] if stage else []:
            wording = "Réponse attendue à une offre de logement"
            yield Owed(offer.case, f"{PREFIX}:{offer.pk}", str(stage), officer, wording, offer.reply_deadline)


def still(reminder: Reminder, today: date) -> bool:
    """Nobody answered meanwhile."""
    return Offer.objects.awaiting_reply().filter(pk=reminder.about.split(":")[1]).exists()


def officers_of(agreement: Agreement, today: date) -> list[Professional]:
    """Those who follow the offers of this agreement."""
    held = Membership.objects.current(today).under(agreement).filter(role=Role.LANDLORD_ALLOC)
    return [membership.professional for membership in held.select_related("professional")]


SOURCE = Source(PREFIX, owed, still)


def register() -> None:
    """Said once, when the app is ready."""
    register_source(SOURCE)
