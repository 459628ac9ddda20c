"""The « bail glissant »: convention, notice to the prefect, periods, adversarial reviews (CCH L442-8-3)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from allocations.models import ExaminationPeriod, SlidingConvention, SlidingReview, change_status
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from tests.factories import lease as make


@pytest.fixture
def sliding(cast):
    return make.sliding_lease(cast)


@pytest.fixture
def by(cast):
    return cast.diane.professional


def breaks(told, act):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    assert told in sentence(refused.value)


def test_the_convention_starts_the_period_and_expects_the_first_review(sliding):
    period, review = ExaminationPeriod.objects.get(), SlidingReview.objects.get()

    assert (period.starts_on, period.ends_on, period.notice_due_on) == (make.KEYS, date(2026, 5, 5), date(2026, 3, 5))
    assert (review.due_on, review.conclusion) == (date(2025, 11, 5), "")


def test_the_convention_is_annexed_and_for_a_sliding_lease_only(cast, by):
    lease = make.sign(cast, make.accepted_case(cast), status="sous_location")
    told = {
        "signed_on": date(2025, 5, 2),
        "holder": cast.agreement.association,
        "ground": "l301",
        "annexed": True,
        "examined_until": date(2026, 5, 5),
        "by": by,
    }
    with pytest.raises(MoveRefused, match="accompagne un bail glissant"):
        SlidingConvention.sign(lease, **told)
    change_status(lease, "bail_glissant", on=date(2025, 6, 1), lease_signed_on=None, by=by)
    breaks("annexée au contrat", lambda: SlidingConvention.sign(lease, **(told | {"annexed": False})))
    SlidingConvention.sign(lease, **told)


@pytest.mark.parametrize(
    ("today", "shown"),
    [(date(2026, 2, 2), 0), (date(2026, 2, 3), 1), (date(2026, 3, 5), 1), (date(2026, 4, 30), 1)],
)
def test_the_notice_to_the_prefect_shows_a_month_before_it_is_due_and_until_it_is_given(today, shown, sliding):
    assert ExaminationPeriod.objects.notice_to_give(today).count() == shown


def test_once_told_or_once_it_no_longer_slides_the_notice_is_not_asked(sliding, by):
    period = ExaminationPeriod.objects.get()
    late = date(2026, 4, 1)
    with transaction.atomic():
        change_status(sliding, "bail_direct", on=date(2026, 3, 2), lease_signed_on=date(2026, 3, 2), by=by)
        assert not ExaminationPeriod.objects.notice_to_give(late).exists()
        transaction.set_rollback(True)
    period.notify_prefect("bail", on=date(2026, 3, 4), why_not="sans objet", by=by)

    assert not ExaminationPeriod.objects.notice_to_give(late).exists()
    assert (period.proposal, period.why_not) == ("bail", "")
    with pytest.raises(MoveRefused, match="déjà informé"):
        period.notify_prefect("pas_de_bail", on=date(2026, 3, 5), why_not="Loyers.", by=by)


def test_without_a_lease_the_landlord_says_why(sliding, by):
    period = ExaminationPeriod.objects.get()

    breaks("les motifs", lambda: period.notify_prefect("pas_de_bail", on=date(2026, 3, 4), why_not=" ", by=by))
    breaks("porte sa date", lambda: ExaminationPeriod.objects.update(proposal="bail"))


def test_a_period_is_extended_by_another_that_follows_it(sliding, by):
    period = ExaminationPeriod.objects.get()
    with pytest.raises(MoveRefused, match="Informez d'abord le préfet"):
        period.extend(until=date(2026, 11, 5), by=by)
    period.notify_prefect("prolongation", on=date(2026, 3, 2), why_not="Deux loyers en retard.", by=by)

    following = period.extend(until=date(2026, 11, 5), by=by)

    assert (following.starts_on, following.notice_due_on) == (date(2026, 5, 5), date(2026, 9, 4))
    breaks("déjà sur ces dates", lambda: period.extend(until=date(2026, 12, 5), by=by))
    breaks(
        "finit après avoir commencé", lambda: ExaminationPeriod.objects.filter(pk=period.pk).update(ends_on=make.KEYS)
    )


def test_a_review_is_concluded_on_two_opinions_and_the_next_is_expected(sliding, cast):
    review = SlidingReview.objects.select_related("tenancy__case__agreement").get()
    with pytest.raises(MoveRefused, match="il manque l'avis"):
        review.conclude("poursuite", on=date(2025, 11, 4), tenant_heard=True, by=cast.sophie.professional)
    review.give_opinion(cast.sophie, "poursuite")
    review.give_opinion(cast.leila, "bail")

    review.conclude("poursuite", on=date(2025, 11, 4), tenant_heard=True, by=cast.sophie.professional)

    assert (review.landlord_opinion, review.association_opinion) == ("poursuite", "bail")
    assert SlidingReview.objects.awaited().get().due_on == date(2026, 5, 4)
    with pytest.raises(MoveRefused, match="déjà conclu"):
        review.give_opinion(cast.paul, "reserve")


def test_an_opinion_binds_only_from_the_two_partners_who_follow_the_household(sliding, cast):
    with pytest.raises(MoveRefused, match="pôle social ou le pilote"):
        SlidingReview.objects.get().give_opinion(cast.diane, "bail")


def test_the_database_refuses_a_review_that_is_not_adversarial(sliding):
    breaks("contradictoire", lambda: SlidingReview.objects.update(conclusion="bail", held_on=date(2025, 11, 4)))
    breaks("déjà attendu", lambda: SlidingReview.objects.create(
        case=sliding.case, tenancy=sliding, due_on=date(2026, 1, 5)))  # fmt: skip


def test_no_review_is_awaited_of_a_lease_that_no_longer_slides(sliding, by):
    change_status(sliding, "bail_direct", on=date(2025, 10, 1), lease_signed_on=date(2025, 10, 1), by=by)

    assert not SlidingReview.objects.awaited().exists()
