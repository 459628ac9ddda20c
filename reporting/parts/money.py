"""Part 11: what each funder planned and what was spent of it."""

from lodabord.templatetags.lodabord import euros
from reporting.parts.context import Context
from reporting.parts.shapes import Block, Caution, Line, Part, Table
from reporting.parts.tables import indicators

NUMBER, TITLE = 11, "Budget par financeur"
CAUTION = "Le coût par ménage baisse avec la rotation : lisez-le avec le coût par place occupée."


def money(context: Context) -> Part:
    """The funding plan of the year against what was spent."""
    told = context.year("B1", "all")
    if told is None:
        return Part(NUMBER, "budget", TITLE, "Rien n'a été saisi pour le budget de l'année.")
    message = f"{euros(told['euros'])} dépensés sur {euros(told['on_budget'])} prévus dans l'année."
    if told["euros"] is None:
        message = f"Budget de l'année : {euros(told['on_budget'])}. La dépense n'est pas encore saisie."
    blocks: list[Block] = [
        _by_funder(told["by"]),
        *indicators(context, ("B1", "B2", "B3", "B4"), "all"),
        Caution((CAUTION,)),
    ]
    return Part(NUMBER, "budget", TITLE, message, tuple(blocks))


def _by_funder(by: dict[str, dict[str, int | None]]) -> Table:
    lines = tuple(Line(name, (euros(one["planned"]), euros(one["spent"]), _gap(one))) for name, one in by.items())
    return Table("Budget de l'année par financeur", ("Financeur", "Prévu", "Dépensé", "Reste"), lines, leading=True)


def _gap(line: dict[str, int | None]) -> str:
    if line["spent"] is None or line["planned"] is None:
        return "—"
    return euros(line["planned"] - line["spent"])
