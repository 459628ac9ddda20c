"""« Valeur présentée » and « valeur recalculée »: what corrections since a report would change in it."""

from dataclasses import dataclass
from datetime import date

from lodabord.partners.models import PrescriberType
from reporting.computing import compute
from reporting.editions import Edition, partner
from reporting.models import SteeringSnapshot
from reporting.parts.context import SPAN_LABEL, TRACK_LABEL
from reporting.wording import say


@dataclass(frozen=True)
class Change:
    """A figure that today's records would give differently."""

    code: str
    label: str
    where: str
    presented: str
    recomputed: str


def changes(snapshot: SteeringSnapshot, edition: Edition, *, today: date) -> list[Change]:
    """Every figure that differs, for the same quarter and reference date."""
    now = compute(snapshot.agreement, snapshot.period, as_of=snapshot.as_of, today=today).values
    if edition != Edition.INTERNAL:
        revealing = frozenset(PrescriberType.objects.filter(reveals=True).values_list("code", flat=True))
        now = partner(now, revealing)
    presented = snapshot.told(edition)["indicators"]
    found = []
    for code, before in presented.items():
        for track, track_label in TRACK_LABEL.items():
            for span, span_label in SPAN_LABEL.items():
                old, new = say(before[track][span]), say(now[code][track][span])
                if old != new:
                    where = f"{track_label}, {span_label.lower()}"
                    found.append(Change(code, before["label"], where, old, new))
    return found
