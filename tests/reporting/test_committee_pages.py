"""The pages of committees: each step leads to the next, what is refused says how to mend it, lists cost the same."""

from datetime import date

import pytest
import time_machine

from reporting.models import Committee, CommitteePaper, Seat, Situation, SteeringDecision
from tests.factories import committee as made
from tests.test_query_counts import count


@pytest.fixture
def in_october():
    with time_machine.travel("2025-10-09 09:00:00+02:00", tick=False):
        yield


def test_from_the_calendar_to_the_minutes(cast, case, sign_in, bruno, paul, emile, in_october):
    head, pilot, funder = sign_in(bruno), sign_in(paul), sign_in(emile)
    planned = {"on": "2025-10-09", "hour": "14:00", "place": "Siège", "quarter": "2025-T3", "agenda": "Chiffres"}
    assert head.post("/copil/nouveau/", planned).status_code == 302
    page = f"/copil/{Committee.objects.get().pk}/"
    head.post(f"{page}participants/", {"people": "Métropole Démo : chargée de mission\nÉtat Démo"})
    pilot.post(f"{page}preparation/", {})
    pilot.post(f"{page}textes/", {"highlights": "Une entrée.", "lo_revision": "1"})
    meeting = Committee.objects.get().meeting_id
    head.post(f"/copil/seances/{meeting}/situations/", {"case": case.pk, "point": made.POINT})
    pilot.post(f"/copil/situations/{Situation.objects.get().pk}/validation/")
    assert funder.get("/copil/").context["papers"].count() == 0
    pilot.post(f"{page}synthese/", {})
    synthesis = CommitteePaper.objects.get()
    told = funder.get(f"/copil/envois/{synthesis.pk}/").content.decode()
    assert "Une entrée." in told
    assert made.POINT in told

    pilot.post(f"{page}presences/", {"came": [str(Seat.objects.first().pk)]})
    head.post(f"{page}decisions/", {"text": "Ouvrir le sud", "owner": "Bailleur Démo", "due_on": "2025-12-01"})
    head.post(f"{page}releve/", {})

    assert [one.kind for one in CommitteePaper.objects.order_by("sent_at", "kind")] == ["minutes", "synthesis"]
    minutes = CommitteePaper.objects.minutes().get()
    assert "Ouvrir le sud" in funder.get(f"/copil/envois/{minutes.pk}/").content.decode()
    head.post(f"/copil/decisions/{SteeringDecision.objects.get().pk}/suite/", {"to": "done", "note": "Fait."})
    assert SteeringDecision.objects.get().state == "done"


def test_the_page_says_what_to_do_next(cast, sign_in, bruno, in_october):
    committee = made.planned(cast)
    steps = {
        one.label: (one.told, one.action) for one in sign_in(bruno).get(f"/copil/{committee.pk}/").context["steps"]
    }
    assert steps["Chiffres"] == ("3e trimestre 2025 à figer", "Préparer")
    assert steps["Participants"] == ("2 invités", "Modifier")
    assert steps["Synthèse"] == ("à envoyer avant le 01/10/2025", "Envoyer")


def test_an_empty_list_says_what_to_do(cast, sign_in, bruno, leila, emile):
    assert "Prévoyez le premier" in sign_in(bruno).get("/copil/").content.decode()
    assert "La cheffe de service ou le pilote du bailleur le prévoit" in sign_in(leila).get("/copil/").content.decode()
    assert "Rien n'est encore envoyé" in sign_in(emile).get("/copil/").content.decode()


def test_a_quarter_already_presented_is_not_proposed(cast, sign_in, bruno, in_october):
    made.planned(cast)
    offered = [value for value, _ in sign_in(bruno).get("/copil/nouveau/").context["form"].fields["quarter"].choices]
    assert offered == ["2026-T2", "2026-T1", "2025-T4", "2025-T2", "2025-T1"]


def test_a_name_in_the_highlights_is_refused_and_what_was_typed_stays(cast, case, sign_in, bruno):
    committee = made.planned(cast)
    typed = {"highlights": "Bernard est entré.", "lo_revision": "1"}
    answer = sign_in(bruno).post(f"/copil/{committee.pk}/textes/", typed)
    assert answer.status_code == 422
    assert "Bernard est entré." in answer.content.decode()
    assert Committee.objects.get().highlights == ""


def test_two_leads_writing_at_once_both_keep_their_words(cast, sign_in, bruno, paul):
    committee = made.planned(cast)
    address = f"/copil/{committee.pk}/textes/"
    sign_in(paul).post(address, {"highlights": "De Paul.", "lo_revision": "1"})
    answer = sign_in(bruno).post(address, {"highlights": "De Bruno.", "lo_revision": "1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "De Paul." in page
    assert "De Bruno." in page
    assert Committee.objects.get().highlights == "De Paul."


def test_only_leads_change_a_committee(cast, sign_in, leila, sophie, emile):
    committee = made.planned(cast)
    for member in (leila, sophie, emile):
        for act in (
            "preparation",
            "textes",
            "synthese",
            "presences",
            "annulation",
            "report",
            "participants",
            "decisions",
        ):
            assert sign_in(member).post(f"/copil/{committee.pk}/{act}/", {}).status_code == 404
    assert Committee.objects.get().state == "planned"


@pytest.mark.parametrize(("person", "address", "budget"), [
    ("bruno", "/copil/", 10), ("leila", "/copil/", 10), ("emile", "/copil/", 8),
])  # fmt: skip
def test_the_list_costs_the_same_at_one_committee_and_at_three(person, address, budget, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    costs = []
    for month, quarter, today in ((4, "2025-T1", 1), (7, "2025-T2", 1), (10, "2025-T3", 1)):
        committee = made.held(cast, on=date(2025, month, 9), quarter=quarter, today=date(2025, month, today))
        made.CommitteePaper.keep(committee, "synthesis", {}, at=made.AT, by=None)
        costs.append(count(browser, address))

    assert (costs[0], costs[2]) == (budget, budget)


def test_the_page_of_a_committee_costs_the_same_at_one_situation_and_at_three(cast, case, sign_in, bruno):
    from tests import factories

    committee = made.prepared(cast)
    browser, costs = sign_in(bruno), []
    cases = [case] + [
        factories.housed_case(cast, number=f"05901250000{rank}GDEMO1", last_name=f"Nom{rank}") for rank in (2, 3)
    ]
    for one in cases:
        made.situation(cast, committee, one)
        made.decided(committee)
        costs.append(count(browser, f"/copil/{committee.pk}/"))

    assert (costs[0], costs[2]) == (12, 12)


def test_the_full_report_says_the_leads_words_and_funders_read_those_that_were_sent(cast, case, sign_in, bruno, emile):
    committee = made.prepared(cast)
    made.situation(cast, committee, case)
    report = f"/rapports/{committee.snapshot_id}/"

    assert "Deux entrées en septembre." in sign_in(bruno).get(report).content.decode()
    before = sign_in(emile).get(report).content.decode()
    assert "Deux entrées en septembre." not in before
    assert made.POINT not in before

    made.send_synthesis(committee, at=made.AT, by=None)
    after = sign_in(emile).get(report).content.decode()
    assert "Deux entrées en septembre." in after
    assert made.POINT in after
