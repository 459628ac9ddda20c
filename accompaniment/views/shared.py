"""What the pages of this room have in common: they open for the association alone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from households.access import roles
from households.acts import act_page
from households.models import Case
from households.views.shared import by, opened
from lodabord.partners.roles import ASSOCIATION, Role

TEAM = roles(ASSOCIATION)
WORKERS = roles({Role.ASSO_WORKER, Role.ASSO_HEAD})
HEAD = roles({Role.ASSO_HEAD})
PSYCHOLOGIST = roles({Role.ASSO_PSY})
DOOR = "accompaniment/visit_act.html"
"""The page of an act that leads to the household's door: its points of vigilance (`alerts`) come first."""


def today_initial() -> dict[str, Any]:
    return {"on": timezone.localdate()}


def case_act(
    request: HttpRequest, case: Case, form: Any, title: str, submit: str, verb: Callable[[dict[str, Any]], Any], done: str,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """An act of the association on a case: private, and back to the file."""
    more.setdefault("private", True)
    more.setdefault("back", case.get_absolute_url())
    return act_page(request, form=form, title=title, submit=submit, verb=verb, done=done, case=case, **more)


__all__ = ["DOOR", "HEAD", "PSYCHOLOGIST", "TEAM", "WORKERS", "by", "case_act", "opened", "today_initial"]
