"""The year of pré-CAL: its rhythm, days off, closures, single sessions; who waits and in what order; the papers frozen."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from allocations.agenda import move_down, move_up, propose_agenda, send_agenda, waiting_candidatures
from allocations.deadlines import agenda_due_on, precal_days
from allocations.models import AgendaItem, Distribution, Meeting
from allocations.session_calendar import month_of
from allocations.sessions import add_session, at_the_table, invite, next_first, plan_year
from households.models import Referral
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from lodabord.partners.models import Closure, Membership, PrescriberType, Terms
from tests import factories
from tests.factories import precal

SENT_AT = datetime(2024, 12, 30, 16, tzinfo=factories.PARIS)


def plan(agreement, first=date(2025, 1, 7), year=2025):
    return plan_year(agreement, first=first, year=year)


def dates(**wanted):
    return list(Meeting.objects.filter(**wanted).order_by("planned_on").values_list("planned_on", flat=True))


def test_a_year_is_every_fourteen_days_and_nothing_is_lost(agreement):
    Closure.objects.create(
        agreement=agreement, starts_on=date(2025, 8, 1), ends_on=date(2025, 8, 24), reason="Pause d'été"
    )

    made = plan(agreement)

    assert len(made) == 26
    assert dates(state="cancelled", change_reason="Pause d'été") == [date(2025, 8, 5), date(2025, 8, 19)]
    moved = Meeting.objects.get(planned_on=date(2025, 11, 11))
    assert (moved.on, moved.change_reason, moved.state) == (
        date(2025, 11, 12),
        "La date tombait un jour férié",
        "planned",
    )


def test_generating_twice_changes_nothing(agreement):
    plan(agreement)
    before = list(Meeting.objects.order_by("pk").values())

    assert plan(agreement) == []
    assert list(Meeting.objects.order_by("pk").values()) == before


def test_another_first_day_would_double_the_rhythm_and_is_refused(agreement):
    plan(agreement)

    with pytest.raises(MoveRefused, match="déjà ses séances, tous les 14 jours à partir du 07/01/2025"):
        plan(agreement, first=date(2025, 1, 14))
    assert plan(agreement, first=date(2025, 1, 21)) == []
    assert next_first(agreement, date(2025, 2, 1)) == date(2026, 1, 6)


def test_the_rhythm_is_the_agreements_own(agreement):
    Terms.objects.filter(agreement=agreement).update(precal_every_days=21)

    plan(agreement)

    assert dates()[:3] == [date(2025, 1, 7), date(2025, 1, 28), date(2025, 2, 18)]


def test_a_session_moved_by_hand_stays_where_it_was_put(agreement):
    plan(agreement)
    moved = Meeting.objects.get(planned_on=date(2025, 3, 4))
    moved.move_to(date(2025, 3, 6), reason="Salle prise")

    plan(agreement)

    moved.refresh_from_db()
    assert (moved.on, Meeting.objects.filter(planned_on=date(2025, 3, 4)).count()) == (date(2025, 3, 6), 1)


def test_a_day_already_taken_by_a_single_session_is_not_taken_twice(agreement):
    add_session(agreement, on=date(2025, 1, 21), place="Agence")

    plan(agreement)

    twin = Meeting.objects.get(planned_on=date(2025, 1, 21), extra=False)
    assert (twin.state, twin.change_reason) == ("cancelled", "Une autre séance est déjà prévue ce jour-là")


def test_moved_into_a_closure_a_session_is_cancelled_by_it():
    closed = [(date(2025, 11, 12), date(2025, 11, 14))]

    assert precal_days(date(2025, 11, 11), 14, date(2025, 11, 20), closed) == [
        (date(2025, 11, 11), date(2025, 11, 11), True)
    ]


def test_the_database_refuses_the_same_planned_day_twice(agreement):
    plan(agreement)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Meeting.objects.create(agreement=agreement, planned_on=date(2025, 1, 7), on=date(2025, 1, 8))

    assert "déjà au calendrier" in sentence(refused.value)


@pytest.mark.parametrize(
    ("session_on", "due"),
    [
        (date(2025, 1, 14), date(2025, 1, 7)),
        (date(2025, 1, 8), date(2024, 12, 31)),  # 1 January is a holiday
        (date(2025, 1, 13), date(2025, 1, 6)),
        (date(2025, 5, 8), date(2025, 4, 30)),  # 1 May is a holiday
    ],
)
def test_an_agenda_is_due_a_week_before_never_on_a_day_off(session_on, due):
    assert agenda_due_on(session_on) == due


def test_a_month_shows_sessions_holidays_and_closures(agreement):
    plan(agreement)
    closure = Closure(agreement=agreement, starts_on=date(2025, 11, 24), ends_on=date(2025, 11, 28), reason="Travaux")

    days = [one for week in month_of(date(2025, 11, 1), Meeting.objects.all(), [closure]) for one in week]
    told = {one.on: (len(one.sessions), one.off) for one in days if one.tells_something}

    assert told[date(2025, 11, 11)] == (0, "Jour férié")
    assert told[date(2025, 11, 12)] == (1, "")
    assert told[date(2025, 11, 25)] == (1, "Travaux")
    assert date(2025, 11, 13) not in told
    assert (days[0].on, days[0].in_month) == (date(2025, 10, 27), False)


# --- invitations ---------------------------------------------------------------------------------


def test_the_people_of_both_partners_are_invited_and_nobody_else(cast):
    invited = {person.first_name for person in at_the_table(cast.agreement, date(2025, 1, 7))}

    assert invited == {"Leila", "Ines", "Bruno", "Nour", "Paul", "Sophie"}


def test_somebody_who_left_is_not_invited_any_more(cast):
    Membership.objects.filter(pk=cast.ines.pk).update(ends_on=date(2025, 1, 6))

    assert cast.ines.professional not in at_the_table(cast.agreement, date(2025, 1, 7))
    assert cast.ines.professional in at_the_table(cast.agreement, date(2025, 1, 6))


def test_an_answer_is_kept_when_the_list_changes_and_asked_again_when_the_day_does(cast):
    session = precal.invited_session(cast)
    session.attendances.get(professional=cast.paul.professional).reply("coming", at=precal.NOW)

    invite(session, {cast.paul.professional: cast.paul.organisation_id})
    assert [one.answer for one in session.attendances.all()] == ["coming"]

    session.move_to(date(2025, 1, 9), reason="Salle prise")
    assert [one.answer for one in session.attendances.all()] == [""]


# --- the agenda ----------------------------------------------------------------------------------


def deferred(cast, number, until):
    """Put off at a first session, to be seen again that day."""
    item = precal.inscribed(cast, factories.session(cast), number)
    precal.signed(cast, precal.written(cast, item, outcome="ajourne", missing_element="Avis", reexamine_on=until))
    return item.case


def test_re_examinations_come_first_then_the_oldest(cast):
    late = deferred(cast, 1, date(2025, 2, 4))
    soon = deferred(cast, 2, date(2025, 1, 21))
    young = precal.waiting_case(cast, 3, on=date(2025, 1, 15))
    old = precal.waiting_case(cast, 4, on=date(2025, 1, 3))

    waiting = waiting_candidatures(cast.bruno, cast.agreement)

    assert [one.case for one in waiting] == [soon, late, old, young]
    assert [one.case for one in waiting if one.is_due(date(2025, 1, 21))] == [soon, old, young]


def test_one_act_fills_the_agenda_with_those_who_are_due(cast):
    not_yet = deferred(cast, 1, date(2025, 2, 4))
    due = deferred(cast, 2, date(2025, 1, 21))
    old = precal.waiting_case(cast, 3)
    session = precal.later_session(cast, date(2025, 1, 21))

    propose_agenda(session, cast.bruno, on=date(2025, 1, 14))

    items = list(session.items.order_by("position"))
    assert [(one.case, one.position, one.reexamination) for one in items] == [(due, 1, True), (old, 2, False)]
    assert propose_agenda(session, cast.bruno, on=date(2025, 1, 14)) == []
    assert [one.case for one in waiting_candidatures(cast.bruno, cast.agreement)] == [not_yet]


def test_inscribing_opens_the_file_to_the_landlord(cast, as_member):
    case = precal.waiting_case(cast)
    session = factories.session(cast)
    with as_member(cast.paul):
        assert waiting_candidatures(cast.paul, cast.agreement) == []

    session.inscribe(case, on=date(2025, 1, 6), by=cast.leila.professional)

    with as_member(cast.paul):
        assert [item.case for item in session.items.visible_to(cast.paul)] == [case]


def test_a_household_waits_at_one_session_at_a_time(cast):
    item = precal.inscribed(cast)
    other = precal.later_session(cast, date(2025, 1, 21))

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        other.inscribe(item.case, on=date(2025, 1, 6), by=cast.leila.professional)

    assert "déjà inscrit à une séance" in sentence(refused.value)


def test_the_order_changes_one_place_at_a_time(cast):
    session = factories.session(cast)
    one, two, three = (precal.inscribed(cast, session, number) for number in (1, 2, 3))

    move_up(three)
    move_down(one)

    assert list(session.items.order_by("position")) == [three, one, two]
    with pytest.raises(MoveRefused, match="déjà en tête"):
        move_up(AgendaItem.objects.get(pk=three.pk))
    with pytest.raises(MoveRefused, match="déjà à la fin"):
        move_down(AgendaItem.objects.get(pk=two.pk))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"position": 1}, "même rang"),
        ({"position": 0}, "à partir de 1"),
        ({"position": None}, "à partir de 1"),
        ({"state": "withdrawn"}, "date et son motif"),
    ],
)
def test_positions_keep_their_rules(changes, told, cast):
    session = factories.session(cast)
    precal.inscribed(cast, session, 1)
    two = precal.inscribed(cast, session, 2)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        AgendaItem.objects.filter(pk=two.pk).update(**changes)

    assert told in sentence(refused.value)


def test_taken_off_before_the_sending_a_point_leaves_no_gap(cast):
    session = factories.session(cast)
    one, two, three = (precal.inscribed(cast, session, number) for number in (1, 2, 3))

    two.withdraw(reason="La personne est absente", on=date(2025, 1, 6), by=cast.bruno.professional)

    assert list(session.items.on_paper().order_by("position").values_list("case", "position")) == [
        (one.case_id, 1), (three.case_id, 2),
    ]  # fmt: skip
    assert two.case in [one.case for one in waiting_candidatures(cast.bruno, cast.agreement)]


def test_sent_the_agenda_is_frozen_additions_are_marked_and_withdrawals_stay(cast):
    session = precal.invited_session(cast)
    one, two = (precal.inscribed(cast, session, number) for number in (1, 2))
    given = send_agenda(session, at=SENT_AT, on=date(2024, 12, 30), by=cast.bruno.professional)
    assert given == Distribution.objects.filter(meeting=session, document="agenda").count() == 5

    with pytest.raises(MoveRefused, match="ne change plus d'ordre"):
        move_up(two)
    added = precal.inscribed(cast, session, 3, on=date(2025, 1, 3))
    one.withdraw(reason="Hors secteur", on=date(2025, 1, 6), by=cast.bruno.professional)

    assert (added.late_on, added.position) == (date(2025, 1, 3), 3)
    shown = list(session.items.on_paper().order_by("position").values_list("position", "state"))
    assert shown == [(1, "withdrawn"), (2, "inscribed"), (3, "inscribed")]
    with pytest.raises(MoveRefused, match="déjà envoyé"):
        send_agenda(session, at=SENT_AT, on=date(2025, 1, 6), by=cast.bruno.professional)


def test_an_empty_agenda_or_nobody_invited_cannot_be_sent(cast):
    session = factories.session(cast)
    with pytest.raises(MoveRefused, match="est vide"):
        send_agenda(session, at=SENT_AT, on=date(2024, 12, 30), by=cast.bruno.professional)
    precal.inscribed(cast, session)
    with pytest.raises(MoveRefused, match="Personne n'est invité"):
        send_agenda(session, at=SENT_AT, on=date(2024, 12, 30), by=cast.bruno.professional)


@pytest.mark.parametrize(("code", "told"), [("sante", "Partenaire"), ("siao", "SIAO/CMAO")])
def test_outside_the_association_a_revealing_prescriber_is_a_partner(code, told, cast, as_member):
    kind = PrescriberType.objects.get(code=code)
    case = precal.waiting_case(cast)
    Referral.objects.filter(case=case).update(prescriber_type=kind)

    with as_member(cast.leila):
        item = factories.session(cast).inscribe(case, on=date(2025, 1, 6), by=cast.leila.professional)

    assert item.prescriber_label == (told if kind.reveals else kind.label)
    assert (item.prescriber_label == "Partenaire") is kind.reveals
