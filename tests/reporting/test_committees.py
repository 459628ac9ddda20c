"""A committee from its date to its minutes: what it refuses, what it freezes, what it follows."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from allocations.models import Meeting
from households.models import Event
from households.stateful import MoveRefused, Outdated
from reporting.committee_sending import send_minutes, send_synthesis, unvalidated
from reporting.models import Committee, CommitteePaper, Situation, SteeringDecision, SteeringSnapshot
from reporting.models.seat import seat_people, seats_from
from tests.factories import committee as made


def refused(verb):
    with pytest.raises(MoveRefused) as told, transaction.atomic():
        verb()
    return str(told.value)


def test_a_committee_takes_the_meeting_already_on_the_calendar(cast):
    meeting = Meeting.objects.create(agreement=cast.agreement, kind="steering", planned_on=made.ON, on=made.ON)
    assert Committee.plan(cast.agreement, on=made.ON, quarter="2025-T3").meeting == meeting
    assert refused(lambda: Committee.plan(cast.agreement, on=made.ON, quarter="2025-T2")) == (
        "Un COPIL est déjà prévu ce jour-là."
    )


def test_a_quarter_is_presented_once_unless_its_committee_was_cancelled(cast):
    first = made.planned(cast)
    with pytest.raises(IntegrityError, match="committee_once_a_quarter"), transaction.atomic():
        Committee.plan(cast.agreement, on=date(2025, 10, 16), quarter="2025-T3")
    first.cancel(reason="Grève")
    assert first.meeting.state == "cancelled"
    assert Committee.plan(cast.agreement, on=date(2025, 10, 16), quarter="2025-T3").state == "planned"


def test_moved_it_keeps_its_first_date_and_says_why(cast):
    committee = made.planned(cast)
    committee.move_to(date(2025, 10, 14), hour=time(9, 30), reason="Salle prise")
    meeting = Meeting.objects.get(pk=committee.meeting_id)
    assert (meeting.planned_on, meeting.on, meeting.change_reason) == (made.ON, date(2025, 10, 14), "Salle prise")
    assert Committee.objects.get().hour == time(9, 30)


def test_figures_are_not_frozen_before_the_quarter_is_over(cast):
    committee = made.planned(cast)
    assert refused(lambda: committee.prepare(today=made.TODAY, at=made.AT, by=None)) == (
        "Le 3e trimestre 2025 finit le 30/09/2025 : les chiffres se figent ensuite."
    )
    committee.prepare(today=made.AFTER, at=made.AT, by=None)
    assert committee.state == "prepared"
    assert (committee.snapshot.quarter, committee.snapshot.as_of) == ("2025-T3", date(2025, 9, 30))


def test_prepared_again_it_presents_the_new_figures_until_the_synthesis_leaves(cast):
    committee = made.prepared(cast)
    first = committee.snapshot
    committee.prepare(today=made.AFTER, at=made.AT, by=None)
    assert committee.snapshot != first
    assert SteeringSnapshot.objects.count() == 2

    send_synthesis(committee, at=made.AT, by=None)
    assert refused(lambda: committee.prepare(today=made.AFTER, at=made.AT, by=None)).startswith(
        "La synthèse est envoyée : ses chiffres ne changent plus."
    )


def test_highlights_are_five_lines_at_most(cast):
    committee = made.planned(cast)
    assert refused(lambda: committee.write({"highlights": "\n".join("abcdef")}, revision=1)) == (
        "Les faits marquants tiennent en 5 lignes : il y en a 6."
    )


def test_the_second_of_two_writers_reads_the_first(cast):
    committee = made.planned(cast)
    colleague = Committee.objects.get()
    colleague.write({"highlights": "Le premier."}, revision=1)
    with pytest.raises(Outdated) as told:
        committee.write({"highlights": "Le second."}, revision=1)
    assert (told.value.theirs["Faits marquants"], told.value.revision) == ("Le premier.", 2)
    assert Committee.objects.get().highlights == "Le premier."


def test_it_is_not_held_before_its_day_nor_without_figures(cast):
    assert refused(lambda: made.planned(cast).hold(set(), today=made.ON)).startswith("Préparez d'abord ce COPIL")


def test_held_it_notes_who_came_and_its_meeting_is_held(cast):
    committee = made.prepared(cast)
    assert refused(lambda: committee.hold(set(), today=made.AFTER)) == (
        "Ce COPIL est prévu le 09/10/2025 : notez-le tenu ce jour-là."
    )
    first, second = committee.meeting.seats.all()
    committee.hold({first.pk}, today=made.ON)
    assert [one.came for one in committee.meeting.seats.all()] == [True, False]
    assert Meeting.objects.get(pk=committee.meeting_id).state == "held"
    assert refused(lambda: seat_people(committee.meeting, [("X", "")])).startswith("Cette séance est déjà tenue")
    assert second.organisation == "Métropole Démo"


def test_seats_are_read_line_by_line(cast):
    assert seats_from("Métropole : chargée de mission\n\nÉtat\nMétropole : chargée de mission\n : \n") == [
        ("Métropole", "chargée de mission"),
        ("État", ""),
    ]


def test_a_situation_says_its_stage_and_its_weeks_on_the_day_of_the_meeting(cast, case):
    case.stage_since = date(2025, 5, 5)
    case.save(update_fields=["stage_since"])
    situation = made.situation(cast, made.planned(cast), case)
    assert (situation.stage, situation.weeks(made.ON)) == ("follow_up", 22)
    assert set(Event.objects.filter(record_id=situation.pk).values_list("action", flat=True)) == {
        "situation.put",
        "situation.validated",
    }


def test_the_partner_who_wrote_the_point_does_not_validate_it(cast, case):
    situation = made.situation(cast, made.planned(cast), case, validated=False)
    assert refused(lambda: situation.validate(by=cast.bruno, at=made.AT)) == (
        "Ce point est écrit par votre équipe : c'est l'autre partenaire qui le valide."
    )
    situation.validate(by=cast.paul, at=made.AT)
    assert Situation.objects.get().validated_by == cast.paul.professional


def test_rewritten_it_is_to_be_validated_again_by_the_other_side(cast, case):
    situation = made.situation(cast, made.planned(cast), case)
    situation.rewrite("Autre question.", by=cast.paul)
    assert unvalidated(Committee.objects.get()) == 1
    assert refused(lambda: situation.validate(by=cast.paul, at=made.AT)).startswith(
        "Ce point est écrit par votre équipe"
    )
    situation.validate(by=cast.bruno, at=made.AT)
    assert unvalidated(Committee.objects.get()) == 0


def test_three_lines_are_one_too_many(cast, case):
    committee = made.planned(cast)
    assert refused(lambda: made.situation(cast, committee, case, point="a\nb\nc")) == (
        "Le point à arbitrer tient en 2 lignes."
    )


def test_a_household_the_landlord_does_not_know_is_not_presented(cast):
    from tests import factories

    hidden = factories.assessed_case(cast)
    assert refused(lambda: made.situation(cast, made.planned(cast), hidden)).startswith(
        "Ce ménage n'est pas encore connu des deux partenaires"
    )


def test_the_synthesis_leaves_with_the_validated_situations_only(cast, case):
    committee = made.prepared(cast)
    made.situation(cast, committee, case, validated=False)
    assert send_synthesis(committee, at=made.AT, by=None).content["situations"] == []

    Situation.objects.get().validate(by=cast.paul, at=made.AT)
    again = send_synthesis(committee, at=made.AT, by=None)
    assert (again.number, [one["point"] for one in again.content["situations"]]) == (2, [made.POINT])
    assert CommitteePaper.objects.get(number=1).content["situations"] == []


def test_nothing_leaves_without_figures_nor_highlights(cast):
    committee = made.planned(cast)
    assert refused(lambda: send_synthesis(committee, at=made.AT, by=None)).startswith("Préparez d'abord ce COPIL")
    committee.prepare(today=made.AFTER, at=made.AT, by=None)
    assert refused(lambda: send_synthesis(committee, at=made.AT, by=None)).startswith("Écrivez d'abord")


def test_a_decision_is_followed_at_the_next_committee(cast):
    first = made.held(cast, on=date(2025, 7, 10), quarter="2025-T2", today=date(2025, 7, 1))
    done, dropped = first.decisions.get(), made.decided(first, text="Étudier un second point", due_on=date(2025, 9, 1))
    by = cast.paul.professional
    done.follow("in_progress", on=date(2025, 7, 20), by=by)
    done.follow("done", on=date(2025, 9, 15), by=by, note="Trois logements proposés.")

    second = made.planned(cast)
    assert [one.text for one in SteeringDecision.objects.followed_at(second)] == [done.text, dropped.text]

    with pytest.raises(IntegrityError, match="steering_decision_dropped_says_why"), transaction.atomic():
        dropped.follow("dropped", on=date(2025, 9, 20), by=by)
    SteeringDecision.objects.get(pk=dropped.pk).follow("dropped", on=date(2025, 9, 20), by=by, note="Plus d'objet.")
    second.prepare(today=made.AFTER, at=made.AT, by=None)
    second.hold(set(), today=made.ON)
    third = Committee.plan(cast.agreement, on=date(2026, 1, 15), quarter="2025-T4")
    assert list(SteeringDecision.objects.followed_at(third)) == []


def test_a_settled_decision_is_not_settled_twice(cast):
    decision = made.held(cast).decisions.get()
    decision.follow("done", on=made.ON, by=cast.paul.professional)
    assert refused(lambda: decision.follow("dropped", on=made.ON, by=cast.paul.professional, note="x")) == (
        "Cette décision est déjà « Faite »."
    )


def test_minutes_leave_once_with_decisions_and_close_them(cast):
    committee = made.prepared(cast)
    assert refused(lambda: send_minutes(committee, at=made.AT, by=None)).startswith("Notez d'abord que le COPIL")
    committee.hold(set(), today=made.ON)
    assert refused(lambda: send_minutes(committee, at=made.AT, by=None)).startswith("Notez d'abord les décisions")
    made.decided(committee)
    paper = send_minutes(committee, at=made.AT, by=None)
    assert [one["text"] for one in paper.content["decisions"]] == ["Ouvrir trois logements au sud"]
    assert refused(lambda: send_minutes(committee, at=made.AT, by=None)) == "Le relevé de décisions est déjà envoyé."
    assert refused(lambda: made.decided(committee)).startswith("Le relevé de décisions est envoyé")


def test_a_decision_is_due_after_the_committee(cast):
    committee = made.prepared(cast)
    assert (
        refused(lambda: made.decided(committee, due_on=date(2025, 10, 1))) == "L'échéance suit le COPIL du 09/10/2025."
    )


def test_the_full_report_reads_the_words_of_its_committee_and_funders_those_that_were_sent(cast, case):
    from reporting.committee_parts import words_for
    from reporting.editions import Edition

    committee = made.prepared(cast)
    made.situation(cast, committee, case)
    assert words_for(committee.snapshot, Edition.FUNDER).highlights == []
    inside = words_for(committee.snapshot, Edition.INTERNAL)
    assert (inside.highlights, [one["code"] for one in inside.situations]) == (
        ["Deux entrées en septembre."],
        [case.household.code],
    )
    send_synthesis(committee, at=made.AT, by=None)
    committee.write({"highlights": "Écrit après."}, revision=committee.texts_revision)
    assert words_for(committee.snapshot, Edition.FUNDER).highlights == ["Deux entrées en septembre."]
