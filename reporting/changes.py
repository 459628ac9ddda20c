"""« Valeur présentée » and « valeur recalculée »: what corrections since a report would change in it, and why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from households.stateful import MoveRefused
from lodabord.partners.models import PrescriberType
from reporting.computing import compute
from reporting.editions import Edition, partner
from reporting.indicators import every
from reporting.models import FigureCorrection, SteeringSnapshot
from reporting.parts.context import SPAN_LABEL, TRACK_LABEL
from reporting.wording import say

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

PUBLISHED = "ACDVQMB"
"""First letters of the rates, stocks, delays and money that everybody reads whatever their size (decision 15)."""


@dataclass(frozen=True)
class Change:
    """A figure that today's records would give differently. `rule`: how its computing changed, when it did."""

    code: str
    label: str
    track: str
    span: str
    presented: str
    recomputed: str
    rule: str = ""
    reason: str = ""
    """Why, as a lead wrote it."""
    reason_for: str = ""
    """The recomputed value about which it was written."""

    @property
    def where(self) -> str:
        return f"{TRACK_LABEL[self.track]}, {SPAN_LABEL[self.span].lower()}"

    @property
    def key(self) -> str:
        """Names the figure in an address or a form."""
        return f"{self.code}-{self.track}-{self.span}"

    @property
    def is_explained(self) -> bool:
        return bool(self.reason) and self.reason_for == self.recomputed


def changes(snapshot: SteeringSnapshot, edition: Edition, *, today: date) -> list[Change]:
    """Every figure that differs, for the same quarter and reference date. Never for the funders' edition, which is
    masked: what it hides would be recomputed in clear."""
    if edition == Edition.FUNDER:
        raise ValueError("les écarts ne se recalculent pas dans la version financeurs")
    now = compute(snapshot.agreement, snapshot.period, as_of=snapshot.as_of, today=today).values
    if edition != Edition.INTERNAL:
        revealing = frozenset(PrescriberType.objects.filter(reveals=True).values_list("code", flat=True))
        now = partner(now, revealing)
    presented = snapshot.told(edition)["indicators"]
    rules, reasons = _rules(snapshot), _reasons(snapshot)
    found = []
    for code, before in presented.items():
        for track in TRACK_LABEL:
            for span in SPAN_LABEL:
                old, new = say(before[track][span]), say(now[code][track][span])
                if old != new:
                    why = reasons.get((code, track, span))
                    found.append(
                        Change(
                            code, before["label"], track, span, old, new, rules.get(code, ""),
                            why.reason if why else "", why.recomputed if why else "",
                        )
                    )  # fmt: skip
    return found


def _rules(snapshot: SteeringSnapshot) -> dict[str, str]:
    """The indicators computed by another version of their rule since."""
    now = {one.code: one.rule_version for one in every()}
    then = snapshot.rule_versions
    return {
        code: f"La règle de calcul a changé : version {then[code]}, puis {version}."
        for code, version in now.items()
        if code in then and then[code] != version
    }


def _reasons(snapshot: SteeringSnapshot) -> dict[tuple[str, str, str], FigureCorrection]:
    """The latest reason written for each figure."""
    written = snapshot.corrections.order_by("written_at")  # type: ignore[attr-defined]
    return {(one.indicator, one.track, one.span): one for one in written}


def explain(
    snapshot: SteeringSnapshot, change: Change, *, reason: str, at: datetime, by: "Professional"
) -> FigureCorrection:
    """Keep the two values and why they differ."""
    if change.is_explained and change.reason == reason:
        raise MoveRefused("Cette raison est déjà notée.")
    return FigureCorrection.objects.create(
        agreement=snapshot.agreement, snapshot=snapshot, indicator=change.code, track=change.track, span=change.span,
        label=change.label, presented=change.presented, recomputed=change.recomputed, reason=reason, written_at=at,
        written_by=by,
    )  # fmt: skip


def told_corrections(snapshots: list[Any]) -> list[dict[str, str]]:
    """The explained changes of earlier reports, latest reason of each, for the next one; rates and stocks only."""
    told: dict[Any, dict[str, str]] = {}
    written = FigureCorrection.objects.filter(snapshot__in=snapshots).select_related("snapshot").order_by("written_at")
    for one in written:
        if one.indicator.startswith(tuple(PUBLISHED)):
            told[one.snapshot_id, one.indicator, one.track, one.span] = {
                "quarter": one.snapshot.period.label,
                "code": one.indicator,
                "label": one.label,
                "where": one.where,
                "presented": one.presented,
                "recomputed": one.recomputed,
                "reason": one.reason,
            }
    return list(told.values())
