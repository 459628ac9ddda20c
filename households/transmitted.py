"""Where what was transmitted is opened: each room says its own pages, the room below knows none of them."""

from collections.abc import Callable

from django.urls import reverse

from households.models import Transmission

Page = Callable[[Transmission], str]
_pages: dict[str, Page] = {}


def register_page(kind: str, page: Page) -> None:
    """Called once by each app when it is ready: where a transmission of that kind is opened, or nothing."""
    _pages[kind] = page


def address_of(sent: Transmission) -> str:
    """Where it is opened; empty when it is not a page."""
    page = _pages.get(sent.kind)
    return page(sent) if page else ""


def _paper(sent: Transmission) -> str:
    """Until its bytes are erased."""
    paper = getattr(sent, "paper", None)
    return reverse("households:transmitted_paper", args=[paper.pk]) if paper and not paper.erased_on else ""


register_page(Transmission.Kind.PAPER, _paper)
register_page(Transmission.Kind.SITUATION, lambda sent: reverse("households:transmitted_situation", args=[sent.pk]))
