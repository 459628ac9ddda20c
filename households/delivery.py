"""Sending the e-mails of the reminders: claimed under lease, sent outside any transaction, then marked.

Between the mail server's answer and the mark a killed worker leaves a leased message: once the lease
ends it is sent again with the same Message-ID, so that a repeated e-mail is recognised.
"""

import logging
import smtplib
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone

from households.models import Message, Reminder

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
"""Longer than the mail server's own time-out (settings.EMAIL_TIMEOUT)."""
FIRST_RETRY = timedelta(seconds=settings.REMINDER_RETRY_SECONDS)
ATTEMPTS = 8
"""After as many failures the e-mail is « en échec » and shown to the administrator: about two hours."""
PERMANENT = 500
AT_ONCE = 500
"""Messages one tick sends at most; the next tick takes the rest."""

StillDue = Callable[[Reminder], bool]


def deliver_all(still_due: StillDue) -> int:
    """Send every message that waits. Returns how many this call sent."""
    sent = 0
    for _ in range(AT_ONCE):
        message = claim()
        if message is None:
            break
        sent += deliver(message, still_due)
    return sent


def claim() -> Message | None:
    """Take one message that nobody holds, for the length of the lease by PostgreSQL's clock."""
    with transaction.atomic():
        ready = Q(state=Message.State.WAITING, due_at__lte=Now())
        abandoned = Q(state=Message.State.SENDING, leased_until__lt=Now())
        message = Message.objects.select_for_update(skip_locked=True).filter(ready | abandoned).first()
        if message is None:
            return None
        message.lease = uuid.uuid4()
        Message.objects.filter(pk=message.pk).update(
            state=Message.State.SENDING, lease=message.lease, leased_until=Now() + LEASE, attempts=F("attempts") + 1
        )
        message.attempts += 1
        return message


def deliver(message: Message, still_due: StillDue) -> bool:
    """Re-read, send, mark. Whether the e-mail went out."""
    letter = _letter(message, still_due)
    if letter is None:
        _mark(message, state=Message.State.CANCELLED)
        return False
    try:
        letter.send()
    except (smtplib.SMTPException, OSError) as failure:
        _give_back(message, failure)
        return False
    return _mark(message, state=Message.State.SENT, sent_at=Now(), last_error="")


def _letter(message: Message, still_due: StillDue) -> EmailMessage | None:
    """What to write, or None when nothing of it is due any more."""
    with transaction.atomic():
        waiting = list(message.reminders.filter(cancelled_at__isnull=True).select_related("recipient", "case"))
        due = [reminder for reminder in waiting if still_due(reminder)]
        done = [reminder.pk for reminder in waiting if reminder not in due]
        Reminder.objects.filter(pk__in=done).update(cancelled_at=Now())
    if not due:
        return None
    context = {
        "count": len(due),
        "late": sum(1 for reminder in due if reminder.due_on < timezone.localdate()),
        "address": settings.SITE_ADDRESS.rstrip("/") + "/",
    }
    return EmailMessage(
        subject=render_to_string("households/emails/reminder_subject.txt", context).strip(),
        body=render_to_string("households/emails/reminder.txt", context),
        to=[due[0].recipient.email],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )


def _mark(message: Message, **facts: object) -> bool:
    """Only by whoever still holds the lease: a worker that slept too long no longer does."""
    with transaction.atomic():
        mine = Message.objects.filter(pk=message.pk, lease=message.lease, state=Message.State.SENDING)
        return bool(mine.update(lease=None, leased_until=None, **facts))


def _give_back(message: Message, failure: Exception) -> None:
    """Try again later and later; after the last attempt, or a refusal for good, say so and stop."""
    told = f"{type(failure).__name__} {getattr(failure, 'smtp_code', '')}".strip()
    logger.warning("reminders: message %s, attempt %s: %s", message.pk, message.attempts, told)
    if message.attempts >= ATTEMPTS or is_for_good(failure):
        _mark(message, state=Message.State.FAILED, last_error=told)
        with transaction.atomic():
            message.reminders.update(undelivered_at=Now())
    else:
        delay = FIRST_RETRY * 2 ** (message.attempts - 1)
        _mark(message, state=Message.State.WAITING, due_at=Now() + delay, last_error=told)


def is_for_good(failure: Exception) -> bool:
    """The server refuses this recipient or this letter (5xx); a refused login is the operator's to mend."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in failure.recipients.values())
    return isinstance(failure, smtplib.SMTPDataError) and failure.smtp_code >= PERMANENT
