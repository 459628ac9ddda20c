"""Leases and statuses: dated rows one after the other, one dwelling at a time, an end with its reason."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from allocations.models import LeaseNotice, MoveIn, StatusPeriod, Tenancy, change_status
from households.models import Event, ResidentialSituation
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from tests import factories
from tests.factories import lease as make


def breaks(told, act):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    assert told in sentence(refused.value)


@pytest.fixture
def by(cast):
    return cast.diane.professional


def told(lease):
    return list(lease.statuses.values_list("status", "starts_on"))


def test_a_lease_begins_with_its_first_status(cast):
    lease = make.sign(cast, make.accepted_case(cast), status="sous_location")

    assert told(lease) == [("sous_location", make.KEYS)]


def test_a_sliding_lease_becomes_the_households_own_without_gap_nor_new_occupation(cast, by):
    lease = make.sign(cast, make.accepted_case(cast), status="bail_glissant")

    change_status(lease, "bail_direct", on=date(2025, 11, 3), lease_signed_on=date(2025, 10, 30), by=by)

    lease.refresh_from_db()
    assert (lease.status, lease.starts_on, lease.ends_on) == ("bail_direct", make.KEYS, None)
    assert told(lease) == [("bail_glissant", make.KEYS), ("bail_direct", date(2025, 11, 3))]
    event = Event.objects.get(case=lease.case, action="tenancy.status")
    assert event.facts == {"from": "bail_glissant", "to": "bail_direct", "on": "2025-11-03"}


@pytest.mark.parametrize(("status", "after", "words"), [
    ("bail_direct", "bail_glissant", "ne devient pas"),
    ("residence_sociale", "bail_direct", "ne devient pas"),
    ("bail_glissant", "pension_famille", "ne devient pas"),
])  # fmt: skip
def test_some_statuses_do_not_follow_in_the_same_dwelling(status, after, words, cast, by):
    lease = make.sign(cast, make.accepted_case(cast), status=status, chosen=True)

    with pytest.raises(MoveRefused, match=words):
        change_status(lease, after, on=date(2025, 9, 1), lease_signed_on=date(2025, 9, 1), by=by)
    assert told(lease) == [(status, make.KEYS)]


def test_a_direct_lease_says_when_it_was_signed_and_not_after_it_begins(cast, by):
    lease = make.sign(cast, make.accepted_case(cast), status="sous_location")

    with pytest.raises(MoveRefused, match="date de sa signature"):
        change_status(lease, "bail_direct", on=date(2025, 9, 1), lease_signed_on=None, by=by)
    breaks(
        "signé au plus tard",
        lambda: change_status(lease, "bail_direct", on=date(2025, 9, 1), lease_signed_on=date(2025, 9, 2), by=by),
    )


def test_two_colleagues_who_change_the_status_leave_one_change(cast, by):
    lease = make.sign(cast, make.accepted_case(cast), status="bail_glissant")
    stale = Tenancy.objects.get(pk=lease.pk)
    change_status(lease, "bail_direct", on=date(2025, 9, 1), lease_signed_on=date(2025, 9, 1), by=by)

    with pytest.raises(MoveRefused, match="Un collègue"):
        change_status(stale, "sous_location", on=date(2025, 9, 2), lease_signed_on=None, by=by)


def test_no_status_begins_before_the_occupation_nor_after_its_end(cast, by):
    lease = make.sign(cast, make.accepted_case(cast), status="bail_glissant")

    def add(on):
        return StatusPeriod.objects.create(case=lease.case, tenancy=lease, status="bail_direct", starts_on=on)

    breaks("commence avec l'occupation", lambda: add(date(2025, 5, 4)))
    breaks("déjà ce jour-là", lambda: add(make.KEYS))
    add(date(2025, 9, 1))
    breaks(
        "aucun ne commence après sa fin", lambda: Tenancy.objects.filter(pk=lease.pk).update(ends_on=date(2025, 8, 1))
    )
    breaks("commence avec l'occupation", lambda: Tenancy.objects.filter(pk=lease.pk).update(starts_on=date(2025, 5, 6)))


@pytest.mark.parametrize("status", ["iml", "pension_famille", "residence_sociale", "residence_jeunes"])
def test_accompanied_housing_says_whether_the_person_chose_it(status, cast):
    case = make.accepted_case(cast)

    breaks("indiquez si la personne l'a choisi", lambda: make.sign(cast, case, status=status))
    lease = make.sign(cast, case, status=status, chosen=True)

    assert lease.statuses.get().chosen is True


def test_no_label_of_status_tells_a_psychic_disability_by_itself():
    labels = dict(Tenancy.Status.choices)

    assert labels["pension_famille"] == "Pension de famille / résidence accueil"
    assert [label for label in labels.values() if "accueil" in label] == [labels["pension_famille"]]


def test_a_mutation_ends_one_occupation_the_day_the_next_begins(cast, case, by):
    new = Tenancy.transfer(
        case, dwelling=None, status="bail_direct", lease_signed_on=date(2025, 9, 1), starts_on=date(2025, 9, 8), by=by
    )

    before = Tenancy.objects.exclude(pk=new.pk).get(case=case)
    assert (before.ends_on, before.end_reason, before.next_situation) == (date(2025, 9, 8), "mutation", "tenant_social")
    assert new.statuses.get().starts_on == date(2025, 9, 8)
    case.refresh_from_db()
    assert case.state == "follow_up"
    entry = MoveIn.objects.get(case=case, closed_on__isnull=True)
    assert (entry.signature_on, entry.keys_on) == (date(2025, 9, 1), date(2025, 9, 8))
    assert entry.steps.get(kind="signature").state == "done"
    assert not entry.steps.filter(kind="visit").exists()


def test_the_keys_of_a_lease_may_be_put_off_and_everything_follows(cast, by):
    lease = make.sign(cast, make.accepted_case(cast), status="bail_glissant")
    lease.move_keys(on=date(2025, 5, 12), by=by)

    assert told(lease) == [("bail_glissant", date(2025, 5, 12))]
    assert MoveIn.objects.get(case=lease.case).steps.get(kind="keys").due_on == date(2025, 5, 12)
    breaks("au plus tard le jour où il commence", lambda: lease.move_keys(on=date(2025, 5, 1), by=by))


def test_once_the_household_moved_in_the_keys_no_longer_move(case, by):
    with pytest.raises(MoveRefused, match="déjà notée"):
        make.lease_of(case).move_keys(on=date(2025, 5, 12), by=by)


def test_an_occupation_ends_once_with_its_reason_and_the_accompaniment_goes_on(case, by):
    lease, stale = make.lease_of(case), make.lease_of(case)

    lease.end(on=date(2025, 10, 1), reason="conge", next_situation="third_party", by=by)

    lease.refresh_from_db()
    assert (lease.end_reason, lease.next_situation) == ("conge", "third_party")
    case.refresh_from_db()
    assert case.state == "follow_up"
    with pytest.raises(MoveRefused, match="déjà notée"):
        stale.end(on=date(2025, 10, 2), reason="abandon", next_situation="", by=by)


def test_words_outside_the_list_become_the_precision_of_autre(case, by):
    lease = make.lease_of(case)
    lease.end(on=date(2025, 10, 1), reason="Constat par huissier", next_situation="Inconnue", by=by)

    assert (lease.end_reason, lease.end_note, lease.next_situation) == ("autre", "Constat par huissier", "")


def test_the_next_situation_never_tells_an_institution():
    assert set(Tenancy.NextSituation.values) == {*ResidentialSituation.Kind.values, "unknown"} - {"institution"}


def test_a_notice_to_quit_computes_its_term_and_there_is_one_at_a_time(case, by):
    lease = make.lease_of(case)
    notice = LeaseNotice.receive(lease, on=date(2025, 9, 10), months=1, by=by)

    assert notice.ends_on == date(2025, 10, 10)
    breaks("déjà noté", lambda: LeaseNotice.receive(lease, on=date(2025, 9, 11), months=3, by=by))
    breaks("un, deux ou trois mois", lambda: LeaseNotice.objects.filter(pk=notice.pk).update(months=6))
    notice.withdraw(on=date(2025, 9, 20), by=by)
    with pytest.raises(MoveRefused, match="déjà retiré"):
        notice.withdraw(on=date(2025, 9, 21), by=by)
    assert LeaseNotice.receive(lease, on=date(2025, 9, 25), months=3, by=by).ends_on == date(2025, 12, 25)


def test_a_notice_follows_the_entry_and_precedes_the_end(case, by):
    lease = make.lease_of(case)
    with pytest.raises(MoveRefused, match="suit l'entrée"):
        LeaseNotice.receive(lease, on=date(2025, 5, 1), months=1, by=by)
    lease.end(on=date(2025, 10, 1), reason="deces", next_situation="", by=by)
    with pytest.raises(MoveRefused, match="déjà terminée"):
        LeaseNotice.receive(lease, on=date(2025, 10, 2), months=1, by=by)


def test_a_tenant_already_in_place_has_a_lease_and_no_entry_to_prepare(cast):
    case = factories.reported_case(cast)
    make.sign(cast, case, lease_signed_on=date(2020, 1, 6), starts_on=date(2020, 1, 10))

    assert not MoveIn.objects.filter(case=case).exists()
