"""Communes and sectors, as people type them."""


def places(told: str) -> list[str]:
    """« Lille,  Lomme, lille » as names, once each."""
    found: dict[str, str] = {}
    for part in told.split(","):
        name = " ".join(part.split())
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())
