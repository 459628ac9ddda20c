"""What is frozen beside the indicators: stages skipped, the annual return, motives, attributions."""

from collections import Counter
from typing import Any

from reporting.annual_return import annual_return
from reporting.attributions import ABOUT_PEOPLE, breakdowns, read
from reporting.computing import Figures
from reporting.disclosure_control import Published, hide
from reporting.editions import Edition
from reporting.facts import Facts
from reporting.periods import Span

Beside = dict[str, Any]


def beside(figures: Figures, edition: Edition, published: list[Beside]) -> Beside:
    """As this edition may read it. `published`: what the funders already have of the same year."""
    facts = figures.facts
    year = next(span for span in figures.frame.spans if span.name == "year")
    return {
        "skipped_stages": len(facts.skipped_stages),
        "annual": annual_return(facts, figures.frame.spans),
        "motives": _told(motives(facts, year), edition, figures, [one.get("motives", {}) for one in published]),
        "awards": _awards(figures, year, edition, [one.get("awards", {}) for one in published]),
    }


def motives(facts: Facts, span: Span) -> dict[str, int]:
    """Why tenants were reported in the span; a report may give several reasons."""
    seen = (one for one in facts.cases if one.track == "retention" and span.holds(one.opened_on))
    return dict(sorted(Counter(motive for one in seen for motive in one.motives).items()))


def _awards(figures: Figures, year: Span, edition: Edition, published: list[Beside]) -> Beside:
    """The landlord reads them all but the priority publics, which stay in the association as P3 does."""
    told = breakdowns(read(figures.agreement, figures.frame.cut), year)
    return {
        name: _told(by, edition, figures, [one.get(name, {}) for one in published], sensitive=name in ABOUT_PEOPLE)
        for name, by in told.items()
        if edition != Edition.PARTNER or name not in ABOUT_PEOPLE
    }


def _told(
    by: dict[str, int], edition: Edition, figures: Figures, earlier: list[Published], *, sensitive: bool = False
) -> dict[str, int | str]:
    """Whole for the partners, masked for the funders."""
    if edition != Edition.FUNDER:
        return dict(by)
    terms = figures.facts.terms_on(figures.frame.cut)
    return hide(by, terms.small_cell_sensitive if sensitive else terms.small_cell, earlier)
