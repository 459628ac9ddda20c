"""What the full report says of its committee (parts 2, 11, 12, 13, 14 of sheet 06 §6.8), as plain rows per edition.

The funders' edition says what was sent to them, and nothing while nothing was.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reporting.committee_content import content_of
from reporting.editions import Edition
from reporting.funding import Year, years_of
from reporting.models import Committee, CommitteePaper, SteeringSnapshot
from reporting.parts.context import Committee as ReportedCommittee
from reporting.parts.context import FollowedDecision
from reporting.parts.context import Situation as ReportedSituation


@dataclass(frozen=True)
class Words:
    """What people wrote for the committee that reads a snapshot. Empty lists where nothing was written."""

    highlights: list[str] = field(default_factory=list)
    situations: list[dict[str, Any]] = field(default_factory=list)
    """`code`, `track`, `stage`, `weeks` (None when unknown), `point`, `validated`."""
    difficulties: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    decisions: list[dict[str, str]] = field(default_factory=list)
    """Earlier decisions followed here: `text`, `owner`, `due`, `due_on` (ISO), `state`, `note`."""
    corrections: list[dict[str, str]] = field(default_factory=list)
    """Figures presented before and explained since: `label`, `presented`, `recomputed`, `reason`…"""


def words_for(snapshot: SteeringSnapshot, edition: Edition, *, validated: bool = False) -> Words:
    """Of the committee that presents this snapshot, in that edition; read as whoever acts.

    `validated`: only the situations meant for the whole committee, as a file that a worker writes for anybody wants.
    """
    content = _sent(snapshot) if edition == Edition.FUNDER else _written(snapshot, validated)
    if content is None:
        return Words()
    return Words(
        content["highlights"], content["situations"], content["difficulties"], content["expected"],
        content["previous"], content["corrections"],
    )  # fmt: skip


def committee_of(snapshot: SteeringSnapshot, edition: Edition, *, validated: bool = False) -> ReportedCommittee:
    """The same, as the parts of the report want it."""
    words = words_for(snapshot, edition, validated=validated)
    return ReportedCommittee(
        highlights=tuple(words.highlights),
        situations=tuple(
            ReportedSituation(one["code"], f"{one['track']} : {one['stage']}", one["weeks"] or 0, one["point"])
            for one in words.situations
        ),
        difficulties=tuple(words.difficulties),
        expected=tuple(words.expected),
        decisions=tuple(
            FollowedDecision(one["text"], one["owner"], date.fromisoformat(one["due_on"]), _state(one))
            for one in words.decisions
        ),
    )


def _state(decision: dict[str, str]) -> str:
    return f"{decision['state']} : {decision['note']}" if decision["note"] else decision["state"]


def _sent(snapshot: SteeringSnapshot) -> dict[str, Any] | None:
    """The latest synthesis sent with these figures."""
    paper = CommitteePaper.objects.synthesis().filter(snapshot=snapshot).order_by("-number").first()
    return paper.content if paper else None


def _written(snapshot: SteeringSnapshot, validated: bool) -> dict[str, Any] | None:
    committee = Committee.objects.filter(snapshot=snapshot).select_related("meeting", "agreement").first()
    return content_of(committee, for_funders=validated) if committee else None


def money_of(snapshot: SteeringSnapshot) -> Year | None:
    """Planned, spent and gap by funder for the year of the snapshot, as declared so far; the partners' own page."""
    return next((one for one in years_of(snapshot.agreement) if one.year == snapshot.period.year), None)
