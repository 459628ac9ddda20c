"""Forms, filters, charts, served files and PDF."""

import hashlib
import io
from datetime import date
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from lodabord.kernel import assets, charts, env, pdf
from lodabord.kernel.forms import ActForm, DateField, FactsField, PastDateField
from lodabord.templatetags import lodabord as words


class SampleForm(ActForm):
    on = DateField(label="Date")
    text = FactsField(label="Récit", required=False)


def test_errors_are_told_with_where_to_mend_them():
    form = SampleForm({"on": ""})

    assert form.error_links() == [("id_on", "Date : Ce champ est obligatoire.")]


def test_a_text_about_somebody_says_that_she_may_read_it():
    assert "peut demander à lire" in SampleForm().fields["text"].help_text


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(12, 14, "85,7\u202f% (12/14)"), (3, 4, "3/4"), (0, 0, "sans objet"), (14, 14, "100\u202f% (14/14)")],
)
def test_a_rate_never_goes_without_its_terms(part, whole, told):
    assert words.share({"part": part, "whole": whole}) == told


def test_dates_are_told_as_people_say_them():
    today = date(2026, 5, 12)

    assert words.day(today) == "mardi 12\u00a0mai\u00a02026"
    assert [words.relative_day(date(2026, 5, day), today) for day in (12, 13, 15, 10)] == [
        "aujourd'hui", "demain", "dans 3\u00a0jours", "il y a 2\u00a0jours",
    ]  # fmt: skip
    assert words.euros(10797) == "10\u202f797\u00a0€"


def test_a_chart_says_its_message_and_every_value():
    drawn = charts.horizontal_bars("Deux ménages sur trois", [("logés", 2), ("en attente", 1)])

    assert "<title>Deux ménages sur trois</title>" in drawn
    assert ">2<" in drawn
    assert "style=" not in drawn


def test_a_chart_escapes_what_it_is_given():
    assert "<script>" not in charts.columns("<script>", ["<b>"], [charts.Series("<i>", [1])])


SERVED = {
    "vendor/bootstrap/bootstrap.min.css": "d85327d9",
    "vendor/bootstrap/bootstrap.bundle.min.js": "e4fd4918",
}


@pytest.mark.parametrize(("name", "mark"), list(SERVED.items()))
def test_the_served_files_are_those_of_their_authors(name, mark):
    assert hashlib.sha256(assets.source(name).read_bytes()).hexdigest().startswith(mark)


DOCUMENT = '<!doctype html><html lang="fr"><head><title>Essai</title></head><body><h1>Essai</h1>{}</body></html>'


def test_a_pdf_is_tagged_french_and_titled():
    table = "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    reader = PdfReader(io.BytesIO(pdf.render(DOCUMENT.format(table))))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert reader.metadata.title == "Essai"


@pytest.mark.parametrize(
    "hole",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/x">',
        '<link rel=attachment href="file:///etc/passwd">',
    ],
)
def test_a_document_reaches_no_file_and_no_address(hole):
    made = pdf.render(DOCUMENT.format(hole))

    assert b"root:" not in made
    assert PdfReader(io.BytesIO(made)).attachments == {}


def test_an_odd_setting_stops_the_start_with_a_sentence(monkeypatch):
    monkeypatch.setenv("LODABORD_ESSAI", "peut-être")

    with pytest.raises(Exception, match="écrivez 1 ou 0"):
        env.env_bool("LODABORD_ESSAI", False)
    with pytest.raises(Exception, match="requis en production"):
        env.env_secret("LODABORD_ABSENT")


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("chut\n")
    monkeypatch.setenv("LODABORD_ESSAI_FILE", str(tmp_path / "secret"))

    assert env.env_secret("LODABORD_ESSAI") == "chut"


def test_late_days_are_counted():
    assert words.late_by(date(2026, 5, 10), date(2026, 5, 12)) == "en retard de 2\u00a0jours"
    assert words.share(SimpleNamespace(part=1, whole=2)) == "1/2"


def test_what_happened_did_not_happen_tomorrow():
    class Happened(ActForm):
        on = PastDateField(label="Date")

    assert Happened({"on": "2020-01-01"}).is_valid()
    assert Happened({"on": "2999-01-01"}).errors == {"on": ["Cette date est dans le futur : vérifiez-la."]}
