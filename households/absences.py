"""What an absence changes for the others: who is told in her place, and who is away on a page (decision 0018)."""

from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from households.models import Absence, Cover

if TYPE_CHECKING:
    from households.models import Reminder
    from households.reminders import Owed
    from lodabord.partners.models import Professional


def in_their_place(owed: "Iterable[Owed]", today: date) -> "list[Owed]":
    """What is owed to somebody away is owed to whoever replaces her; to herself when nobody does."""
    told = list(owed)
    covers = list(Cover.objects.on(today).select_related("professional")) if told else []
    found = []
    for one in told:
        instead = stand_ins(covers, one.recipient.pk, one.case.pk if one.case else None)
        found += [replace(one, recipient=person, instead_of=one.recipient) for person in instead] or [one]
    return found


def stand_ins(covers: Iterable[Cover], replaced: Any, case: Any) -> "list[Professional]":
    """Who replaces this person for this household: those named for it, else those who replace her for all."""
    hers = [one for one in covers if one.replaced_id == replaced]
    named = [one.professional for one in hers if case is not None and one.case_id == case]
    return named or [one.professional for one in hers if one.case_id is None]


def as_first_owed(reminder: "Reminder") -> "Reminder":
    """The reminder as it was owed before her colleague received it: what its source recognises."""
    if reminder.instead_of_id is None:
        return reminder
    first = copy(reminder)
    first.recipient_id = reminder.instead_of_id
    return first


def away_between(organisation: Any, first: date, last: date) -> list[Absence]:
    """Who is away on these days, with who replaces them."""
    found = Absence.objects.within(first, last).filter(organisation=organisation)
    return list(
        found.select_related("professional").prefetch_related("covers__professional", "covers__case__household")
    )
