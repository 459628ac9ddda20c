"""A landlord's list of vacant dwellings: how it is read, what it would change, and the change itself.

Reading touches nothing. A reference already known is updated in its facts only: where a dwelling
stands is moved by acts, never by a list. An empty cell, or a missing column, leaves what is known.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from allocations.dwelling_columns import COLUMNS, EXAMPLE, LABELS
from allocations.grid_changes import plain
from allocations.models import Dwelling, DwellingImport, DwellingMove
from allocations.models.dwelling_move import Act
from households.stateful import MoveRefused
from lodabord.kernel import tables
from lodabord.kernel.clock import instant
from lodabord.kernel.db.locks import hold
from lodabord.partners.models import Agency, Agreement, Professional

BATCH = 500


# --- reading ---------------------------------------------------------------------------------------


def read(name: str, content: bytes, agreement: Agreement) -> list[dict[str, Any]]:
    """The rows of a file as they are kept until confirmed. Raises `UnreadableTable` for the file as a whole."""
    rows = tables.read_table(name, content, COLUMNS)
    if not rows:
        raise tables.UnreadableTable("Le fichier n'a que ses titres : aucune ligne de logement.")
    agencies = {plain(one.name): str(one.pk) for one in agreement.landlord.agencies.all()}
    seen: dict[str, int] = {}
    kept = []
    for row in rows:
        _check_agency(row, agencies)
        _check_twice(row, seen)
        told = {key: value for key, value in row.values.items() if value not in (None, "")}
        kept.append({"number": row.number, "values": told, "errors": row.errors})
    return kept


def _check_agency(row: tables.Row, agencies: dict[str, str]) -> None:
    named = row.values.get("agency")
    if not named:
        return
    known = agencies.get(plain(named))
    if known is None:
        row.errors.append(f"« Agence » : « {named} » n'est pas une agence connue de cette convention")
    row.values["agency"] = known


def _check_twice(row: tables.Row, seen: dict[str, int]) -> None:
    reference = row.values.get("reference")
    if reference in seen:
        row.errors.append(f"« Référence » : « {reference} » figure déjà à la ligne {seen[reference]}")
    elif reference:
        seen[reference] = row.number


# --- what it would change --------------------------------------------------------------------------


@dataclass
class Update:
    """A dwelling already known, and what the list says otherwise."""

    number: int
    dwelling: Dwelling
    facts: dict[str, Any]

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """(heading, as known, as in the list)."""
        return [(LABELS[name], _say(getattr(self.dwelling, name)), _say(value)) for name, value in self.facts.items()]


@dataclass
class Plan:
    """What confirming would do now. Dwellings are compared at the very moment it is made."""

    created: list[dict[str, Any]] = field(default_factory=list)
    updated: list[Update] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    wrong: list[dict[str, Any]] = field(default_factory=list)

    @property
    def good(self) -> int:
        return len(self.created) + len(self.updated) + len(self.same)


def plan(agreement: Agreement, rows: Iterable[dict[str, Any]]) -> Plan:
    """Sort the rows: to create, to update, nothing to do, wrong."""
    rows, made = list(rows), Plan()
    wanted = [row["values"]["reference"] for row in rows if not row["errors"]]
    known = {one.reference: one for one in Dwelling.objects.filter(agreement=agreement, reference__in=wanted)}
    agencies = {str(one.pk): one for one in Agency.objects.filter(landlord=agreement.landlord_id)}
    for row in rows:
        if row["errors"]:
            made.wrong.append(row)
            continue
        facts = facts_of(row["values"], agencies)
        dwelling = known.get(facts["reference"])
        if dwelling is None:
            made.created.append({"number": row["number"], "facts": facts})
            continue
        changed = {name: value for name, value in facts.items() if getattr(dwelling, name) != value}
        if changed:
            made.updated.append(Update(row["number"], dwelling, changed))
        else:
            made.same.append(facts["reference"])
    return made


def facts_of(values: dict[str, Any], agencies: dict[str, Agency]) -> dict[str, Any]:
    """The values kept in the staging record, as fields of a dwelling."""
    facts = dict(values)
    for name in ("rent", "charges"):
        if name in facts:
            facts[name] = Decimal(str(facts[name]))
    if isinstance(facts.get("available_on"), str):
        facts["available_on"] = date.fromisoformat(facts["available_on"])
    if "agency" in facts:
        facts["agency"] = agencies.get(facts["agency"])
    return facts


def _say(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return str(value) if value not in (None, "") else "—"


# --- the change ------------------------------------------------------------------------------------


def confirm(staged: DwellingImport, *, leave_wrong_aside: bool, by: Professional) -> dict[str, int]:
    """Create and update, once, whole. With wrong rows, only when the person said to leave them aside."""
    with transaction.atomic():
        hold(f"dwellings:{staged.agreement_id}")
        staged.refresh_from_db()
        if staged.confirmed_at is not None:
            raise MoveRefused("Cette liste est déjà importée.")
        made = plan(staged.agreement, staged.rows)
        if made.wrong and not leave_wrong_aside:
            raise MoveRefused(
                f"{len(made.wrong)} ligne(s) sont à corriger : rien n'a été importé. Corrigez le fichier, ou choisissez "
                "d'importer seulement les lignes correctes."
            )
        if not made.good:
            raise MoveRefused("Aucune ligne n'est correcte : il n'y a rien à importer.")
        _create(staged.agreement, made.created, by)
        _update(made.updated)
        outcome = {"created": len(made.created), "updated": len(made.updated), "same": len(made.same),
                   "wrong": len(made.wrong)}  # fmt: skip
        staged.confirmed_at, staged.outcome, staged.rows = instant(), outcome, []
        staged.save(update_fields=["confirmed_at", "outcome", "rows"])
        return outcome


def _create(agreement: Agreement, rows: list[dict[str, Any]], by: Professional) -> None:
    """New dwellings, vacant, each with the first line of its history."""
    made = [Dwelling(agreement=agreement, **row["facts"]) for row in rows]
    Dwelling.objects.bulk_create(made, batch_size=BATCH)
    at, on = instant(), timezone.localdate(instant())
    DwellingMove.objects.bulk_create(
        [
            DwellingMove(dwelling=one, agreement=agreement, act=Act.IMPORTED, to_state=one.state, on=on, at=at, by=by)
            for one in made
        ],
        batch_size=BATCH,
    )


def _update(updates: list[Update]) -> None:
    """Facts only."""
    fields = sorted({name for update in updates for name in update.facts})
    for update in updates:
        for name, value in update.facts.items():
            setattr(update.dwelling, name, value)
    if fields:
        Dwelling.objects.bulk_update([one.dwelling for one in updates], fields, batch_size=BATCH)


# --- the file to fill in ---------------------------------------------------------------------------


def template_csv() -> bytes:
    """The headings and one example, for a spreadsheet in French."""
    told = io.StringIO()
    writer = csv.writer(told, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.headings[0] for column in COLUMNS])
    writer.writerow([EXAMPLE[column.name] for column in COLUMNS])
    return told.getvalue().encode("utf-8-sig")


def template_xlsx() -> bytes:
    """The same, with headings in bold; required columns say so."""
    import xlsxwriter

    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet, bold = book.add_worksheet("Logements vacants"), book.add_format({"bold": True})
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, column.headings[0], bold)
        sheet.write_string(1, place, EXAMPLE[column.name])
        if column.required:
            sheet.write_comment(0, place, "Obligatoire")
        sheet.set_column(place, place, max(12, len(column.headings[0]) + 2))
    book.close()
    return kept.getvalue()
