"""Celery: a bell that rings the programme's own work. What must happen is written in PostgreSQL.

Losing the broker, a worker or a message delays the work until the next ring and loses nothing:
so there is no countdown, no ETA, no result, and several schedulers at once are harmless.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lodabord.settings")

from django.conf import settings

TICK_SECONDS = settings.REMINDER_TICK_SECONDS
QUARTER_OF_AN_HOUR = 900

SCHEDULE = {
    # All day, by interval rather than by the clock: neither a change of hour nor a night off skips a ring.
    "reminders": {
        "task": "households.tasks.send_reminders",
        "schedule": TICK_SECONDS,
        "options": {"expires": max(1, TICK_SECONDS - 5)},  # a ring heard too late is useless: the next one follows
    },
    # Report files asked for while the broker was away; usually the page that asks has rung already.
    "report_files": {
        "task": "reporting.tasks.write_reports",
        "schedule": TICK_SECONDS,
        "options": {"expires": max(1, TICK_SECONDS - 5)},
    },
    # Workbooks sent while the broker was away, or left by a worker that died; usually the page has rung already.
    "workbooks": {
        "task": "reporting.tasks.take_over_workbooks",
        "schedule": TICK_SECONDS,
        "options": {"expires": max(1, TICK_SECONDS - 5)},
    },
    # Papers go when the lease is signed or the candidature ends: within the quarter of an hour, whoever signed.
    "papers": {
        "task": "accompaniment.tasks.erase_papers",
        "schedule": QUARTER_OF_AN_HOUR,
        "options": {"expires": QUARTER_OF_AN_HOUR - 5},
    },
    # Visits to come from the regular appointments: after a suspension, a holiday or a night off, the next ring writes them.
    "visits_ahead": {
        "task": "accompaniment.tasks.write_visits_ahead",
        "schedule": QUARTER_OF_AN_HOUR,
        "options": {"expires": QUARTER_OF_AN_HOUR - 5},
    },
    # Drafts left for two weeks go; a night off leaves them one more quarter of an hour, no more.
    "drafts": {
        "task": "households.tasks.forget_drafts",
        "schedule": QUARTER_OF_AN_HOUR,
        "options": {"expires": QUARTER_OF_AN_HOUR - 5},
    },
}
"""The whole schedule, in the order of the day, with the reason of each line."""

ON_DEMAND: set[str] = set()
"""Tasks that no schedule rings, started by an act."""

app = Celery("lodabord")
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 900},  # above the longest task; default: one hour of silence
    beat_schedule=SCHEDULE,
    timezone="UTC",
    enable_utc=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
)
app.autodiscover_tasks()
