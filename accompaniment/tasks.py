"""The scheduled work of this room. It acts as the system, explicitly."""

from celery import shared_task
from django.utils import timezone

from accompaniment import retention


@shared_task
def erase_papers() -> int:
    """Erase the papers of candidatures that are over. Running twice erases nothing more."""
    done = retention.erase_papers(timezone.localdate())
    return done.own + done.transmitted
