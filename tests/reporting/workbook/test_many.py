"""A take-over asks the database as often for sixty households as for six: records go in by thousands."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Case
from reporting.workbook.exporting import export
from reporting.workbook.taking_over import prepare, write
from tests.reporting.workbook.files import written
from tests.reporting.workbook.many import many

TODAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))
TO_TAKE_OVER, TO_EXPORT = 41, 33


@pytest.mark.parametrize("households", [6, 60])
def test_the_number_of_queries_does_not_follow_the_number_of_households(agreement: Any, households: int) -> None:
    content = written(many(households))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        write(prepare(content, agreement, by=None, at=AT, today=TODAY))

    assert Case.objects.count() == households
    assert len(asked) == TO_TAKE_OVER


@pytest.mark.parametrize("households", [6, 60])
def test_nor_does_that_of_the_file_out(agreement: Any, households: int) -> None:
    write(prepare(written(many(households)), agreement, by=None, at=AT, today=TODAY))
    with CaptureQueriesContext(connection) as asked:
        export(agreement)

    assert len(asked) == TO_EXPORT
