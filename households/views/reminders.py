"""« Rappels »: what one was told and still has to do, how one wants to be told, and who is told of what."""

from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from households.access import roles
from households.acts import act_page
from households.deadline_table import table
from households.forms import ReminderPreferenceForm
from households.models import Case, Reminder, ReminderPreference
from households.reminders import address_of
from lodabord.kernel.access import access
from lodabord.partners.roles import ASSOCIATION, LANDLORD

TOLD = roles(ASSOCIATION | LANDLORD)


def mine(request: HttpRequest) -> Any:
    """One's own live reminders, of the programme or of a household one still stands on."""
    member: Any = request.membership  # type: ignore[attr-defined]
    seen = Q(case__isnull=True) | Q(case__in=Case.objects.visible_to(member))
    return Reminder.objects.of(member.professional_id).filter(seen)


@access(TOLD)
def index(request: HttpRequest) -> HttpResponse:
    """By household, the nearest date first. What is done leaves the list by itself."""
    found = mine(request).select_related("case__household").prefetch_related("case__household__persons")
    told = list(found.order_by("case__household__code", "due_on"))
    for one in told:
        one.address = one.case.get_absolute_url() if one.case else reverse(address_of(one) or "home")
    groups = [(case, list(rows)) for case, rows in groupby(told, key=lambda one: one.case)]
    context = {
        "groups": sorted(groups, key=lambda group: min(one.due_on for one in group[1])),
        "undelivered": sum(one.undelivered_at is not None for one in told),
        "today": timezone.localdate(),
    }
    return render(request, "households/reminders.html", context)


@access(TOLD)
def number(request: HttpRequest) -> HttpResponse:
    """How many, for the bell of every page: asked by the page once it is shown."""
    found = list(mine(request).values_list("critical", flat=True))
    return render(request, "households/_bell.html", {"count": len(found), "critical": any(found)})


@access(TOLD)
def preference(request: HttpRequest) -> HttpResponse:
    """Immediate, in the morning, or in the site only: what is critical leaves at once anyway."""
    me = request.membership.professional  # type: ignore[attr-defined]
    kept = ReminderPreference.objects.filter(professional=me).first() or ReminderPreference(professional=me)
    form = ReminderPreferenceForm(request.POST or None, instance=kept)
    return act_page(
        request, form=form, title="Mes rappels par courriel", submit="Enregistrer", verb=lambda told: form.save(),
        back=reverse("households:reminders"), done="C'est noté.",
        intro="Un courriel ne contient jamais de nom ni de motif : un nombre et un lien. Les rappels critiques (danger, "
        "demande hors délai, offre à la veille de sa fin…) partent tout de suite, quel que soit votre choix.",
    )  # fmt: skip


@access(TOLD)
def deadlines(request: HttpRequest) -> HttpResponse:
    """« Qui est prévenu, quand »: the very table the machinery reads."""
    return render(request, "households/deadlines.html", {"kinds": table()})
