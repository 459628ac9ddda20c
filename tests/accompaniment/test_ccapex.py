"""What the association tells the CCAPEX: logged, on the law's own ground, shown to the person, unread by the landlord."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from accompaniment.ccapex import tell_the_commission
from allocations.models import ArrearsStep
from households.models import Consent, Event, Transmission
from households.stateful import MoveRefused
from lodabord.partners.models import Organisation
from tests import factories

TOLD = {
    "service": "Secrétariat", "elements": ["resources", "steps"], "text": "Dossier FSL déposé.", "on": date(2025, 6, 20),
    "shown_on": date(2025, 6, 19), "not_shown_because": "",
}  # fmt: skip


@pytest.fixture
def state(cast):
    return Organisation.objects.create(kind="state", name="État Démo")


@pytest.fixture
def sent(case, cast, state):
    return tell_the_commission(case, recipient=state, by=cast.leila.professional, **TOLD)


def test_it_needs_no_consent_and_says_who_when_what_to_whom_and_on_which_ground(sent, case, cast, state):
    assert not Consent.objects.filter(case=case, purpose="share_situation").exists()
    assert (sent.kind, sent.ground, sent.recipient, sent.created_by, sent.sent_on) == (
        "ccapex", "ccapex_law", state, cast.leila.professional, date(2025, 6, 20),
    )  # fmt: skip
    assert sent.content["elements"] == [
        "Ressources et droits ouverts ou en cours", "Démarches engagées pour le maintien ou le relogement",
    ]  # fmt: skip
    assert "2023-668" in sent.content["basis"]
    assert "2026-83" in sent.content["basis"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"elements": []}, "strict nécessaire"),
        ({"shown_on": None}, "Montrez ce texte"),
        ({"shown_on": None, "not_shown_because": " "}, "Montrez"),
    ],
)
def test_the_person_is_shown_or_one_says_why_not(changes, told, case, cast, state):
    with pytest.raises(MoveRefused, match=told):
        tell_the_commission(case, recipient=state, by=cast.leila.professional, **{**TOLD, **changes})
    assert Transmission.objects.filter(kind="ccapex").count() == 0


def test_neither_the_text_nor_the_sending_is_known_to_the_landlord(sent, case, cast, as_member, sign_in):
    for member in (cast.paul, cast.sophie, cast.diane, cast.karim):
        with as_member(member):
            assert not Transmission.objects.filter(kind="ccapex").exists()
            assert not Event.objects.filter(action="transmission.ccapex").exists()
    for member in (cast.paul, cast.sophie, cast.diane):
        page = sign_in(member).get(case.get_absolute_url()).content.decode()
        assert "Dossier FSL déposé." not in page
        assert "Éléments transmis à la CCAPEX" not in page
    for member in (cast.charlie, cast.camille, cast.emile):
        assert sign_in(member).get(f"/accompagnement/ccapex/{sent.pk}/document/").status_code == 404


def test_the_landlord_still_reads_what_it_received(cast, as_member):
    case = factories.ready_case(cast)
    for member in (cast.paul, cast.diane):
        with as_member(member):
            assert Transmission.objects.get(case=case).kind == "cal_note"
            assert Event.objects.filter(action="transmission.cal_note").exists()


def test_the_association_reads_it_on_the_file_and_prints_it_for_the_person(sent, case, cast, sign_in):
    browser = sign_in(cast.leila)
    assert "Transmis à la CCAPEX" in browser.get(case.get_absolute_url()).content.decode()
    printed = PdfReader(io.BytesIO(browser.get(f"/accompagnement/ccapex/{sent.pk}/document/").content))
    told = " ".join(printed.pages[0].extract_text().split())
    for fact in ("Dossier FSL déposé.", "Montré à la personne le 19/06/2025", "État Démo", "loi n° 2023-668"):
        assert fact in told


def test_the_landlords_own_referral_is_another_act(sent, case, cast):
    ArrearsStep.note(case, "ccapex", on=date(2025, 6, 2), by=cast.sophie.professional)
    assert Transmission.objects.filter(kind="ccapex").count() == 1
    assert {event.action for event in case.events.filter(action__contains="ccapex")} == {
        "transmission.ccapex", "arrearsstep.ccapex",
    }  # fmt: skip


def test_from_the_screen(case, cast, state, sign_in):
    told = {
        "recipient": str(state.pk), "elements": ["debt"], "text": "Plan tenu.", "on": "2025-06-20", "shown_on": "2025-06-19",
    }  # fmt: skip
    url = f"/accompagnement/{case.pk}/ccapex/"
    assert sign_in(cast.leila).post(url, {**told, "shown_on": ""}).status_code == 422
    assert sign_in(cast.leila).post(url, told).status_code == 302
    assert sign_in(cast.paul).get(url).status_code == 404
    assert Transmission.objects.get(kind="ccapex").content["text"] == "Plan tenu."
