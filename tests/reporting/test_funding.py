"""The money: a plan corrected with its reason, spending declared by date, nothing overwritten."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from lodabord.partners.models import FundingLine
from reporting.funding import funders_of, years_of
from reporting.models import PlanVersion, SpendingStatement
from tests.reporting.test_committees import refused

AT = datetime(2025, 10, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def funders(cast):
    return cast.paul.organisation, cast.emile.organisation


@pytest.fixture
def plan(cast, funders):
    landlord, metropolis = funders
    return PlanVersion.write(
        cast.agreement, year=2025, budget=100_001, shares={landlord: Decimal(40), metropolis: Decimal(60)}, why="",
        at=AT, by=cast.bruno.professional,
    )  # fmt: skip


def declare(cast, funder, spent, as_of=date(2025, 9, 30), **told):
    return SpendingStatement.declare(
        cast.agreement, funder=funder, year=2025, as_of=as_of, spent=spent, at=AT, by=cast.paul.professional, **told
    )


def lines(cast):
    return {one.funder.name: (one.amount, one.spent) for one in cast.agreement.funding_lines.all()}


def test_a_plan_shares_whole_euros_and_the_last_takes_the_rest(cast, plan):
    assert lines(cast) == {"Bailleur Démo": (40_000, None), "Métropole Démo": (60_001, None)}


def test_shares_make_one_hundred(cast, funders):
    landlord, metropolis = funders
    wanted = {landlord: Decimal("33.5"), metropolis: Decimal(60)}
    assert (
        refused(lambda: PlanVersion.write(cast.agreement, year=2025, budget=1, shares=wanted, why="", at=AT, by=None))
        == "Les parts totalisent 93,5 % : il en faut 100."
    )


def test_a_plan_is_changed_with_its_reason_and_what_was_spent_stays(cast, plan, funders):
    landlord, metropolis = funders
    declare(cast, landlord, 12_000)
    shares = {landlord: Decimal(50), metropolis: Decimal(50)}
    facts = {"year": 2025, "budget": 100_000, "shares": shares, "at": AT, "by": cast.paul.professional}
    assert refused(lambda: PlanVersion.write(cast.agreement, why="", **facts)) == (
        "Le plan 2025 existe déjà : dites pourquoi il change."
    )
    PlanVersion.write(cast.agreement, why="Avenant de septembre", **facts)
    assert lines(cast) == {"Bailleur Démo": (50_000, 12_000), "Métropole Démo": (50_000, None)}
    assert [(one.number, one.budget) for one in PlanVersion.objects.all()] == [(2, 100_000), (1, 100_001)]


def test_a_funder_with_spending_does_not_leave_the_plan(cast, plan, funders):
    landlord, metropolis = funders
    declare(cast, landlord, 1)
    facts = {"year": 2025, "budget": 1, "why": "x", "at": AT, "by": None}
    assert (
        refused(lambda: PlanVersion.write(cast.agreement, shares={metropolis: Decimal(100)}, **facts))
        == "Bailleur Démo a déjà une dépense en 2025 : gardez-le dans le plan."
    )


def test_a_spending_is_corrected_beside_the_first(cast, plan, funders):
    landlord, _ = funders
    declare(cast, landlord, 30_000)
    with pytest.raises(IntegrityError, match="spending_stated_once_a_day"), transaction.atomic():
        declare(cast, landlord, 31_000)
    declare(cast, landlord, 29_000, why="Facture comptée deux fois.")

    assert lines(cast)["Bailleur Démo"] == (40_000, 29_000)
    assert [one.spent for one in SpendingStatement.objects.order_by("spent")] == [29_000, 30_000]


def test_a_late_statement_of_an_earlier_day_does_not_move_the_figure(cast, plan, funders):
    landlord, _ = funders
    declare(cast, landlord, 30_000)
    declare(cast, landlord, 20_000, as_of=date(2025, 6, 30))
    assert lines(cast)["Bailleur Démo"] == (40_000, 30_000)
    assert refused(lambda: declare(cast, landlord, 10_000, as_of=date(2025, 12, 31))).startswith(
        "Cette dépense est plus basse qu'à une date antérieure"
    )


def test_gaps_are_read_by_funder_and_in_all(cast, plan, funders):
    landlord, metropolis = funders
    declare(cast, landlord, 41_000)
    declare(cast, metropolis, 30_001)
    (year,) = years_of(cast.agreement)
    assert {one.funder: (one.gap, one.used) for one in year.lines} == {
        "Métropole Démo": (30_000, 50),
        "Bailleur Démo": (-1_000, 102),
    }
    assert (year.total.planned, year.total.spent, year.total.gap) == (100_001, 71_001, 29_000)


def test_statements_are_appended_never_changed(cast, plan, funders, as_member, bruno):
    declare(cast, funders[0], 1)
    for model in (SpendingStatement, PlanVersion):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(bruno):
            model.objects.update(why="x")


def test_the_pilot_declares_from_the_page_and_the_funder_has_no_such_page(cast, plan, sign_in, paul, emile):
    line = FundingLine.objects.get(funder=paul.organisation)
    told = {"line": line.pk, "as_of": "2025-09-30", "spent": 12_345}
    answer = sign_in(paul).post("/copil/financement/depense/", told)
    assert (answer.status_code, answer.url) == (302, "/copil/financement/?convention=DEMO")
    page = sign_in(paul).get("/copil/financement/").content.decode()
    assert "12\u202f345\u00a0€" in page
    assert sign_in(emile).get("/copil/financement/").status_code == 404


def test_a_plan_typed_wrong_says_how_to_mend_it(cast, sign_in, paul):
    me = str(paul.organisation_id)
    told = {"year": 2025, "budget": 1000, "funder_1": me, "share_1": "40", "funder_2": me, "share_2": "60"}
    answer = sign_in(paul).post("/copil/financement/plan/", told)
    assert answer.status_code == 422
    assert "Un financeur est choisi deux fois" in answer.content.decode()
    assert PlanVersion.objects.count() == 0


def test_a_plan_proposes_the_landlord_and_the_funders_of_the_agreement_only(cast):
    from lodabord.partners.models import Organisation

    Organisation.objects.create(kind="state", name="Service de l'État sans lien")
    assert [one.name for one in funders_of(cast.agreement)] == ["Bailleur Démo", "Métropole Démo"]
