"""« Besoins de logement à venir »: read by code months before the identity, and by nobody else's door."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from accompaniment import conduct
from allocations.deadlines import need_is_missing, need_review_due
from allocations.models import BenefitEstimate, ForeseenDwelling, HousingNeed, NeedChange
from allocations.needs import affordable, people_of, total_resources
from allocations.suitability import Means
from households.models import Case, Event, Household, HousingRequest, Person, Reading, Resources
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from tests import factories
from tests.factories.needs import TOLD, dwelling, need

READS = {
    "leila": True, "ines": True, "bruno": True, "nour": True, "paul": True, "sophie": True, "diane": True,
    "karim": False, "charlie": False,
}  # fmt: skip


@pytest.fixture
def preparing(cast):
    return factories.preparing_case(cast)


def posted(**changed):
    told = {name: value for name, value in TOLD.items() if value not in (False, None)} | changed
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


# --- who reads --------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", list(READS))
def test_a_need_is_read_by_the_team_the_officer_and_the_social_staff_and_no_one_else(
    person, preparing, cast, as_member, sql
):
    need(cast, preparing)
    member = getattr(cast, person)

    with as_member(member):
        assert HousingNeed.objects.visible_to(member).exists() is READS[person]
        assert sql("SELECT count(*) FROM allocations_housingneed") == [(int(READS[person]),)]


@pytest.mark.parametrize("person", ["emile", "camille", "admin"])
def test_funders_prescribers_and_administrators_have_no_right_at_all(person, preparing, cast, as_member, sql):
    need(cast, preparing)

    with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
        sql("SELECT * FROM allocations_housingneed")


def test_the_officer_reads_the_need_while_the_case_and_the_household_are_closed_to_her(preparing, cast, as_member, sql):
    need(cast, preparing)

    with as_member(cast.diane):
        assert sql("SELECT code FROM allocations_housingneed") == [(preparing.household.code,)]
        assert Case.objects.count() == Household.objects.count() == Person.objects.count() == 0
        assert Resources.objects.count() == HousingRequest.objects.count() == BenefitEstimate.objects.count() == 0
        assert Event.objects.count() == 0


def test_the_record_has_no_room_for_a_name_a_note_a_reason_or_an_address():
    fields = {field.name for field in HousingNeed._meta.fields}

    assert fields == {
        "id", "case", "agreement", "code", "state", "reinforced", *HousingNeed.TOLD, "proposed_on", "reviewed_on",
        "withdrawn_on", "created_at", "created_by", "taken_over",
    }  # fmt: skip


def test_her_pages_show_the_code_and_lead_to_no_file(preparing, cast, sign_in):
    made = need(cast, preparing)
    browser = sign_in(cast.diane)

    for url in (reverse("allocations:needs"), made.get_absolute_url()):
        page = browser.get(url).content.decode()
        assert preparing.household.code in page
        assert str(preparing.pk) not in page
        assert "Bernard" not in page
        assert "Mme" not in page
        assert "Leila" not in page
    assert browser.get(preparing.get_absolute_url()).status_code == 404
    assert "AC-" not in browser.get("/dossiers/").content.decode()
    assert preparing.household.code not in browser.get("/attributions/cal/").content.decode()


def test_reading_a_need_is_journalled_even_when_the_case_is_closed_to_the_reader(preparing, cast, sign_in):
    made = need(cast, preparing)

    sign_in(cast.diane).get(made.get_absolute_url())

    reading = Reading.objects.get(record_id=made.pk)
    assert (reading.case_id, reading.by_id) == (preparing.pk, cast.diane.professional_id)


@pytest.mark.parametrize("person", ["diane", "paul", "sophie", "nour"])
def test_only_the_referents_and_the_head_write_a_need(person, preparing, cast, as_member, sql):
    need(cast, preparing)
    member = getattr(cast, person)

    refusal = "row-level security" if person == "nour" else "permission denied"
    with pytest.raises(ProgrammingError, match=refusal), as_member(member):
        sql("UPDATE allocations_housingneed SET communes = 'Ailleurs'")
    assert HousingNeed.objects.get().communes == "Lille, Lomme"


def test_a_need_is_not_written_on_a_case_one_does_not_see(preparing, cast, as_member, sql):
    columns = (
        "id, case_id, agreement_id, code, state, reinforced, typologies, people, communes, excluded, needs_lift,"
        " needs_accessible, quota, priority, ready_on, proposed_on, reviewed_on, created_at, taken_over"
    )
    values = (
        "gen_random_uuid(), %s, %s, 'X', 'open', false, '{T2}', 1, '', '', false, false, 'unknown', false, current_date,"
        " current_date, current_date, now(), false"
    )
    with pytest.raises(ProgrammingError, match="row-level security"), as_member(cast.charlie):
        sql(f"INSERT INTO allocations_housingneed ({columns}) VALUES ({values})", [preparing.pk, cast.agreement_2.pk])


# --- the life of a need -----------------------------------------------------------------------------


def test_once_ready_for_the_cal_the_identity_opens_with_a_link(preparing, cast, sign_in):
    made = need(cast, preparing)
    HousingRequest.objects.create(household=preparing.household, number=factories.NUMBER, expires_on=date(2027, 1, 1))
    factories.sent_note(cast, preparing, date(2025, 4, 13))
    conduct.complete_preparation(preparing, on=date(2025, 4, 13), early_because="", by=cast.bruno.professional)

    made.refresh_from_db()
    assert made.state == HousingNeed.State.IDENTIFIED
    assert Event.objects.filter(action="housingneed.identified").count() == 1
    page = sign_in(cast.diane).get(reverse("allocations:needs")).content.decode()
    assert preparing.get_absolute_url() in page
    assert "Identité ouverte" in page


def test_housed_the_need_withdraws_itself_and_leaves_the_officers_list(cast, as_member):
    passage = factories.presented_case(cast)
    made = need(cast, passage.case)
    assert made.state == HousingNeed.State.IDENTIFIED
    passage.decide("a", candidates_count=3, by=cast.diane.professional)
    from allocations.models import Offer, Tenancy

    Offer.notify(passage, on=date(2025, 4, 18), by=cast.diane.professional).accept(
        on=date(2025, 4, 22), by=cast.diane.professional
    )
    case = Case.objects.get(pk=passage.case_id)
    Tenancy.sign(
        case, dwelling=passage.dwelling, status="bail_direct", lease_signed_on=date(2025, 5, 2),
        starts_on=date(2025, 5, 5), by=cast.diane.professional,
    )  # fmt: skip
    made.foresee(dwelling(cast), on=date(2025, 5, 3), by=cast.diane.professional)
    conduct.move_in(case, on=date(2025, 5, 5), by=cast.leila.professional)

    made.refresh_from_db()
    assert made.state == HousingNeed.State.WITHDRAWN
    assert not ForeseenDwelling.objects.filter(withdrawn_on__isnull=True).exists()
    with as_member(cast.diane):
        assert not HousingNeed.objects.exists()


def test_a_break_in_preparation_withdraws_the_need_although_the_officer_never_saw_the_case(preparing, cast, as_member):
    from households.models import ExitReason

    made = need(cast, preparing)
    with as_member(cast.bruno):
        conduct.end_accompaniment(
            Case.objects.get(pk=preparing.pk), on=date(2025, 2, 3), reason=ExitReason.objects.get(code="rupture_preparation"),
            destination="", initiative="household", handover="", by=cast.bruno.professional,
        )  # fmt: skip

    made.refresh_from_db()
    assert made.state == HousingNeed.State.WITHDRAWN
    with as_member(cast.diane):
        assert not HousingNeed.objects.exists()


@pytest.mark.parametrize("maker", [factories.assessed_case, factories.housed_case])
def test_a_need_is_said_from_the_pre_cal_to_the_award(maker, cast):
    with pytest.raises(MoveRefused, match="retenu en pré-CAL"):
        need(cast, maker(cast))


def test_one_current_need_by_household(preparing, cast):
    need(cast, preparing)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        need(cast, preparing)

    assert "mettez-le à jour" in sentence(refused.value)


def test_a_change_keeps_what_it_was_and_review_alone_leaves_no_change(preparing, cast):
    made = need(cast, preparing)
    by = cast.leila.professional

    assert made.revise(
        on=date(2025, 2, 1), by=by, **(TOLD | {"communes": "Lomme,  lomme , Hem", "typologies": ["T3", "T2"]})
    )
    assert not made.revise(
        on=date(2025, 3, 1), by=by, **(TOLD | {"communes": "Lomme, Hem", "typologies": ["T2", "T3"]})
    )

    change = NeedChange.objects.get()
    assert change.changed == {"communes": ["Lille, Lomme", "Lomme, Hem"], "typologies": [["T2"], ["T2", "T3"]]}
    assert made.reviewed_on == date(2025, 3, 1)
    actions = list(
        Event.objects.filter(action__startswith="housingneed").order_by("at").values_list("action", flat=True)
    )
    assert actions == ["housingneed.proposed", "housingneed.revised", "housingneed.reviewed"]
    assert "Lomme" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_two_colleagues_changing_it_at_once_leave_one_change(preparing, cast):
    made = need(cast, preparing)
    stale = HousingNeed.objects.get(pk=made.pk)
    made.revise(on=date(2025, 2, 1), by=cast.leila.professional, **(TOLD | {"people": 3}))

    with pytest.raises(MoveRefused, match="Un collègue"):
        stale.revise(on=date(2025, 2, 1), by=cast.bruno.professional, **(TOLD | {"people": 4}))

    assert HousingNeed.objects.get().people == 3


def test_a_withdrawn_need_is_not_changed(preparing, cast):
    made = need(cast, preparing)
    made.withdraw(on=date(2025, 2, 1), by=cast.bruno.professional)

    for act in (
        lambda: made.review(on=date(2025, 2, 2), by=cast.leila.professional),
        lambda: made.revise(on=date(2025, 2, 2), by=cast.leila.professional, people=4),
        lambda: made.foresee(dwelling(cast), on=date(2025, 2, 2), by=cast.diane.professional),
    ):
        with pytest.raises(MoveRefused, match="retiré"):
            act()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"communes": "12 rue de Lille"}, "ni adresse"),
        ({"excluded": "Lille: son ancien compagnon y vit"}, "ni adresse"),
        ({"excluded": "Fives parce que sa famille y habite encore aujourd'hui"}, "ni adresse"),
        ({"typologies": []}, "typologie"),
        ({"typologies": ["T9"]}, "typologie"),
        ({"people": 0}, "au moins une personne"),
        ({"max_cost": Decimal(0)}, "montant positif"),
    ],
)
def test_the_database_refuses_what_is_not_a_need(changed, told, preparing, cast):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        need(cast, preparing, **changed)

    assert told in sentence(refused.value)


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ("SET state = 'withdrawn'", "need_withdrawn_with_its_date"),
        ("SET reviewed_on = proposed_on - 1", "need_reviewed_after_proposed"),
        ("SET state = 'ready'", "state"),
        ("SET quota = 'friends'", "quota"),
    ],
)
def test_the_database_refuses_an_incoherent_row(update, told, preparing, cast, sql):
    need(cast, preparing)

    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        sql(f"UPDATE allocations_housingneed {update}")


def test_the_history_is_not_rewritten(preparing, cast, as_member, sql):
    need(cast, preparing).revise(on=date(2025, 2, 1), by=cast.leila.professional, **(TOLD | {"people": 3}))

    for statement in ("UPDATE allocations_needchange SET changed = '{}'", "DELETE FROM allocations_needchange"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.leila):
            sql(statement)


# --- the dwelling in mind, and reinforced confidentiality -------------------------------------------


def test_the_dwelling_in_mind_is_written_by_the_officer_and_read_by_the_association(preparing, cast, sign_in):
    made, flat = need(cast, preparing), dwelling(cast, "PRESSENTI-1")
    response = sign_in(cast.diane).post(
        reverse("allocations:need_foreseen", args=[made.pk]), {"dwelling": str(flat.pk)}, follow=True
    )

    assert "PRESSENTI-1" in response.content.decode()
    assert "PRESSENTI-1" in sign_in(cast.leila).get(preparing.get_absolute_url()).content.decode()
    assert sign_in(cast.leila).get(reverse("allocations:need_foreseen", args=[made.pk])).status_code == 404


def test_another_dwelling_replaces_the_one_in_mind(preparing, cast):
    made, by = need(cast, preparing), cast.diane.professional
    first, second = dwelling(cast, "P-1"), dwelling(cast, "P-2")
    made.foresee(first, on=date(2025, 2, 1), by=by)
    made.foresee(second, on=date(2025, 2, 2), by=by)

    assert made.foreseen.get(withdrawn_on__isnull=True).dwelling == second
    assert made.foreseen.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        ForeseenDwelling.objects.create(need=made, dwelling=first, on=date(2025, 2, 3), noted_by=by)


def test_a_dwelling_that_is_not_to_let_is_not_in_mind(preparing, cast):
    made, flat = need(cast, preparing), dwelling(cast, state="vacant")
    flat.withdraw(reason="Travaux", by=cast.diane.professional, on=date(2025, 2, 1))

    with pytest.raises(MoveRefused, match="Retiré"):
        made.foresee(flat, on=date(2025, 2, 1), by=cast.diane.professional)


def test_under_reinforced_confidentiality_the_dwelling_in_mind_is_read_by_few(preparing, cast, as_member, sign_in, sql):
    made = need(cast, preparing)
    made.foresee(dwelling(cast, "SECRET-1"), on=date(2025, 2, 1), by=cast.diane.professional)
    sign_in(cast.bruno).post(
        reverse("households:reinforced", args=[preparing.pk]),
        {"reason": "securite", "landlord_contact": str(cast.sophie.professional_id)},
    )

    for member, seen in [
        (cast.leila, 1), (cast.bruno, 1), (cast.sophie, 1), (cast.diane, 1), (cast.ines, 0), (cast.nour, 0), (cast.paul, 0),
    ]:  # fmt: skip
        with as_member(member):
            assert sql("SELECT count(*) FROM allocations_foreseendwelling") == [(seen,)], member
    assert "SECRET-1" not in sign_in(cast.paul).get(reverse("allocations:needs")).content.decode()
    assert "Confidentialité renforcée" in sign_in(cast.diane).get(made.get_absolute_url()).content.decode()


def test_the_level_of_confidentiality_follows_the_case(preparing, cast, sign_in):
    made = need(cast, preparing)
    sign_in(cast.bruno).post(reverse("households:reinforced", args=[preparing.pk]), {"reason": "securite"})
    made.refresh_from_db()
    assert made.reinforced
    sign_in(cast.bruno).post(reverse("households:reinforced_lifting", args=[preparing.pk]), {"reason": "levee"})
    made.refresh_from_db()
    assert not made.reinforced


# --- pages ------------------------------------------------------------------------------------------


def test_the_form_starts_from_what_is_known(preparing, cast, sign_in):
    HousingRequest.objects.create(
        household=preparing.household, wanted_types="T2, t3", wanted_communes="Hem", priority_public=True
    )
    Resources.objects.create(household=preparing.household, kind="rsa", monthly_amount=700, since=date(2024, 1, 1))
    Resources.objects.create(household=preparing.household, kind="rsa", monthly_amount=750, since=date(2025, 1, 1))
    Resources.objects.create(household=preparing.household, kind="family", monthly_amount=150, since=date(2025, 1, 1))

    page = sign_in(cast.leila).get(reverse("allocations:need_edition", args=[preparing.pk]))

    initial = page.context["form"].initial
    assert (initial["typologies"], initial["communes"], initial["people"]) == (["T2", "T3"], "Hem", 2)
    assert (initial["max_cost"], initial["priority"], initial["ready_on"]) == (297, True, date(2025, 4, 13))
    assert "33 % de 900 €" in page.content.decode()


def test_the_referent_says_the_need_and_its_benefit_estimate_stays_on_her_side_of_the_cal(
    preparing, cast, sign_in, as_member
):
    response = sign_in(cast.leila).post(
        reverse("allocations:need_edition", args=[preparing.pk]), posted(benefit="265"), follow=True
    )

    assert "Besoin enregistré" in response.content.decode()
    assert HousingNeed.objects.get().excluded == "Fives"
    with as_member(cast.diane):
        assert BenefitEstimate.objects.count() == 0
    with as_member(cast.paul):
        assert BenefitEstimate.objects.get().monthly_amount == 265


def test_a_refused_form_keeps_what_was_typed_and_says_why(preparing, cast, sign_in):
    response = sign_in(cast.leila).post(
        reverse("allocations:need_edition", args=[preparing.pk]), posted(excluded="Fives: son frère y habite")
    )

    assert response.status_code == 422
    assert "ni adresse, ni chiffre, ni motif" in response.content.decode()
    assert "son frère y habite" in response.content.decode()
    assert not HousingNeed.objects.exists()


def test_the_list_is_filtered_and_sorted_by_the_day_they_will_be_ready(cast, sign_in):
    soon = need(cast, factories.preparing_case(cast), ready_on=date(2025, 4, 1), typologies=["T3"], communes="Hem")
    later = need(cast, factories.preparing_case(cast, last_name="B"), ready_on=date(2025, 6, 1), communes="")
    last = need(cast, factories.preparing_case(cast, last_name="C"), ready_on=date(2025, 7, 1), communes="Lomme")

    def codes(**asked):
        page = sign_in(cast.diane).get(reverse("allocations:needs"), asked)
        return [row["need"].code for row in page.context["rows"]]

    assert codes() == [soon.code, later.code, last.code]
    assert codes(typologie="T3") == [soon.code]
    assert codes(commune="hem") == [soon.code, later.code]
    assert codes(avant="2025-06-01") == [soon.code, later.code]
    assert codes(avant="n'importe quoi", typologie="T9") == [soon.code, later.code, last.code]


def test_the_printed_list_carries_codes_and_the_mention_only(preparing, cast, sign_in):
    import io

    from pypdf import PdfReader

    need(cast, preparing)
    response = sign_in(cast.diane).get(reverse("allocations:needs_pdf"), {"typologie": "T2"})

    told = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())
    assert preparing.household.code in told
    assert "procédure contentieuse" in told
    assert "Bernard" not in told
    assert 'filename="besoins-de-logement-DEMO.pdf"' in response["Content-Disposition"]


def test_another_agreements_needs_are_not_listed(preparing, cast, sign_in):
    need(cast, preparing)

    assert sign_in(cast.charlie).get(reverse("allocations:needs")).context["rows"] == []


# --- what is to be done -----------------------------------------------------------------------------


def titles(browser):
    return [section.title for section in browser.get(reverse("home")).context["sections"]]


def test_a_need_missing_after_fifteen_days_of_preparation_is_chased(preparing, cast, sign_in):
    with time_machine.travel("2025-01-27T09:00:00+01:00"):
        assert "Besoins de logement à noter ou à relire" not in titles(sign_in(cast.leila))
    with time_machine.travel("2025-01-28T09:00:00+01:00"):
        assert "Besoins de logement à noter ou à relire" in titles(sign_in(cast.leila))
        assert "Besoins de logement à noter ou à relire" not in titles(sign_in(cast.ines))
    need(cast, preparing, on=date(2025, 1, 28))
    with time_machine.travel("2025-01-29T09:00:00+01:00"):
        assert "Besoins de logement à noter ou à relire" not in titles(sign_in(cast.leila))


def test_a_need_nobody_read_for_two_months_is_to_be_read_again(preparing, cast, sign_in):
    made = need(cast, preparing, on=date(2025, 1, 20))
    with time_machine.travel("2025-03-19T09:00:00+01:00"):
        assert "Besoins de logement à noter ou à relire" not in titles(sign_in(cast.leila))
    with time_machine.travel("2025-03-20T09:00:00+01:00"):
        browser = sign_in(cast.leila)
        assert "Besoins de logement à noter ou à relire" in titles(browser)
        browser.post(reverse("allocations:need_review", args=[made.pk]))
        assert "Besoins de logement à noter ou à relire" not in titles(browser)


def test_the_officer_sees_coming_who_will_be_ready_within_six_weeks(preparing, cast, sign_in):
    need(cast, preparing, ready_on=date(2025, 4, 13))
    with time_machine.travel("2025-03-03T09:00:00+01:00"):
        section = next(one for one in sign_in(cast.diane).get(reverse("home")).context["sections"] if one.order == 12)

    assert [row.who for row in section.rows] == [preparing.household.code]


@pytest.mark.parametrize(("days", "missing"), [(0, False), (14, False), (15, True), (90, True)])
def test_when_a_need_is_missing(days, missing):
    assert need_is_missing(date(2025, 1, 13), date(2025, 1, 13) + timedelta(days=days)) is missing
    assert need_is_missing(None, date(2025, 1, 13)) is False


@pytest.mark.parametrize(
    ("reviewed", "due"),
    [
        (date(2025, 1, 20), date(2025, 3, 20)),
        (date(2025, 12, 31), date(2026, 2, 28)),
        (date(2024, 12, 29), date(2025, 2, 28)),
    ],
)
def test_a_need_is_read_again_after_two_calendar_months(reviewed, due):
    assert need_review_due(reviewed) == due


# --- figures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        ([("rsa", 600)], 600),
        ([("rsa", 600), ("rsa", 650), ("family", 150)], 800),
        ([("rsa", None)], None),
        ([("rsa", 600), ("wage", None)], None),
        ([("none", None)], 0),
        ([], None),
    ],
)
def test_resources_are_the_last_of_each_kind_added_or_unknown(lines, total):
    assert total_resources([Resources(kind=kind, monthly_amount=amount) for kind, amount in lines]) == total


@pytest.mark.parametrize(
    ("means", "amount"),
    [
        (Means(None, None), None),
        (Means(900, None), 297),
        (Means(900, 210), 507),
        (Means(0, None), None),
        (Means(0, 250), 250),
    ],
)
def test_the_amount_proposed_keeps_the_effort_rate(means, amount):
    assert affordable(means, 33)[0] == amount


@pytest.mark.parametrize(
    ("composition", "dependants", "people"),
    [("single", 0, 1), ("single_parent", 2, 3), ("couple", 0, 2), ("couple_children", 1, 3)],
)
def test_everybody_is_counted(composition, dependants, people):
    assert people_of(Household(composition=composition, dependants=dependants)) == people


def test_nothing_but_the_system_reads_needs_without_an_actor(preparing, cast):
    from lodabord.kernel.actor import acting_as

    need(cast, preparing)
    with acting_as(None), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM allocations_housingneed")
