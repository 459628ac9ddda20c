"""What changed between two versions of the grid, in words. Pure: lists in, sentences out.

A criterion is known by its code, which never changes: renamed or moved, it stays the same question,
and two assessments made on two versions can still be compared.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

Criteria = list[dict[str, Any]]
"""[{"block": "Pouvoir louer", "criteria": [{"code": "…", "label": "…"}]}]"""


@dataclass(frozen=True)
class Change:
    """One difference. `kind`: added, removed, renamed, moved, block_added, block_removed, block_renamed, reordered."""

    kind: str
    sentence: str


def codes_of(criteria: Criteria) -> list[str]:
    return [one["code"] for block in criteria for one in block["criteria"]]


def changes(before: Criteria, after: Criteria) -> list[Change]:
    """Every difference from one version to the next; empty when they are the same."""
    renamed = _renamed_blocks(before, after)
    found = [
        Change("block_renamed", f"Le bloc « {old} » s'appelle désormais « {new} ».") for old, new in renamed.items()
    ]
    found += _blocks(before, after, renamed)
    found += _criteria(before, after, renamed)
    if not found and before != after:
        found.append(Change("reordered", "L'ordre des blocs change."))
    return found


def _places(criteria: Criteria) -> dict[str, tuple[str, str]]:
    """code → (block, label)."""
    return {one["code"]: (block["block"], one["label"]) for block in criteria for one in block["criteria"]}


def _renamed_blocks(before: Criteria, after: Criteria) -> dict[str, str]:
    """An old name that is gone, a new name that came, and at least one criterion in common."""
    old = {block["block"]: set(codes_of([block])) for block in before}
    new = {block["block"]: set(codes_of([block])) for block in after}
    found: dict[str, str] = {}
    for name, codes in old.items():
        if name in new:
            continue
        heirs = [one for one, theirs in new.items() if one not in old and one not in found.values() and codes & theirs]
        if heirs:
            found[name] = max(heirs, key=lambda one: len(codes & new[one]))
    return found


def _blocks(before: Criteria, after: Criteria, renamed: dict[str, str]) -> list[Change]:
    old, new = [block["block"] for block in before], [block["block"] for block in after]
    gone = [name for name in old if name not in new and name not in renamed]
    come = [name for name in new if name not in old and name not in renamed.values()]
    return [
        *(Change("block_added", f"Nouveau bloc « {name} ».") for name in come),
        *(Change("block_removed", f"Le bloc « {name} » est retiré.") for name in gone),
    ]


def _criteria(before: Criteria, after: Criteria, renamed: dict[str, str]) -> list[Change]:
    old, new, found = _places(before), _places(after), []
    for code, (block, label) in new.items():
        if code not in old:
            found.append(Change("added", f"Critère ajouté dans « {block} » : « {label} »."))
            continue
        was_block, was_label = old[code]
        if was_label != label:
            found.append(Change("renamed", f"« {was_label} » devient « {label} »."))
        if renamed.get(was_block, was_block) != block:
            found.append(Change("moved", f"« {label} » passe de « {was_block} » à « {block} »."))
    for code, (block, label) in old.items():
        if code not in new:
            found.append(Change("removed", f"Critère retiré de « {block} » : « {label} »."))
    return found + _reordered(before, after, renamed)


def _reordered(before: Criteria, after: Criteria, renamed: dict[str, str]) -> list[Change]:
    """Blocks in which the criteria that stayed no longer follow one another as they did."""
    new = {block["block"]: codes_of([block]) for block in after}
    found = []
    for block in before:
        name = renamed.get(block["block"], block["block"])
        kept = [code for code in codes_of([block]) if code in new.get(name, [])]
        if kept != [code for code in new.get(name, []) if code in kept]:
            found.append(Change("reordered", f"L'ordre des critères change dans « {name} »."))
    return found


def plain(text: str) -> str:
    """Without accents, capitals or signs: how two wordings are known to be the same."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def new_code(label: str, known: dict[str, str]) -> str:
    """The code of a criterion being added. `known`: every code ever used in this agreement, with its last label.

    The same wording as a criterion once removed takes its code back, so that old answers still compare;
    any other wording takes a code that nothing ever bore.
    """
    for code, worded in known.items():
        if plain(worded) == plain(label):
            return code
    base = plain(label).replace(" ", "_")[:40] or "critere"
    code, number = base, 2
    while code in known:
        code, number = f"{base}_{number}", number + 1
    return code
