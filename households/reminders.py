"""Reminders: owed once in PostgreSQL, gathered by person, then e-mailed under a lease (see `models.reminder`).

Each app says what it owes through a `Source`; this module owes it, whatever the number of ticks or
workers, and delivers it. Only PostgreSQL's clock counts for leases and delays between attempts: two
workers whose clocks differ never send twice for that reason. Nothing here runs SMTP in a transaction.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from households.absences import as_first_owed, in_their_place
from households.deadline_table import is_critical
from households.delivery import deliver_all
from households.models import Case, Message, Reminder, ReminderPreference, Tick
from lodabord.kernel import working_days
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.db.locks import hold
from lodabord.partners.models import Membership, Professional

logger = logging.getLogger(__name__)
TICK = "reminders"
"""The name under which this machinery says that it ran."""


@dataclass(frozen=True)
class Owed:
    """Something one person must be told at one stage of one deadline."""

    case: Case | None
    """None for what concerns the programme itself."""
    about: str
    stage: str
    recipient: Professional
    wording: str
    due_on: date
    instead_of: Professional | None = None
    """The person away whom the recipient replaces."""


@dataclass(frozen=True)
class Source:
    """What an app owes on a day, and whether a reminder it owed is still of use."""

    prefix: str
    """The beginning of `about` for the reminders of this source, such as "offer"."""
    owed: Callable[[Any], Iterable[Owed]]
    still: Callable[[Reminder, date], bool]
    by_instant: bool = False
    """`owed` is asked with the instant of the tick rather than its day: deadlines counted in hours."""
    address: str = ""
    """Where the reader settles it when it concerns no household: the name of a page."""


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Called once by each app when it is ready."""
    _sources[source.prefix] = source


def address_of(reminder: Reminder) -> str:
    """The page named by the source of a reminder that concerns no household."""
    source = _sources.get(reminder.about.partition(":")[0])
    return source.address if source else ""


def tick(at: datetime) -> int:
    """Owe what is due on that instant's day, then send what waits. Returns how many e-mails went out.

    Safe to run twice, late, or by two workers at once: a missed night is made up by the next tick.
    """
    today = timezone.localdate(at)
    with acting_as(SYSTEM):
        for source in list(_sources.values()):
            _owe_all(source, today, at)
        gather(at)
        sent = deliver_all(lambda reminder: is_still_due(reminder, today))
        with transaction.atomic():
            Tick.objects.update_or_create(name=TICK, defaults={"at": Now()})
    return sent


def _owe_all(source: Source, today: date, at: datetime) -> None:
    """A source that fails is logged and retried at the next tick; the others go on."""
    try:
        with transaction.atomic():
            told = in_their_place(source.owed(at if source.by_instant else today), today)
            owe(told, at)
            _settle(source, {_key(one.about, one.stage, one.recipient.pk) for one in told}, today)
    except DatabaseError:
        logger.exception("reminders: source %s failed", source.prefix)


def _key(about: str, stage: str, recipient: Any) -> tuple[str, str, Any]:
    return about, stage, recipient


def _settle(source: Source, owed_now: set[tuple[str, str, Any]], today: date) -> None:
    """What was done, moved or handed over meanwhile leaves its reader's list without waiting for an e-mail."""
    live = Reminder.objects.live().filter(about__startswith=f"{source.prefix}:").select_related("case", "recipient")
    over = [
        one.pk
        for one in live
        if _key(one.about, one.stage, one.recipient_id) not in owed_now
        and (one.instead_of_id or not source.still(one, today))
    ]
    if over:
        Reminder.objects.live().filter(pk__in=over).update(cancelled_at=Now())


def owe(owed: Iterable[Owed], at: datetime) -> None:
    """Write what was not owed yet: the unique constraint makes it once."""
    told = list(owed)
    Reminder.objects.bulk_create(
        [
            Reminder(
                case=one.case,
                about=one.about,
                stage=one.stage,
                recipient=one.recipient,
                instead_of=one.instead_of,
                wording=one.wording,
                due_on=one.due_on,
                owed_at=at,
                critical=is_critical(one.about, one.stage),
            )
            for one in told
        ],
        ignore_conflicts=True,
    )


def gather(at: datetime) -> None:
    """One e-mail per person for all that she was not told yet, when she wants it: at once, or in the morning.

    What waits for the morning joins the e-mail that waits already. What is critical leaves at once, alone or
    not, whatever the preference; « dans le site seulement » writes no e-mail for the rest.
    """
    with transaction.atomic():
        hold("reminders:gather")
        alone = Reminder.objects.live().filter(message__isnull=True)
        readers = list(alone.order_by("recipient").values_list("recipient", flat=True).distinct())
        chosen = ReminderPreference.of(readers)
        for reader in readers:
            mine = alone.filter(recipient=reader)
            how = chosen.get(reader, ReminderPreference.Delivery.MORNING)
            if how == ReminderPreference.Delivery.IMMEDIATE:
                _write(mine, reader, Now())
                continue
            _write(mine.filter(critical=True), reader, Now())
            if how == ReminderPreference.Delivery.MORNING:
                _join_the_morning(mine.filter(critical=False), reader, next_morning(at))


def _write(reminders: Any, reader: Any, due_at: Any) -> None:
    if reminders.exists():
        message = Message.objects.create(recipient_id=reader, due_at=due_at)
        reminders.update(message=message)


def _join_the_morning(reminders: Any, reader: Any, morning: datetime) -> None:
    """The e-mail of that morning if it still waits (nobody may be sending it), else a new one."""
    if not reminders.exists():
        return
    waits = Message.objects.select_for_update(skip_locked=True).filter(
        recipient=reader, state=Message.State.WAITING, due_at=morning, attempts=0
    )
    message = waits.first()
    if message is None:
        _write(reminders, reader, morning)
    else:
        reminders.update(message=message)


def next_morning(at: datetime) -> datetime:
    """The opening of that working day if it is still to come, else of the next one (decision 3)."""
    opens = working_days.OFFICE_HOURS[0][0]
    day = working_days.on_or_after(at.astimezone(working_days.PARIS).date())
    if datetime.combine(day, opens, working_days.PARIS) < at:
        day = working_days.on_or_after(day + timedelta(days=1))
    return datetime.combine(day, opens, working_days.PARIS)


def is_still_due(reminder: Reminder, today: date) -> bool:
    """Just before sending: the thing is still to be done, and its reader still stands on the case."""
    source = _sources.get(reminder.about.partition(":")[0])
    return source is not None and source.still(as_first_owed(reminder), today) and _may_read(reminder, today)


def _may_read(reminder: Reminder, today: date) -> bool:
    """Of a case, whoever stands on it; of the programme itself, any member."""
    held = Membership.objects.current(today).filter(professional=reminder.recipient_id)
    if reminder.case_id is None:
        return held.exists()
    return any(
        Case.objects.visible_to(membership).filter(pk=reminder.case_id).exists()
        for membership in held.select_related("organisation", "agreement")
    )
