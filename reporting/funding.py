"""Reading the money of an agreement, year by year: planned, spent, gap, and every version of both."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from lodabord.partners.models import Agreement, FundingLine, Membership, Organisation
from lodabord.partners.roles import Role
from reporting.models import PlanVersion, SpendingStatement

WHOLE = 100


@dataclass(frozen=True)
class FunderLine:
    """What a funder brings in a year. `gap`: planned less spent, None while nothing is declared."""

    funder: str
    share: float
    planned: int
    spent: int | None
    as_of: date | None

    @property
    def gap(self) -> int | None:
        return None if self.spent is None else self.planned - self.spent

    @property
    def used(self) -> int | None:
        """Percent of the plan spent, to the unit."""
        return round(WHOLE * self.spent / self.planned) if self.spent is not None and self.planned else None


@dataclass(frozen=True)
class Year:
    """A year of money, with its history."""

    year: int
    lines: list[FunderLine]
    statements: list[SpendingStatement]
    plans: list[PlanVersion]

    @property
    def total(self) -> FunderLine:
        """All the funders together."""
        spent = [one.spent for one in self.lines if one.spent is not None]
        return FunderLine("Total", WHOLE, sum(one.planned for one in self.lines), sum(spent) if spent else None, None)


def funders_of(agreement: Agreement) -> list[Organisation]:
    """Who may be in a plan: the landlord, those who fund the agreement already, those invited as its funders."""
    invited = Membership.objects.filter(Q(agreement=agreement) | Q(agreement=None), role=Role.FUNDER)
    known = (
        Q(pk=agreement.landlord_id) | Q(funding_lines__agreement=agreement) | Q(pk__in=invited.values("organisation"))
    )
    return list(Organisation.objects.filter(known).distinct().order_by("name"))


def lines_of(agreement: Agreement) -> list[FundingLine]:
    """Every line of the agreement, latest year first."""
    return list(agreement.funding_lines.select_related("funder").order_by("-year", "-amount", "funder__name"))


def years_of(agreement: Agreement) -> list[Year]:
    """In a fixed number of queries."""
    statements = list(SpendingStatement.objects.filter(agreement=agreement).select_related("funder", "written_by"))
    plans = list(PlanVersion.objects.filter(agreement=agreement).select_related("written_by"))
    last: dict[Any, date] = {}
    for one in sorted(statements, key=lambda told: (told.as_of, told.written_at)):
        last[one.year, one.funder_id] = one.as_of
    years: dict[int, list[FunderLine]] = {}
    for line in lines_of(agreement):
        told = FunderLine(
            line.funder.name, float(line.share), line.amount, line.spent, last.get((line.year, line.funder_id))
        )
        years.setdefault(line.year, []).append(told)
    return [
        Year(year, lines, [one for one in statements if one.year == year], [one for one in plans if one.year == year])
        for year, lines in years.items()
    ]
