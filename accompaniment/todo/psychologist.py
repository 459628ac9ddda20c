"""What is asked of the psychologist, and what she answered."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accompaniment.models import PsychologistRequest
from accompaniment.todo.who import who
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date

State = PsychologistRequest.State
TOLD_FOR = timedelta(days=7)
"""An answer stays in sight of whoever asked for a week."""


def asked(request: HttpRequest, today: date) -> Section | None:
    """Hers to answer, and those accepted whose meeting did not take place."""
    member: Any = request.membership  # type: ignore[attr-defined]
    hers = PsychologistRequest.objects.visible_to(member).addressed_to(member.professional)
    rows = [_to_answer(one, today) for one in _with_names(hers.waiting()).order_by("due_on")]
    rows += [_to_plan(one) for one in _with_names(hers.to_plan_again())]
    return Section("Demandes de passage", 2, rows, private=True) if rows else None


def unanswered(request: HttpRequest, today: date) -> Section | None:
    """For the head: those that wait beyond the delay that was asked."""
    late = PsychologistRequest.objects.visible_to(request.membership).waiting().filter(due_on__lt=today)  # type: ignore[attr-defined]
    rows = [
        Row(who(one.case), f"demandée à {one.psychologist}", one.case.get_absolute_url(),
            f"réponse attendue {relative_day(one.due_on, today)}", "late", "Ouvrir", one.case.get_absolute_url())
        for one in _with_names(late).order_by("due_on")
    ]  # fmt: skip
    return Section("Demandes de passage sans réponse", 16, rows, private=True) if rows else None


def answers(request: HttpRequest, today: date) -> Section | None:
    """To whoever asked, or follows the household: she comes on that day, or not."""
    member: Any = request.membership  # type: ignore[attr-defined]
    told = PsychologistRequest.objects.visible_to(member).asked_by(member)
    told = told.filter(state__in=[State.ACCEPTED, State.DECLINED], answered_on__gte=today - TOLD_FOR)
    rows = [_answer(one, today) for one in _with_names(told).order_by("-answered_on")]
    return Section("Réponses de la psychologue", 9, rows, private=True) if rows else None


def _to_answer(one: PsychologistRequest, today: date) -> Row:
    return Row(
        who(one.case), f"{one.get_motive_display().lower()}, demandée par {one.created_by}", one.case.get_absolute_url(),
        f"réponse attendue {relative_day(one.due_on, today)}", "late" if one.due_on < today else "soon", "Répondre",
        reverse("accompaniment:psychologist_acceptance", args=[one.pk]),
    )  # fmt: skip


def _to_plan(one: PsychologistRequest) -> Row:
    return Row(
        who(one.case), "acceptée, le passage n'a pas eu lieu", one.case.get_absolute_url(), "à prévoir", "soon", "Prévoir",
        reverse("accompaniment:visit_plan", args=[one.case_id]),
    )  # fmt: skip


def _answer(one: PsychologistRequest, today: date) -> Row:
    accepted = one.state == State.ACCEPTED
    what = f"passe le {short_date(one.meeting_on)}" if accepted else f"déclinée : {one.get_declined_display().lower()}"
    when = relative_day(one.answered_on, today) if one.answered_on else ""
    url = one.case.get_absolute_url()
    return Row(who(one.case), what, url, f"répondu {when}", "done" if accepted else "", "Ouvrir", url)


def _with_names(records: Any) -> Any:
    return records.select_related("case__household", "created_by", "psychologist").prefetch_related(
        "case__household__persons"
    )


SOURCES = [({Role.ASSO_PSY}, asked), ({Role.ASSO_HEAD}, unanswered), ({Role.ASSO_WORKER, Role.ASSO_HEAD}, answers)]
