"""The first unpaid month reaches the referent, the social adviser and the pilot by e-mail too, the same day, once each."""

from collections.abc import Iterator
from datetime import date

from allocations.models import FirstUnpaid
from households.models import Case, Reminder
from households.reminders import Owed, Source, register_source
from lodabord.partners.models import Agreement, Membership, Professional
from lodabord.partners.roles import LANDLORD, Role

PREFIX = "unpaid"
STAGE = "premier"
WORDING = "Premier impayé d'un ménage logé : à voir dès aujourd'hui"


def owed(today: date) -> Iterator[Owed]:
    """One reminder by alert and reader, as long as nobody of the reader's side has seen it."""
    social: dict[object, list[Professional]] = {}
    told = FirstUnpaid.objects.standing().select_related("case__agreement", "case__referent").prefetch_related("seen")
    for notice in told:
        seen = {one.side for one in notice.seen.all()}
        for reader in _readers(notice.case, seen, social, today):
            yield Owed(notice.case, f"{PREFIX}:{notice.pk}", STAGE, reader, WORDING, today)


def _readers(case: Case, seen: set[str], social: dict[object, list[Professional]], today: date) -> list[Professional]:
    readers = [case.referent] if case.referent and "association" not in seen else []
    if "landlord" not in seen:
        if case.agreement_id not in social:
            social[case.agreement_id] = _social_team(case.agreement, today)
        readers += social[case.agreement_id]
    return readers


def _social_team(agreement: Agreement, today: date) -> list[Professional]:
    held = Membership.objects.current(today).under(agreement)
    held = held.filter(role__in=[Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT]).select_related("professional")
    return list({one.professional_id: one.professional for one in held}.values())


def still(reminder: Reminder, today: date) -> bool:
    """Not made void, and not seen by the reader's side meanwhile."""
    notice = FirstUnpaid.objects.standing().filter(pk=reminder.about.split(":")[1]).first()
    if notice is None:
        return False
    landlord = Membership.objects.current(today).filter(professional=reminder.recipient_id, role__in=LANDLORD).exists()
    return not notice.seen.filter(side="landlord" if landlord else "association").exists()


SOURCE = Source(PREFIX, owed, still)


def register() -> None:
    """Said once, when the app is ready."""
    register_source(SOURCE)
