"""Claimed under lease, sent outside any transaction, marked by whoever still holds it, never silently lost."""

import smtplib
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db.models.functions import Now
from django.utils import timezone

from households import delivery
from households.models import Message, Reminder


@pytest.fixture
def message(case, cast):
    """One e-mail that waits."""
    message = Message.objects.create(recipient=cast.leila.professional, due_at=Now())
    Reminder.objects.create(
        case=case,
        about="visit:essai",
        stage="semaine",
        recipient=cast.leila.professional,
        wording="Visite de la semaine à faire",
        due_on="2025-05-18",
        owed_at=timezone.now(),
        message=message,
    )
    return message


def failing(monkeypatch, failure: Exception) -> None:
    def send(self: EmailMessage, fail_silently: bool = False) -> int:
        raise failure

    monkeypatch.setattr(EmailMessage, "send", send)


def always(reminder: Reminder) -> bool:
    return True


def test_sent_with_the_same_message_id_at_every_attempt(message, mailoutbox):
    assert delivery.deliver_all(always) == 1
    assert mailoutbox[0].extra_headers["Message-ID"] == message.message_id
    message.refresh_from_db()
    assert (message.state, message.attempts, message.lease) == ("sent", 1, None)


def test_one_worker_at_a_time_holds_a_message(message):
    assert delivery.claim() == message
    assert delivery.claim() is None


def test_a_lease_that_ended_is_taken_by_another_and_the_first_may_no_longer_mark(message, mailoutbox):
    first = delivery.claim()
    Message.objects.update(leased_until=Now() - timedelta(seconds=1))
    second = delivery.claim()

    assert first.lease != second.lease
    assert delivery.deliver(second, always) is True
    assert delivery.deliver(first, always) is False
    assert {mail.extra_headers["Message-ID"] for mail in mailoutbox} == {message.message_id}


def test_a_failure_is_tried_again_later_and_later(message, monkeypatch):
    failing(monkeypatch, smtplib.SMTPServerDisconnected("secret@demo.test"))
    delays = []
    for _ in range(3):
        assert delivery.deliver_all(always) == 0
        message.refresh_from_db()
        delays.append(round((message.due_at - timezone.now()).total_seconds() / 60))
        Message.objects.update(due_at=Now())

    assert delays == [1, 2, 4]
    assert message.state == "waiting"
    assert message.last_error == "SMTPServerDisconnected"


def test_after_eight_failures_it_is_visibly_failed(message, monkeypatch):
    failing(monkeypatch, ConnectionRefusedError())
    for _ in range(delivery.ATTEMPTS):
        delivery.deliver_all(always)
        Message.objects.update(due_at=Now())
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("failed", 8)
    assert delivery.claim() is None


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"x@demo.test": (550, b"inconnu")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"x@demo.test": (450, b"plus tard")}), "waiting"),
        (smtplib.SMTPDataError(554, b"refus"), "failed"),
        (smtplib.SMTPAuthenticationError(535, b"mot de passe"), "waiting"),
    ],
)
def test_a_refusal_for_good_is_not_insisted_upon(message, monkeypatch, failure, state):
    failing(monkeypatch, failure)
    delivery.deliver_all(always)
    message.refresh_from_db()
    assert message.state == state


def test_nothing_left_to_say_is_not_sent(message, mailoutbox):
    delivery.deliver_all(lambda reminder: False)
    message.refresh_from_db()
    assert (message.state, mailoutbox) == ("cancelled", [])
    assert Reminder.objects.get().cancelled_at is not None
