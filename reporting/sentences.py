"""The sentences of the report: what each part has to say, read from the figures themselves."""

from collections.abc import Mapping
from typing import Any

from lodabord.templatetags.lodabord import euros, number, share
from reporting.codes import LEASE_LOST, WORDS
from reporting.indicators.retention import RULE

Values = Mapping[str, Any]
THEMES = {
    "budget": "Gestion budgétaire",
    "soins_somatiques": "Soins somatiques",
    "emploi": "Travail et emploi",
    "demarches": "Démarches administratives",
    "parentalite": "Parentalité",
    "hygiene": "Hygiène dans le logement",
    "collectif": "Activités collectives",
    "voisinage": "Voisinage",
    "logement": "Logement, équipement",
}


def labels(reference: Mapping[str, str]) -> dict[str, str]:
    """Words for every code of a breakdown; the lists of the database have the last word."""
    return {**WORDS, **THEMES, **reference, LEASE_LOST: "Perte du bail", "autre": "Autre"}


def _year(values: Values, code: str, track: str) -> Any:
    return values[code][track]["year"]


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count < 2 else many}"  # noqa: PLR2004 - French plural starts at two


def salient(values: Values) -> list[str]:
    """At most five lines on the quarter, from its figures."""
    quarter = {
        key: values[key[0]][key[1]]["quarter"]
        for key in (
            ("A1", "all"),
            ("A7", "access"),
            ("A7", "retention"),
            ("D8", "access"),
            ("V1", "all"),
            ("Q2", "all"),
        )
    }
    entries = quarter["A7", "access"]["entries"] + quarter["A7", "retention"]["entries"]
    leaving = quarter["A7", "access"]["exits"] + quarter["A7", "retention"]["exits"]
    moved = quarter["D8", "access"]["n"]
    waiting = _year(values, "A10", "all")["count"]
    return [
        f"{_plural(quarter['A1', 'all']['count'], 'orientation ou repérage reçu', 'orientations et repérages reçus')} ; "
        f"{_plural(entries, 'entrée en mesure', 'entrées en mesure')}, {_plural(leaving, 'sortie', 'sorties')}.",
        f"{_plural(moved, 'ménage est entré', 'ménages sont entrés')} dans un logement.",
        f"Semaines dues avec une visite : {share(quarter['V1', 'all'])}.",
        f"Demandes traitées dans la journée : {share(quarter['Q2', 'all'])}.",
        f"{_plural(waiting, 'ménage retenu attend', 'ménages retenus attendent')} le début de sa mesure."
        if waiting < 2  # noqa: PLR2004 - French plural starts at two
        else f"{waiting} ménages retenus attendent le début de leur mesure.",
    ]


def message(anchor: str, values: Values) -> str:
    """What the part says, in one sentence; empty when there is nothing to say."""
    say = _MESSAGES.get(anchor)
    return say(values) if say else ""


def _activity(values: Values) -> str:
    access, retention = values["A8"]["access"]["quarter"], values["A8"]["retention"]["quarter"]
    return (
        f"À la date du rapport, {access['part']} places d'accès sur {access['whole']} et {retention['part']} places de "
        f"maintien sur {retention['whole']} sont occupées."
    )


def _path(values: Values) -> str:
    told = _year(values, "D8", "access")
    if not told["n"]:
        return "Aucun ménage n'est encore entré dans un logement cette année."
    return (
        f"Un ménage entré dans l'année a attendu {number(told['median'])} jours en médiane entre son orientation et ses "
        f"clés ({number(told['min'])} à {number(told['max'])}, {told['n']} ménages)."
    )


def _cal(values: Values) -> str:
    told, passages = _year(values, "C3", "access"), _year(values, "C1", "access")
    if not told["whole"]:
        return "Aucun ménage n'est passé en CAL cette année."
    return (
        f"{told['part']} ménages sur {told['whole']} passés en CAL dans l'année ont obtenu une attribution suivie d'une "
        f"offre, en {passages['count']} passages."
    )


def _follow_up(values: Values) -> str:
    visits, asked = _year(values, "V1", "all"), _year(values, "Q1", "all")
    return (
        f"Semaines dues avec une visite dans l'année : {share(visits)}. "
        f"Demandes traitées dans la demi-journée : {share(asked)}."
    )


def _retention(values: Values) -> str:
    access, retention = _year(values, "M1", "access"), _year(values, "M1", "retention")
    return f"Ménages maintenus depuis le début de la convention : accès {share(access)}, maintien {share(retention)}."


def _exits(values: Values) -> str:
    count = _year(values, "E1", "all")["count"]
    return f"{_plural(count, 'accompagnement s’est terminé', 'accompagnements se sont terminés')} dans l'année."


def _publics(values: Values) -> str:
    return f"{_plural(_year(values, 'P1', 'all')['count'], 'ménage accompagné', 'ménages accompagnés')} dans l'année."


def _budget(values: Values) -> str:
    told = _year(values, "B1", "all")
    if told is None:
        return ""
    if told["euros"] is None:
        return f"Budget de l'année : {euros(told['on_budget'])}. La dépense n'est pas encore saisie."
    return f"{euros(told['euros'])} dépensés sur {euros(told['on_budget'])} prévus dans l'année."


_MESSAGES = {
    "activite": _activity,
    "parcours": _path,
    "cal": _cal,
    "accompagnement": _follow_up,
    "maintien": _retention,
    "sorties": _exits,
    "publics": _publics,
    "budget": _budget,
}


def notes(anchor: str) -> list[str]:
    """What must be read with the figures."""
    return _NOTES.get(anchor, [])


_NOTES = {
    "parcours": ["Délais en jours calendaires, comptés dans la période où ils se terminent : médiane (minimum–maximum ; "
                 "nombre). Les délais encore en cours sont indiqués à part."],
    "maintien": [
        RULE,
        "Un ménage logé la semaine dernière compte comme maintenu : un programme qui grandit vite paraît meilleur. Entre "
        "territoires, ne comparez que le maintien à 6, 12 ou 24 mois.",
        "Le taux n'est pas l'effet de l'accompagnement : la pré-CAL choisit qui entre. Sur de petits nombres, un seul "
        "ménage fait varier le taux de plusieurs points.",
    ],
    "budget": ["Le coût par ménage baisse avec la rotation : lisez-le avec le coût par place occupée."],
}  # fmt: skip
