"""Reports from the site: made by the pilots, frozen, read in one's own edition, taken as a file."""

import csv
import io
from datetime import date, datetime
from typing import Any
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from lodabord.kernel.actor import SYSTEM, acting_as
from reporting import files
from reporting.editions import Edition
from reporting.files import CONTENT_TYPES
from reporting.models import FunderEdition, InternalEdition, PartnerEdition, ReportFile, SteeringSnapshot
from reporting.periods import Quarter
from reporting.tasks import write_reports
from tests.factories import referred_case

DAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def snapshot(cast: Any, agreement: Any) -> SteeringSnapshot:
    """A closed quarter, frozen."""
    referred_case(cast)
    return SteeringSnapshot.freeze(agreement, Quarter.of(agreement.starts_on), today=date(2030, 1, 5), at=AT, by=None)


def test_a_pilot_makes_a_report_and_the_funder_reads_it(sign_in: Any, bruno: Any, emile: Any, agreement: Any) -> None:
    quarter = str(Quarter.of(agreement.starts_on))
    answer = sign_in(bruno).post(reverse("reporting:report_new"), {"quarter": quarter})
    made = SteeringSnapshot.objects.get()

    assert answer.status_code == 302
    assert sign_in(emile).get(reverse("reporting:report", args=[made.pk])).status_code == 200
    assert quarter[:4] in sign_in(emile).get(reverse("reporting:reports")).content.decode()


def test_only_pilots_make_reports(sign_in: Any, leila: Any, emile: Any, diane: Any) -> None:
    for member in (leila, emile, diane):
        assert sign_in(member).get(reverse("reporting:report_new")).status_code == 404


@pytest.mark.parametrize("name", ["leila", "bruno", "paul", "sophie", "emile"])
def test_each_reader_reads_its_edition(sign_in: Any, snapshot: Any, cast: Any, name: str) -> None:
    page = sign_in(getattr(cast, name)).get(reverse("reporting:report", args=[snapshot.pk]))

    assert page.status_code == 200
    label = {"emile": "Version financeurs", "paul": "Version du bailleur", "sophie": "Version du bailleur"}
    assert label.get(name, "Version interne") in page.content.decode()


def test_another_agreement_reads_nothing(sign_in: Any, snapshot: Any, charlie: Any) -> None:
    assert sign_in(charlie).get(reverse("reporting:report", args=[snapshot.pk])).status_code == 404


def test_the_wall_keeps_the_internal_edition(snapshot: Any, as_member: Any, paul: Any, emile: Any) -> None:
    for member, model in ((paul, InternalEdition), (emile, InternalEdition), (emile, PartnerEdition)):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(member):
            list(model.objects.all())
    with as_member(emile):
        assert FunderEdition.objects.count() == 1


def test_a_snapshot_is_never_rewritten(snapshot: Any) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        FunderEdition.objects.update(values={})


def test_a_running_quarter_has_no_version_for_funders(sign_in: Any, agreement: Any, emile: Any) -> None:
    start = Quarter.of(agreement.starts_on)
    running = SteeringSnapshot.freeze(agreement, start, today=start.end.replace(day=2), at=AT, by=None)

    assert running.provisional
    assert sign_in(emile).get(reverse("reporting:report", args=[running.pk])).status_code == 404


def test_a_file_is_written_by_the_worker_and_taken_by_who_asked(
    sign_in: Any, snapshot: Any, bruno: Any, ines: Any, leila: Any
) -> None:
    client = sign_in(bruno)
    asked = client.post(reverse("reporting:file_new", args=[snapshot.pk, "csv"]))
    file = ReportFile.objects.get()

    assert "se prépare" in client.get(asked.url).content.decode()
    assert write_reports() == 1
    assert "Télécharger" in client.get(asked.url).content.decode()
    download = reverse("reporting:file_download", args=[file.pk])
    assert client.get(download)["Content-Disposition"].endswith(f'"{file.file_name}"')
    assert sign_in(leila).get(download).status_code == 404


def test_a_file_already_written_is_not_made_again_for_a_colleague(
    sign_in: Any, snapshot: Any, bruno: Any, leila: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("reporting:file_new", args=[snapshot.pk, "csv"])
    sign_in(bruno).post(address)
    write_reports()
    first = ReportFile.objects.get()
    monkeypatch.setattr(files, "write", Mock(side_effect=AssertionError("écrit deux fois")))

    ReportFile.objects.create(
        agreement=first.agreement,
        snapshot=snapshot,
        edition=first.edition,
        format=first.format,
        requested_by=leila.professional,
        requested_at=AT,
    )
    write_reports()

    second = ReportFile.objects.exclude(pk=first.pk).get()
    assert (second.state, bytes(second.content)) == (ReportFile.State.READY, bytes(first.content))


def test_a_file_of_another_edition_is_never_taken_for_it(snapshot: Any, bruno: Any) -> None:
    for edition in (Edition.INTERNAL, Edition.FUNDER):
        ReportFile.objects.create(
            agreement=snapshot.agreement,
            snapshot=snapshot,
            edition=edition,
            format="csv",
            requested_by=bruno.professional,
            requested_at=AT,
        )
        write_reports()

    told = {one.edition: _edition_of(bytes(one.content)) for one in ReportFile.objects.all()}
    assert told == {one: one.label for one in (Edition.INTERNAL, Edition.FUNDER)}


def _edition_of(sheet: bytes) -> str:
    return next(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig")), delimiter=";"))["version du rapport"]


def test_what_changed_since_is_shown(sign_in: Any, snapshot: Any, bruno: Any, cast: Any) -> None:
    address = reverse("reporting:report_changes", args=[snapshot.pk])
    assert "mêmes valeurs" in sign_in(bruno).get(address).content.decode()

    with acting_as(SYSTEM):
        referred_case(cast, on=date(2025, 2, 3), last_name="Durand")
    page = sign_in(bruno).get(address).content.decode()
    assert "Valeur recalculée" in page


def test_definitions_are_those_of_the_registry(sign_in: Any, emile: Any) -> None:
    page = sign_in(emile).get(reverse("reporting:definitions")).content.decode()
    assert "Taux de maintien dans le logement" in page


@pytest.mark.parametrize(("format", "start"), [("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_every_format_is_asked_for_and_taken(
    sign_in: Any, snapshot: Any, bruno: Any, format: str, start: bytes
) -> None:
    client = sign_in(bruno)
    client.post(reverse("reporting:file_new", args=[snapshot.pk, format]))
    write_reports()

    taken = client.get(reverse("reporting:file_download", args=[ReportFile.objects.get().pk]))
    assert (taken["Content-Type"], taken.content[: len(start)]) == (CONTENT_TYPES[format], start)
