"""Before the CAL: passages, awards that took effect, offers and their answers (sheet 05 §5.2)."""

from datetime import timedelta

from reporting.facts import Facts, OfferFact, Passage
from reporting.indicators import define
from reporting.indicators.results import Count, Rate
from reporting.periods import Span

DECISIONS = ("a", "b1", "b2", "c", "d", "e")
PRESENTED_WITHIN = timedelta(days=30)


def _passages(facts: Facts, span: Span) -> list[tuple[str, Passage]]:
    return [(one.id, passage) for one in facts.cases for passage in one.passages if span.holds(passage.on)]


@define(
    "C1", "Passages en CAL",
    definition="Nombre de passages décidés. Un ménage peut passer plusieurs fois.",
    population="Passages décidés dans la période.",
)  # fmt: skip
def passages(facts: Facts, span: Span) -> Count:
    seen = _passages(facts, span)
    return Count(len(seen), beside={"households": len({case for case, _ in seen})})


@define(
    "C2", "Taux d'attribution par passage",
    definition="Passages suivis d'une offre au ménage sur passages décidés. Un rang 2 ou plus ne compte que si le "
    "logement lui est proposé ; les effets encore attendus sont indiqués.",
    population="Passages décidés dans la période.", success="Le logement est proposé au ménage.",
)  # fmt: skip
def award_rate(facts: Facts, span: Span) -> Rate:
    seen = [passage for _, passage in _passages(facts, span)]
    undecided = sum(1 for passage in seen if passage.undecided)
    return Rate(sum(1 for passage in seen if passage.effective), len(seen), {"undecided": undecided})


@define(
    "C3", "Taux d'attribution par ménage",
    definition="Ménages ayant obtenu une attribution effective sur ménages passés en CAL.",
    population="Ménages ayant au moins un passage décidé dans la période.",
    success="Un de ces passages a donné lieu à une offre.",
)  # fmt: skip
def households_awarded(facts: Facts, span: Span) -> Rate:
    seen = _passages(facts, span)
    households = {case for case, _ in seen}
    awarded = {case for case, passage in seen if passage.effective}
    undecided = {case for case, passage in seen if passage.undecided} - awarded
    return Rate(len(awarded), len(households), {"undecided": len(undecided)})


@define(
    "C4", "Attribution au premier passage",
    definition="Ménages dont le premier passage est celui de l'offre acceptée, sur ménages passés en CAL.",
    population="Ménages ayant au moins un passage décidé dans la période.",
    success="Premier passage, dans la période, suivi d'une offre que le ménage a acceptée.",
)  # fmt: skip
def first_time(facts: Facts, span: Span) -> Rate:
    seen = [one for one in facts.cases if any(span.holds(passage.on) for passage in one.passages)]
    good = [one for one in seen if span.holds(one.passages[0].on) and one.awarding_passage is one.passages[0]]
    return Rate(len(good), len(seen))


def _answered_or_late(offer: OfferFact, span: Span) -> bool:
    if offer.state == "lapsed":
        return False
    return offer.state != "open" or offer.deadline < span.end


@define(
    "C5", "Taux d'acceptation des offres",
    definition="Offres acceptées sur offres notifiées qui ont reçu une réponse ou dont le délai est passé. "
    "Le silence vaut refus ; une offre caduque n'est pas comptée.",
    population="Offres notifiées dans la période, répondues ou hors délai.", success="Le ménage a accepté.",
)  # fmt: skip
def offers_accepted(facts: Facts, span: Span) -> Rate:
    known = [
        offer
        for one in facts.cases
        for offer in one.offers
        if span.holds(offer.notified_on) and _answered_or_late(offer, span)
    ]
    return Rate(sum(1 for offer in known if offer.state == "accepted"), len(known))


@define(
    "C6", "Répartition des décisions de la CAL",
    definition="Passages décidés, selon les décisions du CCH R441-3 ; le rang 1 à part des rangs suivants.",
    population="Passages décidés dans la période.",
)  # fmt: skip
def decisions(facts: Facts, span: Span) -> Count:
    codes = [passage.code for _, passage in _passages(facts, span)]
    return Count(len(codes), {code: codes.count(code) for code in DECISIONS})


@define(
    "C7", "De la pré-CAL au logement",
    definition="Ménages logés à la date du rapport sur ménages retenus en pré-CAL, par cohorte de pré-CAL.",
    population="Ménages retenus en pré-CAL dans la période.", success="Entré dans le logement à la date du rapport.",
)  # fmt: skip
def housed(facts: Facts, span: Span) -> Rate:
    cohort = [one for one in facts.cases if span.holds(one.precal_accepted_on)]
    return Rate(sum(1 for one in cohort if one.moved_in_on), len(cohort))


@define(
    "C8", "Présentation en CAL après la préparation",
    definition="Préparations achevées suivies d'un passage en CAL dans les 30 jours, sur préparations achevées.",
    population="Préparations achevées dans la période.", success="Un passage en CAL dans les 30 jours.",
)  # fmt: skip
def presented(facts: Facts, span: Span) -> Rate:
    ready = [(one.prep_ended_on, one.passages) for one in facts.cases if span.holds(one.prep_ended_on)]
    on_time = [
        end for end, seen in ready if end and any(end <= passage.on <= end + PRESENTED_WITHIN for passage in seen)
    ]
    return Rate(len(on_time), len(ready))
