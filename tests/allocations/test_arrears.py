"""The rent account over time: figures, first alert, acts, what is late, outcomes, disturbances; who reads what."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from allocations.account_chart import chart_of, message_of
from allocations.models import (
    ArrearsCorrection,
    ArrearsSnapshot,
    ArrearsStep,
    Disturbance,
    FirstUnpaid,
    RetentionOutcome,
    UnpaidSeen,
)
from allocations.procedures import standing_of
from households.models import Case, Message, Reminder, assign
from households.reminders import tick
from households.stateful import MoveRefused
from tests import factories
from tests.allocations.test_decisions_and_cal import breaks
from tests.factories import PARIS, retention

ON = date(2025, 6, 30)


def stage(case):
    return standing_of(case, MEMBER[0]).stage


MEMBER: list = []


@pytest.fixture(autouse=True)
def as_sophie_reads(cast):
    MEMBER[:] = [cast.sophie]


# --- figures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("debt", "net_rent", "apl", "to_landlord", "told"),
    [
        ("0", "200", "150", True, "none"),
        ("1", "200", "150", True, "early"),
        ("400", "200", "150", True, "constituted"),
        ("400", "350", "150", False, "early"),
        ("700", "350", "150", False, "constituted"),
        ("700", None, None, True, "early"),
    ],
)
def test_the_stage_of_an_account_is_computed_by_the_laws_rule(debt, net_rent, apl, to_landlord, told, case, cast):
    noted = retention.account(
        cast, case, ON, debt, net_rent, apl=Decimal(apl) if apl else None, apl_to_landlord=to_landlord
    )
    assert noted.stage == told


def test_the_trend_is_a_sign_and_a_word(case, cast):
    retention.account(cast, case, date(2025, 6, 1), "200")
    assert standing_of(case, cast.sophie).trend_word == "un seul relevé"
    for on, debt, sign, word in (
        (date(2025, 7, 1), "300", "▲", "en hausse"),
        (date(2025, 8, 1), "300", "=", "stable"),
        (date(2025, 9, 1), "0", "▼", "en baisse"),
    ):
        retention.account(cast, case, on, debt)
        told = standing_of(case, cast.sophie)
        assert (told.trend_sign, told.trend_word) == (sign, word)


def test_the_curve_says_its_message_and_each_value(case, cast):
    for month, debt in ((6, "100"), (7, "300"), (8, "500")):
        retention.account(cast, case, date(2025, month, 1), debt)
    standing = standing_of(case, cast.sophie)

    drawn = str(chart_of(standing))

    assert message_of(standing) == "De 0,5 à 2,5 mois de loyer net, en hausse au dernier relevé"
    assert "<title>De 0,5 à 2,5 mois" in drawn
    assert 'role="img"' in drawn
    assert "2 mois : impayé constitué" in drawn
    for value in ("0,5", "1,5", "2,5"):
        assert f">{value}</text>" in drawn


def test_a_long_curve_tells_its_first_last_and_highest_values_only(case, cast):
    for rank in range(20):
        retention.account(cast, case, date(2025, 1, 1) + timedelta(days=30 * rank), str(200 if rank == 7 else rank))
    drawn = str(chart_of(standing_of(case, cast.sophie)))
    assert drawn.count('font-weight="700"') == 3


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"debt": -1}, "négative"),
        ({"net_rent": -1}, "négatifs"),
        ({"month": date(2025, 6, 2)}, "premier jour"),
    ],
)
def test_an_account_keeps_its_rules(changes, told, case, cast):
    noted = retention.account(cast, case, ON, "0")
    breaks(told, lambda: ArrearsSnapshot.objects.filter(pk=noted.pk).update(**changes))


# --- the first unpaid month ----------------------------------------------------------------------------


def test_the_first_debt_after_the_move_in_is_told_to_both_sides_in_the_same_transaction(case, cast, sign_in):
    assign(case, "referent", cast.leila.professional, on=date(2025, 5, 5), by=cast.bruno.professional)
    retention.account(cast, case, date(2025, 4, 30), "50")
    assert FirstUnpaid.objects.count() == 0
    retention.account(cast, case, date(2025, 5, 31), "0")
    retention.account(cast, case, ON, "90")
    retention.account(cast, case, date(2025, 7, 31), "190")

    notice = FirstUnpaid.objects.get()

    assert notice.on == ON
    for member in (cast.leila, cast.sophie, cast.paul, cast.bruno):
        assert "Premier impayé" in sign_in(member).get("/").content.decode(), member
    for member in (cast.ines, cast.diane, cast.karim):
        assert "Premier impayé" not in sign_in(member).get("/").content.decode(), member


def test_each_side_acknowledges_once_and_for_itself(case, cast, sign_in):
    retention.account(cast, case, ON, "90")
    notice = FirstUnpaid.objects.get()
    url = f"/attributions/premiers-impayes/{notice.pk}/vu/"

    assert sign_in(cast.leila).post(url).status_code == 302

    assert "Premier impayé (" not in sign_in(cast.leila).get("/").content.decode()
    assert list(FirstUnpaid.objects.unseen_by("association")) == []
    assert list(FirstUnpaid.objects.unseen_by("landlord")) == [notice]
    with pytest.raises(MoveRefused, match="déjà pris connaissance"):
        notice.acknowledge(cast.bruno, by=cast.bruno.professional)
    assert sign_in(cast.nour).post(url).status_code == 404


def test_a_correction_that_clears_the_debt_voids_the_alert_and_a_later_debt_raises_another(case, cast):
    noted = retention.account(cast, case, ON, "90")
    ArrearsSnapshot.objects.filter(pk=noted.pk).update(debt=0)
    FirstUnpaid.review(case, by=cast.sophie.professional)
    assert list(FirstUnpaid.objects.standing()) == []
    retention.account(cast, case, date(2025, 8, 31), "120")
    assert FirstUnpaid.objects.standing().get().on == date(2025, 8, 31)
    breaks("déjà signalé", lambda: FirstUnpaid.objects.create(case=case, snapshot=noted, on=ON))


def owed():
    live = Reminder.objects.filter(cancelled_at__isnull=True, about__startswith="unpaid").select_related("recipient")
    return {one.recipient.first_name for one in live}


def test_it_is_owed_once_to_the_referent_the_adviser_and_the_pilot_by_an_e_mail_without_a_name(case, cast, mailoutbox):
    assign(case, "referent", cast.leila.professional, on=date(2025, 5, 5), by=cast.bruno.professional)
    retention.account(cast, case, ON, "90")
    morning = datetime(2025, 7, 1, 8, tzinfo=PARIS)

    for minute in range(3):
        tick(morning + timedelta(minutes=minute))

    assert owed() == {"Leila", "Sophie", "Paul"}
    assert Reminder.objects.filter(about__startswith="unpaid").count() == 3
    for mail in mailoutbox:
        text = f"{mail.subject} {mail.body}"
        assert not [one for one in (case.household.code, "Bernard", "impayé", str(case.pk)) if one in text]


def test_seen_before_the_e_mail_left_it_is_not_written(case, cast, mailoutbox):
    from allocations import unpaid_reminders
    from households.reminders import gather, owe

    morning = datetime(2025, 7, 1, 8, tzinfo=PARIS)
    retention.account(cast, case, ON, "90")
    owe(unpaid_reminders.owed(morning.date()), morning)
    gather(morning)
    FirstUnpaid.objects.get().acknowledge(cast.sophie, by=cast.sophie.professional)
    tick(morning)
    assert {mail.to[0] for mail in mailoutbox} & {"sophie@demo.test", "paul@demo.test"} == set()
    assert Message.objects.filter(state="cancelled").count() == 2


# --- the acts and what comes next ----------------------------------------------------------------------


def test_an_act_noted_gives_its_stage_and_keeps_only_its_own_details(case, cast):
    retention.account(cast, case, ON, "500")
    ArrearsStep.note(
        case, "summons", on=date(2025, 7, 1), hearing_on=date(2025, 9, 30), plan_amount=Decimal(10), leave_by=ON,
        by=cast.sophie.professional,
    )  # fmt: skip
    noted = ArrearsStep.objects.get()
    assert (noted.hearing_on, noted.plan_amount, noted.leave_by) == (date(2025, 9, 30), None, None)
    assert stage(case) == "summons"


def test_noted_by_mistake_it_is_struck_out_and_no_longer_counts(case, cast):
    retention.account(cast, case, ON, "500")
    noted = ArrearsStep.note(case, "payment_order", on=date(2025, 7, 1), by=cast.sophie.professional)
    noted.withdraw(at=timezone.now(), by=cast.paul.professional)
    assert stage(case) == "constituted"
    assert ArrearsStep.objects.count() == 1
    with pytest.raises(MoveRefused, match="déjà retirée"):
        noted.withdraw(at=timezone.now(), by=cast.paul.professional)


@pytest.mark.parametrize(
    ("kind", "details", "told"),
    [
        ("summons", {"hearing_on": date(2025, 6, 1)}, "suit l'assignation"),
        ("quit_order", {"leave_by": date(2025, 6, 1)}, "suit le commandement"),
        ("repayment_plan", {"plan_amount": Decimal(0)}, "supérieure à zéro"),
    ],
)
def test_an_act_keeps_its_rules(kind, details, told, case, cast):
    breaks(told, lambda: ArrearsStep.note(case, kind, on=date(2025, 7, 1), by=cast.sophie.professional, **details))


def test_the_same_act_is_not_noted_twice_on_a_day(case, cast):
    ArrearsStep.note(case, "payment_order", on=ON, by=cast.sophie.professional)
    breaks("déjà notée", lambda: ArrearsStep.note(case, "payment_order", on=ON, by=cast.paul.professional))


def test_a_near_or_late_legal_date_is_in_a_faire_of_the_landlord_only(case, cast, sign_in):
    today = timezone.localdate()
    retention.account(cast, case, today - timedelta(days=70), "500")
    retention.account(cast, case, today - timedelta(days=5), "600")

    page = sign_in(cast.sophie).get("/").content.decode()

    assert "Signaler l&#x27;impayé à la CAF ou à la MSA" in page
    assert "Impayés : dates légales" not in sign_in(cast.leila).get("/").content.decode()
    ArrearsStep.note(case, "caf_report", on=today, by=cast.sophie.professional)
    assert "Impayés : dates légales" not in sign_in(cast.sophie).get("/").content.decode()


def test_the_procedures_page_tells_the_past_the_next_step_and_its_source(case, cast, sign_in):
    retention.account(cast, case, date(2025, 6, 30), "500")
    ArrearsStep.note(case, "caf_report", on=date(2025, 7, 2), by=cast.sophie.professional)
    ArrearsStep.note(case, "payment_order", on=date(2025, 7, 10), by=cast.sophie.professional)
    ArrearsStep.note(case, "ccapex", on=date(2025, 7, 11), by=cast.sophie.professional)
    url = f"/attributions/dossiers/{case.pk}/impaye/"

    page = sign_in(cast.sophie).get(url).content.decode()

    for told in (
        "Impayé constitué (calculé)",
        "délai jusqu&#x27;au 21/08/2025",
        "à partir du 12/09/2025",
        "loi 89-462",
    ):
        assert told in page
    read = sign_in(cast.leila).get(url).content.decode()
    assert "Assignation possible" in read
    assert "Noter une étape" not in read


# --- outcomes, disturbances -----------------------------------------------------------------------------


def test_an_outcome_is_noted_at_a_review_and_again_at_the_end(cast, sign_in):
    case = retention.accompanied(cast)
    RetentionOutcome.note(case, "plan_respected", on=ON, by=cast.sophie.professional)
    RetentionOutcome.note(case, "debt_settled", on=date(2025, 9, 30), by=cast.sophie.professional)
    page = sign_in(cast.paul).get("/attributions/impayes/").content.decode()
    assert "Dette soldée" in page
    assert "Plan d&#x27;apurement respecté" not in page
    breaks(
        "déjà notée",
        lambda: RetentionOutcome.note(case, "debt_settled", on=date(2025, 9, 30), by=cast.paul.professional),
    )


def test_the_eight_outcomes_are_those_of_the_sheet_and_of_the_retention_track_only(case, cast):
    assert list(RetentionOutcome.Kind.values) == [
        "debt_settled", "plan_respected", "disturbance_ceased", "mutation", "adapted_housing", "procedure_ongoing",
        "evicted", "left_before_eviction",
    ]  # fmt: skip
    with pytest.raises(MoveRefused, match="que le volet maintien"):
        RetentionOutcome.note(case, "debt_settled", on=ON, by=cast.sophie.professional)


def test_a_disturbance_has_no_field_for_a_complainant():
    names = {field.name for field in Disturbance._meta.fields}
    assert names == {"id", "case", "created_at", "created_by", "taken_over", "on", "kind", "facts", "ceased_on"}


def test_a_text_that_seems_to_name_somebody_is_kept_only_if_confirmed(case, cast, sign_in):
    url, told = f"/attributions/dossiers/{case.pk}/troubles/", {"on": "2025-06-01", "kind": "noise"}
    browser = sign_in(cast.sophie)

    warned = browser.post(url, {**told, "facts": "Bruit selon Mme Durand."})

    assert warned.status_code == 422
    assert "« Mme Durand »" in warned.content.decode()
    assert Disturbance.objects.count() == 0
    assert browser.post(url, {**told, "facts": "Bruit selon Mme Durand.", "keep_text": "on"}).status_code == 302
    assert browser.post(url, {**told, "facts": "Bruit constaté par la gardienne."}).status_code == 302
    assert Disturbance.objects.count() == 2


def test_a_disturbance_ceases_once(case, cast):
    fact = Disturbance.objects.create(case=case, on=date(2025, 6, 1), kind="noise")
    breaks("cesse après", lambda: Disturbance.objects.filter(pk=fact.pk).update(ceased_on=date(2025, 5, 1)))
    fact.cease(on=date(2025, 6, 20), by=cast.sophie.professional)
    with pytest.raises(MoveRefused, match="déjà notée"):
        fact.cease(on=date(2025, 6, 21), by=cast.paul.professional)


# --- the list ---------------------------------------------------------------------------------------------


def test_every_housed_household_of_both_tracks_is_listed_filtered_and_sorted(case, cast, sign_in):
    tenant = factories.reported_case(cast)
    retention.account(cast, case, ON, "100")
    retention.account(cast, tenant, ON, "900")
    factories.preparing_case(cast, last_name="Autre")
    browser = sign_in(cast.paul)

    def codes(query=""):
        return [row.case.household.code for row in browser.get(f"/attributions/impayes/{query}").context["rows"]]

    high, low = tenant.household.code, case.household.code
    assert codes() == [high, low]
    assert codes("?tri=mois&sens=inverse") == [low, high]
    assert codes("?tri=menage") == sorted([low, high])
    assert codes("?volet=access") == [low]
    assert codes("?etape=constituted") == [high]
    retention.account(cast, case, date(2025, 7, 31), "0")
    assert codes("?dette=1") == [high]
    assert codes("?volet=x&etape=y&tri=z") == [high, low]
    assert 'aria-sort="descending"' in browser.get("/attributions/impayes/").content.decode()


def test_the_menu_offers_it_to_the_landlords_social_team_only(case, cast, sign_in):
    for member, shown, opens in [
        (cast.paul, True, 200), (cast.sophie, True, 200), (cast.leila, False, 200), (cast.bruno, False, 200),
        (cast.diane, False, 404), (cast.karim, False, 404), (cast.emile, False, 404), (cast.camille, False, 404),
    ]:  # fmt: skip
        browser = sign_in(member)
        assert ('href="/attributions/impayes/"' in browser.get("/").content.decode()) is shown, member
        assert browser.get("/attributions/impayes/").status_code == opens, member


# --- the wall -----------------------------------------------------------------------------------------------

TABLES = [
    "allocations_arrearssnapshot", "allocations_arrearscorrection", "allocations_arrearsstep", "allocations_firstunpaid",
    "allocations_unpaidseen", "allocations_retentionoutcome", "allocations_disturbance", "households_rentaccount",
]  # fmt: skip


@pytest.fixture
def tenant(cast):
    """Reported by Karim, accompanied, with a fact in every table."""
    case = retention.accompanied(cast, tenant_ref="LOC-1")
    noted = retention.account(cast, case, ON, "500")
    ArrearsCorrection.objects.create(case=case, snapshot=noted, debt_before=400, debt_after=500)
    ArrearsStep.note(case, "caf_report", on=ON, by=cast.sophie.professional)
    FirstUnpaid.objects.get().acknowledge(cast.sophie, by=cast.sophie.professional)
    RetentionOutcome.note(case, "procedure_ongoing", on=ON, by=cast.sophie.professional)
    Disturbance.objects.create(case=case, on=ON, kind="noise")
    return case


@pytest.mark.parametrize("table", TABLES)
def test_who_reads_the_account_of_a_tenant(table, tenant, cast, as_member, sql):
    for person, seen in [
        ("leila", 1), ("bruno", 1), ("nour", 1), ("sophie", 1), ("paul", 1), ("karim", 1), ("diane", 0), ("charlie", 0),
    ]:  # fmt: skip
        with as_member(getattr(cast, person)):
            assert sql(f"SELECT count(*) FROM {table}") == [(seen,)], person
    Case.objects.filter(pk=tenant.pk).update(reported_by=cast.sophie.professional)
    with as_member(cast.karim):
        assert sql(f"SELECT count(*) FROM {table}") == [(0,)]
    for person in ("emile", "camille", "admin"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
            sql(f"SELECT * FROM {table}")


@pytest.mark.parametrize("table", [one for one in TABLES if "seen" not in one and "correction" not in one])
def test_the_association_and_the_officers_never_write_the_account(table, tenant, cast, as_member, sql):
    for person in ("leila", "bruno"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
            sql(f"DELETE FROM {table}")
    if table != "households_rentaccount":
        for person in ("karim", "diane"):
            with as_member(getattr(cast, person)):
                sql(f"DELETE FROM {table}")
    assert sql(f"SELECT count(*) FROM {table}") == [(1,)]


def test_an_acknowledgement_and_a_correction_are_never_rewritten(tenant, cast, as_member, sql):
    for table in ("allocations_unpaidseen", "allocations_arrearscorrection"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.sophie):
            sql(f"DELETE FROM {table}")
    assert UnpaidSeen.objects.get().side == "landlord"
