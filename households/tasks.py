"""The programme's own scheduled work about reminders. It acts as the system, explicitly."""

from celery import shared_task
from django.utils import timezone

from households import reminders


@shared_task
def send_reminders() -> int:
    """One tick, the very one of `manage.py send_reminders`. Any number of workers may run it at once."""
    return reminders.tick(timezone.now())
