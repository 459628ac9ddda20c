"""What the pages of committees have in common: who opens what, and the one committee a page is about."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from households.access import open_or_404, roles
from reporting.committee_words import check_programme_text
from reporting.models import Committee
from reporting.models.scope import LEADS, TABLE

leads = roles(LEADS)
"""Who prepares the committee."""
table = roles(TABLE)
"""Who reads how it is being prepared."""


def member_of(request: HttpRequest) -> Any:
    return request.membership  # type: ignore[attr-defined]


def professional(request: HttpRequest) -> Any:
    return member_of(request).professional


def committee_of(request: HttpRequest, pk: Any) -> Committee:
    """The committee with its meeting and its agreement, if one sits at the table."""
    committees = Committee.objects.select_related(
        "meeting__agreement", "agreement__programme", "agreement__landlord", "agreement__association",
        "agreement__territory", "snapshot", "prepared_by",
    )  # fmt: skip
    found: Committee = open_or_404(request, committees, pk=pk)
    return found


def page_of(committee: Committee) -> str:
    return reverse("copil:committee", args=[committee.pk])


def without_names(request: HttpRequest, *texts: str) -> None:
    """Refused when one of these texts names somebody."""
    check_programme_text("\n".join(texts), member_of(request))
