"""What a visit may be said to have been, when, and by whom; what the landlord learns of it."""

from datetime import date, time, timedelta

import pytest

from accompaniment import conduct
from accompaniment.models import Visit
from accompaniment.models.visit import PAST_OUTCOMES
from households.models import Event, VisitFact
from households.stateful import MoveRefused
from tests import factories
from tests.factories.visits import planned

DAY = date(2025, 6, 4)
"""A Wednesday of the follow-up, which began on 5 May 2025."""
BEFORE_THE_MEASURE = date(2025, 4, 20)
KINDS = list(Visit.Kind)
STATUSES = [one for one in Visit.Status if one not in (Visit.Status.PLANNED, Visit.Status.POSTPONED)]
DOORS = {"visite_domicile", "bureau", "exterieur", "psychologue"}


@pytest.fixture
def by(leila):
    return leila.professional


def allowed(kind, status, when):
    """The rule in words: only what can happen is noted; a home visit done is within a measure, not suspended."""
    if status == "porte_close" and kind not in DOORS:
        return False
    if when == "future":
        return status not in ("realisee", "porte_close")
    if kind == "visite_domicile" and status == "realisee":
        return when == "past"
    return True


@pytest.fixture
def world(cast, case, by):
    """The days of the table: in the follow-up, ahead, suspended, before any measure."""
    conduct.suspend(
        case, on=date(2025, 7, 1), review_on=date(2025, 7, 20), reason="absence", today=date(2025, 7, 1), by=by
    )
    conduct.reactivate(case, on=date(2025, 7, 15), asked_by="household", by=by)
    return {
        "past": (DAY, DAY),
        "future": (date(2025, 8, 6), date(2025, 8, 5)),
        "suspended": (date(2025, 7, 8), date(2025, 7, 8)),
        "outside": (BEFORE_THE_MEASURE, DAY),
    }


@pytest.mark.parametrize("when", ["past", "future", "suspended", "outside"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_status_of_every_kind_obeys_the_rule_of_dates(kind, when, world, cast, case, by):
    from django.db import IntegrityError, transaction

    on, today = world[when]
    told = {}
    for status in STATUSES:
        one = planned(cast, case, on=on, kind=kind)
        try:
            with transaction.atomic():
                one.log(status, today=today, by=by)
            told[status] = True
        except (MoveRefused, IntegrityError):
            told[status] = False
            assert Visit.objects.get(pk=one.pk).status == "prevue"

    assert told == {status: allowed(kind, status, when) for status in STATUSES}


@pytest.mark.parametrize("status", [*STATUSES, Visit.Status.POSTPONED])
@pytest.mark.parametrize("kind", ["visite_domicile", "bureau"])
def test_below_the_wall_there_is_a_fact_of_home_visits_only(kind, status, cast, case, by):
    one = planned(cast, case, on=DAY, kind=kind)
    one.log(status, today=DAY, by=by, moved_to=DAY + timedelta(days=2))

    facts = list(VisitFact.objects.filter(pk=one.pk).values_list("visited_on", "done"))

    told = kind == "visite_domicile" and status in PAST_OUTCOMES
    assert facts == ([(DAY, status == "realisee")] if told else [])


def test_a_corrected_or_moved_visit_is_corrected_below_too(cast, case, by):
    one = planned(cast, case, on=DAY)
    one.tap("realisee", was="prevue", today=DAY, by=by)
    one.tap("annulee_menage", was="realisee", today=DAY, by=by)
    assert list(VisitFact.objects.values_list("visited_on", "done")) == [(DAY, False)]

    one.log("realisee", today=DAY, by=by, on=date(2025, 6, 3))
    assert list(VisitFact.objects.values_list("visited_on", "done")) == [(date(2025, 6, 3), True)]

    one.log("realisee", today=DAY, by=by, kind="bureau")
    assert not VisitFact.objects.exists()


def test_taken_back_the_visit_waits_again_and_the_landlord_reads_nothing(cast, case, by):
    one = planned(cast, case, on=DAY)
    one.tap("realisee", was="prevue", today=DAY, by=by)

    one.tap("prevue", was="realisee", today=DAY, by=by)

    one.refresh_from_db()
    assert (one.status, one.noted_on, one.contact_made) == ("prevue", None, None)
    assert not VisitFact.objects.exists()
    assert Event.objects.filter(record_id=one.pk, action="visit.taken_back").count() == 1


def test_the_landlord_never_reads_of_a_visit_to_come_even_cancelled(cast, case, by, paul, as_member, sql):
    from django.utils import timezone

    today = timezone.localdate()
    ahead, past = planned(cast, case, on=today + timedelta(days=3)), planned(cast, case, on=DAY)
    ahead.log("annulee_menage", today=today, by=by)
    past.log("annulee_menage", today=today, by=by)

    with as_member(paul):
        rows = sql("SELECT id FROM households_visitfact")
        readable = set(VisitFact.objects.visible_to(paul).values_list("pk", flat=True))

    assert rows == [(past.pk,)]
    assert readable == {past.pk}
    assert VisitFact.objects.filter(pk=ahead.pk).exists(), "told once its day has come"


def test_a_status_is_corrected_in_one_tap_the_day_it_was_noted_and_not_later(cast, case, by):
    one = planned(cast, case, on=DAY)
    one.tap("realisee", was="prevue", today=DAY, by=by)

    with pytest.raises(MoveRefused, match="un autre jour"):
        one.tap("porte_close", was="realisee", today=DAY + timedelta(days=1), by=by)

    one.log("porte_close", today=DAY + timedelta(days=1), by=by, report="Porte close, en fait.")
    assert Visit.objects.get(pk=one.pk).status == "porte_close"


def test_a_double_tap_counts_once(cast, case, by):
    one, again = planned(cast, case, on=DAY), None
    one.tap("porte_close", was="prevue", today=DAY, by=by)
    again = Visit.objects.get(pk=one.pk)
    again.tap("porte_close", was="prevue", today=DAY, by=by)

    assert Event.objects.filter(record_id=one.pk, action="visit.porte_close").count() == 1


def test_of_two_people_the_second_is_told_what_the_first_noted(cast, case, by, ines):
    planned_one = planned(cast, case, on=DAY)
    hers = Visit.objects.get(pk=planned_one.pk)
    planned_one.tap("realisee", was="prevue", today=DAY, by=by)

    with pytest.raises(MoveRefused, match="vient d'être notée « Faite »"):
        hers.tap("porte_close", was="prevue", today=DAY, by=ines.professional)

    late = Visit.objects.get(pk=planned_one.pk)
    with pytest.raises(MoveRefused, match="vient d'être notée « Faite »"):
        late.tap("porte_close", was="prevue", today=DAY, by=ines.professional)


def test_postponed_it_asks_for_the_new_date_and_plans_it(cast, case, by):
    one = planned(cast, case, on=DAY)
    with pytest.raises(MoveRefused, match="indique sa nouvelle date"):
        one.log("reportee", today=DAY, by=by)
    with pytest.raises(MoveRefused, match="déjà passée"):
        one.log("reportee", today=DAY, by=by, moved_to=DAY - timedelta(days=1))

    coming = one.log("reportee", today=DAY, by=by, moved_to=date(2025, 6, 6))

    assert (coming.on, coming.at, coming.status, coming.author) == (date(2025, 6, 6), time(14), "prevue", by)
    one.tap("reportee", was="prevue", today=DAY, by=by, moved_to=date(2025, 6, 6))
    assert Visit.objects.filter(case=case).planned().count() == 1, "the same tap twice plans once"


@pytest.mark.parametrize(
    ("status", "said", "made"),
    [
        ("realisee", None, True),
        ("realisee", False, False),
        ("porte_close", None, False),
        ("annulee_menage", None, None),
    ],
)
def test_a_contact_was_made_or_not(status, said, made, cast, case, by):
    one = planned(cast, case, on=DAY)
    one.log(status, today=DAY, by=by, contact_made=said)
    one.refresh_from_db()
    assert one.contact_made is made


def test_completing_the_report_is_another_act_than_the_status(cast, case, by):
    one = planned(cast, case, on=DAY)
    one.tap("realisee", was="prevue", today=DAY, by=by)
    one.log("realisee", today=DAY + timedelta(days=2), by=by, report="Courrier relu.")

    actions = Event.objects.filter(record_id=one.pk).exclude(action="visit.planned").values_list("action", flat=True)
    assert sorted(actions) == ["visit.completed", "visit.realisee"]
    assert Visit.objects.get(pk=one.pk).noted_on == DAY


@pytest.mark.parametrize(("after", "late"), [(0, False), (7, False), (8, True)])
def test_a_report_is_late_only_after_the_delay_of_the_agreement(after, late, cast, case, by):
    one = planned(cast, case, on=DAY)
    one.log("realisee", today=DAY, by=by)
    assert list(Visit.objects.without_report()) == [one]
    assert (one.report_late_after() < DAY + timedelta(days=after)) is late


@pytest.mark.parametrize("kind", ["appel", "collectif", "psychologue"])
def test_a_call_or_a_group_waits_for_no_report(kind, cast, case, by):
    factories.visit(cast, case, on=DAY, kind=kind, report="")
    assert not Visit.objects.without_report().exists()
