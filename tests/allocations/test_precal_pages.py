"""The pré-CAL on screen and on paper: who sees what, what is refused and how, and that nothing typed is lost."""

import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from allocations.models import AgendaItem, Distribution, Meeting, PreCalDecision
from households.models import HousingRequest, PrescriberAnswer, Reading, Referral, Resources
from lodabord.partners.models import PrescriberType
from tests import factories
from tests.factories import precal


@pytest.fixture(autouse=True)
def on_the_day():
    """The afternoon of the session."""
    with time_machine.travel("2025-01-07 14:00:00+01:00", tick=False):
        yield


@pytest.fixture
def item(cast):
    return precal.inscribed(cast, precal.invited_session(cast))


def at(name, *args):
    return reverse(f"allocations:{name}", args=args)


def live(item):
    return at("session_live", item.meeting_id) + f"?point={item.pk}"


def text(response):
    return response.content.decode()


def paper(response):
    assert response["Content-Type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)


def typed(version=0, **told):
    return {"version": version, "outcome": "retenu", **told}


# --- in session ----------------------------------------------------------------------------------


def test_a_decision_is_written_signed_by_both_and_shown(item, cast, sign_in):
    bruno, paul = sign_in(cast.bruno), sign_in(cast.paul)

    response = bruno.post(at("decision", item.pk), typed(conditions="Avis d'imposition"))
    assert (response.status_code, response["Location"]) == (302, live(item))
    decision = PreCalDecision.objects.get(item=item)
    paul.post(at("visa", decision.pk), {"version": 1})
    page = text(bruno.post(at("visa", decision.pk), {"version": 1}, follow=True))

    assert "la décision est en vigueur (retenu)" in page
    assert "Avis d&#x27;imposition" in page
    assert "data-lo-typing" not in page.split("Ajouter une action")[0]


def test_written_meanwhile_both_texts_are_side_by_side_and_what_was_typed_is_kept(item, cast, sign_in):
    sign_in(cast.paul).post(at("decision", item.pk), typed(conditions="Texte de Paul"))

    response = sign_in(cast.bruno).post(at("decision", item.pk), typed(conditions="Texte de Bruno"))

    page = text(response)
    assert response.status_code == 409
    assert '<td data-label="Votre saisie">Texte de Bruno</td><td data-label="Enregistré">Texte de Paul</td>' in page
    assert 'value="Texte de Bruno"' in page
    assert '<input type="hidden" name="version" value="1"' in page
    again = sign_in(cast.bruno).post(at("decision", item.pk), typed(1, conditions="Texte de Bruno"))
    assert again.status_code == 302
    assert PreCalDecision.objects.get(item=item).conditions == "Texte de Bruno"


def test_typed_while_it_took_effect_the_text_is_shown_beside_it(item, cast, sign_in):
    precal.signed(cast, precal.written(cast, item))

    response = sign_in(cast.bruno).post(at("decision", item.pk), typed(1, outcome="desistement", conditions="Perdu ?"))

    assert response.status_code == 409
    assert "Perdu ?" in text(response)
    assert "a déjà pris effet" in text(response)
    assert PreCalDecision.objects.get(item=item).outcome == "retenu"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"outcome": "ajourne"}, "après cette séance"),
        ({"outcome": "ajourne", "reexamine_on": "2025-02-04"}, "élément manquant et la date"),
        ({"outcome": "non_retenu"}, "Un refus indique son motif"),
        ({"outcome": "reoriente"}, "indique vers qui"),
        ({"outcome": ""}, "obligatoire"),
    ],
)
def test_refused_the_decision_says_why_and_keeps_what_was_typed(told, sentence, item, cast, sign_in):
    response = sign_in(cast.bruno).post(at("decision", item.pk), typed(**told, conditions="À garder"))

    assert response.status_code == 422
    assert sentence in text(response).replace("&#x27;", "'")
    assert 'value="À garder"' in text(response)
    assert not PreCalDecision.objects.exists()


def test_changing_the_outcome_empties_what_belonged_to_the_other(item, cast, sign_in):
    bruno = sign_in(cast.bruno)
    bruno.post(at("decision", item.pk), typed(outcome="ajourne", missing_element="Avis", reexamine_on="2025-02-04"))

    bruno.post(at("decision", item.pk), typed(1, missing_element="Avis", reexamine_on="2025-02-04"))

    saved = PreCalDecision.objects.get(item=item)
    assert (saved.outcome, saved.missing_element, saved.reexamine_on) == ("retenu", "", None)


def signature(page):
    return page.split("vu=")[1].split('"')[0]


def test_polling_says_nothing_when_nothing_changed_and_shows_the_others_entry_when_it_did(item, cast, sign_in):
    bruno = sign_in(cast.bruno)
    seen = signature(text(bruno.get(live(item))))
    readings = Reading.objects.count()
    asked = {"point": item.pk, "vu": seen, "version": "0"}
    assert bruno.get(at("session_state", item.meeting_id), asked).status_code == 204

    sign_in(cast.paul).post(at("decision", item.pk), typed(conditions="Texte de Paul"))
    answer = bruno.get(at("session_state", item.meeting_id), asked)

    told = text(answer)
    assert answer.status_code == 200
    assert "Texte de Paul" in told
    assert "Votre saisie est intacte" in told
    assert 'hx-swap-oob="true"' in told
    assert "data-lo-typing" not in told
    assert Reading.objects.count() == readings + 1  # the one of Paul, who opened the point; polling opens nothing


def test_a_closed_session_is_not_polled(item, cast, sign_in):
    session = precal.held(cast, item.meeting)
    from allocations.closing import close_session

    close_session(session, at=precal.NOW, by=cast.paul.professional, leave_unexamined=True)

    page = text(sign_in(cast.bruno).get(live(item)))

    assert "every 4s" not in page
    assert "Non examiné" in page


@pytest.mark.parametrize("person", ["leila", "nour", "sophie"])
def test_the_others_watch_and_do_not_decide(person, item, cast, sign_in):
    browser = sign_in(getattr(cast, person))

    page = text(browser.get(live(item)))

    assert item.case.household.code in page
    assert "Enregistrer la décision" not in page
    assert browser.post(at("decision", item.pk), typed()).status_code == 404


def test_on_the_wall_neither_name_nor_letter_of_the_law(item, cast, sign_in):
    HousingRequest.objects.create(
        household=item.case.household, number=factories.NUMBER, priority_public=True, expires_on=date(2025, 9, 1)
    )

    page = text(sign_in(cast.paul).get(live(item)))

    assert "public prioritaire L441-1" in page
    assert "Mme A." not in page
    assert factories.NUMBER not in page


def test_an_action_is_added_then_done(item, cast, sign_in):
    paul = sign_in(cast.paul)
    refused = paul.post(at("item_action", item.pk), {"what": "", "who": "landlord", "due_on": "2025-01-20"})
    assert refused.status_code == 422

    paul.post(
        at("item_action", item.pk),
        {"what": "Envoyer la liste", "who": str(cast.sophie.professional_id), "due_on": "2025-01-20"},
    )
    action = item.actions.get()
    assert (action.side, action.responsible) == ("landlord", cast.sophie.professional)
    assert "Envoyer la liste" in text(sign_in(cast.sophie).get("/"))
    sign_in(cast.sophie).post(at("action_done", action.pk), {"on": "2025-01-07"})

    action.refresh_from_db()
    assert (action.done_on, action.done_by) == (date(2025, 1, 7), cast.sophie.professional)
    assert "Envoyer la liste" not in text(sign_in(cast.sophie).get("/"))


# --- before and after ----------------------------------------------------------------------------


def test_the_year_is_generated_once_from_the_page(cast, sign_in):
    paul = sign_in(cast.paul)
    told = {"first": "2025-01-07", "year": "2025"}

    first = paul.post(at("session_plan"), told, follow=True)
    second = paul.post(at("session_plan"), told, follow=True)

    assert "26 séance(s)" in text(first)
    assert "rien ne change" in text(second)
    third = paul.post(at("session_plan"), {**told, "first": "2025-01-14"})
    assert (third.status_code, Meeting.objects.count()) == (422, 26)
    assert "Jour férié" in text(paul.get(at("sessions"), {"mois": "2025-11"}))


def test_a_single_session_is_added_moved_and_cancelled_with_its_reason(cast, sign_in):
    bruno = sign_in(cast.bruno)
    bruno.post(at("session_extra"), {"on": "2025-01-09", "place": "Agence Centre"})
    session = Meeting.objects.get()
    assert (session.extra, session.place) == (True, "Agence Centre")

    bruno.post(at("session_move", session.pk), {"on": "2025-01-10", "reason": "Salle prise"})
    assert "prévue d&#x27;abord le 09/01/2025 — Salle prise" in text(bruno.get(at("sessions"))).replace("'", "&#x27;")
    assert bruno.post(at("session_cancellation", session.pk), {"reason": ""}).status_code == 422
    bruno.post(at("session_cancellation", session.pk), {"reason": "Grève"})

    assert "Grève" in text(bruno.get(at("sessions")))


def test_each_answers_for_herself(item, cast, sign_in):
    sign_in(cast.sophie).post(at("session_reply", item.meeting_id, "excuse"))
    sign_in(cast.paul).post(at("session_reply", item.meeting_id, "present"))

    told = {one.professional.first_name: one.answer for one in item.meeting.attendances.all() if one.answer}
    assert told == {"Sophie": "excused", "Paul": "coming"}


def test_the_agenda_is_filled_ordered_thinned_and_sent_from_its_page(cast, sign_in):
    session = precal.invited_session(cast)
    for number in (1, 2, 3):
        precal.waiting_case(cast, number)
    bruno = sign_in(cast.bruno)

    bruno.post(at("session_proposal", session.pk))
    one, two, three = session.items.order_by("position")
    bruno.post(at("item_later", one.pk))
    bruno.post(at("item_earlier", three.pk))
    assert list(session.items.order_by("position")) == [two, three, one]
    assert bruno.post(at("item_withdrawal", one.pk), {"reason": ""}).status_code == 422
    bruno.post(at("item_withdrawal", one.pk), {"reason": "Absente"})
    bruno.post(at("session_sending", session.pk))

    page = text(bruno.get(at("session", session.pk)))
    assert "Envoyé le" in page
    assert "Monter" not in page
    assert Distribution.objects.filter(document="agenda").count() == 5


def test_the_proposal_is_the_associations_to_write(item, cast, sign_in):
    told = {"proposal": "Retenir", "attention": "Accès de plain-pied", "rest_to_live": "310"}
    assert sign_in(cast.paul).post(at("item_proposal", item.pk), told).status_code == 404

    sign_in(cast.leila).post(at("item_proposal", item.pk), told)

    assert "Accès de plain-pied" in text(sign_in(cast.paul).get(live(item)))


def test_closing_asks_what_to_do_of_the_points_without_both_visas(item, cast, sign_in):
    bruno = sign_in(cast.bruno)
    assert "présences" in text(bruno.post(at("session_closing", item.meeting_id), {}))
    bruno.post(at("session_holding", item.meeting_id), {"people": [str(cast.bruno.professional_id)]})

    refused = bruno.post(at("session_closing", item.meeting_id), {})
    assert refused.status_code == 422
    assert item.case.household.code in text(refused)
    bruno.post(at("session_closing", item.meeting_id), {"leave_unexamined": "on"})

    assert Meeting.objects.get().closed_by == cast.bruno.professional
    assert AgendaItem.objects.get().state == "not_examined"


def test_a_correction_is_written_signed_and_printed_from_before_to_after(item, cast, sign_in):
    decision = precal.signed(cast, precal.written(cast, item))
    bruno, paul = sign_in(cast.bruno), sign_in(cast.paul)

    bruno.post(at("rectification", decision.pk), {"why": "La personne a rappelé", "outcome": "desistement"})
    correction = decision.rectifications.get()
    assert "Rectification" in text(paul.get("/"))
    for browser in (paul, bruno):
        browser.post(at("rectification_visa", correction.pk))

    minutes = paper(paul.get(at("session_minutes", item.meeting_id)))
    assert "Décision : Retenu → Désistement" in minutes.replace("\n", " ")
    assert "La personne a rappelé" in minutes
    item.case.refresh_from_db()
    assert item.case.state == "closed"


# --- on paper ------------------------------------------------------------------------------------


def test_the_minutes_carry_codes_decisions_visas_and_no_name(item, cast, sign_in):
    precal.signed(cast, precal.written(cast, item, conditions="Sous réserve", outcome="retenu"))
    bruno = sign_in(cast.bruno)
    bruno.post(at("session_holding", item.meeting_id), {"people": [str(cast.bruno.professional_id)]})
    bruno.post(at("session_closing", item.meeting_id), {})
    assert Meeting.objects.get().closed_at is not None
    bruno.post(
        at("session_distribution", item.meeting_id),
        {"people": [str(cast.paul.professional_id)], "sent_on": "2025-01-07"},
    )

    told = paper(bruno.get(at("session_minutes", item.meeting_id)))

    for expected in (item.case.household.code, "Retenu", "Sous réserve", "Bruno", "0/16", "le 07/01/2025 : Paul"):
        assert expected in told
    assert "Attente1" not in told
    assert "Maryse" not in told
    assert "procédure contentieuse" in told.replace("\n", " ")


@pytest.mark.parametrize("person", ["bruno", "paul"])
@pytest.mark.parametrize("anonymous", [False, True])
def test_the_sheet_says_what_both_may_read_and_its_anonymous_twin_only_the_code(anonymous, person, item, cast, sign_in):
    household = item.case.household
    HousingRequest.objects.create(
        household=household, number=factories.NUMBER, priority_public=True, first_filed_on=date(2023, 1, 1),
        expires_on=date(2025, 9, 1), wanted_types="T3", wanted_communes="Démoville",
    )  # fmt: skip
    Resources.objects.create(household=household, kind="rsa", monthly_amount=600, since=date(2024, 1, 1))
    Resources.objects.create(household=household, kind="rsa", monthly_amount=646, since=date(2025, 1, 1))
    Resources.objects.create(household=household, kind="family", monthly_amount=150, since=date(2025, 1, 1))
    item.propose(by=cast.leila.professional, proposal="Retenir", attention="Plain-pied", rest_to_live=310)

    url = at("item_sheet", item.pk) + ("?anonyme=1" if anonymous else "")
    response = sign_in(getattr(cast, person)).get(url)
    told = paper(response).replace("\n", " ").replace("\u202f", " ").replace("\xa0", " ")

    for expected in (
        household.code, "Parent isolé", "1 enfant", "796 €", "310 €", "déposée il y a 2 ans", "L441-1", "T3", "Démoville",
        "Pièces d'identité", "Acquis", "favorable", "Plain-pied", "Retenir",
    ):  # fmt: skip
        assert expected in told, expected
    assert ("Mme A." in told) is not anonymous
    assert (factories.NUMBER in told) is not anonymous
    assert "CANARI" not in told
    assert "Maryse" not in response["Content-Disposition"]


def test_the_sheets_of_a_session_hold_one_page_each(cast, sign_in):
    session = precal.invited_session(cast)
    for number in (1, 2, 3):
        item = precal.inscribed(cast, session, number)
        item.propose(by=cast.leila.professional, proposal="p" * 300 + " fin", attention="a " * 250, rest_to_live=310)

    response = sign_in(cast.paul).get(at("session_sheets", session.pk))

    assert len(PdfReader(io.BytesIO(response.content)).pages) == 3


def test_the_agenda_reminds_of_what_was_not_done_and_hides_a_revealing_prescriber(cast, sign_in):
    first = precal.inscribed(cast, factories.session(cast, date(2024, 12, 17)), 1, on=date(2024, 12, 16))
    first.actions.create(case=first.case, what="Récupérer l'avis", side="association", due_on=date(2025, 1, 3))
    session = precal.invited_session(cast)
    case = precal.waiting_case(cast, 2)
    Referral.objects.filter(case=case).update(prescriber_type=PrescriberType.objects.get(code="sante"))
    session.inscribe(case, on=date(2025, 1, 6), by=cast.leila.professional)
    precal.later_session(cast, date(2025, 1, 21))

    told = paper(sign_in(cast.paul).get(at("session_agenda", session.pk))).replace("\n", " ")

    assert "Récupérer l'avis" in told
    assert "en retard" in told
    assert "Partenaire" in told
    assert PrescriberType.objects.get(code="sante").label not in told
    assert "mardi 21 janvier 2025" in told.replace("\xa0", " ")


# --- the prescriber ------------------------------------------------------------------------------


def test_the_prescriber_reads_the_answer_on_her_page_after_the_decision(cast, sign_in):
    case = factories.referred_case(cast, by=cast.camille.professional, from_prescriber=True)
    case.take_charge(on=case.opened_on, by=cast.leila.professional)
    case.conclude_prediagnosis(on=date(2025, 1, 4), by=cast.leila.professional)
    item = factories.session(cast).inscribe(case, on=date(2025, 1, 6), by=cast.leila.professional)
    precal.signed(cast, precal.written(cast, item, outcome="desistement", conditions="Entre nous"))
    assert "Prescripteurs à informer" in text(sign_in(cast.leila).get("/"))
    form = sign_in(cast.bruno).get(at("prescriber_answer", item.pk))
    assert "ne souhaite pas donner suite" in text(form)

    sign_in(cast.bruno).post(
        at("prescriber_answer", item.pk),
        {"outcome": "withdrawn", "reason": "Elle préfère attendre.", "alternative": "Accueil de jour"},
    )

    page = text(sign_in(cast.camille).get(reverse("households:own_referrals")))
    assert "Elle préfère attendre." in page
    assert "Accueil de jour" in page
    assert "Entre nous" not in page
    assert "Maryse" not in page
    assert "Prescripteurs à informer" not in text(sign_in(cast.leila).get("/"))
    assert PrescriberAnswer.objects.get().about == PreCalDecision.objects.get().pk


def test_the_landlord_is_not_told_of_the_answers(item, cast, sign_in):
    precal.signed(cast, precal.written(cast, item))

    assert "Répondre aux prescripteurs" not in text(sign_in(cast.paul).get(at("session", item.meeting_id)))
    assert sign_in(cast.paul).get(at("prescriber_answer", item.pk)).status_code == 404


# --- what waits ----------------------------------------------------------------------------------


def test_a_faire_of_those_who_organise(item, cast, sign_in):
    precal.written(cast, item)
    precal.later_session(cast, date(2025, 1, 14))

    page = text(sign_in(cast.paul).get("/"))

    assert "Pré-CAL à préparer ou à clore" in page
    assert "présences à noter" in page
    assert "ordre du jour à envoyer, avant le 07/01/2025" in page
    assert "Décisions en attente de votre visa" in page
