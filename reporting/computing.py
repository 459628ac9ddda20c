"""From facts to figures: every indicator, by track and span, as interfaces §3 tells them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Agreement
from reporting.facts import Facts
from reporting.indicators import every
from reporting.periods import Frame, Quarter, Span, frame
from reporting.reading import read

TRACKS = ("access", "retention", "all")


@dataclass(frozen=True)
class Figures:
    """A computed report: its frame, its values, and the facts as they were known."""

    agreement: Agreement
    frame: Frame
    facts: Facts
    values: dict[str, Any]

    def told(self) -> dict[str, Any]:
        """The form of `steering_report --format json`: unmasked, for the command line only."""
        return {
            "agreement": self.agreement.code,
            "quarter": str(self.frame.quarter),
            "start": self.frame.quarter.start.isoformat(),
            "end": self.frame.quarter.end.isoformat(),
            "as_of": self.frame.as_of.isoformat(),
            "rule_versions": {one.code: one.rule_version for one in every()},
            "indicators": self.values,
        }


def gather(agreement: Agreement, quarter: Quarter, *, as_of: date | None, today: date) -> tuple[Frame, Facts]:
    """What a quarter is computed from, as known at its reference date. Reads as the programme itself."""
    framed = frame(quarter, agreement_start=agreement.starts_on, as_of=as_of, today=today)
    with acting_as(SYSTEM), transaction.atomic():
        return framed, read(agreement).known_at(framed.cut)


def compute(agreement: Agreement, quarter: Quarter, *, as_of: date | None, today: date) -> Figures:
    """All the indicators of an agreement for a quarter."""
    framed, facts = gather(agreement, quarter, as_of=as_of, today=today)
    return Figures(agreement, framed, facts, values_of(facts, framed.spans))


def values_of(facts: Facts, spans: tuple[Span, ...]) -> dict[str, Any]:
    """Every indicator, for each track and each span."""
    by_track = {track: facts.of_track(track) for track in TRACKS}
    return {
        indicator.code: {
            "label": indicator.label,
            **{track: {span.name: indicator.value(by_track[track], track, span) for span in spans} for track in TRACKS},
        }
        for indicator in every()
    }
