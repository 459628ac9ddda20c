"""R1: relays effective over relays asked, those of health in one, and nothing of the kinds outside the association."""

from dataclasses import replace
from datetime import date

from lodabord.partners.models import Agreement
from reporting.computing import compute
from reporting.editions import partner
from reporting.facts import CaseFacts, Facts, RelayAsked, TermsFact
from reporting.indicators import one
from reporting.periods import Quarter, Span
from tests.factories.relays import asked

SPAN = Span("quarter", date(2025, 4, 1), date(2025, 6, 30))
IN, OUT = date(2025, 5, 2), date(2025, 3, 31)
CASE = CaseFacts(id="1", track="access", opened_on=date(2025, 1, 2))
TERMS = (TermsFact(date(2025, 1, 1), {"access": 16, "retention": 4}),)


def told(*relays):
    facts = Facts(cases=(replace(CASE, relays=tuple(relays)),), terms=TERMS)
    return one("R1").value(facts, "all", SPAN)


def test_effective_over_asked_in_the_span_by_type():
    relays = (
        RelayAsked(IN, "fsl", date(2025, 5, 20)), RelayAsked(IN, "fsl"), RelayAsked(IN, "sante", IN), RelayAsked(OUT, "fsl", IN),
    )  # fmt: skip

    assert told(*relays) == {
        "part": 2, "whole": 3, "by": {"fsl": 2, "sante": 1}, "effective_by": {"fsl": 1, "sante": 1},
    }  # fmt: skip


def test_where_none_was_asked_it_is_a_rate_on_nobody():
    assert told() == {"part": 0, "whole": 0, "by": {}, "effective_by": {}}


def test_what_became_effective_after_the_cut_is_not_known_yet():
    facts = Facts(cases=(replace(CASE, relays=(RelayAsked(IN, "fsl", date(2025, 7, 2)),)),), terms=TERMS)

    assert one("R1").value(facts.known_at(SPAN.end), "all", SPAN)["part"] == 0
    assert one("R1").value(facts.known_at(date(2025, 7, 2)), "all", SPAN)["part"] == 1


def test_what_is_noted_in_the_pages_is_what_is_counted_and_the_types_stay_inside(cast, case):
    by = cast.leila.professional
    asked(cast, case)
    for kind in ("sante_cmp", "sante_medecin"):
        asked(cast, case, kind=kind).settle("obtenu", on=date(2025, 6, 4), outcome="", today=date(2025, 6, 4), by=by)

    agreement = Agreement.objects.get(code="DEMO")
    values = compute(agreement, Quarter.named("2025-T2"), as_of=None, today=date(2026, 1, 5)).values

    assert values["R1"]["all"]["year"] == {
        "part": 2, "whole": 3, "by": {"fsl": 1, "sante": 2}, "effective_by": {"fsl": 0, "sante": 2},
    }  # fmt: skip
    outside = partner(values, frozenset())["R1"]["all"]["year"]
    assert outside == {"part": 2, "whole": 3, "by": {}, "effective_by": {}}
