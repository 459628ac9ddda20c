"""Assessment, two sealed opinions, one decision, who tells the household, and its agreement."""

import io
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from pypdf import PdfReader

from accompaniment import conduct
from allocations.models import ArbitrationDecision, Disturbance, JointMeeting, SealedOpinion
from allocations.models.arbitration import places_on
from households.models import Case, Consent, RefusalReason
from households.stages import State
from households.stateful import MoveRefused
from tests import factories
from tests.allocations.test_decisions_and_cal import breaks
from tests.factories import retention
from tests.together import as_the_programme, committed, committed_cast, together  # noqa: F401 - fixtures

DECIDED = date(2025, 1, 14)


def pdf_text(response):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)


# --- the assessment ---------------------------------------------------------------------------------


def test_one_page_gathers_the_account_the_plan_and_the_facts(cast, sophie, sign_in):
    case = retention.assessed(cast, already_tried="Deux appels.")
    retention.account(cast, case, date(2025, 1, 1), "500")
    Disturbance.objects.create(case=case, on=date(2024, 12, 20), kind="noise", facts="Musique à 23 h.")
    browser = sign_in(sophie)

    page = browser.get(f"/attributions/dossiers/{case.pk}/evaluation/").content.decode()
    printed = pdf_text(browser.get(f"/attributions/dossiers/{case.pk}/evaluation/document/"))

    for told in (page, printed):
        for fact in ("2,5", "Musique à 23 h.", "Deux appels."):
            assert fact in told
    assert "Thomas" not in printed
    assert "procédure contentieuse" in " ".join(printed.split())


def test_submitting_freezes_the_summary_and_opens_the_arbitration(cast, sophie, sign_in):
    case = retention.assessed(cast)
    sent = sign_in(sophie).post(
        f"/attributions/dossiers/{case.pk}/evaluation/",
        {"assessed_on": "2025-01-10", "landlord_summary": "Trois mois."},
    )
    case.refresh_from_db()
    assert sent["Location"].endswith("/arbitrage/")
    assert (case.state, case.assessed_on, case.report.landlord_summary) == (
        State.ARBITRATION, date(2025, 1, 10), "Trois mois.",
    )  # fmt: skip


def test_a_case_that_is_not_under_assessment_cannot_be_submitted_and_keeps_the_text(cast, sophie, sign_in):
    case = retention.at_arbitration(cast)
    refused = sign_in(sophie).post(
        f"/attributions/dossiers/{case.pk}/evaluation/", {"assessed_on": "2025-01-11", "landlord_summary": "Autre."}
    )
    assert refused.status_code == 422
    case.report.refresh_from_db()
    assert case.report.landlord_summary == ""


# --- the two opinions -----------------------------------------------------------------------------


def test_an_opinion_is_sealed_in_the_database_until_both_are_given(cast, as_member, sql):
    case = retention.at_arbitration(cast)
    opinions = "SELECT opinion, motive FROM allocations_sealedopinion ORDER BY partner DESC"
    columns = "SELECT landlord_opinion, landlord_motive FROM allocations_arbitrationdecision"
    with as_member(cast.paul):
        ArbitrationDecision.round_of(case).give_opinion(cast.paul, "unfavourable", "Secret du bailleur.")
        assert sql(opinions) == [("unfavourable", "Secret du bailleur.")]
    for other in (cast.bruno, cast.leila, cast.sophie):
        with as_member(other):
            assert sql(opinions) == []
            assert sql(columns) == [("", "")]

    with as_member(cast.bruno):
        ArbitrationDecision.round_of(case).give_opinion(cast.bruno, "favourable", "Le ménage demande de l'aide.")

    for reader in (cast.bruno, cast.paul, cast.leila, cast.sophie):
        with as_member(reader):
            assert len(sql(opinions)) == 2
            assert sql(columns) == [("unfavourable", "Secret du bailleur.")]


def test_the_page_shows_ones_own_opinion_and_only_that_the_other_is_given(cast, sign_in):
    case = retention.at_arbitration(cast)
    ArbitrationDecision.round_of(case).give_opinion(cast.paul, "unfavourable", "Motif du bailleur.")
    url = f"/attributions/dossiers/{case.pk}/arbitrage/"

    mine, theirs = sign_in(cast.paul).get(url).content.decode(), sign_in(cast.bruno).get(url).content.decode()

    assert "Motif du bailleur." in mine
    assert "Défavorable" in mine
    assert "Donné, sous pli" in theirs
    assert "Défavorable" not in theirs
    assert "Motif du bailleur." not in theirs


def test_no_event_tells_an_opinion_before_its_time(cast):
    case = retention.at_arbitration(cast)
    ArbitrationDecision.round_of(case).give_opinion(cast.paul, "unfavourable")
    assert case.events.get(action="arbitration.landlord_opinion").facts == {}


def test_an_opinion_changes_while_it_is_sealed_and_not_after(cast):
    case = retention.at_arbitration(cast)
    joint = ArbitrationDecision.round_of(case)
    joint.give_opinion(cast.paul, "unfavourable")
    joint.give_opinion(cast.paul, "reserved", "Après lecture du compte.")
    joint.give_opinion(cast.bruno, "favourable")
    assert (joint.landlord_opinion, joint.landlord_motive) == ("reserved", "Après lecture du compte.")
    with pytest.raises(MoveRefused, match="ne changent plus"):
        joint.give_opinion(cast.paul, "favourable")
    assert SealedOpinion.objects.count() == 2


def test_a_motive_holds_in_three_hundred_characters(cast, sign_in):
    case = retention.at_arbitration(cast)
    told = {"opinion": "favourable", "motive": "x" * 301}
    assert sign_in(cast.paul).post(f"/attributions/dossiers/{case.pk}/arbitrage/avis/", told).status_code == 422


# --- the joint decision ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "details", "state", "closing"),
    [
        ("retenu", {}, State.ACCEPTED_WAITING, ""),
        ("attente", {"missing_element": "Compte de décembre"}, State.ARBITRATION, ""),
        ("non_retenu", {"reason": True}, State.CLOSED, "non_retenu"),
        ("reoriente", {"destination": "FSL maintien"}, State.CLOSED, "reorientation"),
    ],
)
def test_the_four_outcomes(outcome, details, state, closing, cast):
    joint = retention.with_both_opinions(cast)
    if details.get("reason"):
        details = {"reason": RefusalReason.objects.filter(kind="precal").first()}
    joint.decide(outcome, on=DECIDED, by=cast.paul.professional, **details)
    case = Case.objects.get(pk=joint.case_id)
    assert (case.state, case.closing_reason) == (state, closing)
    assert joint.must_be_told


@pytest.mark.parametrize(("outcome", "told"), [("non_retenu", "indique son motif"), ("reoriente", "vers qui")])
def test_a_refusal_says_why_and_a_redirection_where(outcome, told, cast):
    joint = retention.with_both_opinions(cast)
    breaks(told, lambda: joint.decide(outcome, on=DECIDED, by=cast.paul.professional))


def test_two_people_deciding_at_once_leave_one_decision(committed_cast):  # noqa: F811
    with as_the_programme():
        case = retention.with_both_opinions(committed_cast).case

    def decide(outcome, by, **more):
        def act():
            joint = ArbitrationDecision.objects.get(case_id=case.pk, outcome="")
            joint.decide(outcome, on=DECIDED, by=by.professional, **more)
            return outcome

        return act

    told = together(
        (committed_cast.paul, decide("retenu", committed_cast.paul)),
        (committed_cast.bruno, decide("reoriente", committed_cast.bruno, destination="FSL")),
    )

    refused = [one for one in told if isinstance(one, Exception)]
    assert [type(one) for one in refused] in ([MoveRefused], [ArbitrationDecision.DoesNotExist])
    with as_the_programme():
        joint = ArbitrationDecision.objects.get(case_id=case.pk)
        closed = Case.objects.get(pk=case.pk).state == State.CLOSED
    assert joint.outcome == next(one for one in told if isinstance(one, str))
    assert closed is (joint.outcome == "reoriente")


def test_a_stale_round_is_refused_with_a_sentence(cast):
    joint = retention.with_both_opinions(cast)
    stale = ArbitrationDecision.objects.get(pk=joint.pk)
    joint.decide("retenu", on=DECIDED, by=cast.paul.professional)
    with pytest.raises(MoveRefused, match="Un collègue vient d'enregistrer"):
        stale.decide("attente", on=DECIDED, by=cast.bruno.professional)


def test_both_partners_giving_their_opinion_at_once_open_both(committed_cast):  # noqa: F811
    with as_the_programme():
        case = retention.at_arbitration(committed_cast)
        ArbitrationDecision.objects.create(case=case)

    def give(member, opinion):
        def act():
            ArbitrationDecision.objects.get(case_id=case.pk).give_opinion(member, opinion)

        return act

    told = together(
        (committed_cast.paul, give(committed_cast.paul, "reserved")),
        (committed_cast.bruno, give(committed_cast.bruno, "favourable")),
    )

    assert told == [None, None]
    with as_the_programme():
        joint = ArbitrationDecision.objects.get(case_id=case.pk)
    assert (joint.landlord_opinion, joint.association_opinion) == ("reserved", "favourable")


def test_somebody_tells_the_household_once_after_the_decision(cast, sign_in):
    joint = retention.with_both_opinions(cast)
    with pytest.raises(MoveRefused, match="pas encore prise"):
        joint.tell_household(on=DECIDED, announced_by="Sophie", by=cast.sophie.professional)
    joint.decide("retenu", on=DECIDED, by=cast.paul.professional, announced_by="Sophie")
    assert "Décisions à annoncer au ménage" in sign_in(cast.sophie).get("/").content.decode()

    joint.tell_household(on=date(2025, 1, 15), announced_by="Sophie", by=cast.sophie.professional)

    assert "Décisions à annoncer au ménage" not in sign_in(cast.sophie).get("/").content.decode()
    with pytest.raises(MoveRefused, match="déjà notée"):
        joint.tell_household(on=date(2025, 1, 16), announced_by="Paul", by=cast.paul.professional)
    breaks(
        "suit la décision",
        lambda: ArbitrationDecision.objects.filter(pk=joint.pk).update(announced_on=date(2025, 1, 1)),
    )


def test_the_minutes_hold_both_opinions_the_places_of_that_day_and_the_rounds(cast, sign_in):
    retention.accompanied(cast)
    joint = retention.with_both_opinions(cast)
    joint.decide("attente", on=date(2025, 2, 3), by=cast.paul.professional, missing_element="Compte de janvier")
    again = ArbitrationDecision.round_of(joint.case)
    again.give_opinion(cast.paul, "favourable", "Compte reçu.")
    again.give_opinion(cast.bruno, "favourable")
    again.decide("retenu", on=date(2025, 2, 10), by=cast.paul.professional, announced_by="Sophie")

    printed = " ".join(pdf_text(sign_in(cast.leila).get(f"/attributions/arbitrages/{again.pk}/releve/")).split())

    assert "places en maintien prises ce jour-là : 1/4" in printed
    assert "Compte reçu." in printed
    assert "03/02/2025 : en attente d'éléments" in printed
    assert "Thomas" not in printed


def test_places_are_those_of_the_day_asked_about(cast):
    case = retention.accompanied(cast)
    assert [places_on(cast.agreement, date(2025, 1, day)) for day in (26, 27)] == [0, 1]
    Case.objects.filter(pk=case.pk).update(state="closed", closed_on=date(2025, 3, 1), exit_label="x")
    assert [places_on(cast.agreement, day) for day in (date(2025, 2, 28), date(2025, 3, 1))] == [1, 0]


# --- the meeting and the agreement ------------------------------------------------------------------


def test_a_yes_is_the_persons_agreement_and_opens_the_measure(cast):
    meeting = retention.met(cast)
    consent = Consent.objects.get(case=meeting.case, purpose="join")
    assert (meeting.case.state, meeting.case.met_on) == (State.JOINT_MEETING, date(2025, 1, 20))
    assert (consent.given_on, consent.mode) == (date(2025, 1, 20), "oral")


def test_no_measure_without_the_households_yes(cast):
    case = retention.met(cast, "thinking").case
    day = date(2025, 1, 27)
    with pytest.raises(MoveRefused, match="Il manque l'accord du ménage"):
        conduct.sign_and_begin_follow_up(case, signed_on=day, on=day, objectives="", by=cast.leila.professional)

    JointMeeting.objects.get(case=case).answer_after_thinking(
        "yes", on=day, mode="written", by=cast.sophie.professional
    )

    early = date(2025, 1, 26)
    with pytest.raises(MoveRefused, match="au plus tôt le jour"):
        conduct.sign_and_begin_follow_up(case, signed_on=early, on=early, objectives="", by=cast.leila.professional)
    conduct.sign_and_begin_follow_up(case, signed_on=day, on=day, objectives="", by=cast.leila.professional)
    assert case.state == State.FOLLOW_UP


def test_a_no_closes_and_says_so(cast):
    case = retention.retained(cast)
    JointMeeting.hold(case, on=date(2025, 1, 20), answer="no", by=cast.sophie.professional)
    assert (case.state, case.closing_reason) == (State.CLOSED, "refus_menage")
    assert not Consent.objects.filter(case=case, purpose="join").exists()


def test_a_household_that_did_not_come_is_met_another_day(cast):
    case = retention.retained(cast)
    JointMeeting.hold(case, on=date(2025, 1, 20), answer="absent", by=cast.sophie.professional)
    assert (case.state, case.met_on) == (State.ACCEPTED_WAITING, None)
    with pytest.raises(MoveRefused, match="Sans le ménage"):
        case.meet_household(on=date(2025, 1, 20), household_came=False, by=cast.sophie.professional)
    JointMeeting.hold(case, on=date(2025, 1, 22), answer="yes", mode="oral", by=cast.leila.professional)
    assert case.state == State.JOINT_MEETING


def test_one_answer_is_noted_once(cast):
    meeting = retention.met(cast, "thinking")
    stale = JointMeeting.objects.get(pk=meeting.pk)
    meeting.answer_after_thinking("no", on=date(2025, 1, 25), mode="", by=cast.sophie.professional)
    with pytest.raises(MoveRefused, match="déjà notée"):
        stale.answer_after_thinking("yes", on=date(2025, 1, 25), mode="oral", by=cast.leila.professional)
    with pytest.raises(MoveRefused, match="un oui ou un non"):
        stale.answer_after_thinking("absent", on=date(2025, 1, 25), mode="", by=cast.leila.professional)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"answer": "yes", "answered_on": None, "mode": ""}, "porte sa date et sa forme"),
        ({"answer": "thinking", "think_until": None}, "jusqu'à quand"),
        ({"answer": "thinking", "think_until": date(2025, 1, 1)}, "jusqu'à quand"),
        ({"answered_on": date(2025, 1, 1)}, "précéder la rencontre"),
    ],
)
def test_a_meeting_keeps_its_rules(changes, told, cast):
    meeting = retention.met(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        JointMeeting.objects.filter(pk=meeting.pk).update(**changes)
    breaks(told, lambda: JointMeeting.objects.filter(pk=meeting.pk).update(**changes))


def test_only_a_retained_case_is_met_and_once_a_day(cast):
    case = retention.at_arbitration(cast)
    with pytest.raises(MoveRefused, match="suit l'arbitrage"):
        JointMeeting.hold(case, on=date(2025, 1, 20), answer="yes", mode="oral", by=cast.sophie.professional)


def test_from_the_screen_the_form_of_the_agreement_is_asked_for(cast, sign_in):
    case = retention.retained(cast)
    url = f"/attributions/dossiers/{case.pk}/rencontre/"
    refused = sign_in(cast.sophie).post(url, {"on": "2025-01-20", "answer": "yes"})
    assert refused.status_code == 422
    assert "porte sa date et sa forme" in refused.content.decode()
    assert sign_in(cast.sophie).post(url, {"on": "2025-01-20", "answer": "yes", "mode": "oral"}).status_code == 302


# --- the wall ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["allocations_sealedopinion", "allocations_jointmeeting"])
@pytest.mark.parametrize(
    ("person", "seen"), [("leila", True), ("sophie", True), ("diane", False), ("karim", False), ("charlie", False)]
)
def test_who_reads_the_entry_of_a_tenant(table, person, seen, cast, as_member, sql):
    case = retention.met(cast).case
    if person == "karim":
        assert case.reported_by_id == cast.karim.professional_id
    with as_member(getattr(cast, person)):
        assert (sql(f"SELECT count(*) FROM {table}") != [(0,)]) is seen


@pytest.mark.parametrize("person", ["emile", "camille", "admin"])
def test_a_funder_a_prescriber_an_operator_have_no_right_at_all(person, cast, as_member, sql):
    retention.met(cast)
    for table in ("sealedopinion", "jointmeeting", "arbitrationdecision"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
            sql(f"SELECT * FROM allocations_{table}")


def test_an_opinion_is_only_written_by_whom_it_binds(cast, as_member):
    joint = ArbitrationDecision.round_of(retention.at_arbitration(cast))
    for member in (cast.sophie, cast.leila):
        with pytest.raises(ProgrammingError, match="row-level security"), as_member(member):
            SealedOpinion.objects.create(
                case=joint.case, arbitration=joint, partner="landlord", opinion="favourable",
                created_by=member.professional,
            )  # fmt: skip
    assert factories.reported_case(cast)
