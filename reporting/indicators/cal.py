"""Before the CAL: passages, awards that took effect, offers and their answers (sheet 05 §5.2)."""

from datetime import timedelta

from reporting.facts import Facts, OfferFact, Passage
from reporting.indicators import define
from reporting.indicators.results import Count, Rate, Unit, count_codes
from reporting.periods import Span

DECISIONS = ("a", "b1", "b2", "c", "d", "e")
PRESENTED_WITHIN = timedelta(days=30)


def _passages(facts: Facts, span: Span) -> list[tuple[str, Passage]]:
    return [(one.id, passage) for one in facts.cases for passage in one.passages if span.holds(passage.on)]


def _units(seen: list[tuple[str, Passage]]) -> list[Unit]:
    """Each passage; a success when it took effect."""
    return [Unit(case, passage.on, passage.effective, passage.code) for case, passage in seen]


@define(
    "C1", "Passages en CAL",
    definition="Nombre de passages décidés. Un ménage peut passer plusieurs fois.",
    population="Passages décidés dans la période.",
)  # fmt: skip
def passages(facts: Facts, span: Span) -> Count:
    seen = _units(_passages(facts, span))
    return Count.of(seen, households=len({one.case for one in seen}))


@define(
    "C2", "Taux d'attribution par passage",
    definition="Passages suivis d'une offre au ménage sur passages décidés. Un rang 2 ou plus ne compte que si le "
    "logement lui est proposé ; les effets encore attendus sont indiqués.",
    population="Passages décidés dans la période.", success="Le logement est proposé au ménage.",
    caution="Compter tout rang comme une attribution surestime le taux : un rang ne compte que devenu effectif. Provisoire "
    "tant que des effets sont attendus.",
)  # fmt: skip
def award_rate(facts: Facts, span: Span) -> Rate:
    seen = _passages(facts, span)
    return Rate.of(_units(seen), undecided=sum(1 for _, passage in seen if passage.undecided))


@define(
    "C3", "Taux d'attribution par ménage",
    definition="Ménages ayant obtenu une attribution effective sur ménages passés en CAL.",
    population="Ménages ayant au moins un passage décidé dans la période.",
    success="Un de ces passages a donné lieu à une offre.",
    caution="Les passages récents dont l'effet est attendu abaissent le taux : leur nombre est donné à côté.",
)  # fmt: skip
def households_awarded(facts: Facts, span: Span) -> Rate:
    seen = _passages(facts, span)
    last = {case: passage.on for case, passage in seen}
    awarded = {case for case, passage in seen if passage.effective}
    undecided = {case for case, passage in seen if passage.undecided} - awarded
    return Rate.of((Unit(case, day, case in awarded) for case, day in last.items()), undecided=len(undecided))


@define(
    "C4", "Attribution au premier passage",
    definition="Ménages dont le premier passage est celui de l'offre acceptée, sur ménages passés en CAL.",
    population="Ménages ayant au moins un passage décidé dans la période.",
    success="Premier passage, dans la période, suivi d'une offre que le ménage a acceptée.",
)  # fmt: skip
def first_time(facts: Facts, span: Span) -> Rate:
    return Rate.of(
        Unit(one.id, first.on, span.holds(first.on) and one.awarding_passage is first, first.code)
        for one in facts.cases
        if any(span.holds(passage.on) for passage in one.passages)
        for first in one.passages[:1]
    )


def _answered_or_late(offer: OfferFact, span: Span) -> bool:
    if offer.state == "lapsed":
        return False
    return offer.state != "open" or offer.deadline < span.end


@define(
    "C5", "Taux d'acceptation des offres",
    definition="Offres acceptées sur offres notifiées qui ont reçu une réponse ou dont le délai est passé. "
    "Le silence vaut refus ; une offre caduque n'est pas comptée.",
    population="Offres notifiées dans la période, répondues ou hors délai à la date du rapport.",
    success="Le ménage a accepté.", rule_version=2,
)  # fmt: skip
def offers_accepted(facts: Facts, span: Span) -> Rate:
    return Rate.of(
        Unit(one.id, offer.notified_on, offer.state == "accepted")
        for one in facts.cases
        for offer in one.offers
        if span.holds(offer.notified_on) and _answered_or_late(offer, span)
    )


@define(
    "C6", "Répartition des décisions de la CAL",
    definition="Passages décidés, selon les décisions du CCH R441-3 ; le rang 1 à part des rangs suivants.",
    population="Passages décidés dans la période.",
)  # fmt: skip
def decisions(facts: Facts, span: Span) -> Count:
    seen = _units(_passages(facts, span))
    codes = count_codes(one.code for one in seen)
    return Count(len(seen), {code: codes.get(code, 0) for code in DECISIONS}, units=seen)


@define(
    "C7", "De la pré-CAL au logement",
    definition="Ménages logés à la date du rapport sur ménages retenus en pré-CAL, par cohorte de pré-CAL.",
    population="Ménages retenus en pré-CAL dans la période.", success="Entré dans le logement à la date du rapport.",
    caution="Provisoire tant que des ménages de la cohorte préparent encore leur entrée ; deux cohortes d'âge différent ne "
    "se comparent pas.",
)  # fmt: skip
def housed(facts: Facts, span: Span) -> Rate:
    return Rate.of(
        Unit(one.id, one.precal_accepted_on, one.moved_in_on is not None)
        for one in facts.cases
        if span.holds(one.precal_accepted_on)
    )


@define(
    "C8", "Présentation en CAL après la préparation",
    definition="Préparations achevées suivies d'un passage en CAL dans les 30 jours, sur préparations achevées.",
    population="Préparations achevées dans la période.", success="Un passage en CAL dans les 30 jours.",
)  # fmt: skip
def presented(facts: Facts, span: Span) -> Rate:
    return Rate.of(
        Unit(one.id, end, any(end <= passage.on <= end + PRESENTED_WITHIN for passage in one.passages))
        for one in facts.cases
        if (end := one.prep_ended_on) and span.holds(end)
    )
