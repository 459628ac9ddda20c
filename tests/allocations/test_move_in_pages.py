"""The check-list of an entry, ticked by the people it is for."""

import io
from datetime import date

import pytest
import time_machine
from pypdf import PdfReader

from allocations.models import MoveIn, MoveInStep, MoveInStepTerms
from tests.allocations.pages import text, url
from tests.factories import lease as make

TODAY = date(2025, 6, 2)


@pytest.fixture(autouse=True)
def on_a_monday():
    with time_machine.travel("2025-06-02T10:00:00+02:00", tick=False):
        yield


def step(case, code):
    return MoveInStep.objects.select_related("kind").get(case=case, kind=code)


@pytest.fixture
def accepted(cast):
    case = make.accepted_case(cast)
    MoveIn.objects.get(case=case).plan(
        signature_on=date(2025, 6, 5), keys_on=date(2025, 6, 6), by=cast.diane.professional
    )
    return case


def test_one_tap_does_a_step_today_and_comes_back_to_it(accepted, sign_in, leila):
    fsl = step(accepted, "fsl")

    response = sign_in(leila).post(url("step_done", fsl.pk))

    assert response["Location"].endswith("#fsl")
    fsl.refresh_from_db()
    assert (fsl.state, fsl.done_on, fsl.done_by) == ("done", TODAY, leila.professional)


def test_out_of_order_it_is_noted_with_a_warning(accepted, sign_in, diane):
    page = sign_in(diane).post(url("step_done", step(accepted, "signature").pk), follow=True)

    assert step(accepted, "signature").state == "done"
    assert "#" not in page.redirect_chain[-1][0]  # the warning is at the top of the page
    assert "pas encore fait avant" in text(page)
    assert "demande d&#x27;aide fsl accès" in text(page).lower()


def test_the_keys_before_the_lease_are_refused_with_the_way_out(accepted, sign_in, diane):
    page = sign_in(diane).post(url("step_done", step(accepted, "keys").pk), follow=True)

    assert step(accepted, "keys").state == "todo"
    assert "#" not in page.redirect_chain[-1][0]
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
