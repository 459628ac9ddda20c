"""The synthesis of two pages and the minutes of a committee, from one frozen snapshot (sheet 06 §6.8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from lodabord.kernel import pdf
from lodabord.kernel.charts import horizontal_bars
from lodabord.partners.models import Agreement
from reporting import committee_messages as messages
from reporting.document import key_figures
from reporting.editions import Edition
from reporting.periods import Quarter
from reporting.wording import NOTHING, say

Values = Mapping[str, Any]
TEMPLATES = {
    "synthesis": "reporting/documents/committee_synthesis.html",
    "minutes": "reporting/documents/committee_minutes.html",
}
LINES = [
    ("A8", "access", "Places d'accès occupées à la date"),
    ("A8", "retention", "Places de maintien occupées à la date"),
    ("A1", "all", "Orientations et repérages reçus"),
    ("C2", "access", "Attributions par passage en CAL"),
    ("C3", "access", "Ménages passés en CAL et attributaires"),
    ("D8", "access", "De l'orientation aux clés (jours)"),
    ("V1", "all", "Semaines dues avec une visite"),
    ("Q1", "all", "Demandes traitées dans la demi-journée"),
    ("Q2", "all", "Demandes traitées dans la journée"),
    ("M1", "access", "Maintien, ménages d'accès"),
    ("M1", "retention", "Maintien, volet maintien"),
    ("M5", "retention", "Dette, en mois de loyer net"),
    ("B1", "all", "Dépense et budget"),
]
"""The figures of the second page, in the order of the committee."""
AT_MOST = {"situations": 6, "previous": 6, "corrections": 4}
"""What two pages hold; the rest is in the deck and in the report."""


@dataclass(frozen=True)
class Papers:
    """All that a document says: the words, the frozen figures, for whom."""

    agreement: Agreement
    content: dict[str, Any]
    told: Values
    edition: Edition
    today: date
    sent_on: date | None = None
    """None for a document made while the committee is being prepared."""

    @property
    def on(self) -> date:
        return date.fromisoformat(self.content["on"])

    @property
    def period(self) -> Quarter:
        return Quarter.named(self.content["quarter"])

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.told["as_of"])

    @property
    def values(self) -> Values:
        indicators: Values = self.told["indicators"]
        return indicators

    @property
    def is_masked(self) -> bool:
        return self.edition == Edition.FUNDER

    @property
    def version(self) -> str:
        """« version financeurs » or « version interne », on every sheet."""
        return "version financeurs" if self.is_masked else "version interne"

    @property
    def standing(self) -> str:
        """Sent, or still a draft."""
        return f"envoyé le {self.sent_on:%d/%m/%Y}" if self.sent_on else "projet, non envoyé"


def as_pdf(document: str, papers: Papers) -> bytes:
    return pdf.render(as_html(document, papers))


def as_html(document: str, papers: Papers) -> str:
    """The whole document, printable as it is."""
    return render_to_string(TEMPLATES[document], context(papers))


def context(papers: Papers) -> dict[str, Any]:
    """What both documents show."""
    content = papers.content
    steps = messages.funnel_rows(papers.values)
    said = messages.funnel(papers.values)
    return {
        "papers": papers,
        "agreement": papers.agreement,
        "content": content,
        "key_figures": key_figures(papers.values),
        "lines": figure_lines(papers.values),
        "drawing": (said, horizontal_bars(said, steps)) if any(count for _, count in steps) else None,
        **{name: content[name][:most] for name, most in AT_MOST.items()},
        "left_out": {name: max(0, len(content[name]) - most) for name, most in AT_MOST.items()},
        "came": [one["who"] for one in content["seats"] if one["came"]],
        "absent": [one["who"] for one in content["seats"] if one["came"] is False],
    }


def figure_lines(values: Values) -> list[tuple[str, str, str, str]]:
    """(label, code, quarter, year) of the figures a committee looks at."""
    return [
        (label, code, _told(values[code][track]["quarter"]), _told(values[code][track]["year"]))
        for code, track, label in LINES
    ]


def _told(value: Any) -> str:
    return NOTHING if value is None else say(value)
