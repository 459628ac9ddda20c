"""Main pages of each role in Chromium: no WCAG 2.2 AA violation for axe, no complaint of the browser, no sideways scroll."""

from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from lodabord.kernel.working_days import PARIS
from tests.e2e.steps import send

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
TODAY = datetime.now(PARIS).date().isoformat()  # noqa: TID251 - the site runs on the clock of its own country
FILE = "a case"
SITTING = "results of a sitting"
CAL_FILE = "a CAL file"
SESSION, WALL = "a session", "a session on the wall"
A_NEED, DWELLINGS_OF_A_NEED = "a need", "the dwellings for a need"
PROCEDURE, ARBITRATION = "a procedure", "an arbitration"

PAGES = {
    "leila": [
        "/",
        "/accompagnement/ma-semaine/",
        "/dossiers/",
        FILE,
        "/accompagnement/demandes/nouvelle/",
        "/attributions/entrees/",
        "/dossiers/orientations/nouvelle/",
    ],
    "bruno": ["/", FILE, "/attributions/pre-cal/", SESSION, WALL, "/attributions/grilles/"],
    "nour": ["/"],
    "paul": [
        "/",
        FILE,
        "/attributions/pre-cal/",
        "/attributions/loges/",
        "/attributions/impayes/",
        PROCEDURE,
        ARBITRATION,
        "/dossiers/etapes/",
        "/rapports/",
    ],
    "diane": [
        "/",
        "/attributions/cal/",
        "/attributions/cal/inscrits/",
        "/attributions/cal/propositions/",
        "/attributions/cal/en-attente/",
        "/attributions/cal/passages/",
        SITTING,
        CAL_FILE,
        "/attributions/besoins/",
        "/attributions/logements/",
        "/attributions/logements/liste/",
        A_NEED,
        DWELLINGS_OF_A_NEED,
    ],
    "sophie": ["/", "/dossiers/reperages/nouveau/", "/attributions/impayes/import/", "/attributions/demandes/"],
    "karim": ["/", "/dossiers/reperages/", "/dossiers/reperages/nouveau/", "/attributions/demandes/"],
    "emile": ["/", "/rapports/"],
    "camille": ["/", "/dossiers/orientations/"],
    "admin": ["/"],
}


def inscribe_today(page):
    """The household that is ready, on a sitting of today; already done by an earlier visit, it stays."""
    page.goto("/attributions/cal/inscrits/")
    if page.get_by_text("Saisir les résultats").count() == 0:
        page.goto("/attributions/cal/")
        page.get_by_text("Inscrire", exact=True).first.click()
        page.fill("#id_cal_on", TODAY)
        send(page)
        page.goto("/attributions/cal/inscrits/")


def open_page(page, address):
    if address == FILE:
        page.goto("/dossiers/?etape=follow_up")
        page.click("table tbody th a")
        page.wait_for_load_state()
    elif address == SITTING:
        inscribe_today(page)
        page.get_by_text("Saisir les résultats").first.click()
        page.select_option("[data-lo-result=decision]", "c")
        page.wait_for_load_state()
    elif address == CAL_FILE:
        page.goto("/attributions/cal/inscrits/")
        page.get_by_text("Dossier", exact=True).first.click()
        page.wait_for_load_state()
    elif address in (SESSION, WALL):
        page.goto("/attributions/pre-cal/")
        page.click("#a-venir ~ ul a")
        page.wait_for_load_state()
        if address == WALL:
            page.goto(f"{page.url}en-seance/")
    elif address in (A_NEED, DWELLINGS_OF_A_NEED):
        page.goto("/attributions/besoins/")
        page.click("table tbody th a")
        page.wait_for_load_state()
        if address == DWELLINGS_OF_A_NEED:
            page.click("text=Logements et besoin")
            page.wait_for_load_state()
    elif address == PROCEDURE:
        page.goto("/attributions/impayes/")
        page.click("table tbody th a")
        page.wait_for_load_state()
    elif address == ARBITRATION:
        page.goto("/")
        page.get_by_text("Arbitrer", exact=True).first.click()
        page.wait_for_load_state()
    else:
        assert page.goto(address).status == 200


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("person", list(PAGES))
def test_main_pages_are_accessible(person, width, visit):
    page = visit(person, width=width)
    found = []
    for address in PAGES[person]:
        open_page(page, address)
        if width == 1280:
            violations = Axe().run(page, options=RULES).response["violations"]
            found += [(address, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in violations]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 1:
            found.append((address, "défile de côté", wide))

    assert found == []
    assert page.complaints == []


def test_the_sign_in_page_is_accessible(site, chromium):
    page = chromium.new_page()
    page.goto(f"{site}/compte/login/")

    assert Axe().run(page, options=RULES).response["violations"] == []
    page.close()
