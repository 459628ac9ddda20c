"""What is frozen beside the indicators: stages skipped, the annual return, motives, attributions."""

from collections import Counter
from typing import Any

from reporting.annual_return import annual_return
from reporting.attributions import ABOUT_PEOPLE, breakdowns, read
from reporting.computing import Figures
from reporting.editions import Edition
from reporting.facts import Facts
from reporting.masked_tables import BESIDE
from reporting.masking import masked_beside
from reporting.periods import Span

Beside = dict[str, Any]


def beside(figures: Figures, edition: Edition, before: list[Beside], after: list[Beside]) -> Beside:
    """As this edition may read it. `before` and `after`: what funders already have of the same year, by quarter."""
    facts = figures.facts
    year = next(span for span in figures.frame.spans if span.name == "year")
    told = {"motives": motives(facts, year), "awards": breakdowns(read(figures.agreement, figures.frame.cut), year)}
    return {
        "skipped_stages": len(facts.skipped_stages),
        "annual": annual_return(facts, figures.frame.spans),
        **(_masked(told, figures, before, after) if edition == Edition.FUNDER else _whole(told, edition)),
    }


def _whole(told: Beside, edition: Edition) -> Beside:
    """The landlord reads all but the priority publics, which stay in the association as P3 does."""
    kept = {name: by for name, by in told["awards"].items() if edition != Edition.PARTNER or name not in ABOUT_PEOPLE}
    return told | {"awards": kept}


def _masked(told: Beside, figures: Figures, before: list[Beside], after: list[Beside]) -> Beside:
    """Only the tables of the register, masked as those of the indicators are."""
    terms = figures.facts.terms_on(figures.frame.cut)
    kept: Beside = {"motives": {}, "awards": {}}
    for table in BESIDE:
        threshold = terms.small_cell_sensitive if table.sensitive else terms.small_cell
        row = {"indicators": figures.values} | told
        table.put(kept, masked_beside(table, row, threshold, before, after))
    return kept


def motives(facts: Facts, span: Span) -> dict[str, int]:
    """Why tenants were reported in the span; a report may give several reasons."""
    seen = (one for one in facts.cases if one.track == "retention" and span.holds(one.opened_on))
    return dict(sorted(Counter(motive for one in seen for motive in one.motives).items()))
