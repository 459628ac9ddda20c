"""The two pages that belong to no room: what needs me now, and whether the site can serve."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from redis import Redis, RedisError

from households.models import Tick
from households.reminders import TICK
from households.todo import first_page, sections_for
from lodabord.kernel.access import access, anyone, signed_in
from lodabord.partners.access import member

OLDEST_TICK = timedelta(minutes=10)
STARTED_AT = timezone.now()


def signed_in_member(request: HttpRequest) -> bool:
    """Home opens for whoever is signed in; without a membership it leads to the choice of one."""
    return signed_in(request)


@access(signed_in_member)
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person now: « À faire », or the page that her role keeps open in its place."""
    if not member(request):
        return redirect("partners:standing")
    own = first_page(request.membership.role)  # type: ignore[attr-defined]
    if own is not None:
        return own(request)
    today = timezone.localdate()
    sections = sections_for(request, today)
    return render(request, "home.html", {"today": today, "sections": sections})


def opens_on_what_waits(request: HttpRequest) -> bool:
    """« À faire » has its line in the menu unless another page takes its place."""
    return member(request) and first_page(request.membership.role) is None  # type: ignore[attr-defined]


home.menu_rule = opens_on_what_waits  # type: ignore[attr-defined]


@access(anyone)
@transaction.non_atomic_requests
def health(request: HttpRequest) -> JsonResponse:
    """200 when the site can serve, 503 when it cannot; no personal data. Opens no transaction: it must answer."""
    state = {"database": _database_answers(), "broker": _broker_answers(), "reminders": _reminders_run()}
    return JsonResponse({"ok": all(state.values()), **state}, status=200 if all(state.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def _broker_answers() -> bool:
    try:
        return bool(Redis.from_url(settings.CACHES["default"]["LOCATION"], socket_timeout=2).ping())
    except (RedisError, OSError):
        return False


def _reminders_run() -> bool:
    """The reminders ran lately. A site that has just started is given the time of a first tick."""
    try:
        ticked = Tick.objects.filter(name=TICK).values_list("at", flat=True).first()
    except DatabaseError:
        return False
    return (ticked or STARTED_AT) > timezone.now() - OLDEST_TICK
