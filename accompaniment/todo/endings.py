"""What ends soon: a suspension to look at again, a housing request to renew."""

from datetime import date, timedelta

from django.http import HttpRequest

from accompaniment.models import Suspension
from accompaniment.todo.who import own_or_team, who
from households.models import Case
from households.todo import Row, Section
from lodabord.partners.roles import ASSOCIATION
from lodabord.templatetags.lodabord import relative_day, short_date

SOON = timedelta(days=14)


def soon(request: HttpRequest, today: date) -> Section | None:
    cases, limit = own_or_team(request), today + SOON
    rows = []
    for pause in (
        Suspension.objects.filter(case__in=cases, ends_on__isnull=True, review_on__lte=limit)
        .select_related("case__household")
        .prefetch_related("case__household__persons")
    ):
        assert pause.review_on is not None
        rows.append(_ending(pause.case, "suspension à revoir", pause.review_on, today))
    expiring = cases.filter(
        household__housing_request__expires_on__lte=today + timedelta(days=60), closed_on__isnull=True
    )
    for case in (
        expiring.filter(moved_in_on=None)
        .select_related("household__housing_request")
        .prefetch_related("household__persons")
    ):
        rows.append(_ending(case, "demande de logement à renouveler", case.household.housing_request.expires_on, today))
    return Section("Bientôt", 35, rows, private=True, pinned=True) if rows else None


def _ending(case: Case, what: str, on: date, today: date) -> Row:
    tone = "late" if on < today else "soon"
    url = case.get_absolute_url()
    return Row(who(case), f"{what} le {short_date(on)}", url, relative_day(on, today), tone, "Ouvrir", url)


SOURCES = [(ASSOCIATION, soon)]
