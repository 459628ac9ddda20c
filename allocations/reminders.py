"""Offers awaiting a reply: the officer and the referent are told three days, then one day, before silence means no."""

from collections.abc import Iterator
from datetime import date

from allocations.deadlines import reply_stage
from allocations.models import Offer
from allocations.people import people_of
from households.deadline_table import Kind, Stage, register_kinds
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
            yield Owed(
                offer.case,
                f"{PREFIX}:{offer.pk}:{offer.reply_deadline:%Y-%m-%d}",
                str(stage),
                person,
                WORDING,
                offer.reply_deadline,
            )


def still(reminder: Reminder, today: date) -> bool:
    """Nobody answered meanwhile, and the deadline is still that one."""
    _, offer, deadline = reminder.about.split(":")
    return Offer.objects.awaiting_reply().filter(pk=offer, reply_deadline=deadline).exists()


def officers_of(agreement: Agreement, today: date) -> list[Professional]:
    """Those who follow the offers of this agreement."""
    return list(people_of(agreement, {Role.LANDLORD_ALLOC}, today))


SOURCE = Source(PREFIX, owed, still)
KINDS = (
    Kind(
        PREFIX, "Réponse à une offre de logement", paused=False,
        stages=(
            Stage("J-3", "trois jours avant la fin du délai de réponse", "service attribution, référent"),
            Stage("J-1", "la veille, ou le jour même", "service attribution, référent", critical=True),
        ),
    ),
    Kind(
        "unpaid", "Premier impayé d'un ménage logé", paused=False,
        stages=(Stage("premier", "le jour où il est noté", "référent, pôle social, pilote"),),
    ),
)  # fmt: skip


def register() -> None:
    """Said once, when the app is ready."""
    from allocations import meeting_reminders

    register_kinds(*KINDS, *meeting_reminders.KINDS)
    for source in (SOURCE, *meeting_reminders.SOURCES):
        register_source(source)
