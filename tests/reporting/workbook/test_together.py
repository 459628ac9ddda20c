"""Two take-overs at once in one agreement: one is written, the other is told why it is not. And progress is seen meanwhile."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from households.models import Case
from reporting.models import WorkbookImport, WorkbookProgress
from reporting.workbook.jobs import work
from reporting.workbook.problems import Refused
from reporting.workbook.progress import shown
from reporting.workbook.taking_over import prepare, write
from tests.reporting.workbook.files import right, written
from tests.together import as_the_programme, committed, committed_cast, together

__all__ = ["committed", "committed_cast"]
TODAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))


def test_two_take_overs_at_once_write_one(committed_cast):
    content, agreement = written(right()), committed_cast.agreement

    def take() -> str:
        write(prepare(content, agreement, by=None, at=AT, today=TODAY))
        return "taken"

    told = together((None, take), (None, take))

    refused = [one for one in told if isinstance(one, Refused)]
    assert [one for one in told if one == "taken"] == ["taken"]
    assert [str(one).split(" : ")[0] for one in refused] == ["La convention DEMO contient déjà 3 dossiers"]
    with as_the_programme():
        assert Case.objects.count() == 3


def test_two_workers_never_hold_the_same_workbook(committed_cast):
    def send() -> Any:
        by = committed_cast.bruno.professional
        return WorkbookImport.send(committed_cast.agreement, name="x.xlsx", content=written(right()), by=by, at=AT)

    with as_the_programme():
        send()

    assert sorted(together((None, work), (None, work))) == [0, 1]


def test_progress_is_read_by_others_before_the_end(committed_cast):
    with as_the_programme():
        by = committed_cast.bruno.professional
        upload = WorkbookImport.send(committed_cast.agreement, name="x", content=b"x", by=by, at=AT)
    with as_the_programme(), shown(upload.pk, 40) as tell:
        WorkbookImport.objects.select_for_update(no_key=True).get(pk=upload.pk)
        tell("Écriture : visites", 10)

        def read() -> tuple[str, int, int]:
            told = WorkbookProgress.objects.get(pk=upload.pk)
            return told.step, told.done, told.percent

        assert together((committed_cast.bruno, read)) == [("Écriture : visites", 10, 25)]
