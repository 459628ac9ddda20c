"""Reminders: owed once in PostgreSQL, gathered by person, then e-mailed under a lease (see `models.reminder`).

Each app says what it owes through a `Source`; this module owes it, whatever the number of ticks or
workers, and delivers it. Only PostgreSQL's clock counts for leases and delays between attempts: two
workers whose clocks differ never send twice for that reason. Nothing here runs SMTP in a transaction.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from households.delivery import deliver_all
from households.models import Case, Message, Reminder, Tick
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.db.locks import hold
from lodabord.partners.models import Membership, Professional

logger = logging.getLogger(__name__)
TICK = "reminders"
"""The name under which this machinery says that it ran."""


@dataclass(frozen=True)
class Owed:
    """Something one person must be told at one stage of one deadline."""

    case: Case
    about: str
    stage: str
    recipient: Professional
    wording: str
    due_on: date


@dataclass(frozen=True)
class Source:
    """What an app owes on a day, and whether a reminder it owed is still of use."""

    prefix: str
    """The beginning of `about` for the reminders of this source, such as "offer"."""
    owed: Callable[[date], Iterable[Owed]]
    still: Callable[[Reminder, date], bool]


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Called once by each app when it is ready."""
    _sources[source.prefix] = source


def tick(at: datetime) -> int:
    """Owe what is due on that instant's day, then send what waits. Returns how many e-mails went out.

    Safe to run twice, late, or by two workers at once: a missed night is made up by the next tick.
    """
    today = timezone.localdate(at)
    with acting_as(SYSTEM):
        for source in list(_sources.values()):
            _owe_all(source, today, at)
        gather()
        sent = deliver_all(lambda reminder: is_still_due(reminder, today))
        with transaction.atomic():
            Tick.objects.update_or_create(name=TICK, defaults={"at": Now()})
    return sent


def _owe_all(source: Source, today: date, at: datetime) -> None:
    """A source that fails is logged and retried at the next tick; the others go on."""
    try:
        with transaction.atomic():
            owe(source.owed(today), at)
    except DatabaseError:
        logger.exception("reminders: source %s failed", source.prefix)


def owe(owed: Iterable[Owed], at: datetime) -> None:
    """Write what was not owed yet: the unique constraint makes it once."""
    Reminder.objects.bulk_create(
        [
            Reminder(
                case=one.case,
                about=one.about,
                stage=one.stage,
                recipient=one.recipient,
                wording=one.wording,
                due_on=one.due_on,
                owed_at=at,
            )
            for one in owed
        ],
        ignore_conflicts=True,
    )


def gather() -> None:
    """One e-mail per person for all that she was not told yet."""
    with transaction.atomic():
        hold("reminders:gather")
        alone = Reminder.objects.filter(message__isnull=True, cancelled_at__isnull=True)
        for recipient in alone.order_by("recipient").values_list("recipient", flat=True).distinct():
            message = Message.objects.create(recipient_id=recipient, due_at=Now())
            alone.filter(recipient=recipient).update(message=message)


def is_still_due(reminder: Reminder, today: date) -> bool:
    """Just before sending: the thing is still to be done, and its reader still stands on the case."""
    source = _sources.get(reminder.about.partition(":")[0])
    return source is not None and source.still(reminder, today) and _may_read(reminder, today)


def _may_read(reminder: Reminder, today: date) -> bool:
    """Of a case, whoever stands on it; of the programme itself, any member."""
    held = Membership.objects.current(today).filter(professional=reminder.recipient_id)
    if reminder.case_id is None:
        return held.exists()
    return any(
        Case.objects.visible_to(membership).filter(pk=reminder.case_id).exists()
        for membership in held.select_related("organisation", "agreement")
    )
