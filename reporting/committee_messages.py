"""The message of each slide, read from the figures themselves: the title says what the chart shows.

A figure that a workbook taken over did not carry is unknown (None): its message says so, and it is not drawn.
"""

from collections.abc import Mapping
from typing import Any

from lodabord.templatetags.lodabord import euros, number, share

Values = Mapping[str, Any]
UNKNOWN = "non renseigné"
FUNNEL = (
    ("Orientations reçues", "A1", "count"),
    ("Pré-diagnostics", "A2", "count"),
    ("Examinés en pré-CAL", "A4", "households"),
    ("Retenus", "A5", "part"),
    ("Entrés en préparation", "A7", "entries"),
    ("Passés en CAL", "C3", "whole"),
    ("Entrés dans le logement", "D8", "n"),
)
"""Step, indicator of the access track, and the term of it that is a number of households."""


def places(values: Values) -> str:
    access, retention = (values["A8"][track]["quarter"] for track in ("access", "retention"))
    if access is None or retention is None:
        return f"Places occupées : {UNKNOWN}"
    return (
        f"{access['part']} places d'accès sur {access['whole']} et {retention['part']} places de maintien sur "
        f"{retention['whole']} occupées"
    )


def funnel(values: Values) -> str:
    rows = dict(funnel_rows(values))
    received, housed = (rows.get(name, UNKNOWN) for name in (FUNNEL[0][0], FUNNEL[-1][0]))
    return f"Accès, dans l'année : {received} orientations reçues, {housed} entrées dans un logement"


def funnel_rows(values: Values) -> list[tuple[str, int]]:
    """The steps of the access track over the year, those that are known."""
    told = [(name, values[code]["access"]["year"], term) for name, code, term in FUNNEL]
    return [(name, value[term]) for name, value, term in told if value is not None]


def cal(values: Values) -> str:
    told, passages = values["C3"]["access"]["year"], values["C1"]["access"]["year"]
    if told is None or passages is None:
        return f"Commission d'attribution : {UNKNOWN}"
    if not told["whole"]:
        return "Aucun ménage n'est passé en CAL cette année"
    return (
        f"{told['part']} ménages sur {told['whole']} attributaires dans l'année, en {passages['count']} passages en CAL"
    )


def delays(values: Values) -> str:
    told = values["D8"]["access"]["year"]
    if told is None:
        return f"De l'orientation aux clés : {UNKNOWN}"
    if not told["n"]:
        return "Aucun ménage n'est encore entré dans un logement cette année"
    return (
        f"De l'orientation aux clés : {number(told['median'])} jours en médiane ({number(told['min'])} à "
        f"{number(told['max'])}, {told['n']} ménages)"
    )


def follow_up(values: Values) -> str:
    visits, asked = _share(values["V1"]["all"]["year"]), _share(values["Q1"]["all"]["year"])
    return f"Semaines visitées : {visits} ; demandes traitées dans la demi-journée : {asked}"


def retention(values: Values) -> str:
    access, kept = (_share(values["M1"][track]["year"]) for track in ("access", "retention"))
    return f"Maintenus depuis le début de la convention : accès {access}, maintien {kept}"


def budget(values: Values) -> str:
    told = values["B1"]["all"]["year"]
    if told is None:
        return "Le plan de financement de l'année n'est pas encore écrit"
    if told["euros"] is None:
        return f"{euros(told['on_budget'])} prévus dans l'année, dépense non déclarée"
    return f"{euros(told['euros'])} dépensés sur {euros(told['on_budget'])} prévus dans l'année"


def _share(value: Any) -> str:
    return UNKNOWN if value is None else share(value)
