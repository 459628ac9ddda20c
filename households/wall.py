"""The wall in the database: rights by side and row policies, written from the very matrix the code obeys.

Applied by the owner after each migration, idempotently: a table that nobody declared has no right
for anybody but the owner and the programme's own tasks. What a side may not read has no GRANT at
all; what it may read is narrowed row by row, by role, agreement and the openings of the case
(decisions 12, 16, 19). Foreign keys do not obey row policies: every write checks the case too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db import models

from households.confidentiality import CLOSED_TO_COVER, READERS, WRITERS, DataClass, classes_read_by
from lodabord.partners.roles import ASSOCIATION, LANDLORD, PRESCRIBERS, STEERING, TECHNICAL, Role, sides_of

WEB = "lodabord_web"
ROLES_OF_SIDE = {
    "association": ASSOCIATION,
    "landlord": LANDLORD,
    "steering": STEERING,
    "prescriber": PRESCRIBERS,
    "technical": TECHNICAL,
}
SIDES = [*ROLES_OF_SIDE, "system"]
OUR_APPS = ["partners", "households", "allocations", "accompaniment", "reporting"]

ME = "(SELECT nullif(current_setting('app.professional', true), '')::uuid)"
ROLE = "(SELECT current_setting('app.role', true))"
ORGANISATION = "(SELECT nullif(current_setting('app.organisation', true), '')::uuid)"
AGREEMENTS = "ANY ((SELECT nullif(current_setting('app.agreements', true), '')::uuid[])::uuid[])"
AGENCY = "(SELECT nullif(current_setting('app.agency', true), '')::uuid)"
TEAM = "ANY ((SELECT nullif(current_setting('app.team_agreements', true), '')::uuid[])::uuid[])"
CASES = "SELECT id FROM households_case"
TODAY = "(SELECT (now() AT TIME ZONE 'Europe/Paris')::date)"
FOLLOWED = f"agreement_id = {TEAM} OR {ME} IN (referent_id, deputy_id, psychologist_id)"
COVERED = (
    f"EXISTS (SELECT 1 FROM households_cover c WHERE c.professional_id = {ME}"
    f" AND {TODAY} BETWEEN c.starts_on AND c.ends_on AND (c.case_id IS NULL OR c.case_id = households_case.id)"
    " AND c.replaced_id IN (households_case.referent_id, households_case.deputy_id))"
)
"""Replacing an absent colleague today, for that household or for all of hers (decision 0018)."""
DELEGATED = (
    "EXISTS (SELECT 1 FROM households_delegation d JOIN partners_membership m ON m.id = d.membership_id"
    f" WHERE d.delegate_id = {ME} AND d.revoked_at IS NULL"
    f" AND {TODAY} BETWEEN d.starts_on AND least(d.ends_on, m.ends_on))"
)
"""Giving the visas of the head or of the pilot today (decision 0019)."""
CASES_FOLLOWED = f"SELECT id FROM households_case WHERE {FOLLOWED}"
"""Those one follows oneself, or reads with the team: what a replacement does not open."""
CASES_WHOSE_DWELLING_IS_KNOWN = (
    f"{CASES} WHERE NOT reinforced OR {ME} IN (referent_id, deputy_id, landlord_contact_id) OR {ROLE} = 'asso_head'"
)
PRESCRIBER_COLUMNS = "id, household_id, agreement_id, track, progress, opened_on, decided_on, referred_by_id"
"""All a prescriber's role may read of a case: that it exists and how far it went."""

CASE_SEEN = {
    "association": f"agreement_id = {AGREEMENTS} AND ({FOLLOWED} OR {COVERED})",
    "landlord": f"agreement_id = {AGREEMENTS} AND CASE {ROLE}"
    " WHEN 'landlord_social' THEN landlord_from IS NOT NULL"
    " WHEN 'landlord_pilot' THEN landlord_from IS NOT NULL"
    " WHEN 'landlord_alloc' THEN allocation_from IS NOT NULL"
    f" WHEN 'landlord_client' THEN reported_by_id = {ME} ELSE false END",
    "prescriber": f"referred_by_id = {ME}",
}
CASE_BORN = {
    "association": f"agreement_id = {AGREEMENTS}",
    "landlord": f"agreement_id = {AGREEMENTS} AND reported_by_id = {ME}",
    "prescriber": f"agreement_id = {AGREEMENTS} AND referred_by_id = {ME}",
}


@dataclass(frozen=True)
class Right:
    """What a side may do with a table, and on which rows. `seen` and `written` are SQL conditions."""

    verbs: frozenset[str]
    seen: str = "true"
    written: str = "true"
    columns: str = ""


def statements() -> Iterator[str]:
    """Every statement that builds the wall, in order."""
    yield from _common_rights()
    for model in _our_models():
        yield from _table(model)


def _q(model: Any) -> str:
    return f'"{model._meta.db_table}"'


def _our_models() -> list[Any]:
    return [model for label in OUR_APPS for model in apps.get_app_config(label).get_models()]


def _common_rights() -> Iterator[str]:
    groups = ", ".join(f"lodabord_{side}" for side in SIDES)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {WEB}, {groups}"
    yield f"GRANT USAGE ON SCHEMA public TO {WEB}, {groups}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB}, {groups}"
    for model in apps.get_models():
        if model._meta.app_label not in OUR_APPS and model._meta.managed:
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {_q(model)} TO {WEB}, lodabord_technical, lodabord_system"
    for name in ("professional", "membership", "organisation", "agreement", "terms", "programme", "territory"):
        yield f"GRANT SELECT ON partners_{name} TO {WEB}"
    yield f"GRANT UPDATE (password, last_login) ON partners_professional TO {WEB}"
    yield f"GRANT SELECT ON households_tick TO {WEB}"


def _table(model: Any) -> Iterator[str]:
    table = _q(model)
    rights = _rights(model)
    for side, right in rights.items():
        for verb in sorted(right.verbs):
            columns = f" ({right.columns})" if right.columns and verb == "SELECT" else ""
            yield f"GRANT {verb}{columns} ON {table} TO lodabord_{side}"
    if not is_private(model):
        return
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield (
        "DO $$ DECLARE p record; BEGIN FOR p IN SELECT policyname FROM pg_policies"
        f" WHERE schemaname = 'public' AND tablename = '{model._meta.db_table}' LOOP"
        f" EXECUTE format('DROP POLICY %I ON {table}', p.policyname); END LOOP; END $$"
    )
    for side, right in rights.items():
        yield from _policies(table, side, right)


def _policies(table: str, side: str, right: Right) -> Iterator[str]:
    to = f"TO lodabord_{side}"
    for verb in sorted(right.verbs):
        name = f"{side}_{verb.lower()}"
        using, check = f"USING ({right.seen})", f"WITH CHECK ({right.written})"
        clause = {"SELECT": using, "DELETE": f"USING ({right.written})", "INSERT": check}.get(
            verb, f"USING ({right.seen}) {check}"
        )
        yield f"CREATE POLICY {name} ON {table} FOR {verb} {to} {clause}"


def is_private(model: Any) -> bool:
    """Whether rows of this table must be filtered: about a household, one agreement's work, or by its own rule."""
    declared = any(hasattr(model, name) for name in ("data_class", "read_by_sides", "own_rights"))
    return declared or bool(_agreement_path(model))


def _rights(model: Any) -> dict[str, Right]:
    """Who may do what with this model's table."""
    label = model._meta.label_lower
    everything = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
    appended = getattr(model, "append_only", False)
    rights = {"system": Right(frozenset({"SELECT", "INSERT"}) if appended else everything)}
    if label in SPECIAL:
        return {**rights, **SPECIAL[label]()}
    if hasattr(model, "own_rights"):
        return {**rights, **model.own_rights()}
    if hasattr(model, "data_class"):
        return {**rights, **_by_the_matrix(model, appended)}
    if hasattr(model, "read_by_sides"):
        return {**rights, **_by_declared_sides(model)}
    if _agreement_path(model):
        return {**rights, **_by_agreement(model)}
    return {**rights, **_reference()}


def _by_the_matrix(model: Any, appended: bool) -> dict[str, Right]:
    readers = READERS[model.data_class]
    writers = getattr(model, "writers", WRITERS[model.data_class])
    rights = {}
    for side in sides_of(readers) | sides_of(writers):
        rows = _rows(model, side)
        verbs = set()
        if readers & ROLES_OF_SIDE[side]:
            verbs.add("SELECT")
        if writers & ROLES_OF_SIDE[side]:
            verbs |= {"INSERT"} if appended else {"INSERT", "UPDATE", "DELETE"}
        hers = f" AND created_by_id = {ME}" if getattr(model, "written_by_author", False) else ""
        rights[side] = Right(
            frozenset(verbs),
            seen=f"{_one_of(readers, side)} AND {rows}",
            written=f"{_written_by(model, writers, side)} AND {rows}{hers}",
        )
    return rights


def _rows(model: Any, side: str) -> str:
    """The rows of a household's record: through its case, or through the household."""
    names = {field.name for field in model._meta.get_fields()}
    if "case" in names:
        cases = CASES_WHOSE_DWELLING_IS_KNOWN if getattr(model, "tells_where", False) else CASES
        rows = _while_covering(model, cases) if side == "association" else f"case_id IN ({cases})"
    else:
        rows = "household_id IN (SELECT id FROM households_household)"
    if told_by := getattr(model, "tells_where_when", ""):
        rows += f" AND (NOT ({told_by}) OR case_id IN ({CASES_WHOSE_DWELLING_IS_KNOWN}))"
    if whole := getattr(model, "seen_with", ""):
        rows += f" AND {whole}_id IN (SELECT id FROM {_q(model._meta.get_field(whole).related_model)})"
    if getattr(model, "own_unless_shared", False):
        rows += f" AND (shared_with_team OR created_by_id = {ME})"
    if side == "landlord" and getattr(model, "received_only", False):
        rows += f" AND recipient_id = {ORGANISATION}"
    if side != "association" and (condition := getattr(model, "outside_reads_when", "")):
        rows += f" AND {condition}"
    return rows


def _while_covering(model: Any, cases: str) -> str:
    """A colleague who replaces another reads what is needed, no more: the rest asks for one's own standing."""
    needed = getattr(model, "needed_while_covering", None)
    if model.data_class not in CLOSED_TO_COVER or needed == 0:
        return f"case_id IN ({cases})"
    if needed is None:
        return f"case_id IN ({CASES_FOLLOWED})"
    return f'(case_id IN ({CASES_FOLLOWED}) OR ("on" >= {TODAY} - {needed} AND case_id IN ({cases})))'


def _written_by(model: Any, writers: Iterable[Role], side: str) -> str:
    """The roles that write it; and, for a signature, whoever holds a running delegation of one of them."""
    roles = _one_of(writers, side)
    return f"({roles} OR {DELEGATED})" if getattr(model, "written_by_delegates", False) else roles


def _one_of(allowed: Iterable[Role], side: str) -> str:
    """The side's roles that are allowed; nothing to say when they all are."""
    mine = frozenset(allowed) & ROLES_OF_SIDE[side]
    if mine == ROLES_OF_SIDE[side]:
        return "true"
    return f"{ROLE} IN ({', '.join(repr(str(role)) for role in sorted(mine))})" if mine else "false"


def _agreement_path(model: Any) -> str:
    """How a record of the partners' common work leads to its agreement."""
    if model._meta.app_label == "partners":
        return ""
    names = {field.name for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)}
    if "agreement" in names:
        return f"agreement_id = {AGREEMENTS}"
    return "meeting_id IN (SELECT id FROM allocations_meeting)" if "meeting" in names else ""


def _by_agreement(model: Any) -> dict[str, Right]:
    verbs = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
    rows = _agreement_path(model)
    return {side: Right(verbs, rows, rows) for side in ("association", "landlord")}


def _by_declared_sides(model: Any) -> dict[str, Right]:
    rows = _agreement_path(model) or "true"
    rights = {}
    for side in model.read_by_sides | model.written_by_sides:
        if side == "system":
            continue
        verbs = {"SELECT"} if side in model.read_by_sides else set()
        verbs |= {"INSERT", "UPDATE"} if side in model.written_by_sides else set()
        rights[side] = Right(frozenset(verbs), rows, rows)
    return rights


def _reference() -> dict[str, Right]:
    """Parameters and lists: everyone reads, the technical administrator writes."""
    rights = {side: Right(frozenset({"SELECT"})) for side in ROLES_OF_SIDE if side != "technical"}
    return {**rights, "technical": Right(frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"}))}


def _case() -> dict[str, Right]:
    read_write = frozenset({"SELECT", "INSERT", "UPDATE"})
    writers = WRITERS[DataClass.PROCESS] | {Role.LANDLORD_CLIENT}
    rights = {
        side: Right(read_write, CASE_SEEN[side], f"{_one_of(writers, side)} AND {CASE_BORN[side]}")
        for side in ("association", "prescriber")
    }
    rights["prescriber"] = Right(
        frozenset({"SELECT", "INSERT"}), CASE_SEEN["prescriber"], CASE_BORN["prescriber"], PRESCRIBER_COLUMNS
    )
    born_or_seen = f"({CASE_BORN['landlord']}) OR ({CASE_SEEN['landlord']})"
    rights["landlord"] = Right(read_write, CASE_SEEN["landlord"], born_or_seen)
    return rights


def _household() -> dict[str, Right]:
    seen = "id IN (SELECT household_id FROM households_case)"
    undecided = "id IN (SELECT household_id FROM households_case WHERE decided_on IS NULL)"
    born = f"created_by_id = {ME}"
    verbs = frozenset({"SELECT", "INSERT", "UPDATE"})
    return {
        "association": Right(verbs, seen, f"{born} OR {seen}"),
        "landlord": Right(verbs, seen, f"{born} OR {seen}"),
        "prescriber": Right(frozenset({"SELECT", "INSERT"}), undecided, born),
    }


def _event() -> dict[str, Right]:
    cases = f"case_id IN ({CASES})"
    written = f"{cases} AND by_id = {ME}"
    closed = ", ".join(repr(str(one)) for one in sorted(CLOSED_TO_COVER))
    told = f"{cases} AND (record_class NOT IN ({closed}) OR case_id IN ({CASES_FOLLOWED}))"
    rights = {}
    for side in ("association", "landlord"):
        readable = " ".join(
            f"WHEN '{role}' THEN ARRAY[{', '.join(repr(str(one)) for one in classes_read_by(role))}]::text[]"
            for role in sorted(ROLES_OF_SIDE[side])
        )
        seen = f"{cases if side == 'landlord' else told} AND record_class = ANY (CASE {ROLE} {readable} ELSE ARRAY[]::text[] END)"
        rights[side] = Right(frozenset({"SELECT", "INSERT"}), seen, written)
    # An officer who answers a request of her agency says so, on a case that she does not know.
    daily = "record_class = 'daily' AND record_id IN (SELECT id FROM allocations_landlordrequest)"
    rights["landlord"] = replace(rights["landlord"], written=f"({cases} OR ({daily})) AND by_id = {ME}")
    rights["prescriber"] = Right(frozenset({"INSERT"}), "false", written)
    return rights


def _reading() -> dict[str, Right]:
    mine = f"by_id = {ME}"
    rights = {side: Right(frozenset({"INSERT"}), "false", mine) for side in ("landlord", "prescriber")}
    heads = f"{ROLE} = 'asso_head' AND case_id IN ({CASES})"
    rights["association"] = Right(frozenset({"SELECT", "INSERT"}), heads, mine)
    return rights


def _counter() -> dict[str, Right]:
    verbs = frozenset({"SELECT", "INSERT", "UPDATE"})
    return {side: Right(verbs) for side in ("association", "landlord", "prescriber")}


def _reminder() -> dict[str, Right]:
    mine = f"recipient_id = {ME}"
    return {side: Right(frozenset({"SELECT"}), mine, "false") for side in ("association", "landlord")}


def _report_file() -> dict[str, Right]:
    mine = f"requested_by_id = {ME}"
    verbs = frozenset({"SELECT", "INSERT"})
    return {side: Right(verbs, mine, mine) for side in ("association", "landlord", "steering")}


def _landlord_request() -> dict[str, Right]:
    """The partners by the case; a customer officer by her agency: she does not know the case (its own row policy)."""
    cases = f"case_id IN ({CASES}) AND agreement_id = {AGREEMENTS}"
    agency = f"addressee = 'agence' AND agency_id = {AGENCY} AND NOT withheld AND agreement_id = {AGREEMENTS}"
    partners = _one_of(READERS[DataClass.DAILY] - {Role.LANDLORD_CLIENT}, "landlord")
    seen = f"CASE WHEN {ROLE} = 'landlord_client' THEN {agency} ELSE {partners} AND {cases} END"
    written = f"{_one_of(WRITERS[DataClass.DAILY], 'association')} AND {cases}"
    return {
        "association": Right(frozenset({"SELECT", "INSERT", "UPDATE"}), cases, written),
        "landlord": Right(frozenset({"SELECT", "UPDATE"}), seen, seen),
    }


def _request_place() -> dict[str, Right]:
    """Where to go for a request: hidden with the dwelling; with the request itself for an officer."""
    known = f"case_id IN ({CASES_WHOSE_DWELLING_IS_KNOWN})"
    partners = _one_of(READERS[DataClass.DAILY] - {Role.LANDLORD_CLIENT}, "landlord")
    hers = "request_id IN (SELECT id FROM allocations_landlordrequest)"
    seen = f"CASE WHEN {ROLE} = 'landlord_client' THEN {hers} ELSE {partners} AND {known} END"
    written = f"{_one_of(WRITERS[DataClass.DAILY], 'association')} AND {known}"
    return {
        "association": Right(frozenset({"SELECT", "INSERT"}), known, written),
        "landlord": Right(frozenset({"SELECT"}), seen, "false"),
    }


SPECIAL = {
    "households.case": _case,
    "households.household": _household,
    "households.event": _event,
    "households.reading": _reading,
    "households.codecounter": _counter,
    "households.reminder": _reminder,
    "households.message": lambda: {"technical": Right(frozenset({"SELECT"}))},
    "households.tick": dict,
    "reporting.reportfile": _report_file,
    "allocations.landlordrequest": _landlord_request,
    "allocations.requestplace": _request_place,
}
"""The tables whose rows are not simply those of a case; another may say its own (`own_rights`)."""


def build(connection: Any) -> int:
    """Raise or repair the wall, as the owner. Returns how many statements it took."""
    written = list(statements())
    with connection.cursor() as cursor:
        for statement in written:
            cursor.execute(statement)
    return len(written)
