"""One household travels the whole access track on screen, each person doing her part; then the wall is tried."""

from datetime import datetime

import pytest

from lodabord.kernel.working_days import PARIS
from tests.e2e.steps import submit

pytestmark = pytest.mark.browser
TODAY = datetime.now(PARIS).date().isoformat()  # noqa: TID251 - the site runs on the clock of its own country
SECRET = "La personne raconte une dispute avec sa soeur."


def open_case(page, code):
    page.goto(f"/dossiers/?q={code}")
    page.click("table tbody th a")
    page.wait_for_load_state()


def act(page, label):
    page.locator("#que-faire ~ .btn-group-acts").get_by_text(label, exact=False).first.click()
    page.wait_for_load_state()


def refer(page):
    page.goto("/dossiers/orientations/nouvelle/")
    page.select_option("#id_civility", "mr")
    page.fill("#id_first_name", "Noé")
    page.fill("#id_last_name", "Parcours")
    page.select_option("#id_situation", "hotel")
    page.select_option("#id_agreement_mode", "oral")
    submit(page)


def assess(page):
    page.goto("/dossiers/?q=Parcours")
    code = page.inner_text("table tbody th a")
    page.click("table tbody th a")
    act(page, "Commencer le pré-diagnostic")
    act(page, "Pré-diagnostic")
    for select in page.locator("select[name^=c_]").all():
        select.select_option("2")
    page.fill("#id_notes", SECRET)
    page.select_option("#id_conclusion", "favourable")
    submit(page)
    act(page, "Inscrire en pré-CAL")
    return code


def hold_the_session_today(page, code):
    """The pilot brings the session forward to today, and writes the decision."""
    open_case(page, code)
    act(page, "Séance de pré-CAL")
    session = page.url.split("?")[0]
    if page.get_by_text("Reporter", exact=True).count():
        page.get_by_text("Reporter", exact=True).click()
        page.fill("#id_on", TODAY)
        page.fill("#id_reason", "Avancée d'un commun accord")
        submit(page)
    page.goto(session)
    page.get_by_role("link", name=f"Ouvrir {code} en séance").click()
    page.wait_for_load_state()
    page.keyboard.press("1")
    assert page.is_checked("input[name=outcome][value=retenu]")
    submit(page)
    page.get_by_text("Donner mon visa").click()
    page.wait_for_load_state()
    return page.url


def prepare(leila, bruno, code):
    open_case(leila, code)
    act(leila, "Commencer la préparation")
    submit(leila)
    act(leila, "Note pour la CAL")
    for area in leila.locator("main textarea").all():
        area.fill("Faits utiles au logement.")
    submit(leila)
    open_case(leila, code)
    leila.get_by_text("Modifier la demande").click()
    leila.fill("#id_number", "059012600099GDEMO9")
    leila.fill("#id_expires_on", "2099-01-01")
    submit(leila)
    leila.get_by_text("Noter un accord").click()
    leila.select_option("#id_purpose", "share_cal_note")
    leila.select_option("#id_mode", "written")
    submit(leila)
    open_case(bruno, code)
    bruno.get_by_text("Relire et valider", exact=True).click()
    bruno.wait_for_load_state()
    bruno.get_by_role("link", name="Valider", exact=True).click()
    submit(bruno)
    open_case(bruno, code)
    act(bruno, "Fin de préparation")
    bruno.fill("#id_early_because", "Logement disponible avant l'échéance.")
    submit(bruno)
    open_case(leila, code)
    leila.get_by_role("link", name="Lue avec la personne", exact=True).click()
    leila.check("input[name=agrees][value=oui]")
    submit(leila)
    leila.get_by_role("link", name="Transmettre", exact=True).click()
    submit(leila)


def award(diane, code):
    open_case(diane, code)
    act(diane, "Dossier CAL et pièces")
    diane.get_by_text("Tout le reste est au SNE").click()
    diane.wait_for_load_state()
    open_case(diane, code)
    act(diane, "Inscrire en CAL")
    diane.fill("#id_cal_on", TODAY)
    submit(diane)
    open_case(diane, code)
    act(diane, "Suivre le passage en CAL")
    diane.get_by_text("Enregistrer la décision").click()
    diane.check("input[name=decision][value=a]")
    submit(diane)
    diane.get_by_text("Notifier l'offre").click()
    submit(diane)
    diane.get_by_text("Acceptée", exact=True).click()
    submit(diane)
    open_case(diane, code)
    act(diane, "Bail signé")
    diane.fill("#id_starts_on", TODAY)
    submit(diane)


def test_from_the_referral_to_the_first_visit(visit):
    refer(visit("camille"))
    leila, bruno, paul, diane = visit("leila"), visit("bruno"), visit("paul"), visit("diane")
    code = assess(leila)

    decided = hold_the_session_today(paul, code)
    bruno.goto(decided)
    bruno.get_by_text("Donner mon visa").click()
    bruno.wait_for_load_state()
    open_case(bruno, code)
    act(bruno, "Confier le suivi")
    bruno.select_option("#id_capacity", "referent")
    bruno.select_option("#id_professional", label="Leïla Marchal")
    submit(bruno)
    prepare(leila, bruno, code)
    award(diane, code)
    open_case(leila, code)
    act(leila, "Entrée dans le logement")
    submit(leila)
    act(leila, "Noter une visite")
    leila.fill("#id_at", "00:01")
    leila.get_by_text("Compléter", exact=True).click()
    leila.fill("#id_report", SECRET)
    submit(leila)

    open_case(leila, code)
    assert SECRET in leila.content()
    open_case(paul, code)
    assert "réalisée" in paul.content()
    for outsider in (paul, diane):
        open_case(outsider, code)
        assert SECRET not in outsider.content()
        assert outsider.goto(leila.url.replace("/dossiers/", "/accompagnement/") + "visites/").status == 404
    assert [page.complaints for page in (leila, bruno)] == [[], []]
