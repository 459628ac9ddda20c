"""Importing the month's accounts: only the programme's rows, every error at once, once a month, two people at once."""

import io
import logging
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection
from django.utils import timezone
from openpyxl import Workbook

from allocations import account_import
from allocations.models import (
    AccountImport,
    AccountImportRow,
    ArrearsCorrection,
    ArrearsSnapshot,
    FirstUnpaid,
)
from households.models import RentAccount
from households.stateful import MoveRefused
from tests import factories
from tests.factories import retention
from tests.together import as_the_programme, committed, committed_cast, together  # noqa: F401 - fixtures

URL = "/attributions/impayes/import/"
MONTH = timezone.localdate().replace(day=1)
HEAD = "Référence du bail;Locataire;Solde dû;Loyer net;APL\n"
OURS = "LOC-1;THOMAS;812,40;203,10;187,00\n"
STRANGER = "LOC-999;ETRANGER-SECRET;7777,77;555,55;111,11\n"


@pytest.fixture
def tenant(cast):
    return retention.accompanied(cast, tenant_ref="LOC-1")


@pytest.fixture
def browser(tenant, sophie, sign_in):
    return sign_in(sophie)


def send(browser, content, name="comptes.csv", month=MONTH):
    content = content.encode() if isinstance(content, str) else content
    return browser.post(URL, {"month": month.isoformat(), "file": SimpleUploadedFile(name, content)})


def confirm(browser, answer):
    return browser.post(answer["Location"] + "confirmation/")


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def whole_database():
    """Every text of every table, as the programme may read them."""
    told = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [f'"{table}"'])
            if cursor.fetchone()[0]:
                cursor.execute(f'SELECT t::text FROM "{table}" AS t')
                told += [row[0] for row in cursor.fetchall()]
    return "\n".join(told)


def test_preview_then_confirm_writes_the_month(browser, tenant, sophie):
    previewed = send(browser, HEAD + OURS + STRANGER)
    page = browser.get(previewed["Location"]).content.decode()
    assert ArrearsSnapshot.objects.count() == 0
    assert "1 ligne hors du programme" in page
    assert tenant.household.code in page

    confirm(browser, previewed)

    known = ArrearsSnapshot.objects.get()
    assert (known.month, known.debt, known.net_rent, known.apl) == (
        MONTH, Decimal("812.40"), Decimal("203.10"), Decimal(187),
    )  # fmt: skip
    assert known.on <= timezone.localdate()
    assert (known.stage, known.created_by) == ("constituted", sophie.professional)
    assert AccountImportRow.objects.count() == 0
    assert FirstUnpaid.objects.standing().get().case == tenant


def test_rows_of_other_tenants_are_nowhere_but_in_a_count(browser, caplog, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    with caplog.at_level(logging.DEBUG):
        previewed = send(browser, HEAD + OURS + STRANGER * 3)
        pages = browser.get(previewed["Location"]).content.decode() + confirm(browser, previewed).content.decode()

    batch = AccountImport.objects.get()
    sessions = " ".join(str(one.get_decoded()) for one in Session.objects.all())
    for secret in ("ETRANGER", "LOC-999", "7777,77", "7777.77", "555,55", "555.55", "comptes.csv"):
        for where in (whole_database(), sessions, caplog.text, pages):
            assert secret not in where
    assert batch.ignored == 3
    assert list(tmp_path.iterdir()) == []


def test_a_large_file_never_touches_the_disk(browser, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    opened = []
    import tempfile

    original = tempfile.NamedTemporaryFile
    tempfile.NamedTemporaryFile = lambda *args, **kwargs: opened.append(args) or original(*args, **kwargs)
    try:
        answer = send(browser, HEAD + OURS + STRANGER * 19_000 + ";" * 2_600_000)
        too_large = send(browser, HEAD + "x" * (6 * 1024 * 1024))
    finally:
        tempfile.NamedTemporaryFile = original

    assert answer.status_code in (302, 422)
    assert too_large.status_code == 422
    assert "dépasse 5" in too_large.content.decode()
    assert opened == []


def test_every_error_of_the_programmes_rows_is_told_at_once_with_its_line_and_column(browser, cast):
    other = retention.accompanied(cast, tenant_ref="LOC-2")
    wrong = HEAD + "LOC-1;x;douze;-5;\n" + "LOC-2;x;;300;abc\n" + "LOC-999;x;illisible;;\n"

    page = send(browser, wrong)

    assert page.status_code == 422
    assert page.context["reading"].errors == [
        "Ligne 2 : « Solde dû » : « douze » n'est pas un nombre",
        "Ligne 2 : « Loyer net » : « -5 » est négatif",
        "Ligne 3 : « Solde dû » est vide",
        "Ligne 3 : « APL » : « abc » n'est pas un nombre",
    ]
    assert "illisible" not in page.content.decode()
    assert AccountImport.objects.count() == 0
    assert other.pk


def test_a_reference_given_twice_is_told(browser):
    assert send(browser, HEAD + OURS + OURS).context["reading"].errors == [
        "Lignes 2, 3 : « Référence du bail » est la même ; gardez-en une."
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.csv", b"", "vide"),
        ("x.csv", b"\x00\x01\x02", "ni un CSV"),
        ("x.xlsx", b"PK\x03\x04 rien", "illisible"),
        ("x.csv", b"Nom;Prix\nA;1\n", "Il manque"),
        ("x.csv", (HEAD + STRANGER).encode(), "Aucune ligne"),
        ("x.csv", (HEAD + STRANGER * 20_001).encode(), "20000 lignes"),
    ],
)
def test_a_file_that_cannot_be_read_says_how_to_mend_it(name, content, told, browser):
    page = send(browser, content, name)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert AccountImport.objects.count() == 0


def test_formulas_are_never_evaluated_nor_kept(browser):
    book = workbook(["Référence du bail", "Solde dû", "Loyer net"], ["LOC-1", "=1+1", 200], ["=CMD()", 1, 2])
    told = send(browser, book, "x.xlsx").context["reading"].errors
    assert told == ["Ligne 2 : « Solde dû » est vide"]
    told = send(browser, HEAD + "LOC-1;x;=2+2;200;0\n").context["reading"].errors
    assert told == ["Ligne 2 : « Solde dû » : « =2+2 » n'est pas un nombre"]
    assert "=2+2" not in whole_database()


@pytest.mark.parametrize("figure", ["1e400", "99999999999", "NaN", "Infinity"])
def test_a_figure_that_cannot_be_is_refused_and_not_a_crash(figure, browser):
    page = send(browser, HEAD + f"LOC-1;x;{figure};200;0\n")
    assert page.status_code == 422
    assert len(page.context["reading"].errors) == 1


def test_a_workbook_reads_as_a_csv_does_and_a_credit_is_no_debt(browser):
    book = workbook(["Solde", "N° de bail", "Loyer résiduel"], [-35.5, "loc - 1", 203.1])
    confirm(browser, send(browser, book, "x.xlsx"))
    assert ArrearsSnapshot.objects.get().debt == 0
    assert FirstUnpaid.objects.count() == 0


def test_the_same_month_again_changes_nothing_then_corrects_and_says_what_it_said(browser, tenant):
    for content in (HEAD + OURS, HEAD + OURS, HEAD + OURS.replace("812,40", "0")):
        confirm(browser, send(browser, content))

    corrected = ArrearsCorrection.objects.get()
    told = list(AccountImport.objects.order_by("created_at").values_list("added", "corrected", "unchanged"))

    assert ArrearsSnapshot.objects.get().debt == 0
    assert (corrected.debt_before, corrected.debt_after) == (Decimal("812.40"), 0)
    assert told == [(1, 0, 0), (0, 0, 1), (0, 1, 0)]
    assert not FirstUnpaid.objects.standing().exists()
    page = browser.get(f"/attributions/dossiers/{tenant.pk}/impaye/").content.decode()
    assert "Corrections de relevés (1)" in page


def test_what_was_noted_by_hand_that_day_is_corrected_and_not_doubled(browser, tenant, cast):
    on = account_import.day_of_statement(MONTH, timezone.localdate())
    retention.account(cast, tenant, on, "10")
    confirm(browser, send(browser, HEAD + OURS))
    assert ArrearsSnapshot.objects.get().debt == Decimal("812.40")
    assert ArrearsCorrection.objects.count() == 1


def test_a_month_that_was_running_is_dated_of_its_last_day_once_over(tenant, cast):
    figures = account_import.Figures(Decimal(10), Decimal(200))
    by = cast.sophie.professional
    for today in (date(2025, 6, 12), date(2025, 7, 3)):
        account_import.import_statement(tenant, month=date(2025, 6, 1), figures=figures, today=today, by=by)
    assert ArrearsSnapshot.objects.get().on == date(2025, 6, 30)


def test_an_import_is_confirmed_once_and_what_one_left_goes_away(browser):
    left, kept = send(browser, HEAD + OURS), send(browser, HEAD + OURS)
    assert AccountImportRow.objects.count() == 1
    confirm(browser, kept)
    refused = browser.post(kept["Location"] + "confirmation/", follow=True).content.decode()
    assert "déjà enregistré ou abandonné" in refused
    with pytest.raises(MoveRefused):
        AccountImport.objects.get(pk=left["Location"].split("/")[-2]).close("confirmed")


def test_dropping_keeps_nothing(browser):
    previewed = send(browser, HEAD + OURS)
    browser.post(previewed["Location"] + "abandon/")
    assert (AccountImportRow.objects.count(), ArrearsSnapshot.objects.count()) == (0, 0)


def test_households_absent_from_the_file_or_without_reference_are_told_by_code(browser, cast):
    absent, unreachable = retention.accompanied(cast, tenant_ref="LOC-2"), factories.housed_case(cast)
    previewed = send(browser, HEAD + OURS)
    assert "Absents du fichier (1)" in browser.get(previewed["Location"]).content.decode()
    page = browser.get(URL).content.decode()
    assert unreachable.household.code in page
    assert absent.household.code not in page
    assert (
        browser.post(f"/attributions/dossiers/{unreachable.pk}/reference-bail/", {"reference": "loc-3"}).status_code
        == 302
    )
    assert RentAccount.objects.get(case=unreachable).reference == "LOC-3"


def test_two_advisers_importing_the_same_month_at_once_leave_one_statement_and_both_are_told(committed_cast):  # noqa: F811
    with as_the_programme():
        case = retention.accompanied(committed_cast, tenant_ref="LOC-1")
        batches = []
        for member, debt in ((committed_cast.sophie, 100), (committed_cast.paul, 250)):
            row = (case, 2, account_import.Figures(Decimal(debt), Decimal(200)))
            reading = account_import.Reading(rows=[row])
            batches.append(
                account_import.prepare(reading, committed_cast.agreement, date(2025, 6, 1), by=member.professional)
            )

    def run(batch, member):
        return lambda: account_import.confirm(batch, today=date(2025, 7, 2), by=member.professional)

    told = together(
        (committed_cast.sophie, run(batches[0], committed_cast.sophie)),
        (committed_cast.paul, run(batches[1], committed_cast.paul)),
    )

    assert sorted((one["added"], one["corrected"]) for one in told) == [(0, 1), (1, 0)]
    with as_the_programme():
        assert ArrearsSnapshot.objects.count() == ArrearsCorrection.objects.count() == 1
        assert FirstUnpaid.objects.standing().count() == 1


def test_one_import_confirmed_by_two_people_at_once_is_written_once(committed_cast):  # noqa: F811
    with as_the_programme():
        case = retention.accompanied(committed_cast, tenant_ref="LOC-1")
        reading = account_import.Reading(rows=[(case, 2, account_import.Figures(Decimal(100), Decimal(200)))])
        batch = account_import.prepare(
            reading, committed_cast.agreement, date(2025, 6, 1), by=committed_cast.sophie.professional
        )
    acts = [
        (member, lambda member=member: account_import.confirm(batch, today=date(2025, 7, 2), by=member.professional))
        for member in (committed_cast.sophie, committed_cast.paul)
    ]
    told = together(*acts)
    assert [type(one) for one in told if isinstance(one, Exception)] == [MoveRefused]


@pytest.mark.parametrize("person", ["leila", "bruno", "diane", "karim", "emile", "camille", "charlie"])
def test_nobody_else_imports_nor_reads_an_import(person, browser, cast, sign_in):
    previewed = send(browser, HEAD + OURS)
    stranger = sign_in(getattr(cast, person))
    assert stranger.get(URL).status_code == 404
    assert stranger.get(previewed["Location"]).status_code == 404
    assert stranger.post(previewed["Location"] + "confirmation/").status_code == 404
    assert ArrearsSnapshot.objects.count() == 0


def test_the_association_has_no_right_on_the_imports_in_the_database(browser, cast, as_member, sql):
    send(browser, HEAD + OURS)
    for person in ("leila", "emile", "camille"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
            sql("SELECT * FROM allocations_accountimport")
    with as_member(cast.leila):
        assert sql("SELECT count(*) FROM allocations_accountimportrow") == [(1,)]
    with as_member(cast.diane):
        assert sql("SELECT count(*) FROM allocations_accountimportrow") == [(0,)]
