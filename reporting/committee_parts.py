"""What the full report says of its committee (parts 2, 11, 12, 13, 14 of sheet 06 §6.8), as plain rows per edition.

The funders' edition says what was sent to them, and nothing while nothing was.
"""

from dataclasses import dataclass, field
from typing import Any

from reporting.committee_content import content_of
from reporting.editions import Edition
from reporting.funding import Year, years_of
from reporting.models import Committee, CommitteePaper, SteeringSnapshot


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


def words_for(snapshot: SteeringSnapshot, edition: Edition) -> Words:
    """Of the committee that presents this snapshot, in that edition; read as whoever acts."""
    content = _sent(snapshot) if edition == Edition.FUNDER else _written(snapshot)
    if content is None:
        return Words()
    return Words(
        content["highlights"], content["situations"], content["difficulties"], content["expected"],
        content["previous"], content["corrections"],
    )  # fmt: skip


def _sent(snapshot: SteeringSnapshot) -> dict[str, Any] | None:
    """The latest synthesis sent with these figures."""
    paper = CommitteePaper.objects.synthesis().filter(snapshot=snapshot).order_by("-number").first()
    return paper.content if paper else None


def _written(snapshot: SteeringSnapshot) -> dict[str, Any] | None:
    committee = Committee.objects.filter(snapshot=snapshot).select_related("meeting", "agreement").first()
    return content_of(committee, for_funders=False) if committee else None


def money_of(snapshot: SteeringSnapshot) -> Year | None:
    """Planned, spent and gap by funder for the year of the snapshot, as declared so far; the partners' own page."""
    return next((one for one in years_of(snapshot.agreement) if one.year == snapshot.period.year), None)
