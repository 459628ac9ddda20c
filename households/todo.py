"""« À faire »: what needs this person now, gathered from every room."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify


@dataclass(frozen=True)
class Row:
    """One thing to do: who, what, when, one button. `tone` is late, soon, done or nothing."""

    who: str
    what: str
    url: str = ""
    when: str = ""
    tone: str = ""
    action_label: str = ""
    action_url: str = ""


@dataclass(frozen=True)
class Section:
    """A group of rows of the same urgency. `order`: the smaller, the more urgent."""

    title: str
    order: int
    rows: list[Row] = field(default_factory=list)
    empty: str = ""
    empty_url: str = ""
    empty_label: str = ""
    private: bool = False
    on_week: bool = False
    """« Ma semaine » shows the same in its own way, with the taps that settle it."""

    pinned: bool = False
    """Unfolded on « Ma semaine »: what is read every day."""

    @property
    def worst(self) -> str:
        """The most urgent tone of its rows: late, soon or nothing."""
        tones = {row.tone for row in self.rows}
        return next((tone for tone in ("late", "soon") if tone in tones), "")

    @property
    def slug(self) -> str:
        return slugify(self.title)


Source = Callable[[HttpRequest, date], list[Section]]
_sources: list[Source] = []


def register_sections(source: Source) -> None:
    """Called once by each app when it is ready. The source answers with nothing for a role it does not serve."""
    if source not in _sources:
        _sources.append(source)


Page = Callable[[HttpRequest], HttpResponse]
_first_pages: dict[str, Page] = {}


def register_first_page(role: str, page: Page) -> None:
    """The page that opens after sign-in for this role, when « À faire » is not it."""
    _first_pages[role] = page


def first_page(role: str) -> Page | None:
    return _first_pages.get(role)


def sections_for(request: HttpRequest, today: date) -> list[Section]:
    """All the sections of this person's page, the most urgent first; those where nothing waits come last."""
    found = [section for source in _sources for section in source(request, today)]
    return sorted(found, key=lambda section: (not section.rows, section.order))
