"""Editing a draft of the grid from a plain form: labels are typed, buttons move, remove and add. Pure but for `known_codes`."""

from collections.abc import Mapping
from copy import deepcopy

from allocations.grid_changes import Criteria, new_code
from allocations.grid_rules import BLOCK_LENGTH, LABEL_LENGTH, forbidden
from allocations.models import GridVersion
from lodabord.partners.models import Agreement


def known_codes(agreement: Agreement) -> dict[str, str]:
    """Every code ever used in this agreement, with its latest wording: a code never means two things."""
    known: dict[str, str] = {}
    for version in GridVersion.objects.filter(agreement=agreement).order_by("number"):
        known |= {code: label for _, code, label in version.lines}
    return known


def apply(criteria: Criteria, posted: Mapping[str, str], known: dict[str, str]) -> tuple[Criteria, str, list[str]]:
    """The draft after one press of a button: (criteria, where to look next, what is to be told).

    Fields: `block-2` and `label-<code>` for the wordings, `new-2` and `new-block` for what is added,
    and one button: `up`, `down`, `remove` (with a code), `block-up`, `block-down`, `block-remove`
    (with a rank). Whatever the button, the wordings typed are kept.
    """
    draft = deepcopy(criteria)
    _rename(draft, posted)
    told = _add(draft, posted, known)
    for name, act in ACTS.items():
        if target := posted.get(name):
            return draft, act(draft, target), told
    return draft, "", told


def _rename(draft: Criteria, posted: Mapping[str, str]) -> None:
    for rank, block in enumerate(draft):
        block["block"] = _clean(posted.get(f"block-{rank}", block["block"]), BLOCK_LENGTH)
        for one in block["criteria"]:
            one["label"] = _clean(posted.get(f"label-{one['code']}", one["label"]), LABEL_LENGTH)


def _add(draft: Criteria, posted: Mapping[str, str], known: dict[str, str]) -> list[str]:
    """New criteria at the end of their block, new block at the end; what R-52 forbids is not added, and said."""
    told, used = [], {one["code"] for block in draft for one in block["criteria"]}
    for rank, block in enumerate(draft):
        label = _clean(posted.get(f"new-{rank}", ""), LABEL_LENGTH)
        if not label:
            continue
        if why := forbidden(label):
            told.append(why)
            continue
        code = new_code(label, known)
        if code in used:
            told.append(f"« {label} » figure déjà dans la grille.")
            continue
        used.add(code)
        known[code] = label
        block["criteria"].append({"code": code, "label": label})
    name = _clean(posted.get("new-block", ""), BLOCK_LENGTH)
    if name and (why := forbidden(name)):
        told.append(why)
    elif name:
        draft.append({"block": name, "criteria": []})
    return told


def _clean(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]


def _find(draft: Criteria, code: str) -> tuple[int, int] | None:
    """Where a criterion is: (rank of its block, rank in it)."""
    for rank, block in enumerate(draft):
        for place, one in enumerate(block["criteria"]):
            if one["code"] == code:
                return rank, place
    return None


def _up(draft: Criteria, code: str) -> str:
    """One place up; the first of a block goes to the end of the block before."""
    found = _find(draft, code)
    if found is None:
        return ""
    rank, place = found
    here = draft[rank]["criteria"]
    if place:
        here[place - 1], here[place] = here[place], here[place - 1]
    elif rank:
        draft[rank - 1]["criteria"].append(here.pop(place))
    return f"c-{code}"


def _down(draft: Criteria, code: str) -> str:
    """One place down; the last of a block goes to the head of the next."""
    found = _find(draft, code)
    if found is None:
        return ""
    rank, place = found
    here = draft[rank]["criteria"]
    if place + 1 < len(here):
        here[place], here[place + 1] = here[place + 1], here[place]
    elif rank + 1 < len(draft):
        draft[rank + 1]["criteria"].insert(0, here.pop(place))
    return f"c-{code}"


def _remove(draft: Criteria, code: str) -> str:
    found = _find(draft, code)
    if found is None:
        return ""
    del draft[found[0]]["criteria"][found[1]]
    return f"b-{found[0]}"


def _rank(draft: Criteria, told: str) -> int | None:
    return int(told) if told.isdecimal() and int(told) < len(draft) else None


def _block_up(draft: Criteria, told: str) -> str:
    rank = _rank(draft, told)
    if rank:
        draft[rank - 1], draft[rank] = draft[rank], draft[rank - 1]
    return f"b-{max((rank or 0) - 1, 0)}"


def _block_down(draft: Criteria, told: str) -> str:
    rank = _rank(draft, told)
    if rank is not None and rank + 1 < len(draft):
        draft[rank], draft[rank + 1] = draft[rank + 1], draft[rank]
        return f"b-{rank + 1}"
    return f"b-{told}"


def _block_remove(draft: Criteria, told: str) -> str:
    rank = _rank(draft, told)
    if rank is not None:
        del draft[rank]
    return "blocs"


ACTS = {
    "up": _up,
    "down": _down,
    "remove": _remove,
    "block-up": _block_up,
    "block-down": _block_down,
    "block-remove": _block_remove,
}
