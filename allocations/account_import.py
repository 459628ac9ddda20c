"""Importing the landlord's rent accounts from a CSV or XLSX file: read, match, prepare, confirm.

The file lives in memory for the time of one request. A row whose lease reference is not one of the
programme's open cases is counted, and nothing else: not kept, not shown, not logged.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from allocations.accounts import (
    ADDED,
    CORRECTED,
    UNCHANGED,
    Figures,
    day_of_statement,
    import_statement,
)
from allocations.models import AccountImport, AccountImportRow, ArrearsSnapshot
from allocations.procedures import housed
from households.models import Case, RentAccount
from households.models.rent_account import plain_reference
from lodabord.kernel.db.locks import hold
from lodabord.kernel.tables import Column, Row, number, read_table, text
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

LARGEST_DEBT, LARGEST_RENT = Decimal(1_000_000), Decimal(10_000)
"""Beyond, a figure is a slip of the hand or of a column."""


def _amount(limit: Decimal, *, may_be_negative: bool = False) -> Any:
    def read(cell: Any) -> Decimal:
        value = number(cell).quantize(Decimal("0.01"))
        if abs(value) >= limit:
            raise ValueError(f"« {text(cell)} » est trop grand pour être juste")
        if value < 0 and not may_be_negative:
            raise ValueError(f"« {text(cell)} » est négatif")
        return value

    def bounded(cell: Any) -> Decimal:
        try:
            return read(cell)
        except ArithmeticError:
            raise ValueError(f"« {text(cell)[:20]} » est trop grand pour être juste") from None

    return bounded


COLUMNS = [
    Column("reference", ("Référence du bail", "Référence locataire", "Référence", "N° de bail", "Contrat"), text),
    Column("debt", ("Solde dû", "Solde", "Dette", "Solde débiteur"), _amount(LARGEST_DEBT, may_be_negative=True)),
    Column("net_rent", ("Loyer net", "Loyer net mensuel", "Loyer résiduel"), _amount(LARGEST_RENT)),
    Column("apl", ("APL", "Aide au logement", "AL"), _amount(LARGEST_RENT), required=False),
]
"""What the file must hold. « Solde dû »: what the tenant owes; a credit is negative, and counts as no debt."""


@dataclass
class Reading:
    """What a file gave: rows of the programme, what is wrong in them, who is missing, how many rows were not ours."""

    rows: list[tuple[Case, int, Figures]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    absent: list[Case] = field(default_factory=list)
    ignored: int = 0


def read_accounts(name: str, content: bytes, agreement: Agreement, membership: "Membership") -> Reading:
    """Read the file and keep what is ours. `UnreadableTable` says what is wrong with the file as a whole."""
    by_reference = _cases_by_reference(agreement, membership)
    reading, lines = Reading(), defaultdict(list)
    for row in read_table(name, content, COLUMNS):
        reference = plain_reference(row.values["reference"] or "")
        if reference in by_reference:
            lines[reference].append(row)
        else:
            reading.ignored += 1
    for reference, cases in by_reference.items():
        _keep(reading, cases, lines[reference])
    return reading


def _cases_by_reference(agreement: Agreement, membership: "Membership") -> dict[str, list[Case]]:
    housed_here = housed(Case.objects.visible_to(membership).filter(agreement=agreement))
    accounts = RentAccount.objects.filter(case__in=housed_here.values("pk")).select_related("case__household")
    found = defaultdict(list)
    for account in accounts.order_by("case__household__code"):
        found[plain_reference(account.reference)].append(account.case)
    return found


def _keep(reading: Reading, cases: list[Case], rows: list[Row]) -> None:
    """The row of one reference, or what prevents keeping it."""
    if not rows:
        reading.absent += cases
        return
    reading.errors += [f"Ligne {row.number} : {wrong}" for row in rows for wrong in row.errors]
    where = ", ".join(str(row.number) for row in rows)
    if len(rows) > 1:
        reading.errors.append(f"Lignes {where} : « Référence du bail » est la même ; gardez-en une.")
    if len(cases) > 1:
        codes = ", ".join(case.household.code for case in cases)
        reading.errors.append(f"Ligne {where} : « Référence du bail » est celle de deux dossiers ouverts ({codes}).")
    if len(rows) == len(cases) == 1 and not rows[0].errors:
        reading.rows.append((cases[0], rows[0].number, _figures(rows[0])))


def _figures(row: Row) -> Figures:
    """As the landlord's software tells it: an APL that it knows is an APL that it receives."""
    apl = row.values["apl"]
    return Figures(max(row.values["debt"], Decimal(0)), row.values["net_rent"], apl, apl_to_landlord=True)


def prepare(reading: Reading, agreement: Agreement, month: date, *, by: "Professional") -> AccountImport:
    """Keep the programme's rows until somebody confirms. What the same person left unconfirmed goes away."""
    with transaction.atomic():
        for left in AccountImport.objects.filter(
            agreement=agreement, created_by=by, state=AccountImport.State.PREPARED
        ):
            left.close(AccountImport.State.DROPPED)
        batch = AccountImport.objects.create(agreement=agreement, month=month, ignored=reading.ignored, created_by=by)
        AccountImportRow.objects.bulk_create(
            AccountImportRow(
                case=case, batch=batch, line=line, debt=told.debt, net_rent=told.net_rent, apl=told.apl, created_by=by
            )
            for case, line, told in reading.rows
        )
        return batch


@dataclass(frozen=True)
class Change:
    """What confirming would do for one household."""

    row: AccountImportRow
    known: ArrearsSnapshot | None

    @property
    def figures(self) -> Figures:
        return figures_of(self.row)

    @property
    def kind(self) -> str:
        if self.known is None:
            return ADDED
        return UNCHANGED if Figures.of(self.known) == self.figures else CORRECTED


def changes(batch: AccountImport, rows: QuerySet, today: date) -> list[Change]:
    """Row by row, against what is known now for that month."""
    on = day_of_statement(batch.month, today)
    cases = [row.case_id for row in rows]
    known = {one.case_id: one for one in ArrearsSnapshot.objects.filter(case__in=cases, on=on)}
    known |= {one.case_id: one for one in ArrearsSnapshot.objects.filter(case__in=cases, month=batch.month)}
    return [Change(row, known.get(row.case_id)) for row in rows]


def confirm(batch: AccountImport, *, today: date, by: "Professional") -> dict[str, int]:
    """Write the month, all of it or nothing; two people importing the same month take turns. Returns the counts."""
    with transaction.atomic():
        hold(f"account-import:{batch.agreement_id}:{batch.month}")
        counts = dict.fromkeys((ADDED, CORRECTED, UNCHANGED), 0)
        for row in batch.rows.select_related("case__household", "case__agreement").order_by("case_id"):
            did = import_statement(row.case, month=batch.month, figures=figures_of(row), today=today, by=by)
            counts[did] += 1
        batch.close(AccountImport.State.CONFIRMED, **counts)
        return counts


def figures_of(row: AccountImportRow) -> Figures:
    return Figures(row.debt, row.net_rent, row.apl, apl_to_landlord=True)


def months_to_choose(today: date) -> Iterator[date]:
    """The month that runs and the twelve before it, the latest first."""
    year, month = today.year, today.month
    for _ in range(13):
        yield date(year, month, 1)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


__all__ = ["COLUMNS", "changes", "confirm", "months_to_choose", "prepare", "read_accounts"]
