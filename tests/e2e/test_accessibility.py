"""Main pages of each role in Chromium: no WCAG 2.2 AA violation for axe, no complaint of the browser, no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
FILE = "a case"
PROCEDURE, ARBITRATION = "a procedure", "an arbitration"

PAGES = {
    "leila": [
        "/",
        "/accompagnement/ma-semaine/",
        "/dossiers/",
        FILE,
        "/accompagnement/demandes/nouvelle/",
        "/dossiers/orientations/nouvelle/",
    ],
    "bruno": ["/", FILE, "/attributions/pre-cal/"],
    "nour": ["/"],
    "paul": [
        "/",
        FILE,
        "/attributions/pre-cal/",
        "/attributions/loges/",
        "/attributions/impayes/",
        PROCEDURE,
        ARBITRATION,
        "/rapports/",
    ],
    "diane": ["/", "/attributions/cal/"],
    "sophie": ["/", "/dossiers/reperages/nouveau/", "/attributions/impayes/import/"],
    "karim": ["/", "/dossiers/reperages/", "/dossiers/reperages/nouveau/"],
    "emile": ["/", "/rapports/"],
    "camille": ["/", "/dossiers/orientations/"],
    "admin": ["/"],
}


def open_page(page, address):
    if address == FILE:
        page.goto("/dossiers/?etape=follow_up")
        page.click("table tbody th a")
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
