"""What the household reads: each case in its own words, the reason when there is one, no appeal on a rank."""

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from allocations.letters import APPEAL, decision_letter, offer_letter
from allocations.models import Dwelling, Offer
from households.models import HousingRequest
from tests import factories
from tests.factories.cal import motive

CONDITION = {"condition_document": "Avis d'imposition 2024", "condition_deadline": date(2025, 5, 2)}
CASES = {
    "a": ("a", {}),
    "b1": ("b", {"rank": 1}),
    "b2": ("b", {"rank": 2}),
    "b4": ("b", {"rank": 4}),
    "c": ("c", CONDITION),
    "d": ("d", {}),
    "e": ("e", {}),
}


@pytest.fixture
def passage(cast):
    one = factories.presented_case(cast)
    Dwelling.objects.filter(pk=one.dwelling_id).update(address="3 rue du Canal", rent=310, charges=60)
    return one


def decided(passage, cast, name):
    decision, details = CASES[name]
    if decision in "de":
        details = details | {"motive": motive(code="size"), "motive_text": "Un T2 pour quatre personnes."}
    passage.decide(decision, candidates_count=3, by=cast.diane.professional, **details)
    return type(passage).objects.select_related(
        "case__household", "case__agreement__landlord", "case__agreement__association", "case__referent", "dwelling", "motive"
    ).get(pk=passage.pk)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a", ["vous attribue ce logement : T2, 3 rue du Canal, Lille", "loyer 310", "offre écrite", "dix jours"]),
        ("b1", ["Vous êtes en premier", "offre écrite"]),
        ("b2", ["rang 2", "d'abord proposé à un autre ménage", "vous n'avez rien à faire", "reste active"]),
        ("b4", ["rang 4", "d'abord proposé à 3 autres ménages"]),
        (
            "c",
            ["Avis d'imposition 2024", "au plus tard le vendredi 2\xa0mai\xa02025", "obligé de vous proposer le bail"],
        ),
        ("d", ["ne vous attribue pas", "taille du logement inadaptée", "Un T2 pour quatre personnes", "reste active"]),
        ("e", ["rejeté votre demande", "taille du logement", "radiée un mois après cette notification"]),
    ],
)
def test_each_decision_has_its_words(name, told, passage, cast):
    text = decision_letter(decided(passage, cast, name)).text

    assert text.startswith("Objet : ")
    assert "Madame Bernard," in text
    for words in told:
        assert words in text


@pytest.mark.parametrize("name", list(CASES))
def test_the_appeal_is_told_of_a_refusal_and_never_of_a_rank(name, passage, cast):
    """Conseil d'État, 27 November 2025, n° 496595."""
    text = decision_letter(decided(passage, cast, name)).text

    assert (APPEAL in text) == (name in ("d", "e"))
    assert ("tribunal" in text) == (name in ("d", "e"))


@pytest.mark.parametrize("name", ["a", "b1", "b2", "c", "d"])
def test_the_request_is_struck_off_by_a_rejection_only(name, passage, cast):
    assert "radiée" not in decision_letter(decided(passage, cast, name)).text


def test_a_rejection_tells_from_when_once_it_is_notified(passage, cast):
    told = decided(passage, cast, "e")
    told.notify(on=date(2025, 4, 30), by=cast.diane.professional)

    assert "soit à partir du vendredi 30\xa0mai\xa02025" in decision_letter(told).text


def test_another_motive_is_printed_in_its_own_words_only(passage, cast):
    passage.decide(
        "d",
        motive=motive(code="other"),
        motive_text="L'immeuble va être démoli.",
        candidates_count=3,
        by=cast.diane.professional,
    )

    text = decision_letter(passage).text

    assert "Le motif : l'immeuble va être démoli." in text
    assert "Autre motif" not in text


@pytest.fixture
def offer(passage, cast):
    passage.decide("a", candidates_count=3, by=cast.diane.professional)
    return Offer.notify(passage, on=date(2026, 5, 4), by=cast.diane.professional)


def test_an_offer_tells_its_last_day_what_silence_means_and_to_see_the_dwelling_first(offer):
    text = offer_letter(offer).text

    assert "au plus tard le vendredi 15\xa0mai\xa02026, ce jour compris" in text
    assert "Sans réponse à cette date, la loi considère que vous refusez" in text
    assert "Visitez le logement avant de répondre" in text
    assert "DALO" not in text


def test_a_dalo_household_is_told_what_a_refusal_may_cost(offer):
    HousingRequest.objects.filter(household=offer.case.household).update(dalo_status="recognised")

    assert "perdre le bénéfice" in offer_letter(Offer.objects.get()).text


def pdf_text(response):
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_letter_is_one_printed_page_named_by_code(offer, cast, sign_in):
    response = sign_in(cast.diane).get(reverse("allocations:offer_letter", args=[offer.pk]))

    pages, text = pdf_text(response)
    assert pages == 1
    assert "Maryse Bernard" in text
    assert "Sans réponse à cette date" in text
    assert "procédure contentieuse" not in text
    assert response["Content-Disposition"] == f'attachment; filename="offre-logement-{offer.case.household.code}.pdf"'


@pytest.mark.parametrize(
    ("person", "status"),
    [
        *((reader, 200) for reader in ("diane", "leila", "bruno", "paul", "sophie")),
        *((other, 404) for other in ("nour", "karim", "charlie", "emile")),
    ],
)
def test_a_letter_is_for_who_may_read_the_household_and_the_dwelling(person, status, passage, cast, sign_in):
    decided(passage, cast, "d")

    assert (
        sign_in(getattr(cast, person)).get(reverse("allocations:cal_letter", args=[passage.pk])).status_code == status
    )


def test_there_is_no_letter_before_a_decision(passage, cast, sign_in):
    assert sign_in(cast.diane).get(reverse("allocations:cal_letter", args=[passage.pk])).status_code == 404


def test_the_text_can_be_copied_with_or_without_scripts(passage, cast, sign_in):
    decided(passage, cast, "b2")

    page = sign_in(cast.leila).get(reverse("allocations:presentation", args=[passage.pk])).content.decode()

    assert 'data-lo-copy="#lettre" hidden' in page
    assert "<textarea" in page
    assert "Pour le moment, vous n&#x27;avez rien à faire." in page
