"""Two assessments of one household, side by side: by criterion, in words and with a sign. Pure.

There is no total, no count and no order of merit: a count of progresses would read as a score (R-52).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LEVELS = {"0": "À construire", "1": "En cours", "2": "Acquis", "nr": "Non renseigné"}
ABSENT = "Pas dans cette version"


@dataclass(frozen=True)
class Line:
    """A criterion before and after. `sign` is up, down, same or other; `word` says it."""

    label: str
    before: str
    after: str
    sign: str
    word: str
    renamed_from: str = ""


@dataclass(frozen=True)
class Side:
    """One assessment: its answers, and the criteria of its own version of the grid."""

    answers: dict[str, str]
    criteria: list[dict[str, Any]]

    @property
    def places(self) -> dict[str, tuple[str, str]]:
        """code → (block, label)."""
        return {one["code"]: (block["block"], one["label"]) for block in self.criteria for one in block["criteria"]}


def compare(before: Side, after: Side) -> list[tuple[str, list[Line]]]:
    """Block by block, in the order of the later grid; what only the earlier one asked comes last in its block."""
    old, new = before.places, after.places
    blocks: dict[str, list[Line]] = {}
    for code, (block, label) in new.items():
        blocks.setdefault(block, []).append(_line(code, label, old.get(code), before, after, asked_after=True))
    for code, (block, label) in old.items():
        if code not in new:
            line = _line(code, label, (block, label), before, after, asked_after=False)
            blocks.setdefault(block, []).append(line)
    return list(blocks.items())


def _line(code: str, label: str, was: tuple[str, str] | None, before: Side, after: Side, *, asked_after: bool) -> Line:
    told = before.answers.get(code, "nr") if was else None
    now = after.answers.get(code, "nr") if asked_after else None
    sign, word = _move(told, now)
    renamed = was[1] if was and was[1] != label else ""
    return Line(label, _say(told), _say(now), sign, word, renamed)


def _say(level: str | None) -> str:
    return LEVELS.get(level, LEVELS["nr"]) if level is not None else ABSENT


def _move(told: str | None, now: str | None) -> tuple[str, str]:
    """From one level to the other, in words; a criterion that one version does not ask is said."""
    if told is None:
        return "other", "critère ajouté depuis"
    if now is None:
        return "other", "critère retiré depuis"
    if told == now:
        return "same", "inchangé"
    if told == "nr":
        return "other", "renseigné depuis"
    if now == "nr":
        return "other", "n'est plus renseigné"
    return ("up", "avance") if now > told else ("down", "à reprendre")


def earlier_first(assessments: Iterable[Any]) -> list[Any]:
    """Concluded assessments in the order in which they were made."""
    return sorted((one for one in assessments if one.assessed_on), key=lambda one: (one.assessed_on, one.created_at))
