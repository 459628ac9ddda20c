"""Part 15: what each figure means, from the very registry that computed it."""

from typing import Any

from reporting.indicators import THEMES, every
from reporting.parts.context import Context
from reporting.parts.shapes import Block, Line, Part, Table, Text

HOW_TO_READ = (
    "Chaque pourcentage est donné avec ses deux termes ; sous dix, les termes seuls ; sur personne, « sans objet ». "
    "Un délai porte sa médiane, son minimum, son maximum et son nombre."
)


def definitions(context: Context) -> Part:
    """Every indicator: wording, definition, population, success, version of the rule."""
    skipped = context.beside.get("skipped_stages", 0)
    blocks: list[Block] = [
        Text(f"Étapes sautées pour urgence depuis le début de la convention : {skipped}."),
        *(_of_theme(theme, indicators) for theme, indicators in annex() if indicators),
    ]
    return Part(15, "definitions", "Annexe : définitions", HOW_TO_READ, tuple(blocks))


def annex() -> list[tuple[str, list[Any]]]:
    """The definitions, by theme."""
    indicators = every()
    return [(label, [one for one in indicators if one.theme == theme]) for theme, label in THEMES.items()]


def _of_theme(theme: str, indicators: list[Any]) -> Table:
    lines = tuple(
        Line(f"{one.code} · {one.label}", (one.definition, _population(one), f"v{one.rule_version}"))
        for one in indicators
    )
    return Table(theme, ("Indicateur", "Définition", "Population ; réussite", "Règle"), lines, shape="sentences")


def _population(one: Any) -> str:
    return f"{one.population} Réussite : {one.success}" if one.success else one.population
