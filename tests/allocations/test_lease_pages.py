"""The pages of entries, leases and daily requests, opened and filled in by the people they are for."""

import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from accompaniment import conduct
from accompaniment.models import PassedOn
from allocations.models import (
    ExaminationPeriod,
    LandlordRequest,
    LeaseNotice,
    MoveIn,
    MoveInStep,
    MoveInStepTerms,
    RentalPoint,
    SlidingReview,
    Tenancy,
    raise_rental_point,
)
from households.models import Case, Consent
from tests.factories import lease as make

NOW = "2025-06-02T10:00:00+02:00"
TODAY = date(2025, 6, 2)


@pytest.fixture(autouse=True)
def on_a_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def url(name, *args):
    return reverse(f"allocations:{name}", args=args)


def text(response):
    return response.content.decode()


def step(case, code):
    return MoveInStep.objects.select_related("kind").get(case=case, kind=code)


@pytest.fixture
def accepted(cast):
    case = make.accepted_case(cast)
    MoveIn.objects.get(case=case).plan(
        signature_on=date(2025, 6, 5), keys_on=date(2025, 6, 6), by=cast.diane.professional
    )
    return case


# --- the check-list ----------------------------------------------------------------------------------


def test_one_tap_does_a_step_today_and_comes_back_to_it(accepted, sign_in, leila):
    fsl = step(accepted, "fsl")

    response = sign_in(leila).post(url("step_done", fsl.pk))

    assert response["Location"].endswith("#fsl")
    fsl.refresh_from_db()
    assert (fsl.state, fsl.done_on, fsl.done_by) == ("done", TODAY, leila.professional)


def test_out_of_order_it_is_noted_with_a_warning(accepted, sign_in, diane):
    page = sign_in(diane).post(url("step_done", step(accepted, "signature").pk), follow=True)

    assert step(accepted, "signature").state == "done"
    assert "pas encore fait avant" in text(page)
    assert "demande d&#x27;aide fsl accès" in text(page).lower()


def test_the_keys_before_the_lease_are_refused_with_the_way_out(accepted, sign_in, diane):
    page = sign_in(diane).post(url("step_done", step(accepted, "keys").pk), follow=True)

    assert step(accepted, "keys").state == "todo"
    assert "D&#x27;abord : « Signature du bail »" in text(page)


def test_each_side_ticks_its_own_steps_and_those_of_the_household(accepted, sign_in, leila, diane):
    assert sign_in(leila).post(url("step_done", step(accepted, "signature").pk)).status_code == 404
    assert sign_in(diane).post(url("step_done", step(accepted, "fsl").pk)).status_code == 404
    assert sign_in(diane).post(url("step_done", step(accepted, "insurance").pk)).status_code == 302
    assert step(accepted, "signature").state == step(accepted, "fsl").state == "todo"


def test_the_inventory_says_whether_the_referent_was_there(accepted, sign_in, diane, cast):
    step(accepted, "signature").do(on=TODAY, by=diane.professional)
    sign_in(diane).post(url("step_done", step(accepted, "inventory").pk), {"referent": "non"})

    page = sign_in(cast.leila).get(url("move_in", MoveIn.objects.get(case=accepted).pk))
    assert step(accepted, "inventory").referent_present is False
    assert "référent absent" in text(page)


def test_a_step_done_another_day_never_in_the_future(accepted, sign_in, leila):
    at = url("step_done_on", step(accepted, "fsl").pk)
    refused = sign_in(leila).post(at, {"on": "2025-06-03"})
    assert refused.status_code == 422
    assert "dans le futur" in text(refused)
    assert sign_in(leila).post(at, {"on": "2025-05-30"}).status_code == 302
    assert step(accepted, "fsl").done_on == date(2025, 5, 30)


def test_without_object_then_taken_back(accepted, sign_in, leila):
    browser, fsl = sign_in(leila), step(accepted, "fsl")
    browser.post(url("step_left_out", fsl.pk))
    assert step(accepted, "fsl").state == "na"
    browser.post(url("step_taken_back", fsl.pk))
    assert step(accepted, "fsl").state == "todo"


def test_reading_never_ticks(accepted, sign_in, leila):
    assert sign_in(leila).get(url("step_done", step(accepted, "fsl").pk)).status_code == 405


def test_the_planned_days_are_refused_when_the_keys_come_first(accepted, sign_in, leila):
    at = url("move_in_dates", MoveIn.objects.get(case=accepted).pk)
    refused = sign_in(leila).post(at, {"signature_on": "2025-06-10", "keys_on": "2025-06-09"})

    assert refused.status_code == 422
    assert "au plus tôt à la signature" in text(refused)


def test_late_and_coming_steps_wait_for_each_side(accepted, sign_in, cast):
    with time_machine.travel("2025-06-05T10:00:00+02:00", tick=False):
        leila, ines, diane, bruno = (
            text(sign_in(one).get("/")) for one in (cast.leila, cast.ines, cast.diane, cast.bruno)
        )

    assert "Visite du logement avec le référent" in leila
    assert "Entrées en cours" not in ines  # neither referent nor deputy
    assert "Signature du bail" in diane
    assert "Visite du logement avec le référent" not in diane
    assert "Entrées en cours" in bruno  # what is late in the team


def test_the_printed_list_says_done_or_not_and_that_it_serves_no_litigation(accepted, sign_in, paul, leila):
    step(accepted, "fsl").do(on=TODAY, by=leila.professional)
    response = sign_in(paul).get(url("move_in_document", MoveIn.objects.get(case=accepted).pk))
    told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)

    assert "fait le 02/06/2025" in told
    assert "procédure contentieuse" in told
    assert accepted.household.code in response["Content-Disposition"]
    assert "Bernard" not in told + response["Content-Disposition"]


def test_the_steps_of_the_agreement_are_set_by_those_who_bind_the_partners(cast, sign_in):
    at = url("move_in_term", "deposit")
    assert sign_in(cast.diane).get(at).status_code == 404
    assert sign_in(cast.paul).post(at, {"offset_days": "-2", "amount": "300"}).status_code == 302
    assert MoveInStepTerms.objects.get(kind="deposit").offset_days == -2
    assert "300" in text(sign_in(cast.bruno).get(url("move_in_terms")))
    assert sign_in(cast.paul).post(at, {"amount": "-1"}).status_code == 422


# --- leases ------------------------------------------------------------------------------------------


def test_a_mutation_from_the_file(case, sign_in, diane):
    told = {"status": "bail_direct", "lease_signed_on": "2025-06-02", "starts_on": "2025-06-10"}
    response = sign_in(diane).post(url("transfer", case.pk), told)

    assert response.status_code == 302
    assert list(Tenancy.objects.values_list("starts_on", "ends_on")) == [
        (make.KEYS, date(2025, 6, 10)),
        (date(2025, 6, 10), None),
    ]


def test_accompanied_housing_without_the_persons_choice_is_said_on_the_form(accepted, sign_in, diane):
    told = {"status": "pension_famille", "lease_signed_on": "2025-06-02", "starts_on": "2025-06-03"}
    refused = sign_in(diane).post(url("lease", accepted.pk), told)

    assert refused.status_code == 422
    assert "indiquez si la personne l&#x27;a choisi" in text(refused)
    assert sign_in(diane).post(url("lease", accepted.pk), told | {"chosen": "true"}).status_code == 302
    assert "choisi par la personne" in text(sign_in(diane).get(accepted.get_absolute_url()))


def test_the_whole_story_of_a_sliding_lease_on_the_file(cast, accepted, sign_in):
    diane, sophie, leila = (sign_in(one) for one in (cast.diane, cast.sophie, cast.leila))
    told = {"status": "bail_glissant", "lease_signed_on": "2025-06-02", "starts_on": "2025-06-02"}
    diane.post(url("lease", accepted.pk), told)
    assert "convention à noter" in text(diane.get(accepted.get_absolute_url()))
    assert "convention tripartite notée" in text(diane.get("/"))
    lease = Tenancy.objects.get()
    convention = {
        "signed_on": "2025-06-02", "holder": str(cast.agreement.association_id), "ground": "dalo", "annexed": "on",
        "examined_until": "2025-08-20",
    }  # fmt: skip
    assert diane.post(url("sliding_convention", lease.pk), convention).status_code == 302
    period, review = ExaminationPeriod.objects.get(), SlidingReview.objects.get()
    assert period.notice_due_on == date(2025, 6, 20)
    assert "Informer le préfet" in text(diane.get("/"))
    assert "Informer le préfet" in text(sign_in(cast.paul).get("/"))

    refused = diane.post(url("prefect_notice", period.pk), {"on": "2025-06-02", "proposal": "pas_de_bail"})
    assert (refused.status_code, "les motifs" in text(refused)) == (422, True)
    diane.post(
        url("prefect_notice", period.pk), {"on": "2025-06-02", "proposal": "prolongation", "why_not": "Un retard."}
    )
    diane.post(url("examination_extension", period.pk), {"until": "2026-02-20"})
    leila.post(url("review_opinion", review.pk), {"opinion": "bail"})
    sophie.post(url("review_opinion", review.pk), {"opinion": "poursuite"})
    sophie.post(
        url("review_conclusion", review.pk), {"on": "2025-06-02", "tenant_heard": "on", "conclusion": "poursuite"}
    )
    slid = {"status": "bail_direct", "on": "2025-06-02", "lease_signed_on": "2025-06-01"}
    assert diane.post(url("tenancy_status", lease.pk), slid).status_code == 422  # one status a day
    with time_machine.travel("2025-07-01T10:00:00+02:00", tick=False):
        sign_in(cast.diane).post(url("tenancy_status", lease.pk), slid | {"on": "2025-07-01"})

    page = text(sign_in(cast.leila).get(accepted.get_absolute_url()))
    for words in ("Statuts successifs", "préfet informé le 02/06/2025", "Un retard.", "sous-locataire entendu"):
        assert words in page
    assert ExaminationPeriod.objects.count() == 2


def test_reviews_to_come_wait_for_both_partners_and_not_for_the_officer(cast, sign_in):
    make.sliding_lease(cast)
    with time_machine.travel("2025-10-20T10:00:00+02:00", tick=False):
        pages = {
            name: "examens contradictoires" in text(sign_in(getattr(cast, name)).get("/"))
            for name in ("leila", "bruno", "sophie", "paul", "diane")
        }

    assert pages == {"leila": True, "bruno": True, "sophie": True, "paul": True, "diane": False}


def test_a_notice_to_quit_waits_at_its_term_and_the_end_is_proposed_with_it(case, sign_in, diane, leila):
    lease = make.lease_of(case)
    browser = sign_in(diane)
    browser.post(url("lease_notice", lease.pk), {"on": "2025-06-02", "months": "1"})
    assert LeaseNotice.objects.get().ends_on == date(2025, 7, 2)
    assert "préavis jusqu'au 02/07/2025" in text(sign_in(leila).get(case.get_absolute_url())).replace("&#x27;", "'")
    with time_machine.travel("2025-06-20T10:00:00+02:00", tick=False):
        browser = sign_in(diane)
        assert "Congés arrivant à leur terme" in text(browser.get("/"))
        form = browser.get(url("tenancy_end", lease.pk)).context["form"]
    assert (form["on"].value(), form["reason"].value()) == (date(2025, 7, 2), "conge")

    sign_in(diane).post(
        url("tenancy_end", lease.pk), {"on": "2025-07-02", "reason": "conge", "next_situation": "third_party"}
    )

    assert "hébergé chez un tiers" in text(sign_in(leila).get(case.get_absolute_url()))


def test_entries_and_leases_of_an_empty_agreement_say_what_will_come(cast, sign_in):
    for member in (cast.paul, cast.diane, cast.sophie, cast.leila, cast.bruno, cast.nour):
        page = sign_in(member).get(url("move_ins"))
        assert "s'ouvre quand une offre est notifiée" in text(page)
    for member in (cast.paul, cast.sophie, cast.karim, cast.leila):
        page = sign_in(member).get(url("daily"))
        assert "apparaîtront ici" in text(page)


# --- the daily channels --------------------------------------------------------------------------------


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


def test_what_the_association_wrote_never_shows_on_the_landlords_pages(agency, case, cast, sign_in):
    sent = make.asked(cast, case, request=make.called(cast, case, "CANARI-appel-transmis"))
    for member in (cast.paul, cast.sophie, cast.karim, cast.diane):
        browser = sign_in(member)
        for at in ("/", url("daily"), url("landlord_request", sent.pk), case.get_absolute_url(), url("move_ins")):
            assert "CANARI" not in text(browser.get(at))
    assert "CANARI-appel-transmis" in text(sign_in(cast.leila).get(case.get_absolute_url()))
