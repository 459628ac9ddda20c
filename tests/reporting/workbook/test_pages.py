"""The workbook on the site: sent, read away from the page, told whole, confirmed, written, journalled; and taken away."""

import hashlib
import io
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from households.models import Case, Reading
from reporting.models import TakenOverWorkbook, WorkbookImport
from reporting.workbook import jobs
from reporting.workbook.jobs import work
from reporting.workbook.sheets import SHEETS
from tests import factories
from tests.canaries import plant_all
from tests.reporting.workbook.files import right, with_cell, written

HOME = "/rapports/classeur/"
CONTENT = written(right())


def send(browser: Any, content: bytes, name: str = "suivi.xlsx") -> Any:
    return browser.post(reverse("reporting:workbook_new"), {"file": SimpleUploadedFile(name, content)})


def page_of(browser: Any, upload: WorkbookImport) -> str:
    return browser.get(reverse("reporting:workbook_import", args=[upload.pk])).content.decode()


@pytest.fixture
def sent(sign_in, bruno) -> WorkbookImport:
    """A right workbook, sent by Bruno, not read yet."""
    send(sign_in(bruno), CONTENT)
    return WorkbookImport.objects.get()


def test_a_workbook_is_read_told_confirmed_written_and_journalled(sign_in, bruno, sent):
    browser = sign_in(bruno)
    assert "Lecture en cours" in page_of(browser, sent)

    assert work() == 1
    page = page_of(browser, sent)
    assert "Le classeur est juste" in page
    assert Case.objects.count() == 0

    browser.post(reverse("reporting:workbook_confirmation", args=[sent.pk]))
    assert "Reprise en cours" in page_of(browser, sent)
    assert work() == 1

    kept = TakenOverWorkbook.objects.get()
    sent.refresh_from_db()
    assert (sent.state, sent.content) == (WorkbookImport.State.DONE, None)
    assert (kept.by, kept.sha256) == (bruno.professional, hashlib.sha256(CONTENT).hexdigest())
    assert Case.objects.filter(taken_over=True).count() == kept.counts["ménages"] == 3
    assert work() == 0


def test_all_the_errors_are_on_the_page_and_the_file_is_not_kept(sign_in, bruno):
    told = with_cell("visites", 2, "date", "hier")
    told["menages"][1][1] = "ailleurs"
    browser = sign_in(bruno)
    send(browser, written(told))

    work()

    upload = WorkbookImport.objects.get()
    page = page_of(browser, upload)
    assert (upload.state, upload.content, Case.objects.count()) == (WorkbookImport.State.REFUSED, None, 0)
    assert "2 erreurs : rien n'a été repris" in page
    assert "« hier » : ce n&#x27;est pas une date" in page
    assert "« ailleurs » : ce code n&#x27;existe pas" in page


def test_what_is_not_a_workbook_is_told(sign_in, bruno):
    browser = sign_in(bruno)
    send(browser, b"menage;date")
    work()

    assert "n&#x27;est pas un classeur .xlsx" in page_of(browser, WorkbookImport.objects.get())


def test_no_file_is_an_error_of_the_form(sign_in, bruno):
    answer = sign_in(bruno).post(reverse("reporting:workbook_new"), {})

    assert answer.status_code == 422
    assert "Choisissez le fichier." in answer.content.decode()


def test_confirmed_twice_it_is_written_once(sign_in, bruno, sent):
    work()
    browser = sign_in(bruno)
    for _ in range(2):
        browser.post(reverse("reporting:workbook_confirmation", args=[sent.pk]))

    assert work() == 1
    assert TakenOverWorkbook.objects.count() == 1


def test_given_up_nothing_is_kept(sign_in, bruno, sent):
    work()
    sign_in(bruno).post(reverse("reporting:workbook_abandon", args=[sent.pk]))
    sent.refresh_from_db()

    assert (sent.state, sent.content, work()) == (WorkbookImport.State.DROPPED, None, 0)


def test_never_confirmed_it_goes_away_after_a_day(sent):
    work()
    WorkbookImport.objects.update(created_at=timezone.now() - jobs.KEPT - timedelta(minutes=1))
    work()
    sent.refresh_from_db()

    assert (sent.state, sent.content) == (WorkbookImport.State.DROPPED, None)


def test_whatever_breaks_is_told_and_not_tried_for_ever(sign_in, bruno, sent, monkeypatch):
    monkeypatch.setattr(jobs, "prepare", Mock(side_effect=RuntimeError("x")))

    assert (work(), work()) == (1, 0)
    assert "Réessayez" in page_of(sign_in(bruno), sent)


def test_between_the_reading_and_the_writing_a_case_was_opened(sign_in, bruno, cast, sent):
    work()
    factories.referred_case(cast)
    sign_in(bruno).post(reverse("reporting:workbook_confirmation", args=[sent.pk]))
    work()
    sent.refresh_from_db()

    assert sent.state == WorkbookImport.State.REFUSED
    assert "contient déjà 1 dossier " in sent.problems[0]["told"]
    assert Case.objects.count() == 1


# --- who ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["leila", "paul", "diane", "emile", "camille", "admin", "charlie"])
def test_only_the_head_takes_over(sign_in, cast, name, sent):
    browser = sign_in(getattr(cast, name))

    assert browser.get(reverse("reporting:workbook_new")).status_code == 404
    assert browser.get(reverse("reporting:workbook_import", args=[sent.pk])).status_code == 404


def test_what_was_sent_is_its_senders_in_the_database_too(as_member, cast, sent):
    with as_member(cast.bruno):
        assert WorkbookImport.objects.count() == 1
    with as_member(cast.leila):
        assert WorkbookImport.objects.count() == 0
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.paul):
        WorkbookImport.objects.count()


def test_both_pilots_read_the_journal_and_nobody_rewrites_it(sign_in, as_member, cast, sent):
    work()
    sent.refresh_from_db()
    sent.confirm()
    work()

    assert "3 ménages" in sign_in(cast.paul).get(HOME).content.decode()
    for member in (cast.bruno, cast.paul):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(member):
            TakenOverWorkbook.objects.update(sha256="")


# --- the file out ------------------------------------------------------------------------------------


def exported(browser: Any) -> Any:
    answer = browser.post(reverse("reporting:workbook_export"))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def text_of(found: Any) -> str:
    return "\n".join(
        str(cell.value) for page in found.worksheets for row in page.iter_rows() for cell in row if cell.value
    )


def test_the_landlords_workbook_holds_nothing_of_what_the_association_writes(cast, case, sign_in):
    plant_all(cast, case)
    told = exported(sign_in(cast.paul))

    assert {"visites", "sollicitations", "sorties", "relais"} & set(told.sheetnames) == set()
    headings = {page.title: [cell.value for cell in page[1]] for page in told.worksheets}
    assert headings["suspensions"] == ["menage*", "debut*", "fin"]
    assert headings["mesures"] == ["menage*", "nature*", "debut*", "fin", "referent"]
    assert {"public_prioritaire", "souffrance_psychique"} & set(headings["menages"]) == set()
    assert "prescripteur_type" not in headings["orientations"]
    assert case.household.code in text_of(told)
    assert "CANARI" not in text_of(told)


def test_the_association_takes_its_own_away(cast, case, sign_in):
    told = exported(sign_in(cast.bruno))

    assert set(told.sheetnames) >= {sheet.name for sheet in SHEETS}
    assert case.household.code in text_of(told)


def test_a_household_the_landlord_does_not_know_is_not_in_its_workbook(cast, sign_in):
    hidden = factories.assessed_case(cast)

    assert hidden.household.code not in text_of(exported(sign_in(cast.paul)))
    assert hidden.household.code in text_of(exported(sign_in(cast.bruno)))


def test_each_case_taken_away_is_a_reading(cast, case, sign_in):
    exported(sign_in(cast.paul))

    assert list(Reading.objects.filter(model="reporting.workbook").values_list("case", "by")) == [
        (case.pk, cast.paul.professional_id)
    ]


@pytest.mark.parametrize("name", ["leila", "sophie", "diane", "emile", "camille", "admin", "charlie"])
def test_only_the_pilots_take_it_away(sign_in, cast, name):
    assert sign_in(getattr(cast, name)).post(reverse("reporting:workbook_export")).status_code == 404


def test_a_name_that_looks_like_a_formula_stays_a_text(cast, case, sign_in):
    case.household.persons.update(last_name="=1+1", first_name="@somme")
    page = exported(sign_in(cast.bruno))["menages"]
    names = [(cell.value, cell.data_type) for cell in page[2] if cell.value in ("=1+1", "@somme")]

    assert names == [("=1+1", "s"), ("@somme", "s")]


def test_the_template_holds_every_sheet_visible_with_its_lists(sign_in, cast):
    found = openpyxl.load_workbook(io.BytesIO(sign_in(cast.bruno).get(reverse("reporting:workbook_template")).content))

    assert found.sheetnames == ["notice", *[sheet.name for sheet in SHEETS], "listes"]
    assert {page.sheet_state for page in found.worksheets} == {"visible"}
    assert [cell.value for cell in found["cal"][1]] == ["menage*", "date*", "decision*", "rang", "effet", "logement"]
    lists = [str(one.sqref) for one in found["visites"].data_validations.dataValidation if one.type == "list"]
    assert lists == ["C2:C20001", "D2:D20001"]
