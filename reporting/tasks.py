"""Report files, written away from the page that asked for them. The work to do is in PostgreSQL."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.pdf import PdfUnavailable
from reporting import files
from reporting.earlier import earlier
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
    try:
        file.content = _already_written(file) or _written(file)
        file.state = ReportFile.State.READY
    except PdfUnavailable as missing:
        file.state, file.problem = ReportFile.State.FAILED, str(missing)
    except Exception:
        file.state, file.problem = ReportFile.State.FAILED, "Le fichier n'a pas pu être écrit. Réessayez."
        file.save(update_fields=["state", "problem"])
        return
    file.save(update_fields=["state", "content", "problem"])


def _already_written(file: ReportFile) -> bytes | None:
    """The same file made before, for whoever: a snapshot never changes, nor does what is written from it."""
    same = ReportFile.objects.filter(snapshot=file.snapshot, edition=file.edition, format=file.format)
    content = same.filter(state=ReportFile.State.READY).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def _written(file: ReportFile) -> bytes:
    snapshot, edition, today = file.snapshot, Edition(file.edition), timezone.localdate(file.requested_at)
    before = earlier(file.agreement, snapshot.period, edition, known_at=snapshot.computed_at)
    return files.write(
        snapshot.told(edition), file.agreement, file.format, today=today, edition=edition, earlier=before
    )


@shared_task
def take_over_workbooks() -> int:
    """Read or write every workbook that waits. Two workers never hold the same one; a dead one loses nothing."""
    from reporting.workbook.jobs import work

    return work()
