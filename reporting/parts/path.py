"""Part 4: from the referral to the keys: how many at each step, how long it takes."""

from lodabord.templatetags.lodabord import number
from reporting.parts.context import Context
from reporting.parts.shapes import Block, Caution, Chart, Part
from reporting.parts.tables import bars, comparison, indicators

CODES = ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8")
STEPS = {
    "D1": "vers le pré-diagnostic",
    "D2": "vers la pré-CAL favorable",
    "D3": "vers la préparation",
    "D4": "de préparation",
    "D5": "vers la première CAL",
    "D6": "vers l'attribution",
    "D7": "vers l'entrée",
}
CAUTION = (
    "Délais en jours calendaires, comptés dans la période où ils se terminent : médiane (minimum–maximum ; nombre). "
    "Les délais encore en cours sont indiqués à part."
)


def path(context: Context) -> Part:
    """The funnel of the year, and the time each step takes."""
    told = context.year("D8", "access")
    message = "Aucun ménage n'est encore entré dans un logement cette année."
    if told["n"]:
        message = (
            f"Un ménage entré dans l'année a attendu {number(told['median'])} jours en médiane entre son orientation et "
            f"ses clés ({number(told['min'])} à {number(told['max'])}, {told['n']} ménages)."
        )
    blocks: list[Block] = [
        *_funnel(context),
        *_delays(context),
        Caution((CAUTION,)),
        *comparison(context, *((code, "access") for code in CODES)),
        *indicators(context, CODES, "access"),
    ]
    return Part(4, "parcours", "Parcours d'accès : étapes et délais", message, tuple(blocks))


def _funnel(context: Context) -> list[Chart]:
    year = {code: context.year(code, "access") for code in ("A1", "A2", "A4", "A5", "A7", "C3", "D8")}
    rows = [
        ("Orientations reçues", year["A1"]["count"]),
        ("Pré-diagnostics", year["A2"]["count"]),
        ("Examinés en pré-CAL", year["A4"]["households"]),
        ("Retenus", year["A5"]["part"]),
        ("Entrés en préparation", year["A7"]["entries"]),
        ("Passés en CAL", year["C3"]["whole"]),
        ("Entrés dans le logement", year["D8"]["n"]),
    ]
    message = f"Accès, dans l'année : {rows[0][1]} orientations reçues, {rows[-1][1]} entrées dans un logement"
    return bars(message, rows, what="Ménages")


def _delays(context: Context) -> list[Chart]:
    told = {code: context.year(code, "access") for code in STEPS}
    rows = [(STEPS[code], value["median"]) for code, value in told.items() if value["n"]]
    whole = context.year("D8", "access")
    message = "Médiane de chaque étape, en jours"
    if whole["n"]:
        message = f"De l'orientation aux clés : {number(whole['median'])} jours de médiane ; étape par étape"
    return bars(message, rows, unit=" j", what="Médiane")
