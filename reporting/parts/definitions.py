"""Part 15: what each figure means, from the very registry that computed it."""

from typing import Any

from reporting.indicators import THEMES, every
from reporting.masked_tables import printed
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
        *_masked(printed(context.terms)),
    ]
    return Part(15, "definitions", "Annexe : définitions", HOW_TO_READ, tuple(blocks))


def annex() -> list[tuple[str, list[Any]]]:
    """The definitions, by theme."""
    indicators = every()
    return [(label, [one for one in indicators if one.theme == theme]) for theme, label in THEMES.items()]


def _of_theme(theme: str, indicators: list[Any]) -> Table:
    lines = tuple(
        Line(f"{one.code} · {one.label}", (_definition(one), _population(one), f"v{one.rule_version}"))
        for one in indicators
    )
    return Table(theme, ("Indicateur", "Définition", "Population ; réussite", "Règle"), lines, shape="sentences")


def _definition(one: Any) -> str:
    return f"{one.definition} À savoir : {one.caution}" if one.caution else one.definition


def _masked(told: dict[str, Any]) -> tuple[Text, Table]:
    """The tables that funders read masked, with their thresholds."""
    lines = tuple(
        Line(f"{code} · {title}" if code else title, (str(threshold),))
        for code, title, threshold in told["masked_tables"]
    )
    table = Table("Tables masquées dans la version des financeurs", ("Table", "Masquée sous"), lines, shape="sentences")
    return Text(told["masking_rule"]), table


def _population(one: Any) -> str:
    return f"{one.population} Réussite : {one.success}" if one.success else one.population
