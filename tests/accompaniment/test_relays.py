"""Relays: a directory kept by the team, requests with what came of them; what tells of health stays apart."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from accompaniment import relays
from accompaniment.models import HealthRelayRequest, Relay, RelayRequest, RelayState
from accompaniment.models.relay_request import CHASED_AFTER
from accompaniment.reminders import relays as reminders
from households.confidentiality import DataClass
from households.deadline_table import stage_of
from households.models import Case, Event, Reminder
from households.stateful import MoveRefused
from lodabord.partners.models import Terms
from tests import factories
from tests.accompaniment.test_pages import OUTSIDERS, page
from tests.factories.relays import ASKED, HEALTH, asked, relay
from tests.test_query_counts import count

DAY = timedelta(days=1)
STATES = [RelayState.OBTAINED, RelayState.REFUSED, RelayState.NO_ANSWER, RelayState.DROPPED]


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


@pytest.fixture
def today():
    return timezone.localdate()


def plain(answer):
    return answer.content.decode().replace("&#x27;", "'")


def without_health():
    Terms.objects.update(health_data_enabled=False)


def typed(today, **more):
    return {
        "what_for": "Aide au dépôt de garantie.",
        "asked_on": today.isoformat(),
        "agreed_on": today.isoformat(),
        **more,
    }


# --- the directory -------------------------------------------------------------------------------------


def test_a_service_is_added_found_by_a_word_without_its_accent_and_kept_up_to_date(worker, today):
    sent = {
        "service": "Maison du département",
        "kind": "service_social",
        "does": "Accès aux droits.",
        "territory": "Démoville",
    }
    assert worker.post(page("new_relay"), sent).status_code == 302
    line = Relay.objects.get()
    assert (line.updated_on, str(line.updated_by)) == (today, "Leila")

    for word in ("departement", "acces", "demoville", "maison demoville"):
        assert "Maison du département" in plain(worker.get(page("relays"), {"q": word})), word
    assert "Aucun service ne correspond" in plain(worker.get(page("relays"), {"q": "introuvable"}))
    assert "Maison du département" not in plain(worker.get(page("relays"), {"type": "fsl"}))

    assert worker.post(page("relay", line.pk), {**sent, "phone": "03 20 00 00 00"}).status_code == 302
    assert Relay.objects.get().phone == "03 20 00 00 00"


def test_an_empty_directory_offers_to_fill_it(worker):
    assert "L'annuaire est vide" in plain(worker.get(page("relays")))


def test_the_same_service_is_there_once_for_a_kind(worker, cast):
    relay(cast, service="CCAS Démo")
    answer = worker.post(page("new_relay"), {"service": "CCAS Démo", "kind": "fsl"})
    assert answer.status_code == 422
    assert "déjà dans l'annuaire" in plain(answer)


def test_archived_it_is_proposed_no_more_and_comes_back(worker, cast, case):
    line = relay(cast, service="Service fermé")
    assert worker.post(page("relay_archive", line.pk), {}).status_code == 422
    assert worker.post(page("relay_archive", line.pk), {"sure": "on"}).status_code == 302
    assert "Service fermé" not in plain(worker.get(page("new_relay_request", case.pk)))
    assert "Service fermé" in plain(worker.get(page("relays"), {"archives": "1"}))

    worker.post(page("relay_restore", line.pk))

    assert "Service fermé" in plain(worker.get(page("new_relay_request", case.pk)))
    with pytest.raises(MoveRefused, match="déjà dans l'annuaire"):
        Relay.objects.get().restore(on=ASKED, by=cast.leila.professional)


def test_each_association_has_its_own_and_nobody_erases_a_line(cast, as_member, sql, sign_in):
    line = relay(cast)
    for member in (cast.paul, cast.sophie, cast.emile, cast.camille, cast.admin):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(member):
            sql("SELECT * FROM accompaniment_relay")
    with as_member(cast.charlie):
        assert sql("SELECT count(*) FROM accompaniment_relay") == [(0,)]
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.leila):
        sql("DELETE FROM accompaniment_relay")
    assert sign_in(cast.charlie).get(page("relay", line.pk)).status_code == 404


# --- asked ---------------------------------------------------------------------------------------------


def test_a_relay_of_the_directory_gives_its_own_kind(worker, cast, case, today):
    line = relay(cast, kind="budget")
    assert (
        worker.post(page("new_relay_request", case.pk), typed(today, relay=str(line.pk), kind="fsl")).status_code == 302
    )
    kept = RelayRequest.objects.get()
    assert (kept.kind_id, kept.relay, kept.state, kept.asked_on) == ("budget", line, "demande", today)


def test_a_service_in_words_says_its_kind(worker, case, today):
    answer = worker.post(page("new_relay_request", case.pk), typed(today, service="Épicerie sociale"))
    assert answer.status_code == 422
    assert "de quel type de relais" in plain(answer)
    assert "Épicerie sociale" in plain(answer)

    sent = typed(today, service="Épicerie sociale", kind="alimentaire")
    assert worker.post(page("new_relay_request", case.pk), sent).status_code == 302
    assert str(RelayRequest.objects.get().named) == "Épicerie sociale"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "Choisissez un relais de l'annuaire"),
        ({"service": "x", "kind": "fsl", "asked_on": "2999-01-01"}, "dans le futur"),
        (
            {"service": "x", "kind": "fsl", "asked_on": "2024-01-01", "agreed_on": "2024-01-01"},
            "entre l'orientation du ménage",
        ),
        ({"service": "x", "kind": "fsl", "agreed_on": ""}, "Ce champ est obligatoire"),
        ({"service": "x", "kind": "fsl", "what_for": ""}, "Ce champ est obligatoire"),
    ],
)
def test_what_is_missing_or_impossible_is_said_and_nothing_is_written(more, told, worker, case, today):
    answer = worker.post(page("new_relay_request", case.pk), typed(today, **more))
    assert answer.status_code == 422
    assert told in plain(answer)
    assert not RelayRequest.objects.exists()


def test_the_person_agrees_before_it_is_asked(cast, case):
    with pytest.raises(MoveRefused, match="accord avant"):
        RelayRequest.ask(
            case, kind=relay(cast).kind, service="x", what_for="x", asked_on=ASKED, agreed_on=ASKED + DAY, today=ASKED + DAY,
            by=cast.leila.professional,
        )  # fmt: skip


# --- what tells of health -------------------------------------------------------------------------------


def test_what_tells_of_health_is_another_table_under_its_own_class(cast, case):
    usual, health = asked(cast, case), asked(cast, case, kind=HEALTH)

    assert (type(usual), type(health)) == (RelayRequest, HealthRelayRequest)
    classes = dict(Event.objects.filter(record_id__in=[usual.pk, health.pk]).values_list("record_id", "record_class"))
    assert classes == {usual.pk: DataClass.SOCIAL, health.pk: DataClass.HEALTH}


@pytest.mark.parametrize(("model", "kind"), [(RelayRequest, HEALTH), (HealthRelayRequest, "fsl")])
def test_the_database_refuses_a_kind_in_the_wrong_table(model, kind, cast, case):
    here = asked(cast, case, kind="fsl" if model is RelayRequest else HEALTH)
    with pytest.raises(IntegrityError, match="health"), transaction.atomic():
        model.objects.filter(pk=here.pk).update(kind=kind)


def test_where_the_agreement_keeps_no_health_data_no_such_relay_is_offered_nor_shown(worker, cast, case, today):
    health = asked(cast, case, kind=HEALTH)
    assert HEALTH in plain(worker.get(page("new_relay_request", case.pk)))
    assert "CANARI-attendu" in plain(worker.get(page("relays_of_case", case.pk)))
    without_health()

    assert HEALTH not in plain(worker.get(page("new_relay_request", case.pk)))
    assert "CANARI-attendu" not in plain(worker.get(page("relays_of_case", case.pk)))
    assert "CANARI-attendu" not in plain(worker.get(case.get_absolute_url()))
    assert "CANARI-attendu" not in plain(worker.get(page("relay_requests")))
    assert worker.get(page("health_relay_settle", health.pk)).status_code == 404
    assert worker.post(page("new_relay_request", case.pk), typed(today, service="x", kind=HEALTH)).status_code == 422
    assert list(reminders.owed(ASKED + CHASED_AFTER)) == []
    with pytest.raises(MoveRefused, match="n'autorise pas les données de santé"):
        asked(cast, Case.objects.get(pk=case.pk), kind=HEALTH)


# --- what came of it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", ["fsl", HEALTH])
def test_each_outcome_has_its_day_and_its_words(state, kind, worker, cast, case, today):
    one = asked(cast, case, kind=kind)
    sent = {"state": state, "on": (ASKED + 9 * DAY).isoformat(), "outcome": "Dit au téléphone."}

    assert worker.post(one.settle_url, sent).status_code == 302

    kept = type(one).objects.get()
    days = (ASKED + 9 * DAY, None) if state == RelayState.OBTAINED else (None, ASKED + 9 * DAY)
    assert (kept.state, kept.effective_on, kept.answered_on, kept.outcome) == (state, *days, "Dit au téléphone.")
    assert kept.get_state_display() in plain(worker.get(page("relays_of_case", case.pk)))


@pytest.mark.parametrize("on", [ASKED - DAY, date(2999, 1, 1)])
def test_an_outcome_is_neither_before_it_was_asked_nor_ahead(on, cast, case):
    one = asked(cast, case)
    with pytest.raises(MoveRefused, match="entre celui de la demande et aujourd'hui"):
        one.settle(RelayState.OBTAINED, on=on, outcome="", today=ASKED + DAY, by=cast.leila.professional)


def test_two_who_settle_at_once_the_second_is_told(cast, case):
    first, second = asked(cast, case), RelayRequest.objects.get()
    told = {"on": ASKED, "outcome": "", "today": ASKED, "by": cast.leila.professional}
    first.settle(RelayState.OBTAINED, **told)
    with pytest.raises(MoveRefused, match="collègue vient de modifier"):
        second.settle(RelayState.REFUSED, **told)
    assert RelayRequest.objects.get().state == RelayState.OBTAINED


def test_obtained_is_not_refused_afterwards_but_goes_back_to_waiting(worker, cast, case):
    one, by = asked(cast, case), cast.leila.professional
    one.settle(RelayState.OBTAINED, on=ASKED, outcome="Suivi commencé.", today=ASKED, by=by)
    with pytest.raises(MoveRefused, match="déjà « Obtenu »"):
        one.settle(RelayState.REFUSED, on=ASKED, outcome="", today=ASKED, by=by)

    assert worker.post(one.back_url).status_code == 302

    kept = RelayRequest.objects.get()
    assert (kept.state, kept.effective_on, kept.outcome) == (RelayState.ASKED, None, "")


def test_a_service_that_stayed_silent_may_answer_after_all(cast, case):
    one = asked(cast, case)
    told = {"outcome": "", "today": ASKED + 40 * DAY, "by": cast.leila.professional}
    one.settle(RelayState.NO_ANSWER, on=ASKED + 30 * DAY, **told)
    one.settle(RelayState.OBTAINED, on=ASKED + 40 * DAY, **told)
    assert (one.effective_on, one.answered_on) == (ASKED + 40 * DAY, None)


def test_the_database_keeps_a_state_and_its_days_together(cast, case):
    one = asked(cast, case)
    for wrong in ({"state": "obtenu"}, {"effective_on": ASKED}, {"state": "refuse", "effective_on": ASKED}):
        with pytest.raises(IntegrityError, match="obtained_is_effective"), transaction.atomic():
            RelayRequest.objects.filter(pk=one.pk).update(**wrong)


# --- fifteen days without an answer ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["fsl", HEALTH])
def test_after_fifteen_days_its_follower_is_reminded_once_and_a_chase_gives_fifteen_more(kind, cast, case):
    one = asked(cast, case, kind=kind)
    late = ASKED + CHASED_AFTER
    assert list(reminders.owed(late - DAY)) == []
    (told,) = reminders.owed(late)
    assert (told.recipient, told.due_on) == (cast.leila.professional, late)
    assert stage_of(told.about, told.stage) is not None
    assert "CANARI" not in told.wording
    owed = Reminder(about=told.about, stage=told.stage, recipient=told.recipient)
    assert reminders.still(owed, late) is True

    one.chase(on=late, by=cast.ines.professional)

    assert reminders.still(owed, late) is False
    assert list(reminders.owed(late + CHASED_AFTER - DAY)) == []
    assert len(list(reminders.owed(late + CHASED_AFTER))) == 1


def test_settled_or_over_nothing_is_owed(cast, case):
    one = asked(cast, case)
    one.settle(RelayState.DROPPED, on=ASKED, outcome="", today=ASKED, by=cast.leila.professional)
    assert list(reminders.owed(ASKED + CHASED_AFTER)) == []


def test_what_is_late_waits_on_the_page_of_whoever_follows(sign_in, cast, case, today):
    asked(cast, case, on=today - CHASED_AFTER)
    assert "Relais à relancer" in plain(sign_in(cast.leila).get("/"))
    assert "Relais à relancer" not in plain(sign_in(cast.bruno).get("/"))
    Case.objects.filter(pk=case.pk).update(referent=None)
    assert "Relais à relancer" in plain(sign_in(cast.bruno).get("/"))


def test_chased_from_its_page(worker, cast, case, today):
    one = asked(cast, case, on=today - CHASED_AFTER)
    assert "à relancer" in plain(worker.get(page("relays_of_case", case.pk)))
    assert worker.post(one.chase_url).status_code == 302
    assert RelayRequest.objects.get().chased_on == today
    assert "à relancer" not in plain(worker.get(page("relays_of_case", case.pk)))


# --- who reads ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_nobody_else_knows_of_it(outsider, cast, sign_in, case):
    one, health = asked(cast, case), asked(cast, case, kind=HEALTH)
    browser = sign_in(getattr(cast, outsider))
    addresses = [page("relays_of_case", case.pk), page("new_relay_request", case.pk), one.settle_url, health.settle_url]
    assert [browser.get(address).status_code for address in addresses] == [404] * 4


def test_a_list_costs_the_same_at_one_row_and_at_three(cast, sign_in):
    browser, costs = sign_in(cast.bruno), []
    for rank in (1, 2, 3):
        case = factories.housed_case(cast, number=f"05901250000{rank}GDEMO1", last_name=f"Nom{rank}")
        line = relay(cast, service=f"Service {rank}")
        asked(cast, case, relay=line)
        asked(cast, case, kind=HEALTH)
        costs.append((count(browser, page("relay_requests")), count(browser, page("relays"))))
    assert costs[0] == costs[2] == (10, 8)


def test_the_directory_is_of_the_agreement_of_the_household(cast, case):
    here, there = relay(cast), relay(cast, agreement=cast.agreement_2, service="Ailleurs")
    kinds = relays.kinds_offered(case.agreement, cast.leila.role, ASKED)
    assert list(relays.relays_offered(case, kinds)) == [here]
    assert there.agreement == cast.agreement_2
