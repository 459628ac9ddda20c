"""Needs, dwellings, grids."""

from datetime import date
from decimal import Decimal

from allocations.models import Dwelling, GridVersion, HousingNeed

TOLD = {
    "typologies": ["T2"], "people": 2, "communes": "Lille, Lomme", "excluded": "Fives", "max_cost": Decimal(420),
    "max_floor_without_lift": 1, "needs_lift": False, "needs_accessible": False, "quota": "state_priority",
    "priority": True, "ready_on": date(2025, 4, 13),
}  # fmt: skip


def need(cast, case, *, on=date(2025, 1, 20), **told):
    """Said by Leïla."""
    return HousingNeed.propose(case, on=on, by=cast.leila.professional, **(TOLD | told))


def dwelling(cast, reference="V-1", *, state="accepting", **facts):
    """Registered by Diane, and open to the programme unless said otherwise."""
    facts = {"commune": "Lille", "typology": "T2", "rent": Decimal(310), "charges": Decimal(60), **facts}
    facts.setdefault("agreement", cast.agreement)
    made = Dwelling(reference=reference, **facts)
    made.register(by=cast.diane.professional, on=date(2025, 1, 6))
    if state == "accepting":
        made.open_to_programme(by=cast.diane.professional, on=date(2025, 1, 7))
    return made


def grid(cast, *criteria, number=1, agreed=True, **kept):
    """A version with one block of these (code, label)."""
    lines = [{"code": code, "label": label} for code, label in criteria or [("identity", "Pièces d'identité")]]
    return GridVersion.objects.create(
        agreement=cast.agreement, number=number, criteria=[{"block": "Pouvoir louer", "criteria": lines}],
        proposed_on=date(2025, 1, 1), agreed_on=date(2025, 1, 1) if agreed else None, **kept,
    )  # fmt: skip
