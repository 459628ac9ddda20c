"""The worked year, many times over: each household of an agreement copied row by row, in SQL.

Every identifier of a copied row becomes another one, made of the old and of the number of the copy, so that
what pointed to a row points to its copy. For measures only, on a database of its own: what keeps two rows
from being alike (unique and exclusion constraints) is taken away first.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
from django.apps import apps
from psycopg import sql

MODELS = (
    "households.Household", "households.Person", "households.ResidentialSituation", "households.Resources",
    "households.HouseholdPriority", "households.Case", "households.Referral", "households.Report",
    "households.Assignment", "households.SkippedStage", "allocations.AgendaItem", "allocations.PreCalDecision",
    "allocations.ArbitrationDecision", "allocations.CalPresentation", "allocations.Offer", "allocations.Tenancy",
    "allocations.ArrearsSnapshot", "allocations.Disturbance", "accompaniment.Measure", "accompaniment.MeasurePeriod",
    "accompaniment.Suspension", "accompaniment.Exit", "accompaniment.Visit", "accompaniment.Request",
    "accompaniment.HealthNeed",
)  # fmt: skip
"""What a report reads, and what that hangs on."""


def multiply(connection: psycopg.Connection[Any], agreement: str, copies: int) -> None:
    """So many copies of the households of that agreement, beside themselves. As superuser."""
    connection.execute("SET session_replication_role = replica")
    for table, name in _constraints(connection):
        connection.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(_id(table), _id(name)))
    for name in _unique_indexes(connection):
        connection.execute(sql.SQL("DROP INDEX {}").format(_id(name)))
    models = [apps.get_model(label) for label in MODELS]
    ours = {model._meta.db_table for model in models}
    for model in models:
        connection.execute(_copy(model, ours), {"agreement": agreement, "copies": copies})
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _constraints(connection: psycopg.Connection[Any]) -> Iterator[tuple[str, str]]:
    """Those that forbid two rows alike, but the keys."""
    tables = [apps.get_model(label)._meta.db_table for label in MODELS]
    yield from connection.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype IN ('u', 'x') AND conrelid::regclass::text = ANY(%s)",
        [tables],
    ).fetchall()


def _unique_indexes(connection: psycopg.Connection[Any]) -> Iterator[str]:
    tables = [apps.get_model(label)._meta.db_table for label in MODELS]
    rows = connection.execute(
        "SELECT indexrelid::regclass::text FROM pg_index"
        " WHERE indisunique AND NOT indisprimary AND indrelid::regclass::text = ANY(%s)",
        [tables],
    )
    for (name,) in rows.fetchall():
        yield name


def _copy(model: Any, ours: set[str]) -> sql.Composed:
    """One statement for a table: its rows of the agreement, as many times as asked."""
    fields = model._meta.concrete_fields
    columns = sql.SQL(", ").join(_id(field.column) for field in fields)
    values = sql.SQL(", ").join(_value(field, ours) for field in fields)
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} row, generate_series(1, %(copies)s) copy WHERE {mine}"
    ).format(table=_id(model._meta.db_table), columns=columns, values=values, mine=_mine(model))


def _value(field: Any, ours: set[str]) -> sql.Composed:
    column = sql.SQL("row.{}").format(_id(field.column))
    target = field.related_model._meta.db_table if field.related_model else ""
    if field.primary_key or target in ours:
        return sql.SQL("md5({}::text || '/' || copy)::uuid").format(column)
    if field.model._meta.label == "households.Household" and field.name == "code":
        return sql.SQL("{} || '/' || copy").format(column)
    return sql.Composed([column])


def _mine(model: Any) -> sql.Composed:
    """The rows of the agreement that was there first."""
    cases = sql.SQL(
        "(SELECT file.id FROM households_case file JOIN households_household home ON home.id = file.household_id"
        " WHERE file.agreement_id = %(agreement)s AND position('/' in home.code) = 0)"
    )
    homes = sql.SQL(
        "(SELECT home.id FROM households_case file JOIN households_household home ON home.id = file.household_id"
        " WHERE file.agreement_id = %(agreement)s AND position('/' in home.code) = 0)"
    )
    names = {field.name for field in model._meta.concrete_fields}
    if model._meta.label == "households.Household":
        return sql.SQL("row.id IN {}").format(homes)
    if model._meta.label == "households.Case":
        return sql.SQL("row.id IN {}").format(cases)
    if "case" in names:
        return sql.SQL("row.case_id IN {}").format(cases)
    return sql.SQL("row.household_id IN {}").format(homes)
