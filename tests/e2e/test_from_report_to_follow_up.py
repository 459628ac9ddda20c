"""One tenant in difficulty travels the retention track on screen: report, assessment, two opinions, meeting, follow-up."""

import pytest

from tests.e2e.steps import submit
from tests.e2e.test_from_referral_to_keys import act, open_case

pytestmark = pytest.mark.browser


def report(karim):
    karim.goto("/dossiers/reperages/nouveau/")
    karim.check("input[name=motives][value=arrears]")
    karim.fill("#id_last_name", "Maintien")
    karim.fill("#id_first_name", "Solange")
    karim.fill("#id_facts", "Trois loyers impayés, deux relances sans réponse.")
    karim.check("input[name=household_informed][value=yes]")
    submit(karim)
    return karim.inner_text("h1").split(" : ")[1]


def test_from_the_report_to_the_follow_up(visit):
    karim, sophie, paul, bruno, leila = (visit(name) for name in ("karim", "sophie", "paul", "bruno", "leila"))
    code = report(karim)

    open_case(sophie, code)
    act(sophie, "Prendre l'évaluation")
    act(sophie, "Soumettre à l'arbitrage")
    sophie.fill("#id_landlord_summary", "Dette de trois mois, plan d'apurement refusé.")
    submit(sophie)
    for partner in (paul, bruno):
        open_case(partner, code)
        act(partner, "Donner l'avis")
        partner.check("input[name=opinion][value=favourable]")
        submit(partner)
    open_case(paul, code)
    act(paul, "Décision commune")
    paul.check("input[name=outcome][value=retenu]")
    paul.select_option("#id_announced_by", label="Sophie Mercier")
    submit(paul)
    open_case(sophie, code)
    act(sophie, "Noter l'annonce au ménage")
    submit(sophie)
    open_case(sophie, code)
    act(sophie, "Rencontre de présentation")
    sophie.check("input[name=answer][value=yes]")
    sophie.select_option("#id_mode", "oral")
    submit(sophie)
    open_case(bruno, code)
    act(bruno, "Confier le suivi")
    bruno.select_option("#id_capacity", "referent")
    bruno.select_option("#id_professional", label="Leïla Marchal")
    submit(bruno)
    open_case(leila, code)
    act(leila, "Commencer l'accompagnement")
    submit(leila)

    assert "Accompagnement" in leila.inner_text(".lo-badge")
    karim.goto("/dossiers/reperages/")
    assert "Retenue" in karim.inner_text("table tbody tr:first-child")
    assert karim.goto(leila.url).status == 404
