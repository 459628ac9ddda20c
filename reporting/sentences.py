"""The words of the report: the facts of the quarter as sentences, and a word for every code."""

from collections.abc import Mapping
from typing import Any

from allocations.models.quota import Quota
from households.models import Report
from lodabord.templatetags.lodabord import share
from reporting.codes import LEASE_LOST, WORDS

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

QUOTAS = {str(one.value): str(one.label) for one in Quota if one != Quota.UNKNOWN}
MOTIVES = {str(one.value): str(one.label) for one in Report.Motive}


def labels(reference: Mapping[str, str]) -> dict[str, str]:
    """Words for every code of a breakdown; the lists of the database have the last word."""
    return {**WORDS, **THEMES, **MOTIVES, **QUOTAS, **reference, LEASE_LOST: "Perte du bail", "autre": "Autre"}


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
