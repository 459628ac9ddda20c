"""« Under 30 seconds »: on a phone, from « Ma journée » to a visit saved and the next one planned, taps counted."""

import time
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from lodabord.kernel.working_days import PARIS
from tests.e2e.steps import send
from tests.e2e.test_accessibility import RULES

pytestmark = pytest.mark.browser
DAY = "/accompagnement/ma-journee/"
TODAY = datetime.now(PARIS).date().isoformat()  # noqa: TID251 - the site runs on the clock of its own country
BIG_ENOUGH = 44


@pytest.fixture
def phone(visit):
    return visit("leila", width=390)


def plan_for_today(page):
    """One more visit today, so that the day is never empty, whatever the day of the demo."""
    page.goto("/dossiers/?etape=follow_up")
    page.click("table tbody th a")
    page.get_by_role("link", name="Prévoir une visite").first.click()
    page.fill("#id_on", TODAY)
    page.fill("#id_at", "08:05")
    send(page)
    page.goto(DAY)


class Finger:
    """Counts its taps."""

    def __init__(self):
        self.taps = 0

    def tap(self, target):
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= BIG_ENOUGH, target
        target.click()
        self.taps += 1


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_from_the_day_to_saved_in_one_tap_and_the_next_one_planned_in_two(phone):
    plan_for_today(phone)
    finger, started = Finger(), time.monotonic()

    finger.tap(phone.get_by_role("button", name="Faite").first)
    phone.wait_for_url("**/confirmation/")
    assert "C'est noté" in phone.inner_text("main")
    saved_after = finger.taps
    accept = phone.locator("main form button.btn-primary", has_text="Prévoir")
    if accept.count():
        finger.tap(accept)
        phone.wait_for_load_state()
    assert "Prochaine visite" in phone.inner_text("main")

    assert saved_after == 1
    assert finger.taps <= 3
    assert time.monotonic() - started < 30
    assert not sideways(phone)
    assert phone.complaints == []


def test_through_the_form_it_is_three_taps_at_most(phone):
    """Another outcome, with the form: « Compléter », the status, « Enregistrer »."""
    plan_for_today(phone)
    finger = Finger()

    finger.tap(phone.locator(".lo-taps").get_by_role("link", name="Noter et compléter").first)
    phone.wait_for_load_state()
    assert not phone.locator("#id_report").is_visible(), "the rest is folded"
    finger.tap(phone.locator("label", has_text="Porte close"))
    finger.tap(phone.get_by_role("button", name="Enregistrer"))
    phone.wait_for_url("**/confirmation/")

    assert finger.taps == 3
    assert "Porte close" in phone.inner_text("main")


def test_after_the_call_the_outcome_is_under_the_button(phone):
    plan_for_today(phone)
    after = phone.locator("[data-lo-after-call]").first
    if after.count() == 0:
        pytest.skip("ce ménage n'a pas de numéro dans la démonstration")
    assert after.get_attribute("open") is None
    phone.locator("[data-lo-call]").first.evaluate(
        "one => { one.addEventListener('click', event => event.preventDefault()); one.click(); }"
    )
    assert after.get_attribute("open") is not None
    phone.get_by_role("button", name="Messagerie").first.click()
    phone.wait_for_load_state()
    assert "Tentative notée." in phone.inner_text("main")
    assert phone.url.endswith(DAY)


@pytest.mark.parametrize(
    "address", [DAY, f"{DAY}etats/", "/accompagnement/comptes-rendus/", "/accompagnement/suites/", "the form", "reach"]
)
def test_the_pages_of_visits_hold_to_axe_and_to_a_phone(address, phone):
    plan_for_today(phone)
    if address == "the form":
        phone.locator(".lo-taps").get_by_role("link", name="Noter et compléter").first.click()
        phone.wait_for_load_state()
        phone.get_by_text("Compléter", exact=True).click()
    elif address == "reach":
        phone.locator("main h3 a").first.click()
        phone.get_by_role("link", name="comment la joindre").or_(
            phone.get_by_role("link", name="Modifier", exact=True)
        ).first.click()
        phone.wait_for_load_state()
    else:
        phone.goto(address)

    told = Axe().run(phone, options={"runOnly": RULES["runOnly"]})

    assert [(one["id"], [node["html"] for node in one["nodes"]][:2]) for one in told.response["violations"]] == []
    assert not sideways(phone)
    assert phone.complaints == []
