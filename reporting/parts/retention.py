"""Parts 7 and 8: who is still housed, by which rule; the households of the retention track."""

from lodabord.templatetags.lodabord import share
from reporting.indicators.retention import RULE
from reporting.parts.context import Context
from reporting.parts.shapes import Block, Caution, Part
from reporting.parts.tables import by_year, comparison, counts, indicators

CAUTIONS = (
    RULE,
    "Un ménage logé la semaine dernière compte comme maintenu : un programme qui grandit vite paraît meilleur. Entre "
    "territoires, ne comparez que le maintien à 6, 12 ou 24 mois.",
    "Le taux n'est pas l'effet de l'accompagnement : la pré-CAL choisit qui entre. Sur de petits nombres, un seul "
    "ménage fait varier le taux de plusieurs points.",
)


def retention(context: Context) -> Part:
    """Retention in the dwelling, its rule printed."""
    access, kept = context.year("M1", "access"), context.year("M1", "retention")
    message = f"Ménages maintenus depuis le début de la convention : accès {share(access)}, maintien {share(kept)}."
    blocks: list[Block] = [
        *comparison(context, ("M1", "access"), ("M2", "access"), ("M1", "retention"), ("M3", "access")),
        Caution(CAUTIONS),
        *indicators(context, ("M1", "M2", "M3", "M4"), "access", "retention"),
    ]
    return Part(7, "maintien", "Maintien dans le logement", message, tuple(blocks))


def retention_track(context: Context) -> Part:
    """Tenants in difficulty: why they were reported, what became of debts, plans and disturbances."""
    told, reported = context.year("M1", "retention"), context.year("A1", "retention")["count"]
    taken = context.year("A7", "retention")["entries"]
    message = "Aucun ménage n'a été repéré ni accompagné pour son maintien cette année."
    if reported or told["whole"]:
        message = (
            f"{reported} fiche{'s' if reported > 1 else ''} de repérage dans l'année, {taken} accompagnement"
            f"{'s' if taken > 1 else ''} commencé{'s' if taken > 1 else ''} ; ménages maintenus : {share(told)}."
        )
    blocks: list[Block] = [
        *comparison(context, ("A1", "retention"), ("A8", "retention"), ("D9", "retention"), ("M1", "retention")),
        *indicators(context, ("D9", "D10", "M1", "M5", "M6", "M7"), "retention"),
        *counts(context, "Motifs des repérages de l'année", context.beside.get("motives")),
        *by_year(context, "E1", "retention", "Sorties de l'année, volet maintien, par motif"),
    ]
    return Part(8, "volet-maintien", "Volet maintien", message, tuple(blocks))
