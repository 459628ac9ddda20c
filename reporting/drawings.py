"""The charts of the report: each says its message, and its figures stand in the table next to it."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from lodabord.kernel.charts import horizontal_bars
from lodabord.templatetags.lodabord import number
from reporting.codes import WORDS
from reporting.indicators.cal import DECISIONS

Values = Mapping[str, Any]
Drawn = list[tuple[str, SafeString]]
DELAY_NAMES = {
    "D1": "vers le pré-diagnostic",
    "D2": "vers la pré-CAL favorable",
    "D3": "vers la préparation",
    "D4": "de préparation",
    "D5": "vers la première CAL",
    "D6": "vers l'attribution",
    "D7": "vers l'entrée",
}


def of(anchor: str, values: Values) -> Drawn:
    """The drawings of a part; none where there is nothing to draw."""
    draw = {"activite": _funnel, "parcours": _delays, "cal": _decisions, "accompagnement": _follow_up}.get(anchor)
    return draw(values) if draw else []


def _bars(message: str, rows: list[tuple[str, float]], unit: str = "") -> Drawn:
    if not any(value for _, value in rows):
        return []
    return [(message, horizontal_bars(message, rows, unit=unit))]


def _funnel(values: Values) -> Drawn:
    year = {code: values[code]["access"]["year"] for code in ("A1", "A2", "A4", "A5", "A7", "C3", "D8")}
    rows = [
        ("Orientations reçues", year["A1"]["count"]),
        ("Pré-diagnostics", year["A2"]["count"]),
        ("Examinés en pré-CAL", year["A4"]["households"]),
        ("Retenus", year["A5"]["part"]),
        ("Entrés en préparation", year["A7"]["entries"]),
        ("Passés en CAL", year["C3"]["whole"]),
        ("Entrés dans le logement", year["D8"]["n"]),
    ]
    return _bars(
        f"Accès, dans l'année : {rows[0][1]} orientations reçues, {rows[-1][1]} entrées dans un logement", rows
    )


def _delays(values: Values) -> Drawn:
    told = {code: values[code]["access"]["year"] for code in DELAY_NAMES}
    rows = [(DELAY_NAMES[code], value["median"]) for code, value in told.items() if value["n"]]
    whole = values["D8"]["access"]["year"]
    if not whole["n"]:
        return _bars("Médiane de chaque étape, en jours", rows, " j")
    return _bars(
        f"De l'orientation aux clés : {number(whole['median'])} jours de médiane ; étape par étape", rows, " j"
    )


def _decisions(values: Values) -> Drawn:
    by = values["C6"]["access"]["year"]["by"]
    awards = sum(by[code] for code in ("a", "b1", "b2", "c"))
    effective = values["C2"]["access"]["year"]["part"]
    message = f"{sum(by.values())} passages : {awards} attributions, dont {effective} suivies d'une offre au ménage"
    return _bars(message, [(WORDS[code], by[code]) for code in DECISIONS])


def _follow_up(values: Values) -> Drawn:
    missed = values["V3"]["all"]["year"]
    causes = [(WORDS[code], value) for code, value in sorted(missed["by"].items(), key=lambda one: -one[1])]
    asked = {code: values[code]["all"]["year"] for code in ("Q1", "Q2", "Q3", "Q4")}
    answers = [
        ("Dans la demi-journée", asked["Q1"]["part"]),
        ("Dans la journée", asked["Q2"]["part"] - asked["Q1"]["part"]),
        ("Plus tard", asked["Q3"]["part"]),
        ("Sans réponse", asked["Q4"]["part"]),
    ]
    return [
        *_bars(f"{missed['whole']} semaines manquées dans l'année, et pourquoi", causes),
        *_bars(f"{asked['Q2']['part']} demandes sur {asked['Q2']['whole']} traitées dans la journée", answers),
    ]
