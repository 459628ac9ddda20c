"""« CAL du … »: all the results of a sitting together or none, each wrong row at its row; two secretaries at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from allocations.models import Announcement, CalPresentation, CalSitting, Dwelling, FilePaper, Offer
from allocations.sittings import ResultsRefused, record_results
from households.models import Event, HousingRequest
from households.stages import State
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from tests import factories
from tests.factories.cal import CAL_ON, motive, passages
from tests.together import committed, together  # noqa: F401 - a fixture

TODAY = date(2025, 4, 18)


def sitting_of(cast, on=CAL_ON):
    return CalSitting.objects.get(agreement=cast.agreement, on=on, state="planned")


def results_url(cast):
    return reverse("allocations:cal_results", args=[sitting_of(cast).pk])


def typed(passage, **told):
    return {f"p-{passage.pk}-{name}": value for name, value in told.items()}


def breaks(told, act):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    assert told in sentence(refused.value)


# --- the page ---------------------------------------------------------------------------------------


def test_all_the_results_of_a_sitting_are_typed_on_one_page(cast, sign_in):
    one, two, three, four = passages(cast, 4)
    browser = sign_in(cast.diane)
    page = browser.get(results_url(cast)).content.decode()
    assert page.count('data-lo-result="decision"') == 4

    response = browser.post(
        results_url(cast),
        typed(one, decision="a", candidates_count=3)
        | typed(two, decision="b", rank=2, candidates_count=4)
        | typed(three, decision="d", motive=motive().pk, candidates_count=3, notified_on="2025-04-18")
        | typed(four, decision="retrait", motive_text="Logement repris"),
    )

    assert response.status_code == 302
    told = {one.pk: one for one in CalPresentation.objects.all()}
    assert [(told[each.pk].decision_code, told[each.pk].effect) for each in (one, two, three, four)] == [
        ("a", "effective"), ("b2", "pending"), ("d", "none"), ("", "none"),
    ]  # fmt: skip
    assert told[three.pk].notified_on == date(2025, 4, 18)
    assert told[four.pk].state == "withdrawn"


def test_one_wrong_row_and_nothing_is_kept_nor_lost(cast, sign_in):
    right, wrong = passages(cast, 2)

    response = sign_in(cast.diane).post(
        results_url(cast),
        typed(
            right,
            decision="c",
            condition_document="Attestation CAF",
            condition_deadline="2025-05-02",
            candidates_count=3,
        )
        | typed(wrong, decision="b", candidates_count=3),
    )

    page = response.content.decode()
    assert response.status_code == 422
    rows = {row.passage.pk: row for row in response.context["rows"]}
    assert rows[right.pk].form.errors == {}
    assert "Le rang accompagne" in str(rows[wrong.pk].form.non_field_errors())
    assert 'value="Attestation CAF"' in page
    assert 'value="2025-05-02"' in page
    assert CalPresentation.objects.filter(state="decided").count() == 0
    assert Announcement.objects.count() == 0
    assert set(CalPresentation.objects.values_list("case__state", flat=True)) == {State.CAL_SCHEDULED}


def test_several_wrong_rows_each_say_what_is_wrong(cast, sign_in):
    one, two, three = passages(cast, 3)

    response = sign_in(cast.diane).post(
        results_url(cast),
        typed(one, decision="a", candidates_count=2)
        | typed(two, decision="d", candidates_count=3)
        | typed(three, rank=2),
    )

    told = {row.passage.pk: [message for _, message in row.form.error_links()] for row in response.context["rows"]}
    assert "Choisissez le résultat" in told[three.pk][0]
    assert told[one.pk] == told[two.pk] == []

    response = sign_in(cast.diane).post(
        results_url(cast), typed(one, decision="a", candidates_count=2) | typed(two, decision="d", candidates_count=3)
    )

    told = {row.passage.pk: [message for _, message in row.form.error_links()] for row in response.context["rows"]}
    assert "Moins de trois candidats" in told[one.pk][0]
    assert "motivée par écrit" in told[two.pk][0]


def test_what_is_not_known_yet_waits_and_choosing_nothing_is_said(cast, sign_in):
    one, two = passages(cast, 2)
    browser = sign_in(cast.diane)

    assert "Aucun résultat" in browser.post(results_url(cast), {}).content.decode()
    browser.post(results_url(cast), typed(one, decision="a", candidates_count=3))

    assert set(CalPresentation.objects.values_list("pk", "state")) == {(one.pk, "decided"), (two.pk, "scheduled")}


def test_no_place_is_given_to_another_candidates_name(cast, sign_in):
    passages(cast, 1)

    fields = {field.name for row in sign_in(cast.diane).get(results_url(cast)).context["rows"] for field in row.form}

    assert fields <= {
        "decision", "rank", "condition_document", "condition_deadline", "motive", "motive_text", "candidates_count",
        "fewer_candidates", "notified_on", "dwelling_reference",
    }  # fmt: skip


def test_a_free_reference_of_dwelling_can_be_typed_with_the_result(cast, sign_in):
    case = factories.ready_case(cast)
    passage = CalPresentation.schedule(
        case, cal_on=CAL_ON, on=CAL_ON, dwelling=None, quota="unknown", by=cast.diane.professional
    )

    sign_in(cast.diane).post(
        results_url(cast), typed(passage, decision="a", candidates_count=3, dwelling_reference="BD-77, T2")
    )

    passage.refresh_from_db()
    assert passage.place_offered == "BD-77, T2"


def test_a_commission_to_come_has_no_result(cast):
    (passage,) = passages(cast, 1)

    with pytest.raises(ResultsRefused) as refused:
        record_results(
            sitting_of(cast), {passage.pk: {"decision": "a", "candidates_count": 3}}, today=CAL_ON - timedelta(days=1),
            by=cast.diane.professional,
        )  # fmt: skip
    assert "se réunit le 17/04/2025" in refused.value.told[passage.pk]


@pytest.mark.parametrize("person", ["leila", "bruno", "paul", "sophie"])
def test_the_association_is_heard_and_never_types_a_result(person, cast, sign_in):
    passages(cast, 1)
    browser = sign_in(getattr(cast, person))

    assert browser.get(results_url(cast)).status_code == 404
    assert browser.get(reverse("allocations:cal_sitting", args=[sitting_of(cast).pk])).status_code == 200


# --- two at once ------------------------------------------------------------------------------------


def test_of_two_secretaries_saving_at_once_the_second_is_told_what_the_first_recorded(committed):  # noqa: F811
    cast, (one, two) = committed(lambda cast: (cast, passages(cast, 2)))
    first = {
        one.pk: {"decision": "a", "candidates_count": 3},
        two.pk: {"decision": "b", "rank": 2, "candidates_count": 3},
    }
    size = _as_system(motive)
    second = {
        one.pk: {"decision": "d", "motive": size, "candidates_count": 3},
        two.pk: {"decision": "a", "candidates_count": 3},
    }
    sitting = _as_system(lambda: sitting_of(cast))

    told = together(
        (cast.diane, lambda: record_results(sitting, first, today=TODAY, by=cast.diane.professional)),
        (cast.diane, lambda: record_results(sitting, second, today=TODAY, by=cast.diane.professional)),
    )

    refused = [one for one in told if isinstance(one, ResultsRefused)]
    assert [one for one in told if one == 2] == [2]
    assert len(refused) == 1
    assert set(refused[0].told) == {one.pk, two.pk}
    kept = _as_system(lambda: {each.pk: each.decision for each in CalPresentation.objects.all()})
    assert kept in ({one.pk: "a", two.pk: "b"}, {one.pk: "d", two.pk: "a"})
    recorded = "attribution du logement" if kept[one.pk] == "a" else "non-attribution"
    assert f"Diane a déjà enregistré : {recorded}" in refused[0].told[one.pk]
    assert _as_system(lambda: Event.objects.filter(action="calpresentation.decided").count()) == 2


def test_the_page_shows_the_second_secretary_what_is_there_and_keeps_her_other_rows(cast, sign_in):
    taken, free = passages(cast, 2)
    taken.decide("b", rank=3, candidates_count=3, by=cast.diane.professional)

    response = sign_in(cast.diane).post(
        results_url(cast),
        typed(taken, decision="a", candidates_count=3) | typed(free, decision="a", candidates_count=3),
    )

    rows = {row.passage.pk: row for row in response.context["rows"]}
    assert response.status_code == 422
    assert rows[taken.pk].form is None
    assert "attribution par ordre de priorité (rang), rang 3" in rows[taken.pk].error
    assert rows[free.pk].form["decision"].value() == "a"
    assert CalPresentation.objects.get(pk=free.pk).state == "scheduled"


def test_two_officers_deciding_the_same_passage_at_once_leave_one_decision(committed):  # noqa: F811
    cast, (passage,) = committed(lambda cast: (cast, passages(cast, 1)))
    size = _as_system(motive)
    both = _as_system(lambda: [CalPresentation.objects.select_related("case").get(pk=passage.pk) for _ in range(2)])

    told = together(
        (cast.diane, lambda: both[0].decide("a", candidates_count=3, by=cast.diane.professional)),
        (cast.diane, lambda: both[1].decide("d", motive=size, candidates_count=3, by=cast.diane.professional)),
    )

    assert [type(one) for one in told].count(MoveRefused) == 1
    assert _as_system(Announcement.objects.count) == 1


def _as_system(ask):
    from lodabord.kernel.actor import SYSTEM, acting_as

    with acting_as(SYSTEM), transaction.atomic():
        return ask()


# --- rules of the five decisions ----------------------------------------------------------------------


@pytest.fixture
def passage(cast):
    return passages(cast, 1)[0]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"dwelling_reference": "BD-2"}, "pas les deux"),
        ({"state": "withdrawn"}, "retrait de l'ordre du jour indique son motif"),
        ({"notified_on": date(2025, 4, 16)}, "se notifie le jour de la commission"),
        ({"effect": "effective", "effective_on": CAL_ON}, "Seule une attribution prend effet"),
        ({"effect": "pending"}, "Seule une attribution prend effet"),
    ],
)
def test_a_passage_keeps_its_rules(facts, told, passage):
    breaks(told, lambda: CalPresentation.objects.filter(pk=passage.pk).update(**facts))


def test_a_condition_before_the_commission_makes_no_sense(passage, cast):
    breaks(
        "s'attend après la commission",
        lambda: passage.decide(
            "c",
            candidates_count=3,
            condition_document="Avis",
            condition_deadline=date(2025, 4, 1),
            by=cast.diane.professional,
        ),
    )


def test_the_exceptions_to_three_candidates_that_can_be_checked_are(passage, cast):
    by = cast.diane.professional
    Dwelling.objects.filter(pk=passage.dwelling_id).update(financing="PLUS")
    passage.dwelling.refresh_from_db()
    with pytest.raises(MoveRefused, match="pas PLAI adapté"):
        passage.decide("a", candidates_count=1, fewer_candidates="plai_adapted", by=by)
    with pytest.raises(MoveRefused, match="reconnu DALO"):
        passage.decide("a", candidates_count=1, fewer_candidates="prefect", by=by)
    HousingRequest.objects.filter(household=passage.case.household).update(dalo_status="recognised")
    again = CalPresentation.objects.get(pk=passage.pk)

    again.decide("a", candidates_count=1, fewer_candidates="prefect", by=by)

    assert (again.fewer_candidates, again.effect) == ("prefect", "effective")


@pytest.mark.parametrize("exception", ["not_enough", "plai_adapted"])
def test_an_exception_lets_fewer_candidates_through(exception, passage, cast):
    Dwelling.objects.filter(pk=passage.dwelling_id).update(financing="PLAIA")
    passage.dwelling.refresh_from_db()

    passage.decide("a", candidates_count=1, fewer_candidates=exception, by=cast.diane.professional)

    assert passage.state == "decided"


def test_another_motive_is_written_in_words(passage, cast):
    other = motive(code="other")
    with pytest.raises(MoveRefused, match="écrivez-le"):
        passage.decide("d", motive=other, candidates_count=3, by=cast.diane.professional)

    passage.decide("d", motive=other, motive_text="Loyer trop élevé.", candidates_count=3, by=cast.diane.professional)

    assert passage.case.state == State.CAL_READY


def test_a_rank_takes_effect_only_when_the_household_before_said_no(cast):
    first, second = passages(cast, 2)
    by = cast.diane.professional
    first.decide("b", rank=1, candidates_count=3, by=by)
    second.decide("b", rank=2, candidates_count=3, by=by)
    offer = Offer.notify(first, on=date(2025, 4, 18), by=by)
    with pytest.raises(MoveRefused, match=f"{first.case.household.code}, en rang 1"):
        second.become_effective(on=date(2025, 4, 22), by=by)
    offer.refuse(on=date(2025, 4, 22), reason=motive("offer", "location"), by=by)

    second.become_effective(on=date(2025, 4, 23), by=by)

    assert (second.effect, second.effective_on, second.case.state) == (
        "effective",
        date(2025, 4, 23),
        State.CAL_AWARDED,
    )


def test_a_condition_lapses_only_after_its_delay_and_a_person_says_so(passage, cast):
    by = cast.diane.professional
    passage.decide("c", candidates_count=3, condition_document="Avis", condition_deadline=date(2025, 5, 2), by=by)
    assert passage.case.state == State.CAL_AWARDED
    with pytest.raises(MoveRefused, match="jusqu'au 02/05/2025 inclus"):
        passage.remain_without_effect(on=date(2025, 5, 2), by=by)

    passage.remain_without_effect(on=date(2025, 5, 3), by=by)

    assert (passage.effect, passage.case.state) == ("none", State.CAL_READY)


def test_a_rejection_strikes_the_request_off_a_month_after_its_notice(passage, cast):
    passage.decide("e", motive=motive(), by=cast.diane.professional)
    assert passage.struck_off_from is None
    passage.notify(on=date(2025, 4, 30), by=cast.diane.professional)

    assert passage.struck_off_from == date(2025, 5, 30)
    with pytest.raises(MoveRefused, match="déjà été notifiée"):
        passage.notify(on=date(2025, 5, 2), by=cast.diane.professional)


def test_nothing_is_notified_before_it_is_decided(passage, cast):
    with pytest.raises(MoveRefused, match="rien à notifier"):
        passage.notify(on=CAL_ON, by=cast.diane.professional)


# --- the calendar ---------------------------------------------------------------------------------------


def test_a_date_is_created_on_the_fly_once(cast):
    passages(cast, 2)
    assert CalSitting.objects.filter(agreement=cast.agreement, on=CAL_ON).count() == 1
    breaks("déjà au calendrier", lambda: CalSitting.objects.create(agreement=cast.agreement, on=CAL_ON))
    breaks("indique son motif", lambda: CalSitting.objects.filter(on=CAL_ON).update(state="cancelled"))


def test_a_sitting_moves_with_its_candidates_whose_number_must_hold(cast):
    (passage,) = passages(cast, 1)
    sitting = sitting_of(cast)
    with pytest.raises(MoveRefused, match="L441-2-1"):
        sitting.move_to(date(2026, 6, 2), reason="Quorum", by=cast.diane.professional)

    sitting = sitting_of(cast)
    sitting.move_to(date(2025, 4, 24), reason="Quorum", by=cast.diane.professional)

    passage.refresh_from_db()
    assert (passage.cal_on, sitting.on) == (date(2025, 4, 24), date(2025, 4, 24))


def test_a_cancelled_sitting_decides_nothing(cast):
    (passage,) = passages(cast, 1)
    sitting_of(cast).cancel(reason="Quorum non atteint", by=cast.diane.professional)

    passage.refresh_from_db()
    assert (passage.state, passage.decision, passage.case.state) == ("withdrawn", "", State.CAL_READY)


def test_a_sitting_that_decided_moves_no_more(passage, cast):
    passage.decide("a", candidates_count=3, by=cast.diane.professional)
    sitting = sitting_of(cast)
    with pytest.raises(MoveRefused, match="ne bouge plus"):
        sitting.move_to(TODAY, reason="x", by=cast.diane.professional)
    with pytest.raises(MoveRefused, match="ne bouge plus"):
        sitting.cancel(reason="x", by=cast.diane.professional)


def test_the_calendar_is_the_landlords_own(cast, as_member, sql):
    from django.db import ProgrammingError

    passages(cast, 1)
    with as_member(cast.leila):
        assert sql("SELECT count(*) FROM allocations_calsitting") == [(1,)]
    with as_member(cast.charlie):
        assert sql("SELECT count(*) FROM allocations_calsitting") == [(0,)]
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.bruno):
        sql("UPDATE allocations_calsitting SET place = 'x'")


# --- announcing ------------------------------------------------------------------------------------------


def todo(browser):
    return browser.get("/").content.decode()


def test_the_referent_and_the_head_see_the_result_at_once_and_it_is_ticked(passage, cast, sign_in):
    passage.decide("d", motive=motive(), candidates_count=3, by=cast.diane.professional)
    told = f"à annoncer au ménage par {cast.leila.professional}"
    for person in (cast.leila, cast.bruno):
        assert told in todo(sign_in(person))
    assert told not in todo(sign_in(cast.ines))
    one = Announcement.objects.get()

    sign_in(cast.leila).post(reverse("allocations:announcement", args=[one.pk]), {"on": "2025-04-18"})

    one.refresh_from_db()
    assert (one.announced_on, one.announced_by) == (date(2025, 4, 18), cast.leila.professional)
    assert told not in todo(sign_in(cast.bruno))


def test_an_announcement_is_entrusted_told_once_and_not_before_the_commission(passage, cast):
    passage.decide("a", candidates_count=3, by=cast.diane.professional)
    one = Announcement.objects.get()
    one.entrust(cast.diane.professional, by=cast.bruno.professional)
    assert one.told_by == str(cast.diane.professional)
    with pytest.raises(MoveRefused, match="vérifiez la date"):
        one.tick(on=CAL_ON - timedelta(days=1), by=cast.diane.professional)
    stale = Announcement.objects.get()
    one.tick(on=CAL_ON, by=cast.diane.professional)

    with pytest.raises(MoveRefused, match="Un collègue"):
        stale.tick(on=CAL_ON, by=cast.leila.professional)
    with pytest.raises(MoveRefused, match="depuis le 17/04/2025"):
        one.tick(on=CAL_ON, by=cast.leila.professional)
    breaks("quand, et par qui", lambda: Announcement.objects.update(announced_on=None))


def test_each_turn_of_a_passage_is_announced(passage, cast):
    by = cast.diane.professional
    passage.decide("b", rank=2, candidates_count=3, by=by)
    passage.become_effective(on=date(2025, 4, 22), by=by)
    Offer.notify(passage, on=date(2025, 4, 22), by=by).lapse(cause="Travaux", by=by)

    assert list(Announcement.objects.order_by("created_at").values_list("what", flat=True)) == [
        "decision", "effect", "lapsed",
    ]  # fmt: skip


def test_an_announcement_is_read_by_both_sides_and_not_next_door(passage, cast, as_member, sql):
    passage.decide("a", candidates_count=3, by=cast.diane.professional)
    for member, seen in [(cast.leila, 1), (cast.paul, 1), (cast.diane, 1), (cast.charlie, 0), (cast.karim, 0)]:
        with as_member(member):
            assert sql("SELECT count(*) FROM allocations_announcement") == [(seen,)], member


def test_papers_of_mine_are_in_my_todo(cast, sign_in):
    case = factories.preparing_case(cast)
    FilePaper.on_the_list(case, "garantie").ask(
        side="social", due_on=date(2025, 3, 1), on=date(2025, 2, 1), by=cast.leila.professional
    )

    assert "Garantie (Visale" in todo(sign_in(cast.sophie))
    assert "Pièces à obtenir pour la CAL" in todo(sign_in(cast.leila))
    assert "Garantie (Visale" not in todo(sign_in(cast.leila))
    assert "Pièces à obtenir pour la CAL" not in todo(sign_in(cast.ines))
