"""The tables of people that funders read, each once: where it is told, from which size, what else gives it away.

This is the whole list: a breakdown that is not here is not published to funders, for no span and no track.
Rates, stocks, delays and money of the programme are told with their two terms whatever their size (decision 15).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reporting.codes import HEALTH_RELAYS

Values = Mapping[str, Any]
Cells = Mapping[str, int]

SUSPENSION_GROUPS = {"hospitalisation": "absence", "incarceration": "absence"}
"""Why a household is away says health or justice: told as an absence (decision 16)."""
RESOURCE_GROUPS = {"aah": "autre", "ij": "autre"}
"""Resources that reveal a disability or an illness."""
HEALTH_THEME = "soins_somatiques"


@dataclass(frozen=True)
class MaskedTable:
    """A breakdown of people published to funders, for the year only."""

    code: str
    part: str
    """Empty: the breakdown of the indicator itself; else the part of the profile."""
    title: str
    track: str = "all"
    """The only track for which it is told: two tracks beside their total would give each other away."""
    sensitive: bool = False
    """Health or violence: the larger threshold."""
    adds_up: bool = True
    """The cells add up to the total; else a household, or a contact, may be in several."""
    at_least_one: bool = True
    """Each one counted in the total is in one cell at least."""
    groups: Mapping[str, str] | None = None
    """Codes told under another word."""
    left_out: frozenset[str] = frozenset()
    known: Callable[[Values], Cells] | None = None
    """Cells that the totals in clear give anyway."""

    @property
    def name(self) -> str:
        return f"{self.code} {self.part}".strip()

    def cells(self, values: Values) -> dict[str, int]:
        """The breakdown before masking, under the words funders may read."""
        told: dict[str, int] = {}
        for code, count in self.read(values).items():
            if code not in self.left_out:
                word = (self.groups or {}).get(code, code)
                told[word] = told.get(word, 0) + count
        return told

    def read(self, values: Values) -> Mapping[str, Any]:
        """The breakdown as it stands in these values."""
        year = self._year(values)
        by: Mapping[str, Any] | None = year.get("profile", {}).get(self.part) if self.part else year.get("by")
        return by or {}

    def write(self, values: dict[str, Any], by: Mapping[str, Any]) -> None:
        """Put the breakdown as it may be read."""
        year = self._year(values)
        if self.part and year:
            year["profile"][self.part] = dict(by)
        elif year:
            year["by"] = dict(by)

    def total(self, values: Values) -> int:
        """What the cells are a breakdown of: told in clear."""
        year = self._year(values)
        return int(year.get("count", year.get("whole", 0)))

    def _year(self, values: Values) -> dict[str, Any]:
        return values.get(self.code, {}).get(self.track, {}).get("year") or {}


def _retention_households(cell: str) -> Callable[[Values], Cells]:
    """The landlord reports its own tenants: those households are all in that cell, and A6 counts them in clear."""

    def known(values: Values) -> Cells:
        return {cell: int((values["A6"]["retention"]["year"] or {}).get("count", 0))}

    return known


TABLES = (
    MaskedTable("A1", "", "Orientations reçues, par type de prescripteur", track="access"),
    MaskedTable("E1", "", "Sorties, par motif"),
    MaskedTable("S1", "", "Suspensions commencées, par motif regroupé", groups=SUSPENSION_GROUPS),
    MaskedTable("R1", "", "Relais demandés, par type, ceux de santé parmi les autres", sensitive=True,
                groups={HEALTH_RELAYS: "autre"}),
    MaskedTable("T1", "", "Contacts réalisés, par thème, hors santé", adds_up=False, at_least_one=False,
                left_out=frozenset({HEALTH_THEME})),
    MaskedTable("P1", "composition", "Ménages accompagnés, par composition"),
    MaskedTable("P1", "age", "Ménages accompagnés, par âge du titulaire"),
    MaskedTable("P1", "sexe", "Ménages accompagnés, par sexe du titulaire"),
    MaskedTable("P1", "situation", "Ménages accompagnés, par situation à l'orientation",
                known=_retention_households("locataire_hlm")),
    MaskedTable("P1", "ressources", "Ménages accompagnés, par ressource principale", groups=RESOURCE_GROUPS),
    MaskedTable("P1", "prescripteur", "Ménages accompagnés, par type de prescripteur",
                known=_retention_households("bailleur")),
    MaskedTable("P1", "souffrance_psychique", "Ménages accompagnés, avec ou sans souffrance psychique",
                sensitive=True),
    MaskedTable("P3", "", "Ménages accompagnés, par catégorie de public prioritaire", sensitive=True, adds_up=False),
)  # fmt: skip
NOT_TOLD = {
    "ethos": "se déduit de la situation à l'orientation",
    "personnes_a_charge": "se déduit de la composition et du nombre d'enfants",
}
"""Parts of the profile that never go to funders beside those above, and why."""


@dataclass(frozen=True)
class BesideTable:
    """A breakdown frozen beside the indicators, told to funders masked, for the year."""

    group: str
    part: str
    title: str
    total: Callable[[Values], int]
    """What the cells are a breakdown of, in the indicators told in clear."""
    code: str = ""
    sensitive: bool = False
    adds_up: bool = True

    def read(self, row: Values) -> Mapping[str, Any]:
        """The breakdown in a frozen row."""
        group = row.get(self.group) or {}
        return (group.get(self.part) if self.part else group) or {}

    def put(self, row: dict[str, Any], by: Mapping[str, Any]) -> None:
        """Put the breakdown as it may be read."""
        if self.part:
            row[self.group][self.part] = dict(by)
        else:
            row[self.group] = dict(by)


def _reports(indicators: Values) -> int:
    return int((indicators["A1"]["retention"]["year"] or {}).get("count", 0))


def _awards(indicators: Values) -> int:
    return int((indicators["P2"]["all"]["year"] or {}).get("whole", 0))


BESIDE = (
    BesideTable("motives", "", "Repérages, par motif", _reports, adds_up=False, code="A1"),
    BesideTable("awards", "quota", "Attributions, par contingent", _awards, code="P2"),
    BesideTable("awards", "dalo", "Attributions, DALO reconnu ou non", _awards, code="P2"),
    BesideTable("awards", "public", "Attributions, par public prioritaire", _awards, sensitive=True, adds_up=False,
                code="P2"),
    BesideTable("awards", "commune", "Attributions, par commune", _awards, code="P2"),
    BesideTable("awards", "district", "Attributions, en QPV ou non", _awards, code="P2"),
    BesideTable("awards", "quartile", "Attributions, premier quartile ou non", _awards, code="P2"),
)  # fmt: skip


def codes() -> frozenset[str]:
    """The indicators that carry a breakdown of people."""
    return frozenset(one.code for one in TABLES)


def printed(terms: Any) -> dict[str, Any]:
    """What the annex and the help print: the rule, and each table with its threshold under these terms."""
    return {
        "masking_rule": rule(terms.small_cell, terms.small_cell_sensitive),
        "masked_tables": [
            (one.code, one.title, terms.small_cell_sensitive if one.sensitive else terms.small_cell)
            for one in (*TABLES, *BESIDE)
        ],
    }


def rule(small: object, sensitive: object) -> str:
    """The rule, under these thresholds."""
    return (
        "Les répartitions de personnes sont données aux financeurs pour l'année, volets réunis ou pour le seul volet "
        f"indiqué. Une case sous {small} ({sensitive} pour la santé et les violences) est masquée, avec au moins "
        "une autre, sous la même marque ; une case qui diffère de peu d'une valeur déjà publiée dans l'année l'est "
        "aussi. Une table dont le masquage laisserait déduire une case n'est pas publiée. Aucune autre répartition de "
        "personnes ne leur est donnée, et les filtres d'un rapport se limitent au volet et à la période."
    )
