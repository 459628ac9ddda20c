"""A visa given in another's name: by whom, on which days, what it prints, and what it never opens."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import CalNote
from allocations.models import ArbitrationDecision, PreCalDecision, SealedOpinion
from households.models import Delegation, Event, visa_of
from households.models.delegation import require_visa
from households.stateful import MoveRefused
from lodabord.partners.roles import Role
from tests import factories
from tests.accompaniment.test_pages import page
from tests.factories.delegations import delegated
from tests.factories.note import draft
from tests.factories.retention import at_arbitration

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


# --- who signs for whom -------------------------------------------------------------------------------


def test_the_heads_sign_in_their_own_name(cast, today):
    assert visa_of(cast.bruno, cast.agreement, today).role == Role.ASSO_HEAD
    assert visa_of(cast.paul, cast.agreement, today).role == Role.LANDLORD_PILOT
    assert visa_of(cast.leila, cast.agreement, today) is None


@pytest.mark.parametrize(("day", "signs"), [(-1, False), (0, True), (3, True), (4, False)])
def test_a_delegate_signs_on_those_days_only(cast, today, day, signs):
    delegated(cast.bruno, cast.leila, today, today + 3 * DAY)
    visa = visa_of(cast.leila, cast.agreement, today + day * DAY)
    assert (visa is not None) == signs
    if visa:
        assert (visa.role, visa.instead_of) == (Role.ASSO_HEAD, cast.bruno.professional)
    assert visa_of(cast.ines, cast.agreement, today + day * DAY) is None


def test_under_another_agreement_nothing_is_delegated(cast, today):
    delegated(cast.bruno, cast.leila, today, today)
    assert visa_of(cast.leila, cast.agreement_2, today) is None


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(1, 3, "Votre délégation commence le"), (-3, -1, "Votre délégation a pris fin le")],
)
def test_out_of_its_dates_the_refusal_says_when(cast, today, first, last, said):
    delegated(cast.bruno, cast.leila, today + first * DAY, today + last * DAY)
    with pytest.raises(MoveRefused, match=said):
        require_visa(cast.leila, cast.agreement, today)


def test_withdrawn_it_is_refused_at_once(cast, today):
    delegated(cast.bruno, cast.leila, today, today + 3 * DAY).revoke()
    with pytest.raises(MoveRefused, match="a retiré votre délégation"):
        require_visa(cast.leila, cast.agreement, today)


@pytest.mark.parametrize(
    ("head", "other"), [("bruno", "sophie"), ("paul", "leila"), ("bruno", "charlie"), ("bruno", "nour")]
)
def test_a_delegate_is_of_the_same_side_and_agreement(head, other, cast, today):
    with pytest.raises(MoveRefused, match="pas habilité"):
        delegated(getattr(cast, head), getattr(cast, other), today, today)


def test_a_delegate_delegates_nothing(cast, today):
    delegated(cast.bruno, cast.leila, today, today)
    with pytest.raises(MoveRefused, match="donnée par la cheffe"):
        delegated(cast.leila, cast.ines, today, today)


def test_two_delegations_never_overlap(cast, today):
    delegated(cast.bruno, cast.leila, today, today + 3 * DAY)
    with pytest.raises(IntegrityError, match="delegation_one_at_a_time"), transaction.atomic():
        delegated(cast.bruno, cast.ines, today + 2 * DAY, today + 5 * DAY, today)


def test_nobody_writes_a_delegation_in_the_name_of_another(cast, as_member, today):
    for member in (cast.leila, cast.paul):
        with pytest.raises(ProgrammingError, match="row-level security"), as_member(member):
            delegated(cast.bruno, cast.leila, today, today)


@pytest.mark.parametrize("outsider", ["emile", "camille", "admin"])
def test_outside_the_partners_nobody_reads_them(outsider, cast, as_member, sql):
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, outsider)):
        sql("SELECT * FROM households_delegation")


def test_a_partner_does_not_read_the_others_delegations(cast, as_member, today):
    delegated(cast.bruno, cast.leila, today, today)
    with as_member(cast.paul):
        assert Delegation.objects.count() == 0
    with as_member(cast.leila):
        assert Delegation.objects.count() == 1


# --- what it signs ------------------------------------------------------------------------------------


@pytest.fixture
def decision(cast):
    case = factories.assessed_case(cast)
    item = factories.session(cast).inscribe(case, on=case.opened_on, by=cast.leila.professional)
    return PreCalDecision.objects.create(case=case, item=item, outcome="retenu")


def test_the_pre_cal_visa_is_given_in_the_name_of_the_head(cast, decision, today):
    delegated(cast.bruno, cast.leila, today, today)
    decision.give_visa(cast.leila, at=timezone.now())

    decision.refresh_from_db()
    assert (decision.association_visa_by, decision.association_visa_for) == (
        cast.leila.professional, cast.bruno.professional,
    )  # fmt: skip
    assert decision.association_signed == f"{cast.leila.professional}, par délégation de {cast.bruno.professional}"
    assert decision.landlord_visa_by is None
    event = Event.objects.get(action="precaldecision.association_visa")
    assert event.facts == {"instead_of": str(cast.bruno.professional_id)}


def test_one_person_never_gives_both_visas(cast, decision, today):
    delegated(cast.bruno, cast.leila, today, today)
    decision.give_visa(cast.leila, at=timezone.now())
    with pytest.raises(MoveRefused, match="déjà donné"):
        decision.give_visa(cast.leila, at=timezone.now())
    decision.refresh_from_db()
    assert decision.effective_at is None


def test_the_landlords_delegate_binds_the_landlord(cast, decision, as_member, today):
    with as_member(cast.paul):
        delegated(cast.paul, cast.sophie, today, today)
    decision.give_visa(cast.bruno, at=timezone.now())
    with as_member(cast.sophie):
        PreCalDecision.objects.get(pk=decision.pk).give_visa(cast.sophie, at=timezone.now())
    decision.refresh_from_db()
    assert decision.effective_at is not None
    assert decision.landlord_visa_for == cast.paul.professional


@pytest.mark.parametrize("claimed", ["bruno", "paul", None])
def test_the_database_refuses_a_visa_in_the_name_of_whoever_delegated_nothing(claimed, cast, decision, as_member):
    named = getattr(cast, claimed).professional if claimed else None
    with pytest.raises(IntegrityError, match="un visa se donne soi-même"), as_member(cast.leila):
        PreCalDecision.objects.filter(pk=decision.pk).update(
            association_visa_by=cast.leila.professional, association_visa_for=named
        )


def test_on_the_page_a_worker_without_delegation_finds_no_visa(cast, decision, sign_in):
    assert sign_in(cast.leila).post(reverse("allocations:visa", args=[decision.pk])).status_code == 404


def test_the_room_offers_the_visa_to_the_delegate_and_says_in_whose_name(cast, decision, sign_in, today):
    room = reverse("allocations:session_live", args=[decision.item.meeting_id]) + f"?point={decision.item_id}"
    browser = sign_in(cast.leila)
    assert "Donner mon visa" not in browser.get(room).content.decode()
    delegated(cast.bruno, cast.leila, today, today)
    assert "Donner mon visa" in browser.get(room).content.decode()
    assert "Décisions en attente de votre visa" in browser.get("/").content.decode()
    browser.post(reverse("allocations:visa", args=[decision.pk]), {"version": decision.version})
    assert f"par délégation de {cast.bruno.professional}" in browser.get(room).content.decode()


def test_an_opinion_is_sealed_by_the_delegate_and_by_nobody_else(cast, as_member, today):
    case = at_arbitration(cast)
    with pytest.raises(MoveRefused, match="Le visa est donné"), as_member(cast.sophie):
        ArbitrationDecision.round_of(case).give_opinion(cast.sophie, "favourable")
    with as_member(cast.paul):
        delegated(cast.paul, cast.sophie, today, today)
    with as_member(cast.sophie):
        ArbitrationDecision.round_of(case).give_opinion(cast.sophie, "favourable")
    given = ArbitrationDecision.objects.get(case=case)
    assert given.landlord_signed == f"{cast.sophie.professional}, par délégation de {cast.paul.professional}"
    with as_member(cast.leila):
        assert SealedOpinion.objects.count() == 0


def written_by_leila(cast):
    note = draft(factories.preparing_case(cast))
    CalNote.objects.filter(pk=note.pk).update(written_by=cast.leila.professional)
    note.refresh_from_db()
    return note


def test_nobody_validates_by_delegation_the_note_she_wrote(cast, today):
    note = written_by_leila(cast)
    delegated(cast.bruno, cast.leila, today, today)
    with pytest.raises(MoveRefused, match="Vous avez écrit cette note"):
        note.validate(on=today, by=cast.leila.professional, instead_of=cast.bruno.professional)
    note.validate(on=today, by=cast.ines.professional, instead_of=cast.bruno.professional)
    assert note.validated_signed == f"{cast.ines.professional}, par délégation de {cast.bruno.professional}"


def test_a_note_is_validated_on_the_page_by_the_delegate_on_her_days(cast, sign_in, today):
    note = written_by_leila(cast)
    address = page("cal_note_validation", note.pk)
    browser = sign_in(cast.ines)
    assert browser.get(address).status_code == 404
    past = delegated(cast.bruno, cast.ines, today - 3 * DAY, today - DAY)
    answer = browser.post(address, {"on": today})
    assert "Votre délégation a pris fin le" in answer.content.decode()
    note.refresh_from_db()
    assert note.state == "draft"

    delegated(cast.bruno, cast.ines, today, today)
    assert "À valider par délégation" in browser.get("/").content.decode()
    browser.post(address, {"on": today})
    note.refresh_from_db()
    assert (note.validated_by, note.validated_for) == (cast.ines.professional, cast.bruno.professional)
    assert past.revoked_at is None


# --- the page -----------------------------------------------------------------------------------------


def test_the_head_appoints_reads_what_was_signed_and_withdraws(cast, decision, sign_in, today):
    browser = sign_in(cast.bruno)
    told = {"delegate": cast.leila.professional_id, "starts_on": today, "ends_on": today + 2 * DAY}
    assert "à personne" in browser.get(reverse("delegations:index")).content.decode()
    browser.post(reverse("delegations:create"), told)
    decision.give_visa(cast.leila, at=timezone.now())

    shown = browser.get(reverse("delegations:index")).content.decode()
    assert "Visa de l&#x27;association par délégation" in shown
    assert decision.case.household.code in shown
    assert (
        f"par délégation de {cast.bruno.professional}"
        in sign_in(cast.leila).get(reverse("delegations:index")).content.decode()
    )

    browser.post(reverse("delegations:revoke", args=[Delegation.objects.get().pk]))
    assert Delegation.objects.get().revoked_at is not None


def test_bad_dates_are_said_and_nothing_written(cast, sign_in, today):
    told = {"delegate": cast.leila.professional_id, "starts_on": today, "ends_on": today - DAY}
    answer = sign_in(cast.bruno).post(reverse("delegations:create"), told)
    assert "Le dernier jour précède le premier." in answer.content.decode()
    assert Delegation.objects.count() == 0


@pytest.mark.parametrize("other", ["paul", "leila"])
def test_nobody_withdraws_the_delegation_of_another(other, cast, sign_in, today):
    held = delegated(cast.bruno, cast.ines, today, today)
    assert sign_in(getattr(cast, other)).post(reverse("delegations:revoke", args=[held.pk])).status_code == 404
