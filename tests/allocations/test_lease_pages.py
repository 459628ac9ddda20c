"""Leases, statuses, « bail glissant » and notices, from the pages of those who keep them."""

from datetime import date

import pytest
import time_machine

from allocations.models import ExaminationPeriod, LeaseNotice, MoveIn, SlidingReview, Tenancy
from tests.allocations.pages import text, url
from tests.factories import lease as make


@pytest.fixture(autouse=True)
def on_a_monday():
    with time_machine.travel("2025-06-02T10:00:00+02:00", tick=False):
        yield


@pytest.fixture
def accepted(cast):
    case = make.accepted_case(cast)
    MoveIn.objects.get(case=case).plan(
        signature_on=date(2025, 6, 5), keys_on=date(2025, 6, 6), by=cast.diane.professional
    )
    return case


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
