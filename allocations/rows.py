"""Whose rows are whose, for the tables of this room whose rule is not simply « those of a case I see ».

Each function gives the rights of the two sides on one table; `households.wall` writes them into the
database. They repeat, in SQL, what `visible_to` asks in Python.
"""

from households.confidentiality import WRITERS, DataClass
from households.wall import AGREEMENTS, CASES, CASES_WHOSE_DWELLING_IS_KNOWN, ME, ROLE, Right
from lodabord.partners.roles import Role

IN_AGREEMENT = f"agreement_id = {AGREEMENTS}"
NEEDS = "SELECT id FROM allocations_housingneed"
NEEDS_WHOSE_DWELLING_IS_KNOWN = f"{NEEDS} WHERE NOT reinforced OR case_id IN ({CASES_WHOSE_DWELLING_IS_KNOWN})"
READ, READ_ADD = frozenset({"SELECT"}), frozenset({"SELECT", "INSERT"})
READ_WRITE = frozenset({"SELECT", "INSERT", "UPDATE"})


def _in(*roles: Role) -> str:
    return f"{ROLE} IN ({', '.join(repr(str(role)) for role in sorted(roles))})"


def housing_need() -> dict[str, Right]:
    """The association through the case; the officer by agreement and state, although the case is closed to her."""
    through_case = f"case_id IN ({CASES})"
    written = f"{_in(*WRITERS[DataClass.HOUSING_NEED])} AND {IN_AGREEMENT} AND {through_case}"
    seen = (
        f"{IN_AGREEMENT} AND CASE {ROLE}"
        " WHEN 'landlord_alloc' THEN state IN ('open', 'identified')"
        f" WHEN 'landlord_social' THEN {through_case}"
        f" WHEN 'landlord_pilot' THEN {through_case} ELSE false END"
    )
    return {"association": Right(READ_WRITE, through_case, written), "landlord": Right(READ, seen, "false")}


def need_change() -> dict[str, Right]:
    """The history of a need: whoever reads the need."""
    through_need = f"need_id IN ({NEEDS})"
    written = f"{_in(*WRITERS[DataClass.HOUSING_NEED])} AND {through_need} AND by_id = {ME}"
    return {"association": Right(READ_ADD, through_need, written), "landlord": Right(READ, through_need, "false")}


def foreseen_dwelling() -> dict[str, Right]:
    """Written by the officer. Under reinforced confidentiality, read as one's dwelling is (decision 12)."""
    known = f"need_id IN ({NEEDS_WHOSE_DWELLING_IS_KNOWN})"
    seen = f"need_id IN ({NEEDS}) AND (noted_by_id = {ME} OR {known})"
    written = f"{_in(Role.LANDLORD_ALLOC)} AND need_id IN ({NEEDS})"
    return {"association": Right(READ, known, "false"), "landlord": Right(READ_WRITE, seen, written)}


def grid_version() -> dict[str, Right]:
    """The head proposes, the pilot agrees or sends back; the landlord reads what was submitted to it."""
    submitted = f"{IN_AGREEMENT} AND proposed_on IS NOT NULL"
    return {
        "association": Right(READ_WRITE, IN_AGREEMENT, f"{_in(Role.ASSO_HEAD)} AND {IN_AGREEMENT}"),
        "landlord": Right(frozenset({"SELECT", "UPDATE"}), submitted, f"{_in(Role.LANDLORD_PILOT)} AND {IN_AGREEMENT}"),
    }


def dwelling_move() -> dict[str, Right]:
    """The history of a dwelling; a line about a household, for whoever may know where it lives (decision 12)."""
    known = f"{IN_AGREEMENT} AND (case_id IS NULL OR case_id IN ({CASES_WHOSE_DWELLING_IS_KNOWN}))"
    keepers = _in(Role.LANDLORD_ALLOC, Role.LANDLORD_PILOT, Role.LANDLORD_SOCIAL)
    written = f"{keepers} AND {IN_AGREEMENT} AND by_id = {ME} AND (case_id IS NULL OR case_id IN ({CASES}))"
    return {"association": Right(READ, known, "false"), "landlord": Right(READ_ADD, known, written)}


def dwelling_import() -> dict[str, Right]:
    """A list being imported: its author's only, until it is confirmed or forgotten."""
    mine = f"{IN_AGREEMENT} AND created_by_id = {ME}"
    written = f"{_in(Role.LANDLORD_ALLOC, Role.LANDLORD_PILOT)} AND {mine}"
    return {"landlord": Right(READ_WRITE | {"DELETE"}, mine, written)}
