"""Parts 9 and 10: who is accompanied, how accompaniments end. Breakdowns as the edition tells them."""

from reporting.disclosure_control import HIDDEN
from reporting.parts.context import Context
from reporting.parts.shapes import Block, Caution, Part, Text
from reporting.parts.tables import by_year, counts, indicators

PROFILE = {
    "composition": "composition",
    "situation": "situation à l'orientation",
    "ethos": "groupe ETHOS à l'orientation",
    "personnes_a_charge": "personnes à charge",
    "ressources": "ressource principale à l'entrée",
    "age": "âge du titulaire",
    "sexe": "sexe du titulaire",
    "prescripteur": "prescripteur",
    "souffrance_psychique": "souffrance psychique",
}


def publics(context: Context) -> Part:
    """Compositions, ages, situations at the referral."""
    told = context.year("P1", "all")
    count, profile = told["count"], told.get("profile", {})
    message = f"{count} {'ménages accompagnés' if count > 1 else 'ménage accompagné'} dans l'année."
    blocks: list[Block] = [
        *indicators(context, ("P2", "P3"), "all"),
        *(
            table
            for name, label in PROFILE.items()
            for table in counts(context, f"Ménages accompagnés dans l'année : {label}", profile.get(name))
        ),
        *by_year(context, "P3", "all", "Publics prioritaires parmi les ménages accompagnés dans l'année"),
    ]
    if context.masked:
        sentence = (
            f"Les répartitions de personnes sont données pour l'année seulement. Un petit effectif, et ce qui permettrait "
            f"de le déduire, y est « {HIDDEN} » ; une répartition qui le trahirait encore n'est pas donnée."
        )
        blocks.append(Caution((sentence,)))
    return Part(9, "publics", "Publics", message, tuple(blocks))


def exits(context: Context) -> Part:
    """How accompaniments ended, and how long they lasted."""
    count = context.year("E1", "all")["count"]
    told = "accompagnements se sont terminés" if count > 1 else "accompagnement s'est terminé"
    blocks: list[Block] = [
        *indicators(context, ("E1", "E2"), "all", "access", "retention"),
        *by_year(context, "E1", "all", "Sorties de l'année, les deux volets, par motif"),
    ]
    if not count:
        return Part(10, "sorties", "Sorties", "Aucun accompagnement ne s'est terminé dans l'année.", tuple(blocks))
    blocks.append(Text("Une fin d'accompagnement n'est pas un échec : objectif atteint, relais et mutation en sont."))
    return Part(10, "sorties", "Sorties", f"{count} {told} dans l'année.", tuple(blocks))
