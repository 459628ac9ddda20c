"""The programme's own scheduled work about reminders. It acts as the system, explicitly."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from households import keeping, reminders


@shared_task
def send_reminders() -> int:
    """One tick, the very one of `manage.py send_reminders`. Any number of workers may run it at once."""
    return reminders.tick(timezone.now())


@shared_task
def forget_drafts(at: str | None = None) -> int:
    """Drafts nobody touches any more, and the trace of forms sent long ago. Running it twice erases nothing more."""
    return keeping.forget(datetime.fromisoformat(at) if at else timezone.now())
