"""Nothing typed is lost: reload, double click, back, no network, a lost answer, a session that ends, two tabs."""

import psycopg
import pytest
from playwright.sync_api import expect

from tests.e2e.steps import SEND, send
from tests.plugin import CLUSTER

pytestmark = pytest.mark.browser
TEXT = "La personne a reçu la facture d'énergie."
STATUS = "[data-lo-kept-status]"


def rows(query, *values):
    with psycopg.connect(CLUSTER.url("postgres", "lodabord_site"), autocommit=True) as owner:
        done = owner.execute(query, values)
        return done.fetchall() if done.description else []


def notes_saying(text):
    return rows("SELECT count(*) FROM accompaniment_note WHERE text = %s", text)[0][0]


@pytest.fixture
def phone(visit):
    rows("DELETE FROM households_draft")
    rows("DELETE FROM accompaniment_note WHERE text LIKE %s", f"{TEXT}%")
    return visit("leila", width=390)


@pytest.fixture
def form(phone):
    """The page of a new note, open on a household in follow-up."""
    phone.goto("/dossiers/?etape=follow_up")
    case = phone.locator("table tbody th a").first.get_attribute("href").rstrip("/").rpartition("/")[2]
    phone.address = f"/accompagnement/{case}/notes/"
    phone.goto(phone.address)
    return phone


def kept(page):
    expect(page.locator(STATUS)).to_contain_text("Brouillon gardé", timeout=8000)


def test_a_page_reloaded_offers_what_was_typed(form):
    form.fill("#id_text", TEXT)
    kept(form)

    form.goto(form.address)
    form.get_by_role("link", name="Reprendre ce brouillon").click()
    expect(form.locator(STATUS)).to_contain_text("repris")
    assert form.input_value("#id_text") == TEXT
    send(form)

    assert notes_saying(TEXT) == 1
    assert rows("SELECT count(*) FROM households_draft") == [(0,)]
    assert form.complaints == []


def test_drafts_are_listed_and_dropped(form):
    form.fill("#id_text", TEXT)
    kept(form)

    form.goto("/brouillons/")
    assert "Note de suivi" in form.inner_text("main")
    form.get_by_text("Supprimer", exact=True).click()
    form.get_by_role("button", name="Supprimer ce brouillon").click()

    expect(form.locator("main")).to_contain_text("Aucun brouillon")


def test_a_double_click_writes_once(form):
    form.fill("#id_text", TEXT)
    with form.expect_navigation():
        form.locator(SEND).first.dblclick()

    assert notes_saying(TEXT) == 1


def test_without_a_script_the_key_alone_writes_once(form):
    """What a browser without script sends twice, by hand."""
    form.fill("#id_text", TEXT)
    with form.expect_navigation():
        form.evaluate(
            """async () => {
              const form = document.querySelector("form[data-lo-kept]");
              await fetch(location.href, {method: "POST", body: new FormData(form)});
              form.submit();
            }"""
        )

    assert notes_saying(TEXT) == 1
    assert "rien n'a été écrit deux fois" in form.inner_text("main")


def test_back_then_changed_is_asked_about_before_it_is_written_too(form):
    form.fill("#id_text", TEXT)
    key = form.input_value("[name=lo_key]")
    send(form)
    form.goto(form.address)
    form.evaluate("key => { document.querySelector('[name=lo_key]').value = key; }", key)
    form.fill("#id_text", f"{TEXT} Elle est payée.")

    send(form)

    assert "Ce formulaire a déjà été enregistré" in form.inner_text(".lo-errors")
    assert form.input_value("#id_text") == f"{TEXT} Elle est payée."
    assert notes_saying(f"{TEXT} Elle est payée.") == 0
    send(form)
    assert notes_saying(f"{TEXT} Elle est payée.") == 1


def test_without_network_the_form_says_so_and_is_sent_by_itself_when_it_returns(form):
    form.fill("#id_text", TEXT)
    form.context.set_offline(True)
    form.locator(SEND).first.click()
    expect(form.locator(STATUS)).to_contain_text("Pas encore enregistré")
    assert form.input_value("#id_text") == TEXT
    assert notes_saying(TEXT) == 0

    with form.expect_navigation():
        form.context.set_offline(False)

    assert notes_saying(TEXT) == 1


def test_nothing_readable_is_left_on_the_device(form):
    form.fill("#id_text", TEXT)
    form.context.set_offline(True)
    form.locator(SEND).first.click()
    expect(form.locator(STATUS)).to_contain_text("Pas encore enregistré")

    left = form.evaluate(
        """async () => [localStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length,
                        JSON.stringify(sessionStorage).includes("facture"), document.cookie.includes("facture")]"""
    )

    assert left == [0, 0, 0, False, False]


def test_an_answer_lost_on_the_way_does_not_write_twice(form):
    form.fill("#id_text", TEXT)
    lost = []

    def lose(route):
        if route.request.method != "POST" or lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    form.route(f"**{form.address}", lose)
    with form.expect_navigation(timeout=20000):
        form.locator(SEND).first.click()

    assert lost == [200]
    assert notes_saying(TEXT) == 1
    assert "rien n'a été écrit deux fois" in form.inner_text("main")


def test_a_session_that_ends_keeps_the_typing_and_goes_on_after_signing_in(form, site):
    form.fill("#id_text", TEXT)
    rows("DELETE FROM django_session")
    form.locator(SEND).first.click()
    expect(form.locator(STATUS)).to_contain_text("votre session a expiré")
    assert form.input_value("#id_text") == TEXT

    with form.context.expect_page() as opened:
        form.get_by_role("link", name="Reconnectez-vous dans un autre onglet").click()
    tab = opened.value
    from lodabord.demo.cast import DEMO_PASSWORD

    tab.fill("#id_login", "leila@demo.test")
    tab.fill("#id_password", DEMO_PASSWORD)
    tab.click("main button.btn-primary")
    expect(tab.locator("main")).to_contain_text("Fermez cet onglet")
    with form.expect_navigation(timeout=20000):
        tab.close()

    assert notes_saying(TEXT) == 1


def test_two_tabs_that_resume_one_draft_keep_both_texts(form):
    form.fill("#id_text", TEXT)
    kept(form)
    key = form.input_value("[name=lo_key]")
    tabs = [form.context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(f"{form.address}?brouillon={key}")
        expect(tab.locator(STATUS)).to_contain_text("repris")

    for number, tab in enumerate(tabs):
        tab.fill("#id_text", f"{TEXT} {number}")
        expect(tab.locator(STATUS)).not_to_contain_text("repris", timeout=8000)
    expect(tabs[1].locator(STATUS)).to_contain_text("Brouillon gardé", timeout=8000)

    kept_texts = rows("SELECT content -> 'text' ->> 0 FROM households_draft ORDER BY 1")
    assert kept_texts == [(f"{TEXT} 0",), (f"{TEXT} 1",)]


def test_a_page_left_alone_is_covered_and_given_back_as_it_was(form):
    form.clock.install()
    form.goto(form.address)
    form.fill("#id_text", TEXT)
    form.clock.run_for(2000)
    kept(form)

    form.clock.run_for(16 * 60 * 1000)

    expect(form.locator("dialog.lo-cover")).to_be_visible()
    expect(form.locator("#id_text")).not_to_be_visible()
    assert form.title() == "Lodabord"
    form.get_by_role("button", name="Reprendre", exact=True).click()
    expect(form.locator("dialog.lo-cover")).to_have_count(0)
    assert form.input_value("#id_text") == TEXT
    assert form.title() == "Note de suivi — Lodabord"
