"""The frozen text of a transmitted note, section by section, and what changed from one version to the next."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

KEPT, ADDED, REMOVED = "kept", "added", "removed"


@dataclass(frozen=True)
class Section:
    """A section of a transmitted note. `code` is what questions refer to."""

    code: str
    title: str
    text: str


@dataclass(frozen=True)
class Change:
    """A section beside the same section of an earlier version: its words kept, added, removed, in order."""

    section: Section
    changed: bool
    words: list[tuple[str, str]]


def sections_of(content: dict[str, Any]) -> list[Section]:
    """The sections of a frozen note, in order. Versions frozen before sections had codes are told by their rank."""
    return [
        Section(one.get("code") or f"s{rank}", one["title"], one["text"])
        for rank, one in enumerate(content.get("sections", []), start=1)
    ]


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Each section of the later version, with what changed since the earlier one."""
    earlier = {section.title: section.text for section in sections_of(before)}
    return [_change(section, earlier.get(section.title, "")) for section in sections_of(after)]


def _change(section: Section, before: str) -> Change:
    if before == section.text:
        return Change(section, False, [(KEPT, section.text)])
    return Change(section, True, list(_words(_cut(before), _cut(section.text))))


def _cut(text: str) -> list[str]:
    """Words and what separates them: put together again they give the text back."""
    return re.findall(r"\s+|[^\s]+", text)


def _words(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            yield KEPT, "".join(after[j1:j2])
            continue
        if i2 > i1:
            yield REMOVED, "".join(before[i1:i2])
        if j2 > j1:
            yield ADDED, "".join(after[j1:j2])
