"""What the parts are written from: told figures, the agreement, and what was frozen before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lodabord.partners.models import Agreement, Terms
from reporting.editions import Edition
from reporting.periods import Quarter
from reporting.wording import say

Values = Mapping[str, Any]
TRACK_LABEL = {"access": "Accès", "retention": "Maintien", "all": "Les deux volets"}
SPAN_LABEL = {"quarter": "Trimestre", "year": "Année", "agreement": "Convention"}


@dataclass(frozen=True)
class Earlier:
    """An earlier quarter: the values of its frozen report in the reader's own edition, or computed again."""

    quarter: Quarter
    values: Values
    presented: bool = True


@dataclass(frozen=True)
class Situation:
    """A situation to arbitrate: under its code, without a name."""

    code: str
    stage: str
    weeks: int
    point: str


@dataclass(frozen=True)
class FollowedDecision:
    """A decision of an earlier committee, and where it stands."""

    text: str
    owner: str
    due_on: date | None
    state: str


@dataclass(frozen=True)
class Committee:
    """What people write for the committee, as opposed to what is computed. Empty until they have."""

    highlights: tuple[str, ...] = ()
    situations: tuple[Situation, ...] = ()
    difficulties: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    decisions: tuple[FollowedDecision, ...] = ()


@dataclass(frozen=True)
class Context:
    """Everything a part may say. `beside`: what is frozen beside the indicators (years' returns, breakdowns)."""

    values: Values
    agreement: Agreement
    terms: Terms
    quarter: Quarter
    as_of: date
    edition: Edition
    labels: Mapping[str, str]
    earlier: tuple[Earlier, ...] = ()
    beside: Mapping[str, Any] = field(default_factory=dict)
    committee: Committee = Committee()

    def year(self, code: str, track: str) -> Any:
        return self.values[code][track]["year"]

    def of_quarter(self, code: str, track: str) -> Any:
        return self.values[code][track]["quarter"]

    @property
    def masked(self) -> bool:
        return self.edition == Edition.FUNDER

    @property
    def spans(self) -> tuple[str, ...]:
        """In the first year of an agreement the year and the agreement are one: told once."""
        same = all(
            say(one[track]["year"]) == say(one[track]["agreement"])
            for one in self.values.values()
            for track in TRACK_LABEL
        )
        return ("quarter", "year") if same else tuple(SPAN_LABEL)
