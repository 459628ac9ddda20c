"""The contract: a draft until both have signed, unchangeable after, amended by versions; the rhythm follows it."""

from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from accompaniment import conduct
from accompaniment.models import Contract, MeasurePeriod
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from lodabord.partners.models import Terms
from tests import factories
from tests.factories import modular as made

DAY = date(2025, 6, 2)


@pytest.fixture
def by(leila):
    return leila.professional


def rhythm_on(case, day):
    return MeasurePeriod.objects.filter(case=case).on(day).get().intensity


def printed(browser, contract):
    answer = browser.get(reverse("accompaniment:contract_version", args=[contract.pk]))
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_the_measure_starts_on_a_signed_contract_that_keeps_its_conditions(case):
    contract = Contract.objects.get(case=case)
    assert (contract.number, contract.person_signed_on, contract.association_signed_on) == (
        1, date(2025, 1, 13), date(2025, 1, 13),
    )  # fmt: skip
    assert contract.frozen["prep_months"] == 3
    assert contract.frozen["referent"] == str(case.referent)


def test_the_draft_becomes_the_contract_the_measure_starts_on(cast, by):
    case = factories.retained_case(cast)
    draft = made.draft(cast, case, objectives="Avoir ma clé", intensity="renforcee")
    conduct.sign_and_begin_preparation(case, signed_on=DAY, on=DAY, objectives="", by=by)
    draft.refresh_from_db()
    assert (draft.signed_on, draft.objectives) == (DAY, "Avoir ma clé")
    assert Contract.objects.filter(case=case).count() == 1


def test_the_follow_up_starts_at_the_rhythm_of_the_contract(cast):
    presented = factories.presented_case(cast)
    made.amendment(cast, presented.case, date(2025, 4, 16), intensity="renforcee")
    from allocations.models import Offer, Tenancy

    presented.decide("a", candidates_count=3, by=cast.diane.professional)
    offer = Offer.notify(presented, on=date(2025, 4, 18), by=cast.diane.professional)
    offer.accept(on=date(2025, 4, 22), by=cast.diane.professional)
    Tenancy.sign(
        offer.case, dwelling=presented.dwelling, status="bail_direct", lease_signed_on=date(2025, 5, 2),
        starts_on=date(2025, 5, 5), by=cast.diane.professional,
    )  # fmt: skip
    conduct.move_in(offer.case, on=date(2025, 5, 5), by=cast.leila.professional)
    assert rhythm_on(offer.case, date(2025, 5, 5)) == "renforcee"


def test_one_signature_is_not_enough_and_a_changed_word_drops_it(cast, case, by):
    draft = made.draft(cast, case, intensity="quinzaine")
    assert conduct.sign_contract(draft, person_on=DAY, association_on=None, today=DAY, by=by) is None
    assert draft.half_signed
    assert rhythm_on(case, DAY) == "hebdomadaire"
    draft.write(by=by, objectives="Autre chose")
    assert not draft.half_signed
    conduct.sign_contract(draft, person_on=DAY, association_on=None, today=DAY, by=by)
    conduct.sign_contract(draft, person_on=None, association_on=date(2025, 6, 3), today=date(2025, 6, 3), by=by)
    assert draft.signed_on == date(2025, 6, 3)
    assert draft.association_signed_by == by


def test_the_rhythm_follows_what_was_signed_from_its_day(cast, case):
    made.amendment(cast, case, DAY, intensity="quinzaine", applies_from=date(2025, 6, 16))
    assert (rhythm_on(case, date(2025, 6, 15)), rhythm_on(case, date(2025, 6, 16))) == ("hebdomadaire", "quinzaine")


def test_signatures_have_a_name_and_a_past_day(cast, case, by):
    draft = made.draft(cast, case)
    with pytest.raises(MoveRefused, match="qui a signé"):
        conduct.sign_contract(draft, person_on=None, association_on=None, today=DAY, by=by)
    with pytest.raises(MoveRefused, match="à l'avance"):
        conduct.sign_contract(draft, person_on=date(2025, 6, 3), association_on=None, today=DAY, by=by)
    conduct.sign_contract(draft, person_on=DAY, association_on=DAY, today=DAY, by=by)
    with pytest.raises(MoveRefused, match="déjà signé"):
        conduct.sign_contract(draft, person_on=DAY, association_on=DAY, today=DAY, by=by)


def test_an_amendment_says_what_it_changes_and_there_is_one_draft(cast, case, by):
    with pytest.raises(MoveRefused, match="ce que change cet avenant"):
        Contract.draft(case, by=by, reason=" ")
    made.draft(cast, case)
    with pytest.raises(MoveRefused, match="déjà en brouillon"):
        made.draft(cast, case)
    with pytest.raises(IntegrityError, match="contract_one_draft"), transaction.atomic():
        Contract.objects.create(case=case, number=9, reason="Autre")


def test_what_is_signed_never_changes_not_even_by_sql(cast, case, by, leila, as_member, sql):
    signed = Contract.objects.get(case=case)
    with pytest.raises(MoveRefused, match="avenant"):
        signed.write(by=by, objectives="Réécrit")
    with pytest.raises(MoveRefused, match="avenant"), transaction.atomic():
        signed.abandon(by=by)
    for statement in (
        "UPDATE accompaniment_contract SET objectives = 'x'",
        "UPDATE accompaniment_contract SET signed_on = NULL",
        "DELETE FROM accompaniment_contract",
    ):
        with pytest.raises(IntegrityError) as refused, as_member(leila):
            sql(statement)
        assert "ne change plus" in str(refused.value)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Contract.objects.filter(pk=signed.pk).update(objectives="x")
    assert sentence(refused.value) == "Ce contrat est signé : il ne change plus. Préparez plutôt un avenant."


def test_both_sign_or_nobody_has(cast, case):
    draft = made.draft(cast, case)
    with pytest.raises(IntegrityError, match="contract_signed_by_both"), transaction.atomic():
        Contract.objects.filter(pk=draft.pk).update(signed_on=DAY)
    with pytest.raises(IntegrityError, match="contract_amendment_says_what_changes"), transaction.atomic():
        Contract.objects.filter(pk=draft.pk).update(reason="")
    with pytest.raises(IntegrityError, match="contract_number_once"), transaction.atomic():
        Contract.objects.filter(pk=draft.pk).update(number=1)


def test_an_abandoned_draft_leaves_room(cast, case, by):
    made.draft(cast, case).abandon(by=by)
    assert made.draft(cast, case).number == 2


def test_the_print_tells_the_duration_of_the_agreement_not_three_months_whatever(cast, sign_in, leila):
    Terms.objects.filter(agreement=cast.agreement).update(prep_months=4, review_every_months=2)
    case = factories.preparing_case(cast)
    contract = Contract.objects.get(case=case)
    Terms.objects.filter(agreement=cast.agreement).update(prep_months=6)

    told = " ".join(printed(sign_in(leila), contract).split())

    assert "La préparation dure 4 mois" in told, "as it was the day it was signed"
    assert "tous les 2 mois" in told
    for word in ("115", "3114", "08:30 à 12:30", "CNIL", "sans perdre votre bail", "jamais partagé", "libre, gratuit"):
        assert word in told, word
    assert "Brouillon" not in told


def test_a_draft_prints_as_a_draft_with_its_words(cast, case, sign_in, leila):
    draft = made.draft(cast, case, objectives="Inviter ma sœur", intensity="quinzaine", phone="03 20 00 00 00")
    told = " ".join(printed(sign_in(leila), draft).split())
    for word in ("Brouillon", "Avenant n° 1", "Inviter ma sœur", "une visite par quinzaine", "03 20 00 00 00"):
        assert word in told, word
