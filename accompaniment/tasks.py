"""The scheduled work of this room. It acts as the system, explicitly."""

from celery import shared_task
from django.utils import timezone

from accompaniment import planning, retention


@shared_task
def erase_papers() -> int:
    """Erase the papers of candidatures that are over. Running twice erases nothing more."""
    done = retention.erase_papers(timezone.localdate())
    return done.own + done.transmitted


@shared_task
def write_visits_ahead() -> int:
    """Write the visits of the coming weeks from the regular appointments. Running twice writes nothing more."""
    return planning.write_ahead(timezone.localdate())
