"""Three readings of the same figures: the association's own, the landlord's, and the funders'.

Labels obey the wall (decision 16) and breakdowns of people are masked for the funders (decision 15);
rates, stocks, delays and money are the same for all.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from random import SystemRandom
from typing import TYPE_CHECKING, Any

from django.db import models

from lodabord.partners.roles import Role
from reporting import masking
from reporting.codes import LEASE_LOST
from reporting.disclosure_control import is_close, relabel
from reporting.masked_tables import TABLES, codes

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

Values = dict[str, Any]
TRACKS = ("access", "retention", "all")
NEUTRAL_PRESCRIBER = "partenaire"
LEASE_LOST_BY = frozenset({"bail_perdu_detention", "bail_perdu_hospitalisation"})
SENSITIVE_PART = "souffrance_psychique"


class Edition(models.TextChoices):
    """For whom a report is written."""

    INTERNAL = "internal", "Version interne de l'association"
    PARTNER = "partner", "Version du bailleur"
    FUNDER = "funder", "Version financeurs"


def edition_for(membership: "Membership") -> Edition:
    """What a side may read of the figures."""
    side = Role(membership.role).side
    return {"association": Edition.INTERNAL, "landlord": Edition.PARTNER}.get(side, Edition.FUNDER)


def own_caseload(by: Values, membership: "Membership") -> Values:
    """Households by referent as a member of the association reads them: the head her team, a professional her own."""
    if membership.role == Role.ASSO_HEAD:
        return by
    name = str(membership.professional)
    return {name: by[name]} if name in by else {}


def partner(values: Values, revealing: frozenset[str]) -> Values:
    """What the landlord reads: neutral labels, nothing of the content of the follow-up, no professional."""
    told = _neutral(values, revealing)
    for code in ("S1", "T1", "P3"):
        _each(told, code, lambda one: one | {"by": {}})
    _each(told, "R1", lambda one: one | {"by": {}, "effective_by": {}})
    _each(told, "P1", lambda one: one | {"profile": _without_health(one["profile"])})
    return told


def _neutral(values: Values, revealing: frozenset[str]) -> Values:
    """Under words that reveal neither health, justice nor childhood protection, and no professional."""
    told = deepcopy(values)
    _each(told, "A1", lambda one: one | {"by": relabel(one["by"], revealing, NEUTRAL_PRESCRIBER)})
    _each(told, "E1", lambda one: one | {"by": relabel(one["by"], LEASE_LOST_BY, LEASE_LOST)})
    _each(told, "P1", lambda one: one | {"profile": _neutral_profile(one["profile"], revealing)})
    return without_professionals(told)


def _neutral_profile(profile: Values, revealing: frozenset[str]) -> Values:
    told = profile.get("prescripteur")
    return profile | {"prescripteur": None if told is None else relabel(told, revealing, NEUTRAL_PRESCRIBER)}


def _without_health(profile: Values) -> Values:
    return {name: by for name, by in profile.items() if name != SENSITIVE_PART}


def without_professionals(values: Values) -> Values:
    """No figure by professional leaves the association: « référent 1 », « référent 2 », in an order that changes."""
    told = deepcopy(values)
    _each(told, "A11", lambda one: one | {"by": _numbered(one["by"])})
    return told


def _numbered(by: Values) -> Values:
    counts = list(by.values())
    SystemRandom().shuffle(counts)
    return {f"référent {number}": count for number, count in enumerate(counts, 1)}


def funder(
    values: Values,
    published: Sequence[Values],
    revealing: frozenset[str],
    *,
    small: int,
    sensitive: int,
    later: Sequence[Values] = (),
    losing: frozenset[str] = frozenset(),
) -> Values:
    """What funders read. `published` and `later`: the figures they have of the same year, up to this quarter and after.

    `losing`: the exit reasons that mean the dwelling was lost.
    """
    known = _neutral(values, revealing)
    told = deepcopy(known)
    for code in codes():
        _each(told, code, _without_breakdown)
    had = [*published, *later]
    for table in TABLES:
        threshold = sensitive if table.sensitive else small
        table.write(told, masking.masked(table, known, threshold, published, later, losing))
    whole = told["P1"]["all"]["year"]
    if whole:
        whole["by"] = whole["profile"]["composition"]
        before = [(one["P1"]["all"]["year"] or {}).get("children") or 0 for one in had]
        whole["children"] = _children(known["P1"]["all"]["year"]["children"] or 0, before, small)
    return told


def _children(children: int, before: Sequence[int], threshold: int) -> int | None:
    """How many, when there are enough of them, and enough more than already told."""
    near = any(is_close(children, one, threshold) for one in before if one)
    return None if children < threshold or near else children


def _each(values: Values, code: str, change: Callable[[Values], Values]) -> None:
    for track in TRACKS:
        for span, value in values.get(code, {}).get(track, {}).items():
            if value is not None:
                values[code][track][span] = change(value)


def _without_breakdown(value: Values) -> Values:
    """The total alone."""
    emptied: Values = {"profile": {}, "children": None, "effective_by": {}}
    return value | {"by": {}} | {name: nothing for name, nothing in emptied.items() if name in value}
