"""Report files, written away from the page that asked for them. The work to do is in PostgreSQL."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.pdf import PdfUnavailable
from reporting import files
from reporting.editions import Edition
from reporting.models import ReportFile


@shared_task
def write_reports() -> int:
    """Write every file that waits. Several workers may run at once: each takes what nobody holds."""
    done = 0
    with acting_as(SYSTEM):
        while _write_one():
            done += 1
    return done


def _write_one() -> bool:
    with transaction.atomic():
        waiting = ReportFile.objects.select_for_update(skip_locked=True, of=("self",))
        file = waiting.filter(state=ReportFile.State.PENDING).select_related("snapshot", "agreement").first()
        if file is None:
            return False
        write(file)
        return True


def write(file: ReportFile) -> None:
    """Its content, or why there is none. Any failure is told on the page and not tried for ever."""
    told, today = file.snapshot.told(file.edition), timezone.localdate(file.requested_at)
    try:
        file.content = files.write(told, file.agreement, file.format, today=today, edition=Edition(file.edition))
        file.state = ReportFile.State.READY
    except PdfUnavailable as missing:
        file.state, file.problem = ReportFile.State.FAILED, str(missing)
    except Exception:
        file.state, file.problem = ReportFile.State.FAILED, "Le fichier n'a pas pu être écrit. Réessayez."
        file.save(update_fields=["state", "problem"])
        return
    file.save(update_fields=["state", "content", "problem"])
