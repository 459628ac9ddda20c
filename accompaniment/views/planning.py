"""Appointments to come: one visit, the household's regular day, one visit moved, the calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accompaniment.away import hers_or_covered
from accompaniment.calendar_view import Asked, days_shown, month_grid
from accompaniment.forms.planning import MoveForm, PlanForm, RegularForm, StopForm
from accompaniment.models import Every, HouseholdAlert, Visit, VisitPlan
from accompaniment.next_visit import step_of
from accompaniment.planning import take_off, write_ahead
from accompaniment.views.shared import DOOR, TEAM, WORKERS, by, case_act, opened
from accompaniment.vigilance import alerts_ahead, proposed_second
from accompaniment.weeks import WEEK
from allocations.people import people_of
from households.absences import away_between
from households.access import open_or_404
from households.acts import act_page
from households.models import Case, Event
from households.stateful import MoveRefused
from lodabord.kernel.access import access
from lodabord.partners.roles import ASSOCIATION, Role


def _team(case: Case) -> Any:
    return people_of(case.agreement, ASSOCIATION, timezone.localdate())


@access(TEAM)
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """A visit to come."""
    case = opened(request, pk)
    tomorrow = timezone.localdate() + WEEK / 7
    colleagues = _team(case).exclude(pk=by(request).pk)
    alerts = _alerts(request, case)
    initial = {"on": tomorrow, "second": _along(case, by(request), colleagues, alerts)}
    form = PlanForm(request.POST or None, initial=initial, colleagues=colleagues, alerts=alerts)
    return case_act(
        request, case, form, "Prévoir une visite", "Prévoir", lambda told: Visit.plan(case, author=by(request), **told),
        "Visite prévue.", template=DOOR, more={"alerts": alerts},
    )  # fmt: skip


def _alerts(request: HttpRequest, case: Case) -> list[HouseholdAlert]:
    return alerts_ahead(request.membership, case, timezone.localdate())  # type: ignore[attr-defined]


def _along(case: Case, first: Any, colleagues: Any, alerts: list[HouseholdAlert]) -> Any:
    """Whom to propose when a point of vigilance asks for two people."""
    if not any(one.asks_for_two for one in alerts):
        return None
    return proposed_second(case, first.pk if first else None, colleagues)


@access(WORKERS)
def regular(request: HttpRequest, pk: str) -> HttpResponse:
    """The household's regular day and hour: its visits are written four weeks ahead."""
    case, today = opened(request, pk), timezone.localdate()
    held = VisitPlan.objects.visible_to(request.membership).filter(case=case).running(today).first()  # type: ignore[attr-defined]
    team, alerts = _team(case), _alerts(request, case)
    initial = _initial(case, held, today) | {"starts_on": today}
    initial["second"] = initial.get("second") or _along(case, initial["professional"], team, alerts)
    form = RegularForm(request.POST or None, team=team, initial=initial, alerts=alerts)

    def agree(told: dict[str, Any]) -> None:
        VisitPlan.agree(case, today=today, by=by(request), **told)
        take_off(case, since=told["starts_on"])
        write_ahead(today, only=case.pk)

    return case_act(
        request, case, form, "Rendez-vous régulier", "Enregistrer", agree,
        "Rendez-vous régulier noté : les visites des quatre semaines à venir sont écrites.",
        intro=f"En cours : {held}." if held else "Les jours fériés et les fermetures sont contournés dans la même semaine ; "
        "une suspension retire les visites à venir.", template=DOOR, more={"alerts": alerts},
    )  # fmt: skip


def _initial(case: Case, held: VisitPlan | None, today: Any) -> dict[str, Any]:
    """What runs now; else the referent, at the rhythm of the agreed intensity."""
    if held is not None:
        fields = ("weekday", "at", "every_weeks", "professional", "second")
        return {name: getattr(held, name) for name in fields}
    weeks = step_of(case, today) // WEEK
    return {"professional": case.referent, "every_weeks": weeks if weeks in Every.values else 1, "weekday": 1}


@access(WORKERS)
def stop_regular(request: HttpRequest, pk: str) -> HttpResponse:
    """No regular day any more: the visits it wrote and nobody touched go."""
    held = open_or_404(request, VisitPlan.objects.select_related("case__household"), pk=pk)
    today = timezone.localdate()

    def stop(told: dict[str, Any]) -> None:
        held.stop(on=today, by=by(request))
        take_off(held.case, since=today)

    return case_act(
        request, held.case, StopForm(request.POST or None), "Arrêter le rendez-vous régulier", "Arrêter", stop,
        "Rendez-vous régulier arrêté.",
        consequence=f"{held}. Les visites à venir qu'il a écrites sont retirées ; celles prévues à la main restent.",
    )  # fmt: skip


@access(TEAM)
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """This one only; the regular day stays."""
    visit = open_or_404(request, Visit.objects.select_related("case__household", "case__agreement"), pk=pk)
    case, today = visit.case, timezone.localdate()
    colleagues, alerts = _team(case).exclude(pk=visit.author_id), _alerts(request, case)
    second = visit.second_id or _along(case, visit.author, colleagues, alerts)
    initial = {"on": visit.on, "at": visit.at, "second": second}
    form = MoveForm(
        request.POST or None, today=today, kind=visit.kind, colleagues=colleagues, alerts=alerts, initial=initial
    )

    def displace(told: dict[str, Any]) -> None:
        here = Visit.objects.planned().filter(pk=visit.pk)
        if not here.update(on=told["on"], at=told["at"], second=told["second"]):
            raise MoveRefused("Cette visite n'est plus à venir : son état a été noté.")
        Event.record(visit, "visit.moved", by=by(request), facts={"from": visit.on, "to": told["on"]})

    return act_page(
        request, form=form, title="Déplacer la visite", submit="Déplacer", verb=displace, case=visit.case, private=True,
        back=reverse("accompaniment:calendar"), done="Visite déplacée.",
        intro="Seule cette visite change. Pour changer le jour de chaque semaine, modifiez le rendez-vous régulier.",
        template=DOOR, more={"alerts": alerts},
    )  # fmt: skip


@access(TEAM)
def calendar(request: HttpRequest) -> HttpResponse:
    """One's own visits and those made in a colleague's place, by week or by month; the head may see the team's."""
    member: Any = request.membership  # type: ignore[attr-defined]
    today = timezone.localdate()
    asked = Asked.read(request.GET, today, may_see_team=member.role in {Role.ASSO_HEAD, Role.ASSO_PSY})
    visits = Visit.objects.visible_to(member).filter(on__range=(asked.first, asked.last))
    absences = away_between(member.organisation_id, asked.first, asked.last)
    if not asked.team:
        visits = visits.filter(hers_or_covered(member))
        absences = [one for one in absences if one.professional_id == member.professional_id]
    days = days_shown(visits, member, asked, absences)
    context = {
        "asked": asked,
        "days": days,
        "grid": month_grid(days) if asked.month else [],
        "today": today,
        "may_see_team": member.role in {Role.ASSO_HEAD, Role.ASSO_PSY},
    }
    return render(request, "accompaniment/calendar.html", context)
