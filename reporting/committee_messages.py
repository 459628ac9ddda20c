"""The message of each slide, read from the figures themselves: the title says what the chart shows."""

from collections.abc import Mapping
from typing import Any

from lodabord.templatetags.lodabord import euros, number, share

Values = Mapping[str, Any]


def places(values: Values) -> str:
    access, retention = values["A8"]["access"]["quarter"], values["A8"]["retention"]["quarter"]
    return (
        f"{access['part']} places d'accès sur {access['whole']} et {retention['part']} places de maintien sur "
        f"{retention['whole']} occupées"
    )


def funnel(values: Values) -> str:
    rows = funnel_rows(values)
    return f"Accès, dans l'année : {rows[0][1]} orientations reçues, {rows[-1][1]} entrées dans un logement"


def funnel_rows(values: Values) -> list[tuple[str, int]]:
    """The steps of the access track over the year."""
    year = {code: values[code]["access"]["year"] for code in ("A1", "A2", "A4", "A5", "A7", "C3", "D8")}
    return [
        ("Orientations reçues", year["A1"]["count"]),
        ("Pré-diagnostics", year["A2"]["count"]),
        ("Examinés en pré-CAL", year["A4"]["households"]),
        ("Retenus", year["A5"]["part"]),
        ("Entrés en préparation", year["A7"]["entries"]),
        ("Passés en CAL", year["C3"]["whole"]),
        ("Entrés dans le logement", year["D8"]["n"]),
    ]


def cal(values: Values) -> str:
    told, passages = values["C3"]["access"]["year"], values["C1"]["access"]["year"]
    if not told["whole"]:
        return "Aucun ménage n'est passé en CAL cette année"
    return (
        f"{told['part']} ménages sur {told['whole']} attributaires dans l'année, en {passages['count']} passages en CAL"
    )


def delays(values: Values) -> str:
    told = values["D8"]["access"]["year"]
    if not told["n"]:
        return "Aucun ménage n'est encore entré dans un logement cette année"
    return (
        f"De l'orientation aux clés : {number(told['median'])} jours en médiane ({number(told['min'])} à "
        f"{number(told['max'])}, {told['n']} ménages)"
    )


def follow_up(values: Values) -> str:
    visits, asked = values["V1"]["all"]["year"], values["Q1"]["all"]["year"]
    return f"Semaines visitées : {share(visits)} ; demandes traitées dans la demi-journée : {share(asked)}"


def retention(values: Values) -> str:
    access, kept = values["M1"]["access"]["year"], values["M1"]["retention"]["year"]
    return f"Maintenus depuis le début de la convention : accès {share(access)}, maintien {share(kept)}"


def budget(values: Values) -> str:
    told = values["B1"]["all"]["year"]
    if told is None:
        return "Le plan de financement de l'année n'est pas encore écrit"
    if told["euros"] is None:
        return f"{euros(told['on_budget'])} prévus dans l'année, dépense non déclarée"
    return f"{euros(told['euros'])} dépensés sur {euros(told['on_budget'])} prévus dans l'année"
