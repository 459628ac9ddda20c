"""Part 6: visits, requests, themes, relays, suspensions."""

from lodabord.templatetags.lodabord import share
from reporting.codes import RELAY_WORDS, WORDS
from reporting.parts.context import Context
from reporting.parts.shapes import Block, Caution, Chart, Part, Table
from reporting.parts.tables import bars, by_year, comparison, counts, indicators

CODES = ("V1", "V2", "V3", "V4", "V5", "V6", "Q1", "Q2", "Q3", "Q4", "S1", "T1", "R1")
CAUTION = (
    "Une semaine est due quand, le jeudi, le ménage est accompagné, sans suspension, à un rythme d'au moins une visite "
    "par semaine. Les thèmes d'un même contact se cumulent : leur somme dépasse le nombre de contacts."
)


def follow_up(context: Context) -> Part:
    """What the association did with the households, in figures only."""
    visits, asked = context.year("V1", "all"), context.year("Q1", "all")
    message = (
        f"Semaines dues avec une visite dans l'année : {share(visits)}. "
        f"Demandes traitées dans la demi-journée : {share(asked)}."
    )
    blocks: list[Block] = [
        *_missed(context),
        *_answers(context),
        Caution((CAUTION,)),
        *comparison(context, ("V1", "all"), ("V2", "all"), ("V4", "all"), ("Q1", "all"), ("Q2", "all")),
        *indicators(context, CODES, "all", "access", "retention"),
        *by_year(context, "S1", "all", "Suspensions commencées dans l'année, par motif"),
        *by_year(context, "T1", "all", "Contacts de l'année par thème travaillé"),
        *_relays(context),
    ]
    return Part(6, "accompagnement", "Accompagnement : visites et demandes", message, tuple(blocks))


def _missed(context: Context) -> list[Chart]:
    missed = context.year("V3", "all")
    causes = [(WORDS[code], value) for code, value in sorted(missed["by"].items(), key=lambda one: -one[1])]
    return bars(f"{missed['whole']} semaines manquées dans l'année, et pourquoi", causes, what="Semaines")


def _answers(context: Context) -> list[Chart]:
    asked = {code: context.year(code, "all") for code in ("Q1", "Q2", "Q3", "Q4")}
    rows = [
        ("Dans la demi-journée", asked["Q1"]["part"]),
        ("Dans la journée", asked["Q2"]["part"] - asked["Q1"]["part"]),
        ("Plus tard", asked["Q3"]["part"]),
        ("Sans réponse", asked["Q4"]["part"]),
    ]
    message = f"{asked['Q2']['part']} demandes sur {asked['Q2']['whole']} traitées dans la journée"
    return bars(message, rows, what="Demandes")


def _relays(context: Context) -> list[Table]:
    """Types of relay and of prescriber share codes, not words."""
    if "R1" not in context.values:
        return []
    by = (context.year("R1", "all") or {}).get("by") or {}
    told = {f"{RELAY_WORDS}{code}": count for code, count in by.items()}
    return counts(context, "Relais demandés dans l'année, par type", told)
