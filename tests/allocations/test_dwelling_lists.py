"""A landlord's list: read whole, shown, confirmed once; facts follow, states never do."""

import html
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from allocations.dwelling_columns import COLUMNS
from allocations.dwelling_lists import confirm, plan, read, template_csv, template_xlsx
from allocations.models import Dwelling, DwellingImport, DwellingMove
from households.stateful import MoveRefused
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.tables import UnreadableTable, read_table
from tests.factories.needs import dwelling
from tests.together import committed, together  # noqa: F401 - a fixture

HEAD = "Référence;Commune;Typologie;Quartier;Agence;Surface;Financement;Loyer;Charges;Étage;Ascenseur;Accessible;Libre le\n"
GOOD = "N-1;Lille;T2;Centre;Agence Centre;45;PLAI adapté;312,50;60;RDC;oui;non;05/01/2026\n"


def lines(*told):
    return (HEAD + "".join(told)).encode()


def staged(cast, *told, by=None):
    by = by or cast.diane
    rows = read("liste.csv", lines(*told), cast.agreement)
    made = DwellingImport.objects.create(
        agreement=cast.agreement, created_by=by.professional, name="liste.csv", rows=rows
    )
    made.refresh_from_db()
    return made


def upload(browser, content, name="liste.csv"):
    return browser.post(reverse("allocations:new_dwelling_import"), {"file": SimpleUploadedFile(name, content)})


def errors(cast, *told):
    return [row["errors"] for row in read("liste.csv", lines(*told), cast.agreement)]


# --- reading ----------------------------------------------------------------------------------------


def test_every_column_is_read(cast):
    (row,) = read("liste.csv", lines(GOOD), cast.agreement)

    agency = cast.agreement.landlord.agencies.get()
    assert row["errors"] == []
    assert row["values"] == {
        "reference": "N-1", "commune": "Lille", "typology": "T2", "sector": "Centre", "agency": str(agency.pk),
        "surface": 45, "financing": "PLAIA", "rent": Decimal("312.50"), "charges": Decimal("60.00"), "floor": 0,
        "has_lift": True, "accessible": False, "available_on": date(2026, 1, 5),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "typology"),
    [("T3", "T3"), ("f3", "T3"), ("3", "T3"), ("Type 4", "T4"), ("T1 bis", "T1"), ("Studio", "T1")],
)
def test_typologies_are_read_as_landlords_write_them(told, typology, cast):
    (row,) = read("l.csv", f"Réf.;Ville;Type\nN-1;Lille;{told}\n".encode(), cast.agreement)

    assert row["values"]["typology"] == typology


def test_every_error_is_told_with_its_line_and_its_column(cast):
    wrong = "=cmd|x;Lille;T9;;Agence Lune;2;prêt;=1+1;-4;haut;peut-être;?;32/13/2026\n"
    (row,) = read("liste.csv", lines(wrong), cast.agreement)

    assert row["number"] == 2
    told = " ".join(row["errors"])
    for expected in (
        "« Référence » : « =cmd|x » ressemble à une formule", "« Typologie » : « T9 »", "« Agence » : « Agence Lune »",
        "« Surface » : « 2 »", "« Financement » : « prêt »", "« Loyer » : « =1+1 »", "« Charges » : « -4 »",
        "« Étage » : « haut »", "« Ascenseur » : « peut-être »", "« Accessible » : « ? »", "« Libre le » : « 32/13/2026 »",
    ):  # fmt: skip
        assert expected in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (";Lille;T2;;;;;;;;;;\n", "« Référence » est vide"),
        ("N-1;;T2;;;;;;;;;;\n", "« Commune » est vide"),
        (f"{'x' * 41};Lille;T2;;;;;;;;;;\n", "40 au plus"),
        ("N-1;Lille;T2;;;;;9999;;;;;\n", "entre 0 et 5000"),
        ("N-1;Lille;T2;;;;;NaN;;;;;\n", "n'est pas un nombre"),
        ("N-1;Lille;T2;;;;;;;2,5;;;\n", "un nombre entier"),
        ("N-1;Lille;T2;;;;;;;;;;05/01/1926\n", "vérifiez l'année"),
        ("N-1;@SUM(A1);T2;;;;;;;;;;\n", "formule"),
    ],
)
def test_a_cell_that_makes_no_sense_is_said(line, told, cast):
    assert told in " ".join(errors(cast, line)[0])


def test_a_reference_that_comes_twice_is_wrong_the_second_time(cast):
    assert errors(cast, GOOD, GOOD) == [[], ["« Référence » : « N-1 » figure déjà à la ligne 2"]]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("l.csv", b"", "vide"),
        ("l.csv", HEAD.encode(), "aucune ligne"),
        ("l.csv", b"Commune;Loyer\nLille;3\n", "Il manque la colonne « Référence »"),
        ("l.xlsx", b"pas un classeur", "illisible"),
        ("l.csv", b"x" * (5 * 1024 * 1024 + 1), "dépasse 5 Mo"),
        ("l.csv", HEAD.encode() + b"N;Lille;T2;;;;;;;;;;\n" * 20_001, "dépasse 20000 lignes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(name, content, told, cast, sign_in):
    with pytest.raises(UnreadableTable, match=told):
        read(name, content, cast.agreement)
    response = upload(sign_in(cast.diane), content or b" ", name)
    assert response.status_code == 422
    assert DwellingImport.objects.count() == 0


def test_a_formula_of_a_workbook_is_never_evaluated_nor_kept(cast):
    book = openpyxl.Workbook()
    book.active.append(["Référence", "Commune", "Typologie", "Loyer"])
    book.active.append(["N-1", '=HYPERLINK("http://x.test";"Lille")', "T2", "=1+1"])
    kept = io.BytesIO()
    book.save(kept)

    (row,) = read("l.xlsx", kept.getvalue(), cast.agreement)

    assert row["errors"] == ["« Commune » est vide"]
    assert "rent" not in row["values"]


@pytest.mark.parametrize(("name", "content"), [("m.csv", template_csv()), ("m.xlsx", template_xlsx())])
def test_the_template_reads_as_it_was_written(name, content):
    (row,) = read_table(name, content, COLUMNS)

    assert row.errors == []
    assert row.values["rent"] == Decimal("312.50")


# --- what it changes --------------------------------------------------------------------------------


def test_confirmed_it_creates_vacant_dwellings_with_their_history_and_updates_facts_only(cast):
    known = dwelling(cast, "N-2", sector="Ancien", floor=3)
    known.refresh_from_db()
    made = staged(cast, GOOD, "N-2;Lille;T2;Nouveau;;;;333;;;;;\n")

    outcome = confirm(made, leave_wrong_aside=False, by=cast.diane.professional)

    assert outcome == {"created": 1, "updated": 1, "same": 0, "wrong": 0}
    new = Dwelling.objects.get(reference="N-1")
    assert (new.state, new.rent, new.available_on) == ("vacant", Decimal("312.50"), date(2026, 1, 5))
    assert [move.act for move in DwellingMove.objects.filter(dwelling=new)] == ["imported"]
    known.refresh_from_db()
    assert (known.state, known.sector, known.rent, known.charges, known.floor) == ("accepting", "Nouveau", 333, 60, 3)
    assert DwellingMove.objects.filter(dwelling=known).count() == 2
    assert made.rows == []


@pytest.mark.parametrize("state", ["offered", "occupied"])
def test_a_list_that_says_vacant_does_not_empty_a_dwelling(state, cast):
    known = dwelling(cast, "N-1")
    Dwelling.objects.filter(pk=known.pk).update(state=state)

    confirm(staged(cast, GOOD), leave_wrong_aside=False, by=cast.diane.professional)

    known.refresh_from_db()
    assert (known.state, known.rent) == (state, Decimal("312.50"))


def test_with_wrong_lines_it_is_all_or_nothing_unless_one_says_otherwise(cast):
    made = staged(cast, GOOD, "N-2;Lille;T9;;;;;;;;;;\n")
    with pytest.raises(MoveRefused, match="rien n'a été importé"):
        confirm(made, leave_wrong_aside=False, by=cast.diane.professional)
    assert Dwelling.objects.count() == 0

    confirm(made, leave_wrong_aside=True, by=cast.diane.professional)

    assert [one.reference for one in Dwelling.objects.all()] == ["N-1"]


def test_nothing_but_wrong_lines_imports_nothing(cast):
    with pytest.raises(MoveRefused, match="Aucune ligne n'est correcte"):
        confirm(staged(cast, "N-2;Lille;T9;;;;;;;;;;\n"), leave_wrong_aside=True, by=cast.diane.professional)


def test_confirmed_twice_the_second_is_refused_and_the_same_list_again_changes_nothing(cast):
    made, by = staged(cast, GOOD), cast.diane.professional
    stale = DwellingImport.objects.get(pk=made.pk)
    confirm(made, leave_wrong_aside=False, by=by)

    with pytest.raises(MoveRefused, match="déjà importée"):
        confirm(stale, leave_wrong_aside=False, by=by)
    assert confirm(staged(cast, GOOD), leave_wrong_aside=False, by=by) == {
        "created": 0, "updated": 0, "same": 1, "wrong": 0,
    }  # fmt: skip
    assert DwellingMove.objects.count() == 1


def test_an_empty_cell_leaves_what_is_known(cast):
    confirm(staged(cast, GOOD), leave_wrong_aside=False, by=cast.diane.professional)

    made = plan(cast.agreement, staged(cast, "N-1;Lille;T2;;;;;;;;;;\n").rows)

    assert (made.same, made.updated) == (["N-1"], [])


def test_two_officers_importing_the_same_list_at_once_make_each_dwelling_once(committed):  # noqa: F811
    def tell(cast):
        return cast, staged(cast, GOOD).pk, staged(cast, GOOD, by=cast.paul).pk

    cast, hers, his = committed(tell)

    def act(pk, who):
        return lambda: confirm(DwellingImport.objects.get(pk=pk), leave_wrong_aside=False, by=who.professional)

    told = together((cast.diane, act(hers, cast.diane)), (cast.paul, act(his, cast.paul)))

    assert sorted((one["created"], one["same"]) for one in told) == [(0, 1), (1, 0)]
    with acting_as(SYSTEM), transaction.atomic():
        assert Dwelling.objects.count() == DwellingMove.objects.count() == 1


def test_twenty_thousand_lines_are_planned_in_a_handful_of_queries(cast, django_assert_max_num_queries):
    rows = [
        {"number": number, "values": {"reference": f"N-{number}", "commune": "Lille", "typology": "T2"}, "errors": []}
        for number in range(20_000)
    ]

    with django_assert_max_num_queries(3):
        assert len(plan(cast.agreement, rows).created) == 20_000


# --- pages and rights -------------------------------------------------------------------------------


def test_read_shown_then_confirmed_from_the_page(cast, sign_in):
    browser = sign_in(cast.diane)
    response = upload(browser, lines(GOOD, "N-2;Lille;T9;;;;;;;;;;\n"))
    preview = response["Location"]
    page = html.unescape(browser.get(preview).content.decode())

    assert "Importer seulement la ligne correcte" in page
    assert "« T9 » n'est pas une typologie" in page
    assert Dwelling.objects.count() == 0
    confirmation = reverse("allocations:dwelling_import_confirmation", args=[DwellingImport.objects.get().pk])
    assert browser.get(confirmation).status_code == 405
    assert "rien n'a été importé" in html.unescape(browser.post(confirmation, follow=True).content.decode())
    page = browser.post(confirmation, {"lignes": "correctes"}, follow=True).content.decode()
    assert "Liste importée" in page
    assert Dwelling.objects.get().reference == "N-1"
    assert browser.get(preview).status_code == 200


def test_looking_at_pages_writes_nothing(cast, sign_in):
    made, browser = staged(cast, GOOD), sign_in(cast.diane)

    for name, at in [
        ("new_dwelling_import", []),
        ("dwelling_template_csv", []),
        ("dwelling_template_xlsx", []),
        ("dwelling_import", [made.pk]),
    ]:
        assert browser.get(reverse(f"allocations:{name}", args=at)).status_code == 200

    assert (Dwelling.objects.count(), DwellingImport.objects.count()) == (0, 1)


def test_a_list_being_imported_is_its_authors_only(cast, sign_in, as_member, sql):
    made = staged(cast, GOOD)

    for member, seen in [(cast.diane, 1), (cast.paul, 0), (cast.sophie, 0), (cast.karim, 0)]:
        with as_member(member):
            assert sql("SELECT count(*) FROM allocations_dwellingimport") == [(seen,)], member
    assert sign_in(cast.paul).get(reverse("allocations:dwelling_import", args=[made.pk])).status_code == 404
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.bruno):
        sql("SELECT 1 FROM allocations_dwellingimport")


def test_the_customer_officer_stages_no_list(cast, as_member):
    with pytest.raises(ProgrammingError, match="row-level security"), as_member(cast.karim):
        DwellingImport.objects.create(agreement=cast.agreement, created_by=cast.karim.professional, name="x", rows=[])


def test_ones_forgotten_previews_do_not_stay(cast, sign_in):
    import time_machine

    old = staged(cast, GOOD)
    with time_machine.travel("2100-01-01T09:00:00+01:00"):
        upload(sign_in(cast.diane), lines(GOOD))

    assert not DwellingImport.objects.filter(pk=old.pk).exists()
    assert DwellingImport.objects.count() == 1


def test_an_imported_list_keeps_no_line(cast, sql):
    staged(cast, GOOD)

    with pytest.raises(IntegrityError, match="dwelling_import_confirmed_empties_its_rows"), transaction.atomic():
        sql("UPDATE allocations_dwellingimport SET confirmed_at = now()")
