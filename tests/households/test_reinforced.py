"""Reinforced confidentiality: who sets it, who lifts it, who is told, what the file says."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from households.models import ConfidentialityChange, Event
from households.models.reinforcement import lift, name_contact, reinforce
from households.stateful import MoveRefused

ON = date(2025, 7, 1)
TODO = "/"


@pytest.fixture
def hidden(case, cast):
    """Reinforced by Leïla, Sophie named."""
    reinforce(case, contact=cast.sophie.professional, reason="securite", on=ON, by=cast.leila.professional)
    return case


def page(sign_in, member, name, case):
    return sign_in(member).get(reverse(f"households:{name}", args=[case.pk])).content.decode()


def test_any_colleague_protects_and_it_is_journalled(case, cast, sign_in):
    response = sign_in(cast.ines).post(
        reverse("households:reinforced", args=[case.pk]),
        {"reason": "securite", "landlord_contact": str(cast.sophie.professional_id)},
    )

    assert response.status_code == 302
    case.refresh_from_db()
    change = ConfidentialityChange.objects.get()
    assert (case.reinforced, case.landlord_contact) == (True, cast.sophie.professional)
    assert (change.reason, change.created_by) == ("securite", cast.ines.professional)
    assert "Confidentialité renforcée" in page(sign_in, cast.leila, "case", case)
    assert Event.objects.filter(action="case.confidentiality_reinforced").count() == 1


def test_without_a_reason_nothing_is_written(case, cast, sign_in):
    response = sign_in(cast.leila).post(reverse("households:reinforced", args=[case.pk]), {"landlord_contact": ""})

    assert response.status_code == 422
    assert not ConfidentialityChange.objects.exists()


@pytest.mark.parametrize("person", ["leila", "bruno"])
def test_those_who_know_lift_it(person, hidden, cast, sign_in):
    sign_in(getattr(cast, person)).post(reverse("households:reinforced_lifting", args=[hidden.pk]), {"reason": "levee"})

    hidden.refresh_from_db()
    assert (hidden.reinforced, hidden.landlord_contact) == (False, None)
    assert [one.reinforced for one in ConfidentialityChange.objects.order_by("created_at")] == [True, False]


def test_whoever_may_not_know_cannot_make_it_known_to_herself(hidden, cast, sign_in):
    browser = sign_in(cast.ines)
    answers = [
        browser.post(reverse("households:reinforced_lifting", args=[hidden.pk]), {"reason": "levee"}),
        browser.post(reverse("households:reinforced", args=[hidden.pk]), {"landlord_contact": ""}),
    ]

    assert [one.status_code for one in answers] == [422, 422]
    assert "seuls son référent, son suppléant et la cheffe de service" in answers[0].content.decode()
    hidden.refresh_from_db()
    assert (hidden.reinforced, hidden.landlord_contact) == (True, cast.sophie.professional)


@pytest.mark.parametrize(
    ("person", "change"),
    [
        ("ines", "reinforced = false"),
        ("ines", "referent_id = %s"),
        ("ines", "deputy_id = %s"),
        ("paul", "landlord_contact_id = %s"),
        ("sophie", "reinforced = false"),
    ],
)
def test_the_database_itself_refuses_it(person, change, hidden, cast, as_member, sql):
    member = getattr(cast, person)
    parameters = [member.professional_id] if "%s" in change else []

    with pytest.raises(IntegrityError, match="seuls ceux qui savent"), as_member(member), transaction.atomic():
        sql(f"UPDATE households_case SET {change} WHERE id = %s", [*parameters, hidden.pk])


def test_the_landlord_still_moves_a_reinforced_case(hidden, cast, as_member, sql):
    with as_member(cast.paul):
        sql("UPDATE households_case SET exit_label = 'x' WHERE id = %s", [hidden.pk])

    hidden.refresh_from_db()
    assert hidden.exit_label == "x"


@pytest.mark.parametrize("person", ["paul", "sophie", "diane", "karim", "emile", "camille", "admin"])
def test_the_reason_stays_with_the_association(person, hidden, cast, as_member, sql):
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
        sql("SELECT reason FROM households_confidentialitychange")


def test_nobody_rewrites_what_was_decided(hidden, cast, as_member, sql):
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.bruno):
        sql("UPDATE households_confidentialitychange SET reason = 'programme'")


def test_the_band_says_who_knows_to_those_who_know(hidden, cast, sign_in):
    told = page(sign_in, cast.leila, "case", hidden)

    assert "par Leila : la sécurité d&#x27;une personne du ménage" in told
    assert "chez le bailleur, de Sophie seulement" in told


def test_the_band_says_to_the_others_that_nothing_is_shown_and_never_why(hidden, cast, sign_in):
    colleague, pilot = page(sign_in, cast.ines, "case", hidden), page(sign_in, cast.paul, "case", hidden)

    for told in (colleague, pilot):
        assert "L'adresse et le logement ne vous sont pas montrés." in told
    assert "sécurité d&#x27;une personne" not in pilot
    assert "son référent ou la cheffe de service le fait" in colleague


def test_a_household_as_any_other_has_no_band(case, cast, sign_in):
    assert "lo-reinforced" not in page(sign_in, cast.leila, "case", case)


def test_another_contact_takes_the_place_of_the_first_at_once(hidden, cast, as_member, sql):
    name_contact(hidden, cast.diane.professional, on=ON, by=cast.bruno.professional)

    for member, seen in [(cast.sophie, 0), (cast.diane, 1)]:
        with as_member(member):
            assert sql("SELECT count(*) FROM allocations_tenancy") == [(seen,)]


def test_somebody_from_elsewhere_is_not_named(hidden, cast):
    with pytest.raises(MoveRefused, match="quelqu'un du bailleur"):
        name_contact(hidden, cast.emile.professional, on=ON, by=cast.leila.professional)


def test_twice_is_told(hidden, cast):
    with pytest.raises(MoveRefused, match="déjà renforcée"):
        reinforce(hidden, contact=None, reason="securite", on=ON, by=cast.leila.professional)
    lift(hidden, reason="levee", on=ON, by=cast.leila.professional)
    with pytest.raises(MoveRefused, match="n'est plus renforcée"):
        lift(hidden, reason="levee", on=ON, by=cast.leila.professional)


def test_with_nobody_named_the_referent_and_the_head_are_asked_to(case, cast, sign_in):
    reinforce(case, contact=None, reason="personne", on=ON, by=cast.leila.professional)
    section = "Interlocuteur à nommer chez le bailleur"

    for member, asked in [(cast.leila, True), (cast.bruno, True), (cast.ines, False), (cast.paul, False)]:
        told = sign_in(member).get(TODO).content.decode()
        assert (section in told) == asked, member

    name_contact(case, cast.sophie.professional, on=ON, by=cast.leila.professional)
    assert section not in sign_in(cast.bruno).get(TODO).content.decode()


def test_the_one_named_who_left_is_to_be_replaced(hidden, cast, sign_in):
    assert "Interlocuteur à nommer" not in sign_in(cast.bruno).get(TODO).content.decode()
    type(cast.sophie).objects.filter(pk=cast.sophie.pk).update(ends_on=ON)

    assert "Interlocuteur à nommer" in sign_in(cast.bruno).get(TODO).content.decode()


def test_the_band_tells_the_first_decision_not_the_last_name(hidden, cast, sign_in):
    name_contact(hidden, cast.diane.professional, on=date(2025, 8, 1), by=cast.bruno.professional)

    told = page(sign_in, cast.leila, "case", hidden)

    assert "par Leila : la sécurité" in told
    assert "de Diane seulement" in told
