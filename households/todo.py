"""« À faire »: what needs this person now, gathered from every room."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest
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

    @property
    def slug(self) -> str:
        return slugify(self.title)


Source = Callable[[HttpRequest, date], list[Section]]
_sources: list[Source] = []


def register_sections(source: Source) -> None:
    """Called once by each app when it is ready. The source answers with nothing for a role it does not serve."""
    if source not in _sources:
        _sources.append(source)


def sections_for(request: HttpRequest, today: date) -> list[Section]:
    """All the sections of this person's page, the most urgent first; those where nothing waits come last."""
    found = [section for source in _sources for section in source(request, today)]
    return sorted(found, key=lambda section: (not section.rows, section.order))
