"""Who is accompanied, as counts only: composition, age, situation at the referral (sheet 05 §5.7, P1 to P3)."""

from collections import Counter
from collections.abc import Callable, Iterable

from reporting.facts import CaseFacts, Facts
from reporting.indicators import define
from reporting.indicators.activity import accompanied
from reporting.indicators.results import Count, Rate
from reporting.periods import Span

WITHOUT_HOME = frozenset({"rue", "squat_campement", "hebergement_urgence", "hotel", "chrs", "dna"})
UNKNOWN = "non_renseigne"
PROFILE: dict[str, Callable[[CaseFacts], str]] = {
    "composition": lambda one: one.composition,
    "age": lambda one: one.age_band,
    "sexe": lambda one: one.gender,
    "situation": lambda one: one.situation,
    "prescripteur": lambda one: one.prescriber,
}


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(value or UNKNOWN for value in values).items()))


@define(
    "P1", "Profil des ménages accompagnés",
    definition="Composition, âge, sexe, situation au moment de l'orientation, prescripteur : ménages distincts.",
    population="Ménages accompagnés dans la période, à leur entrée.",
)  # fmt: skip
def profile(facts: Facts, span: Span) -> Count:
    here = accompanied(facts, span)
    parts = {name: _count(read(one) for one in here) for name, read in PROFILE.items()}
    parts["souffrance_psychique"] = _count(SECOND_PUBLIC[one.second_public] for one in here)
    children = sum(one.dependants for one in here)
    return Count(len(here), parts["composition"], {"profile": parts, "children": children})


SECOND_PUBLIC = {True: "oui", False: "non", None: UNKNOWN}


@define(
    "P2", "Ménages sans domicile parmi les attributions",
    definition="Ménages sans domicile à l'orientation (rue, squat, hébergement, hôtel, CHRS, DNA) parmi les ménages "
    "dont l'offre acceptée a mené au logement.",
    population="Ménages attributaires dont l'attribution date de la période.", success="Sans domicile à l'orientation.",
)  # fmt: skip
def without_home(facts: Facts, span: Span) -> Rate:
    awarded = [one for one in facts.cases if one.awarding_passage and span.holds(one.awarding_passage.on)]
    return Rate(sum(1 for one in awarded if one.situation in WITHOUT_HOME), len(awarded))


@define(
    "P3", "Publics prioritaires",
    definition="Ménages accompagnés relevant d'une catégorie de public prioritaire ; un ménage peut en cumuler.",
    population="Ménages accompagnés dans la période.",
)  # fmt: skip
def priority(facts: Facts, span: Span) -> Count:
    here = accompanied(facts, span)
    concerned = [one for one in here if one.priority_publics]
    return Count(len(concerned), _count(code for one in concerned for code in one.priority_publics))
