"""Three readings of the same figures: the association's own, the landlord's, and the funders'.

Labels obey the wall (decision 16) and breakdowns of people are masked for the funders (decision 15);
rates, stocks, delays and money are the same for all.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from django.db import models

from lodabord.partners.roles import Role
from reporting.disclosure_control import hide, hide_tracks, relabel

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

Values = dict[str, Any]
TRACKS = ("access", "retention", "all")
NEUTRAL_PRESCRIBER = "partenaire"
LEASE_LOST = "perte_du_bail"
LEASE_LOST_BY = frozenset({"bail_perdu_detention", "bail_perdu_hospitalisation"})
PEOPLE = ("A1", "E1", "S1", "T1", "P1", "P3")
SENSITIVE_PART = "souffrance_psychique"
SENSITIVE_THEME = "soins_somatiques"


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
    told = deepcopy(values)
    _each(told, "A1", lambda one: one | {"by": relabel(one["by"], revealing, NEUTRAL_PRESCRIBER)})
    _each(told, "E1", lambda one: one | {"by": relabel(one["by"], LEASE_LOST_BY, LEASE_LOST)})
    for code in ("A11", "S1", "T1", "P3"):
        _each(told, code, lambda one: one | {"by": {}})
    _each(told, "P1", lambda one: one | {"profile": _without_health(one["profile"], revealing)})
    return told


def _without_health(profile: dict[str, Any], revealing: frozenset[str]) -> dict[str, Any]:
    kept = {name: by for name, by in profile.items() if name != SENSITIVE_PART}
    return kept | {"prescripteur": relabel(kept["prescripteur"], revealing, NEUTRAL_PRESCRIBER)}


def funder(values: Values, published: list[Values], revealing: frozenset[str], *, small: int, sensitive: int) -> Values:
    """What funders read. `published`: the figures they already have of the same year."""
    told = _neutral(values, revealing)
    for code in PEOPLE:
        for span in ("quarter", "agreement"):
            _each(told, code, _without_breakdown, spans=(span,))
        _hide_by(told[code], [_year(one[code], "all").get("by", {}) for one in published], small)
    profiles = [_year(one["P1"], "all").get("profile", {}) for one in published]
    _hide_profile(told["P1"], profiles, small, sensitive)
    return told


def _neutral(values: Values, revealing: frozenset[str]) -> Values:
    """The landlord's reading, with the themes of the work (health left out) and the health aggregate."""
    told = partner(values, revealing)
    for track in TRACKS:
        for span, value in values["T1"][track].items():
            if value:
                told["T1"][track][span]["by"] = {
                    code: count for code, count in value["by"].items() if code != SENSITIVE_THEME
                }
        for span, value in values["P1"][track].items():
            if value:
                told["P1"][track][span]["profile"][SENSITIVE_PART] = value["profile"][SENSITIVE_PART]
    return told


def _each(values: Values, code: str, change: Callable[[Values], Values], spans: tuple[str, ...] = ()) -> None:
    for track in TRACKS:
        for span, value in values[code][track].items():
            if value is not None and (not spans or span in spans):
                values[code][track][span] = change(value)


def _without_breakdown(value: Values) -> Values:
    return value | {"by": {}} | ({"profile": {}, "children": None} if "profile" in value else {})


def _year(indicator: Values, track: str) -> Values:
    return indicator.get(track, {}).get("year") or {}


def _hide_by(indicator: Values, earlier: list[Values], threshold: int) -> None:
    """The year's breakdown, total by total; by track only when no track holds a small cell."""
    by_track = {track: _year(indicator, track).get("by", {}) for track in ("access", "retention")}
    for track, by in hide_tracks(by_track, threshold).items():
        if _year(indicator, track):
            indicator[track]["year"]["by"] = by
    whole = _year(indicator, "all")
    if whole:
        whole["by"] = hide(whole.get("by", {}), threshold, earlier)


def _hide_profile(indicator: Values, earlier: list[Values], small: int, sensitive: int) -> None:
    for track in ("access", "retention"):
        if _year(indicator, track):
            indicator[track]["year"] |= {"profile": {}, "children": None}
    whole = _year(indicator, "all")
    if not whole:
        return
    whole["profile"] = {
        name: hide(by, sensitive if name == SENSITIVE_PART else small, [one.get(name, {}) for one in earlier])
        for name, by in whole["profile"].items()
    }
    whole["by"] = whole["profile"]["composition"]
    whole["children"] = whole["children"] if (whole["children"] or 0) >= small else None
