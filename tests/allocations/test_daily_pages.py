"""« Demande au bailleur » and « point locatif », from both sides of the wall."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accompaniment import conduct
from accompaniment.models import PassedOn
from allocations.models import LandlordRequest, RentalPoint, raise_rental_point
from households.models import Case, Consent
from tests import factories
from tests.allocations.pages import text, url
from tests.factories import lease as make

TODAY = date(2025, 6, 2)


@pytest.fixture(autouse=True)
def on_a_monday():
    with time_machine.travel("2025-06-02T10:00:00+02:00", tick=False):
        yield


ASKED = {"kind": "panne", "addressee": "agence", "text": "Chauffage en panne depuis lundi."}


@pytest.fixture
def agency(cast, case):
    agency = make.agency_of(cast)
    make.in_agency(case, agency)
    make.at_agency(cast.karim, agency)
    return agency


def test_a_request_from_a_call_with_the_agreement_in_the_same_act(agency, case, cast, sign_in):
    call = make.called(cast, case)
    at = reverse("accompaniment:ask_landlord", args=[case.pk]) + f"?demande={call.pk}"
    form = sign_in(cast.leila).get(at)
    assert "Le bailleur lit ce texte" in text(form)
    assert "CANARI" not in text(form)
    refused = sign_in(cast.leila).post(at, ASKED)
    assert refused.status_code == 422

    sign_in(cast.leila).post(at, ASKED | {"given_on": "2025-06-01", "mode": "oral"})

    assert PassedOn.objects.get().request == call
    assert Consent.objects.get(purpose="share_requests").given_on == date(2025, 6, 1)
    assert "given_on" not in text(sign_in(cast.leila).get(at))


def test_a_withdrawn_agreement_is_said_and_blocks(agency, case, cast, sign_in):
    make.asked(cast, case, on=date(2025, 5, 20))
    Consent.objects.get(purpose="share_requests").withdraw(on=date(2025, 6, 1), by=cast.leila.professional)
    at = reverse("accompaniment:ask_landlord", args=[case.pk])

    assert "retiré son accord le 01/06/2025" in text(sign_in(cast.leila).get(at))
    assert sign_in(cast.leila).post(at, ASKED).status_code == 422
    assert LandlordRequest.objects.count() == 1


def test_too_long_a_text_is_refused_and_nothing_is_lost(agency, case, cast, sign_in):
    at = reverse("accompaniment:ask_landlord", args=[case.pk])
    refused = sign_in(cast.leila).post(at, ASKED | {"text": "x" * 401, "given_on": "2025-06-01", "mode": "oral"})

    assert refused.status_code == 422
    assert "x" * 401 in text(refused)


def test_the_agencys_officer_reads_where_to_go_and_answers(agency, case, cast, sign_in):
    sent = make.asked(cast, case)
    browser = sign_in(cast.karim)
    assert case.household.code in text(browser.get("/"))
    page = text(browser.get(url("landlord_request", sent.pk)))
    assert "7 rue des Tests" in page
    assert "Bernard" not in page
    assert browser.get(case.get_absolute_url()).status_code == 404
    browser.post(url("request_taken", sent.pk))
    browser.post(url("request_completed", sent.pk), {"on": "2025-06-02", "answer": "Passage fait."})

    todo = text(sign_in(cast.leila).get("/"))
    assert "Lire la réponse" in todo
    at = reverse("accompaniment:answer_read", args=[sent.passed_on.pk])
    assert "Passage fait." in text(sign_in(cast.leila).get(at))
    sign_in(cast.leila).post(at)
    assert "Lire la réponse" not in text(sign_in(cast.leila).get("/"))


def test_an_officer_elsewhere_does_not_find_the_request(agency, case, cast, sign_in):
    sent = make.asked(cast, case)
    karim = make.at_agency(cast.karim, make.agency_of(cast, "Agence Canal"))

    assert sign_in(karim).get(url("landlord_request", sent.pk)).status_code == 404
    assert sign_in(karim).post(url("request_taken", sent.pk)).status_code == 404


def test_a_refusal_says_why_on_the_form_and_to_the_association(agency, case, cast, sign_in):
    sent = make.asked(cast, case, addressee="pole_social")
    at = url("request_refused", sent.pk)
    assert sign_in(cast.sophie).post(at, {"on": "2025-06-02", "reason": ""}).status_code == 422
    sign_in(cast.sophie).post(at, {"on": "2025-06-02", "reason": "Compte non à jour."})

    assert "Compte non à jour." in text(sign_in(cast.leila).get(case.get_absolute_url()))
    again = sign_in(cast.sophie).post(at, {"on": "2025-06-02", "reason": "Encore."})
    assert (again.status_code, "déjà « Refusée »" in text(again)) == (422, True)


def test_under_reinforced_confidentiality_the_address_is_for_the_named_contact(agency, case, cast, sign_in):
    Case.objects.filter(pk=case.pk).update(reinforced=True, landlord_contact=cast.sophie.professional)
    case.refresh_from_db()
    sent = make.asked(cast, case, addressee="pole_social")

    assert "7 rue des Tests" in text(sign_in(cast.sophie).get(url("landlord_request", sent.pk)))
    assert "non communiqué" in text(sign_in(cast.paul).get(url("landlord_request", sent.pk)))


def test_a_late_request_waits_for_the_referent_too(agency, case, cast, sign_in):
    make.asked(cast, case)
    with time_machine.travel("2025-06-12T10:00:00+02:00", tick=False):
        assert "sans réponse, attendue" in text(sign_in(cast.leila).get("/"))
        assert "en retard" in text(sign_in(cast.karim).get(url("daily")))


def test_a_point_lands_on_the_referents_page_and_the_landlord_reads_two_words(case, cast, sign_in):
    told = {"case": str(case.pk), "kind": "impaye", "facts": "Loyer de juin non reçu."}
    sign_in(cast.sophie).post(url("rental_point"), told)
    point = RentalPoint.objects.get()

    assert "Points locatifs du bailleur" in text(sign_in(cast.leila).get("/"))
    assert "Points locatifs du bailleur" not in text(sign_in(cast.ines).get("/"))
    page = sign_in(cast.leila).get(reverse("accompaniment:rental_point", args=[point.pk]))
    assert "Loyer de juin non reçu." in text(page)
    sign_in(cast.leila).post(url("rental_point_seen", point.pk))
    assert "vu" in text(sign_in(cast.sophie).get(url("daily")))
    sign_in(cast.leila).post(url("rental_point_dealt", point.pk))
    assert "traité le 02/06/2025" in text(sign_in(cast.sophie).get(url("daily")))
    assert sign_in(cast.sophie).post(url("rental_point_seen", point.pk)).status_code == 404


def test_the_deputy_gets_it_and_the_head_when_it_waits_too_long(case, cast, sign_in):
    Case.objects.filter(pk=case.pk).update(deputy=cast.ines.professional)
    raise_rental_point(case, "impaye", on=TODAY, by=cast.sophie.professional)

    assert "Points locatifs" in text(sign_in(cast.ines).get("/"))
    assert "Points locatifs" not in text(sign_in(cast.bruno).get("/"))
    with time_machine.travel("2025-06-12T10:00:00+02:00", tick=False):
        assert "Points locatifs" in text(sign_in(cast.bruno).get("/"))


def test_a_reactivation_asked_for_leads_to_the_act(case, cast, sign_in):
    conduct.suspend(
        case, on=TODAY, review_on=date(2025, 7, 2), reason="absence", today=TODAY, by=cast.leila.professional
    )
    page = text(sign_in(cast.sophie).get(case.get_absolute_url()))
    assert "Demander la réactivation" in page
    assert "absence" not in page
    sign_in(cast.sophie).post(url("rental_point"), {"case": str(case.pk), "kind": "reactivation"})
    point = RentalPoint.objects.get()

    told = text(sign_in(cast.leila).get(reverse("accompaniment:rental_point", args=[point.pk])))
    assert reverse("accompaniment:reactivation", args=[case.pk]) in told
    sign_in(cast.leila).post(
        reverse("accompaniment:reactivation", args=[case.pk]), {"on": "2025-06-02", "asked_by": "landlord"}
    )
    point.refresh_from_db()
    assert point.state == "traite"


def test_a_point_about_a_household_one_does_not_know_cannot_be_raised(case, cast, sign_in):
    refused = sign_in(cast.karim).post(url("rental_point"), {"case": str(case.pk), "kind": "impaye"})

    assert refused.status_code == 422
    assert not RentalPoint.objects.exists()


def test_an_officer_raises_a_point_about_a_tenant_she_reported(cast, sign_in):
    reported = factories.reported_case(cast)
    Case.objects.filter(pk=reported.pk).update(state="follow_up", measure_started_on=date(2025, 3, 3))
    told = {"case": str(reported.pk), "kind": "rendez_vous_manque", "facts": "Absent au rendez-vous du 28 mai."}

    assert sign_in(cast.karim).post(url("rental_point"), told).status_code == 302

    point = RentalPoint.objects.get()
    assert (point.kind, point.created_by) == ("rendez_vous_manque", cast.karim.professional)
    assert "pas encore vu" in text(sign_in(cast.karim).get(url("daily")))


def test_what_the_association_wrote_never_shows_on_the_landlords_pages(agency, case, cast, sign_in):
    sent = make.asked(cast, case, request=make.called(cast, case, "CANARI-appel-transmis"))
    for member in (cast.paul, cast.sophie, cast.karim, cast.diane):
        browser = sign_in(member)
        for at in ("/", url("daily"), url("landlord_request", sent.pk), case.get_absolute_url(), url("move_ins")):
            assert "CANARI" not in text(browser.get(at))
    assert "CANARI-appel-transmis" in text(sign_in(cast.leila).get(case.get_absolute_url()))
