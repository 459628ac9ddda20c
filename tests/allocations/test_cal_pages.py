"""The officer's pages, the household's CAL file on screen and in two printed pages."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from allocations.models import CalPresentation, CalSitting, Dwelling, FilePaper
from households.models import HouseholdPriority, HousingRequest, PriorityPublic, Transmission
from tests import factories
from tests.factories.cal import asked, passages

IN_FORCE = date(2099, 1, 1)


@pytest.fixture
def ready(cast):
    """Ready for the CAL, with a number that is still in force on the day of the test."""
    case = factories.ready_case(cast)
    HousingRequest.objects.filter(household=case.household).update(expires_on=IN_FORCE)
    return case


def url(name, *args):
    return reverse(f"allocations:{name}", args=args)


def read(browser, name, *args):
    response = browser.get(url(name, *args))
    assert response.status_code == 200
    return response.content.decode()


def test_ready_households_show_what_waits_what_blocks_and_the_number_to_copy(ready, cast, sign_in):
    asked(cast, ready)
    HousingRequest.objects.filter(household=ready.household).update(syplo_labelled_on=date(2025, 1, 2))

    page = read(sign_in(cast.diane), "cal")

    assert f'id="numero-{ready.household.code}">{factories.NUMBER}</span>' in page
    assert f'data-lo-copy="#numero-{ready.household.code}"' in page
    assert "Avis d&#x27;imposition : manquante, à obtenir par Leila" in page
    assert "SYPLO" in page
    assert url("cal_schedule", ready.pk) not in page


def test_inscribed_by_the_page_on_a_date_created_on_the_fly(ready, cast, sign_in):
    on = timezone.localdate() + timedelta(days=9)
    dwelling = Dwelling.objects.create(agreement=cast.agreement, reference="BD-55")
    browser = sign_in(cast.diane)
    form = browser.get(url("cal_schedule", ready.pk), {"logement": str(dwelling.pk)}).context["form"]
    assert form["dwelling"].value() == dwelling.pk
    assert url("cal_schedule", ready.pk) in read(browser, "cal")

    browser.post(url("cal_schedule", ready.pk), {"cal_on": on.isoformat(), "dwelling": dwelling.pk, "quota": "outside"})

    passage = CalPresentation.objects.get()
    assert (passage.cal_on, passage.dwelling, passage.quota) == (on, dwelling, "outside")
    sitting = CalSitting.objects.get()
    assert sitting.on == on
    assert ready.household.code in read(browser, "cal_sitting", sitting.pk)
    assert ready.household.code in read(browser, "cal_scheduled")


@pytest.mark.parametrize("chosen", ["", "pas-un-identifiant", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_dwelling_preselects_nothing(chosen, ready, cast, sign_in):
    response = sign_in(cast.diane).get(url("cal_schedule", ready.pk), {"logement": chosen})

    assert response.context["form"]["dwelling"].value() is None


def test_inscribed_on_a_planned_sitting_with_a_free_reference(ready, cast, sign_in):
    sitting = CalSitting.plan(cast.agreement, timezone.localdate() + timedelta(days=3))

    sign_in(cast.diane).post(
        url("cal_schedule", ready.pk),
        {"sitting": sitting.pk, "dwelling_reference": "BD-2291, T2", "quota": "unknown"},
    )

    passage = CalPresentation.objects.get()
    assert (passage.cal_on, passage.place_offered) == (sitting.on, "BD-2291, T2")


def test_a_refused_inscription_says_what_is_missing_and_loses_nothing(ready, cast, sign_in):
    asked(cast, ready, side="social")
    told = {"cal_on": "2098-01-01", "dwelling_reference": "BD-2291", "quota": "outside"}

    response = sign_in(cast.diane).post(url("cal_schedule", ready.pk), told)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Avis d&#x27;imposition" in page
    assert "Le pôle social du bailleur" in page
    assert 'value="BD-2291"' in page
    empty = sign_in(cast.diane).post(url("cal_schedule", ready.pk), {"quota": "unknown"})
    assert "Choisissez une séance" in empty.content.decode()


def test_both_partners_keep_the_papers_from_their_pages(cast, sign_in):
    case = factories.preparing_case(cast)
    browser = sign_in(cast.leila)
    assert "à vérifier" in read(browser, "cal_file", case.pk)
    today = timezone.localdate()

    browser.post(
        url("paper", case.pk, "avis_imposition"), {"state": "missing", "side": "social", "due_on": today.isoformat()}
    )
    refused = browser.post(url("paper", case.pk, "ressources"), {"state": "original_seen"})
    sign_in(cast.sophie).post(
        url("paper", case.pk, "autre"),
        {"label": "Attestation CAF", "state": "missing", "side": "association", "due_on": today.isoformat()},
    )
    sign_in(cast.sophie).post(
        url("paper", case.pk, "avis_imposition"), {"state": "in_registry", "on": today.isoformat()}
    )

    assert "Indiquez le jour" in refused.content.decode()
    told = dict(FilePaper.objects.values_list("kind", "state"))
    assert told == {"avis_imposition": "in_registry", "autre": "missing"}
    other = FilePaper.objects.get(kind="autre")
    page = read(browser, "other_paper", other.pk)
    assert "Historique : Pièce du dossier CAL demandée" in page
    again = browser.post(
        url("paper", case.pk, "avis_imposition"),
        {"state": "missing", "side": "association", "due_on": today.isoformat()},
    )
    assert "ne se redemande pas" in again.content.decode()


def test_one_act_says_that_the_rest_is_in_the_registry_and_the_officer_says_what_blocks(ready, cast, sign_in):
    FilePaper.objects.all().delete()
    browser = sign_in(cast.diane)
    assert "Inscription en CAL impossible" in read(browser, "cal_file", ready.pk)

    browser.post(url("paper_blocking", ready.pk, "ressources"))
    assert FilePaper.objects.get(kind="ressources").blocking is False
    browser.post(url("papers_in_registry", ready.pk))

    assert "Rien ne bloque l'inscription" in read(browser, "cal_file", ready.pk)
    assert sign_in(cast.leila).post(url("paper_blocking", ready.pk, "ressources")).status_code == 404


@pytest.mark.parametrize("kind", ["inconnu", "attestation_demande"])
def test_a_paper_that_is_not_on_the_list_does_not_exist(kind, ready, cast, sign_in):
    assert sign_in(cast.diane).get(url("paper", ready.pk, kind)).status_code == 404


def test_the_retention_track_has_no_cal_file(cast, sign_in):
    case = factories.reported_case(cast)

    assert sign_in(cast.sophie).get(url("cal_file", case.pk)).status_code == 404


@pytest.fixture
def printed(ready, cast, sign_in):
    public = PriorityPublic.objects.create(
        code="X", label="CANARI-violences", sensitive=True, valid_from=date(2020, 1, 1)
    )
    HouseholdPriority.objects.create(household=ready.household, public=public, declared_on=date(2025, 1, 2))
    response = sign_in(cast.diane).get(url("cal_file_pdf", ready.pk))
    pages = PdfReader(io.BytesIO(response.content)).pages
    return response, len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_file_is_two_dated_pages_with_the_note_and_its_version(printed, ready):
    response, pages, text = printed

    assert pages == 2
    assert f"dossier CAL au {timezone.localdate():%d/%m/%Y}" in text
    note = Transmission.objects.get(case=ready, kind="cal_note")
    assert f"Version 1, transmise le {note.sent_on:%d/%m/%Y}" in text
    assert "Texte transmis." in text
    assert factories.NUMBER in text
    assert "au SNE le 13/04/2025" in text
    assert response["Content-Disposition"] == f'attachment; filename="dossier-cal-{ready.household.code}.pdf"'


def test_the_printed_file_says_l441_and_never_why_and_may_not_go_to_court(printed):
    _, _, text = printed

    assert "public prioritaire L441-1" in text
    assert "CANARI" not in text
    assert "ne peut être versé à une procédure contentieuse" in text


@pytest.mark.parametrize(
    ("person", "status"),
    [("diane", 200), ("leila", 200), ("paul", 200), ("karim", 404), ("charlie", 404), ("emile", 404)],
)
def test_the_file_is_for_those_who_read_all_it_holds(person, status, ready, cast, sign_in):
    for name in ("cal_file", "cal_file_pdf"):
        assert sign_in(getattr(cast, person)).get(url(name, ready.pk)).status_code == status


def test_the_officer_does_not_know_the_file_before_the_household_is_ready(cast, sign_in):
    case = factories.preparing_case(cast)

    assert sign_in(cast.diane).get(url("cal_file", case.pk)).status_code == 404
    assert sign_in(cast.paul).get(url("cal_file", case.pk)).status_code == 200


def test_ranks_conditions_and_passages_have_their_pages(cast, sign_in):
    ranked, conditional = passages(cast, 2)
    by = cast.diane.professional
    ranked.decide("b", rank=2, candidates_count=3, by=by)
    conditional.decide(
        "c", candidates_count=3, condition_document="Avis 2024", condition_deadline=date(2025, 5, 2), by=by
    )
    browser = sign_in(cast.diane)

    pending = read(browser, "cal_pending")
    assert "rang 2 : le refus des ménages classés avant" in pending
    assert "délai passé, à constater" in pending
    recent = read(browser, "cal_recent")
    assert recent.count("à notifier") == 2
    assert recent.count("à annoncer") == 2
    assert "Décisions à notifier" in browser.get("/").content.decode()


@pytest.mark.parametrize("name", ["cal", "cal_scheduled", "cal_offers", "cal_pending", "cal_recent"])
@pytest.mark.parametrize("person", ["diane", "bruno"])
def test_an_empty_agreement_says_what_will_appear(name, person, cast, sign_in):
    assert "lo-empty" in read(sign_in(getattr(cast, person)), name)


def test_the_household_file_tells_why_the_inscription_waits(ready, cast, sign_in):
    asked(cast, ready)

    page = sign_in(cast.diane).get(ready.get_absolute_url()).content.decode()

    assert "Inscrire en CAL : il manque « Avis d&#x27;imposition »" in page
    assert "Dossier CAL et pièces" in page
