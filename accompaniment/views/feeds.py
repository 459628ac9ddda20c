"""The calendar one's telephone already has: a secret address, and one visit as a file."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, quote_etag

from accompaniment.away import hers_or_covered
from accompaniment.icalendar import Entry, calendar
from accompaniment.models import CalendarFeed, Visit
from accompaniment.models.feed import fingerprint_of
from accompaniment.views.shared import TEAM
from households.access import open_or_404
from lodabord.kernel.access import access, anyone
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.working_days import PARIS
from lodabord.partners.models import Membership
from lodabord.partners.roles import ASSOCIATION

BACK = timedelta(days=30)
USUAL_MINUTES = 60
COLD = {Visit.Status.CANCELLED_HOUSEHOLD, Visit.Status.CANCELLED_SERVICE, Visit.Status.POSTPONED}


@access(TEAM)
def manage(request: HttpRequest) -> HttpResponse:
    """Open, renew or close one's own feed. The address is shown once."""
    membership: Any = request.membership  # type: ignore[attr-defined]
    address = ""
    if request.method == "POST" and request.POST.get("acte") == "fermer":
        CalendarFeed.objects.filter(membership=membership).delete()
    elif request.method == "POST":
        secret = CalendarFeed.open_for(membership, at=timezone.now())
        address = settings.SITE_ADDRESS.rstrip("/") + reverse("accompaniment:feed_file", args=[secret])
    feed = CalendarFeed.objects.filter(membership=membership).first()
    return render(request, "accompaniment/feed.html", {"feed": feed, "address": address})


@access(anyone)
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar application asks, without a session: thirty days back and all that is ahead.

    Whoever holds the secret reads codes, hours and links; rights are looked at again each time, as that member.
    """
    now = timezone.now()
    membership = _whose(secret, now)
    if membership is None:
        raise Http404
    with acting_as(membership.as_actor()):
        visits = Visit.objects.visible_to(membership).filter(hers_or_covered(membership))
        visits = (
            visits.filter(on__gte=timezone.localdate(now) - BACK).select_related("case__household").order_by("on", "pk")
        )
        text = calendar([entry_of(one) for one in visits], name="Visites")
    return _answer(request, text, now)


def _whose(secret: str, now: datetime) -> Membership | None:
    """The member whose calendar this is, if she still is one."""
    with acting_as(SYSTEM):
        feed = CalendarFeed.objects.filter(fingerprint=fingerprint_of(secret)).first()
        if feed is None:
            return None
        held = Membership.objects.current(timezone.localdate(now)).filter(pk=feed.membership_id, role__in=ASSOCIATION)
        return held.select_related("professional", "organisation", "agreement").first()


def _answer(request: HttpRequest, text: str, now: datetime) -> HttpResponse:
    """Unchanged since the last reading, nothing is sent again."""
    tag = quote_etag(fingerprint_of(text)[:32])
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="visites.ics"'
        answer["Last-Modified"] = http_date(now.timestamp())
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@access(TEAM)
def one(request: HttpRequest, pk: str) -> HttpResponse:
    """« Ajouter à mon agenda »: one visit as a file."""
    visit = open_or_404(request, Visit.objects.select_related("case__household"), pk=pk)
    answer = HttpResponse(calendar([entry_of(visit)], name="Visite"), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="visite-{visit.pk}.ics"'
    answer["Cache-Control"] = "no-store"
    return answer


def entry_of(visit: Visit) -> Entry:
    """The code, the hour and a link: never a name, a street nor a reason."""
    starts: Any = visit.on if visit.at is None else datetime.combine(visit.on, visit.at, PARIS)
    return Entry(
        uid=f"{visit.pk}@lodabord.invalid",
        starts=starts,
        minutes=visit.duration_minutes or USUAL_MINUTES,
        summary=f"{visit.get_kind_display()} {visit.case.household.code}",
        url=settings.SITE_ADDRESS.rstrip("/") + reverse("accompaniment:visit", args=[visit.pk]),
        changed_at=visit.created_at,
        cancelled=visit.status in COLD,
    )
