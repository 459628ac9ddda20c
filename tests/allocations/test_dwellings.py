"""Dwellings: where each stands is moved by acts; its history is read by whoever may know where people live."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from allocations.models import CalPresentation, Dwelling, DwellingMove, Offer, Tenancy
from allocations.models.dwelling_move import Act
from households.models import Case, RefusalReason
from households.stateful import MoveRefused
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.violations import sentence
from tests import factories
from tests.factories.needs import dwelling
from tests.together import committed, together  # noqa: F401 - a fixture

S = Dwelling.State
ON = date(2025, 4, 18)


def awarded(cast, *, flat=None, **kept):
    """A passage whose dwelling may be offered."""
    passage = factories.presented_case(cast, **kept)
    if flat is not None:
        CalPresentation.objects.filter(pk=passage.pk).update(dwelling=flat)
        passage = CalPresentation.objects.get(pk=passage.pk)
    passage.decide("a", candidates_count=3, by=cast.diane.professional)
    return passage


def sign(cast, case, flat, **dates):
    return Tenancy.sign(
        case, dwelling=flat, status="bail_direct", by=cast.diane.professional,
        lease_signed_on=dates.get("signed", date(2025, 5, 2)), starts_on=dates.get("starts", date(2025, 5, 5)),
    )  # fmt: skip


def state(flat):
    return Dwelling.objects.get(pk=flat.pk).state


def acts(flat):
    return list(DwellingMove.objects.filter(dwelling=flat).order_by("at").values_list("act", flat=True))


def test_registered_it_is_vacant_then_open_to_the_programme(cast):
    flat = dwelling(cast)

    assert state(flat) == S.ACCEPTING
    assert acts(flat) == [Act.REGISTERED, Act.OPENED]


def test_an_offer_a_refusal_a_new_offer_a_lease_and_its_end_move_the_dwelling(cast):
    flat, by = dwelling(cast), cast.diane.professional
    passage = awarded(cast, flat=flat)
    offer = Offer.notify(passage, on=ON, by=by)
    assert state(flat) == S.OFFERED
    offer.refuse(on=ON, reason=RefusalReason.objects.filter(kind="offer").first(), by=by)
    assert state(flat) == S.ACCEPTING

    again = CalPresentation.schedule(passage.case, cal_on=ON, on=ON, dwelling=flat, quota="unknown", by=by)
    again.decide("a", candidates_count=3, by=by)
    Offer.notify(again, on=ON, by=by).accept(on=ON, by=by)
    assert state(flat) == S.OFFERED
    lease = sign(cast, Case.objects.get(pk=passage.case_id), flat)
    assert state(flat) == S.OCCUPIED
    lease.end(on=date(2025, 9, 1), reason="Congé", next_situation="", by=by)

    flat.refresh_from_db()
    assert (flat.state, flat.available_on) == (S.VACANT, date(2025, 9, 1))
    told = list(DwellingMove.objects.filter(dwelling=flat).order_by("at").values_list("act", "on"))
    assert told[2:] == [
        (Act.OFFERED, ON), (Act.FREED, ON), (Act.OFFERED, ON), (Act.LEASED, date(2025, 5, 2)), (Act.ENDED, date(2025, 9, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["silence", "lapse"])
def test_an_offer_left_without_an_answer_or_lapsed_frees_the_dwelling(how, cast):
    passage, by = awarded(cast), cast.diane.professional
    offer = Offer.notify(passage, on=ON, by=by)
    if how == "silence":
        offer.confirm_silence(today=date(2025, 5, 15), by=by)
    else:
        offer.lapse(cause="Travaux", by=by)

    assert state(passage.dwelling) == S.ACCEPTING


def test_a_passage_without_a_dwelling_moves_none(cast):
    passage = awarded(cast)
    CalPresentation.objects.filter(pk=passage.pk).update(dwelling=None)

    Offer.notify(CalPresentation.objects.get(pk=passage.pk), on=ON, by=cast.diane.professional)

    assert state(passage.dwelling) == S.VACANT


def test_one_dwelling_is_not_offered_to_two_households(cast):
    flat = dwelling(cast)
    first = awarded(cast, flat=flat)
    second = awarded(cast, flat=flat, number="059012500002GDEMO1", last_name="Deux")
    Offer.notify(first, on=ON, by=cast.diane.professional)

    with pytest.raises(MoveRefused, match="déjà proposé à un autre ménage"), transaction.atomic():
        Offer.notify(second, on=ON, by=cast.diane.professional)

    assert Offer.objects.count() == 1


def test_of_two_officers_offering_it_at_the_same_instant_one_gets_a_sentence(committed):  # noqa: F811
    def tell(cast):
        flat = dwelling(cast)
        second = {"number": "059012500002GDEMO1", "last_name": "Deux"}
        return cast, awarded(cast, flat=flat), awarded(cast, flat=flat, **second)

    cast, *passages = committed(tell)
    by = cast.diane.professional

    told = together(*((cast.diane, lambda one=one: Offer.notify(one, on=ON, by=by)) for one in passages))

    refused = [one for one in told if isinstance(one, MoveRefused)]
    assert [str(one) for one in refused] == [
        "Le logement V-1 est déjà proposé à un autre ménage : attendez sa réponse, ou choisissez un autre logement."
    ]
    with acting_as(SYSTEM), transaction.atomic():
        assert Offer.objects.count() == 1
        assert Dwelling.objects.get(reference="V-1").state == S.OFFERED


def test_a_lease_is_not_signed_for_a_dwelling_occupied_or_withdrawn(cast):
    case = factories.housed_case(cast)
    flat = case.tenancies.get().dwelling
    other = factories.ready_case(cast, number="059012500002GDEMO1", last_name="Deux")

    with pytest.raises(MoveRefused, match="n'est pas à louer"), transaction.atomic():
        sign(cast, other, flat)
    aside = dwelling(cast, "W-1", state="vacant")
    aside.withdraw(reason="Vente", by=cast.diane.professional, on=ON)
    with pytest.raises(MoveRefused, match="n'est pas à louer"), transaction.atomic():
        sign(cast, other, aside)


def test_the_same_household_goes_on_there_under_another_status(cast):
    case = factories.housed_case(cast)
    first = case.tenancies.get()
    Tenancy.objects.filter(pk=first.pk).update(ends_on=date(2025, 8, 1))

    sign(cast, case, first.dwelling, signed=date(2025, 8, 1), starts=date(2025, 8, 1))

    assert state(first.dwelling) == S.OCCUPIED
    assert acts(first.dwelling).count(Act.LEASED) == 1


def test_withdrawn_with_its_reason_and_put_back(cast):
    flat, by = dwelling(cast), cast.diane.professional
    flat.withdraw(reason="Travaux", by=by, on=ON)
    assert (state(flat), DwellingMove.objects.filter(dwelling=flat).first().reason) == (S.WITHDRAWN, "Travaux")
    flat.put_back(by=by, on=ON)
    flat.refresh_from_db()
    assert (flat.state, flat.withdrawal_reason) == (S.VACANT, "")


@pytest.mark.parametrize(
    ("before", "verb"),
    [
        (S.VACANT, "close_to_programme"), (S.VACANT, "put_back"), (S.VACANT, "release"), (S.ACCEPTING, "open_to_programme"),
        (S.OFFERED, "open_to_programme"), (S.OFFERED, "close_to_programme"), (S.OCCUPIED, "open_to_programme"),
        (S.OCCUPIED, "put_back"), (S.OCCUPIED, "release"), (S.WITHDRAWN, "open_to_programme"),
    ],
)  # fmt: skip
def test_an_act_out_of_place_is_refused(before, verb, cast):
    flat = dwelling(cast)
    reason = "Travaux" if before == S.WITHDRAWN else ""
    Dwelling.objects.filter(pk=flat.pk).update(state=before, withdrawal_reason=reason)
    flat.refresh_from_db()

    with pytest.raises(MoveRefused, match="Ce logement est"):
        getattr(flat, verb)(by=cast.diane.professional, on=ON)


def test_two_colleagues_moving_it_at_once_leave_one_move(cast):
    flat, by = dwelling(cast, state="vacant"), cast.diane.professional
    stale = Dwelling.objects.get(pk=flat.pk)
    flat.open_to_programme(by=by, on=ON)

    with pytest.raises(MoveRefused, match="Un collègue"):
        stale.withdraw(reason="Travaux", by=by, on=ON)

    assert acts(flat) == [Act.REGISTERED, Act.OPENED]


def test_an_offer_that_came_to_nothing_after_its_acceptance_is_released(cast):
    passage, by = awarded(cast), cast.diane.professional
    offer = Offer.notify(passage, on=ON, by=by)
    flat = passage.dwelling
    flat.refresh_from_db()
    with pytest.raises(MoveRefused, match="Une offre en cours ou acceptée"):
        flat.release(by=by, on=ON)
    offer.accept(on=ON, by=by)
    with pytest.raises(MoveRefused, match="Une offre en cours ou acceptée"):
        flat.release(by=by, on=ON)
    Case.objects.get(pk=passage.case_id).return_to_ready(by=by)

    flat.release(by=by, on=ON)

    assert state(flat) == S.ACCEPTING


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ("SET state = 'withdrawn'", "indique son motif"),
        ("SET withdrawal_reason = 'x'", "indique son motif"),
        ("SET rent = -1", "négatifs"),
        ("SET state = 'sold'", ""),
        ("SET quota = 'friends'", ""),
    ],
)
def test_the_database_refuses_a_dwelling_that_makes_no_sense(update, told, cast, sql):
    dwelling(cast)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        sql(f"UPDATE allocations_dwelling {update}")

    assert told in sentence(refused.value)


# --- who reads, who writes --------------------------------------------------------------------------


@pytest.mark.parametrize("statement", ["UPDATE allocations_dwelling SET rent = 1", "DELETE FROM allocations_dwelling"])
def test_the_association_does_not_write_dwellings(statement, cast, as_member, sql):
    dwelling(cast)

    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.bruno):
        sql(statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE allocations_dwellingmove SET act = 'opened'", "DELETE FROM allocations_dwellingmove"]
)
def test_the_history_of_a_dwelling_is_not_rewritten(statement, cast, as_member, sql):
    dwelling(cast)

    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.diane):
        sql(statement)


def test_nobody_signs_a_move_for_another(cast, as_member):
    flat = dwelling(cast)

    with pytest.raises(ProgrammingError, match="row-level security"), as_member(cast.diane):
        flat.withdraw(reason="Travaux", by=cast.paul.professional, on=ON)


def test_another_associations_people_see_no_dwelling(cast, as_member, sql):
    dwelling(cast)

    with as_member(cast.charlie):
        assert sql("SELECT count(*) FROM allocations_dwelling") == [(0,)]
        assert sql("SELECT count(*) FROM allocations_dwellingmove") == [(0,)]


def test_under_reinforced_confidentiality_neither_the_page_nor_the_history_tells_who_nor_when(
    cast, as_member, sign_in, sql
):
    case = factories.housed_case(cast)
    flat = case.tenancies.get().dwelling
    code = case.household.code
    assert code in sign_in(cast.paul).get(flat.get_absolute_url()).content.decode()
    Case.objects.filter(pk=case.pk).update(reinforced=True, landlord_contact=cast.sophie.professional)

    page = sign_in(cast.paul).get(flat.get_absolute_url()).content.decode()

    assert code not in page
    assert "02/05/2025" not in page
    assert "Occupé" in page
    for member, seen in [
        (cast.paul, 0),
        (cast.diane, 0),
        (cast.karim, 0),
        (cast.ines, 0),
        (cast.sophie, 2),
        (cast.leila, 2),
    ]:
        with as_member(member):
            assert sql("SELECT count(*) FROM allocations_dwellingmove WHERE case_id IS NOT NULL") == [(seen,)], member
            assert DwellingMove.objects.visible_to(member).filter(case__isnull=False).count() == seen, member
    assert code in sign_in(cast.sophie).get(flat.get_absolute_url()).content.decode()


def test_a_colleague_who_cannot_see_a_reinforced_offer_still_cannot_release_its_dwelling(cast, sign_in):
    passage = awarded(cast)
    Offer.notify(passage, on=ON, by=cast.diane.professional)
    Case.objects.filter(pk=passage.case_id).update(reinforced=True, landlord_contact=cast.sophie.professional)

    response = sign_in(cast.paul).post(reverse("allocations:dwelling_release", args=[passage.dwelling_id]), follow=True)

    assert "Une offre en cours ou acceptée" in response.content.decode()
    assert state(passage.dwelling) == S.OFFERED


# --- pages ------------------------------------------------------------------------------------------


def test_the_list_is_searched_and_filtered(cast, sign_in):
    dwelling(cast, "V-1", sector="Vieux-Lille")
    dwelling(cast, "V-2", state="vacant", typology="T3", commune="Hem")

    def found(**asked):
        page = sign_in(cast.leila).get(reverse("allocations:dwellings"), asked)
        return [row["dwelling"].reference for row in page.context["rows"]]

    assert found() == ["V-1", "V-2"]
    assert found(q="vieux") == found(etat="accepting") == found(commune="lille") == found(typologie="T2") == ["V-1"]
    assert found(q="V-2 hem") == found(etat="vacant") == ["V-2"]
    assert found(etat="sold") == ["V-1", "V-2"]


def test_pages_hold_twenty_five(cast, sign_in):
    for number in range(27):
        dwelling(cast, f"V-{number:02d}", state="vacant")

    page = sign_in(cast.karim).get(reverse("allocations:dwellings"), {"page": 2, "etat": "vacant"})

    assert [row["dwelling"].reference for row in page.context["rows"]] == ["V-25", "V-26"]
    assert "?etat=vacant&amp;page=1" in page.content.decode()


def test_a_dwelling_is_registered_vacant_edited_in_its_facts_and_moved_by_buttons(cast, sign_in):
    browser = sign_in(cast.diane)
    browser.post(
        reverse("allocations:dwelling"), {"reference": "N-1", "typology": "T2", "quota": "unknown", "state": "occupied"}
    )
    flat = Dwelling.objects.get(reference="N-1")
    assert flat.state == S.VACANT
    browser.post(reverse("allocations:dwelling_opening", args=[flat.pk]))
    browser.post(
        reverse("allocations:dwelling_edition", args=[flat.pk]), {"reference": "N-1", "rent": "300", "quota": "unknown"}
    )
    flat.refresh_from_db()
    assert (flat.state, flat.rent) == (S.ACCEPTING, 300)
    browser.post(reverse("allocations:dwelling_closing", args=[flat.pk]))
    assert state(flat) == S.VACANT
    assert browser.post(reverse("allocations:dwelling_withdrawal", args=[flat.pk]), {"reason": ""}).status_code == 422
    browser.post(reverse("allocations:dwelling_withdrawal", args=[flat.pk]), {"reason": "Travaux"})
    assert state(flat) == S.WITHDRAWN
    browser.post(reverse("allocations:dwelling_return", args=[flat.pk]))
    assert state(flat) == S.VACANT


def test_a_reference_already_used_is_said(cast, sign_in):
    dwelling(cast, "N-1")

    response = sign_in(cast.diane).post(reverse("allocations:dwelling"), {"reference": "N-1", "quota": "unknown"})

    assert response.status_code == 422
    assert "porte déjà cette référence" in response.content.decode()


@pytest.mark.parametrize("person", ["leila", "sophie", "karim"])
def test_others_read_and_do_not_move(person, cast, sign_in):
    flat = dwelling(cast)
    browser = sign_in(getattr(cast, person))

    assert browser.get(flat.get_absolute_url()).status_code == 200
    assert browser.post(reverse("allocations:dwelling_closing", args=[flat.pk])).status_code == 404
    assert state(flat) == S.ACCEPTING


def test_an_empty_agreement_says_what_will_be_there(cast, sign_in):
    assert "Importez la liste" in sign_in(cast.diane).get(reverse("allocations:dwellings")).content.decode()
    assert "Les logements que le bailleur" in sign_in(cast.leila).get(reverse("allocations:dwellings")).content.decode()
