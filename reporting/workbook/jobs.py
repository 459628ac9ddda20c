"""What a worker does with the workbooks that were sent: reads them, then writes those that were confirmed.

The row of a workbook is locked for the length of the work: a worker that dies leaves it as it was, and
the next ring begins again.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Agreement, Professional
from reporting.models import TakenOverWorkbook, WorkbookImport
from reporting.workbook.problems import Refused
from reporting.workbook.progress import shown
from reporting.workbook.rows import Tell, silent
from reporting.workbook.taking_over import Prepared, prepare, write

log = logging.getLogger(__name__)

KEPT = timedelta(days=1)
"""How long a workbook that nobody confirms is kept."""
UNEXPECTED = "Le classeur n'a pas pu être traité. Réessayez ; si cela se reproduit, prévenez l'administrateur du site."
State = WorkbookImport.State


def work() -> int:
    """Every workbook that waits for something. Returns how many."""
    done = 0
    with acting_as(SYSTEM):
        _forget()
        while _work_on_one():
            done += 1
    return done


def _forget() -> None:
    """What was checked and never confirmed goes away."""
    with transaction.atomic():  # the role is taken at the start of a transaction
        left = WorkbookImport.objects.filter(state=State.CHECKED, created_at__lt=timezone.now() - KEPT)
        left.update(state=State.DROPPED, content=None)


def _work_on_one() -> bool:
    with transaction.atomic():
        waiting = WorkbookImport.objects.to_do().select_for_update(skip_locked=True, of=("self",), no_key=True)
        upload = waiting.select_related("agreement", "created_by").order_by("created_at").first()
        if upload is None:
            return False
        _settle(upload)
        return True


def _settle(upload: WorkbookImport) -> None:
    """Done whole, or nothing written and the reason told."""
    try:
        with transaction.atomic():
            to, told = _written(upload) if upload.state == State.WAITING else _checked(upload)
    except Refused as refused:
        to, told = State.REFUSED, {"problems": [one.as_kept() for one in refused.problems]}
    except Exception:
        log.exception("workbook %s", upload.pk)  # a reference, never what the file says
        to, told = State.FAILED, {"problems": [{"sheet": "", "row": 0, "column": "", "told": UNEXPECTED}]}
    upload.settle(to, **told)


def _prepared(upload: WorkbookImport, tell: Tell) -> Prepared:
    now = timezone.now()
    return prepare(
        bytes(upload.content or b""), upload.agreement, by=upload.created_by, at=now, today=timezone.localdate(now),
        tell=tell,
    )  # fmt: skip


def _checked(upload: WorkbookImport) -> tuple[Any, dict[str, Any]]:
    with shown(upload.pk) as tell:
        told = _prepared(upload, tell)
    return State.CHECKED, {"counts": told.counts, "notices": told.notices, "absent": told.absent}


def _written(upload: WorkbookImport) -> tuple[Any, dict[str, Any]]:
    prepared = _prepared(upload, silent)
    with shown(upload.pk, prepared.rows) as tell:
        tell("Écriture", 0)
        write(prepared, tell)
    journal(prepared, upload.sha256, by=upload.created_by)
    return State.DONE, {"counts": prepared.counts, "notices": prepared.notices, "absent": prepared.absent}


def journal(prepared: Prepared, sha256: str, *, by: Professional | None) -> TakenOverWorkbook:
    """In the transaction of the import: who, when, which file, how much."""
    agreement: Agreement = prepared.setting.agreement
    return TakenOverWorkbook.objects.create(
        agreement=agreement, at=prepared.setting.at, by=by, sha256=sha256, counts=prepared.counts,
        notices=prepared.notices, absent=prepared.absent, until=prepared.setting.today,
    )  # fmt: skip
