"""Who is accompanied, as counts only: composition, age, situation at the referral (sheet 05 §5.7, P1 to P3)."""

from collections.abc import Callable, Iterable

from households.confidentiality import DataClass
from reporting.facts import CaseFacts, Facts
from reporting.indicators import define
from reporting.indicators.activity import accompanied
from reporting.indicators.results import Count, Rate, Unit, count_codes
from reporting.periods import Span

WITHOUT_HOME = frozenset({"rue", "squat_campement", "hebergement_urgence", "hotel", "chrs", "dna"})
UNKNOWN = "non_renseigne"
MANY = 3
"""Dependants beyond whom a family is told with the larger ones."""
ETHOS = {
    "rue": "sans_abri",
    "hebergement_urgence": "sans_abri",
    "hotel": "sans_logement",
    "chrs": "sans_logement",
    "dna": "sans_logement",
    "institution": "sans_logement",
    "logement_adapte": "sans_logement",
    "tiers": "logement_precaire",
    "sous_location_iml": "logement_precaire",
    "squat_campement": "logement_inadequat",
    "locataire_hlm": "loge",
    "locataire_prive": "loge",
    "proprietaire": "loge",
}
"""The four groups of ETHOS; a household that has its own dwelling is of none of them."""
PROFILE: dict[str, Callable[[CaseFacts], str]] = {
    "composition": lambda one: one.composition,
    "age": lambda one: one.age_band,
    "sexe": lambda one: one.gender,
    "situation": lambda one: one.situation,
    "ethos": lambda one: ETHOS.get(one.situation, ""),
    "personnes_a_charge": lambda one: str(one.dependants) if one.dependants < MANY else f"{MANY}_et_plus",
    "ressources": lambda one: one.resources,
    "prescripteur": lambda one: one.prescriber,
}


def _count(values: Iterable[str]) -> dict[str, int]:
    return count_codes(value or UNKNOWN for value in values)


@define(
    "P1", "Profil des ménages accompagnés",
    definition="Composition, âge, sexe, personnes à charge, situation à l'orientation et groupe ETHOS, ressource "
    "principale, prescripteur : ménages distincts.",
    population="Ménages accompagnés dans la période, tels qu'ils étaient à leur entrée.", rule_version=2,
    listed=DataClass.ADMINISTRATIVE,
)  # fmt: skip
def profile(facts: Facts, span: Span) -> Count:
    here = accompanied(facts, span)
    parts = {name: _count(read(one) for one in here) for name, read in PROFILE.items()}
    parts["souffrance_psychique"] = _count(SECOND_PUBLIC[one.second_public] for one in here)
    children = sum(one.dependants for one in here)
    units = [Unit(one.id, one.started_on) for one in here]
    return Count(len(here), parts["composition"], {"profile": parts, "children": children}, units)


SECOND_PUBLIC = {True: "oui", False: "non", None: UNKNOWN}


@define(
    "P2", "Ménages sans domicile parmi les attributions",
    definition="Ménages sans domicile à l'orientation (rue, squat, hébergement, hôtel, CHRS, DNA) parmi les ménages "
    "dont l'offre acceptée a mené au logement.",
    population="Ménages attributaires dont l'attribution date de la période.", success="Sans domicile à l'orientation.",
    listed=DataClass.ADMINISTRATIVE,
)  # fmt: skip
def without_home(facts: Facts, span: Span) -> Rate:
    return Rate.of(
        Unit(one.id, awarding.on, one.situation in WITHOUT_HOME, one.situation)
        for one in facts.cases
        if (awarding := one.awarding_passage) and span.holds(awarding.on)
    )


@define(
    "P3", "Publics prioritaires",
    definition="Ménages accompagnés relevant d'une catégorie de public prioritaire ; un ménage peut en cumuler.",
    population="Ménages accompagnés dans la période.",
    listed=DataClass.SENSITIVE_PRIORITY,
)  # fmt: skip
def priority(facts: Facts, span: Span) -> Count:
    concerned = [one for one in accompanied(facts, span) if one.priority_publics]
    units = [Unit(one.id, one.started_on) for one in concerned]
    return Count(len(units), _count(code for one in concerned for code in one.priority_publics), units=units)
