"""Sessions of preparation and collective activities: their calendar, who is expected, who came.

Every page serves both kinds: its address says which (`model`).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accompaniment.attendance import AttendanceRefused, expected_at, modules_of, record_attendance
from accompaniment.forms.gatherings import AttendanceForm, CancelForm, GatheringForm, MoveForm, SignUpForm
from accompaniment.gatherings import Period, addresses, invitation_of, kind_of, listed
from accompaniment.models import Noted
from accompaniment.views.shared import TEAM, by
from households.access import open_or_404
from households.acts import act_page
from households.models import Case
from households.stateful import MoveRefused
from lodabord.kernel import pdf
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement

HALF_A_YEAR = timedelta(days=183)


@access(TEAM)
def index(request: HttpRequest, model: Any) -> HttpResponse:
    """To note, to come, and past ones over a period, with how many came."""
    today, agreement = timezone.localdate(), current_agreement(request)
    period = Period.asked(request.GET, today - HALF_A_YEAR, today)
    seen = model.objects.visible_to(request.membership).filter(agreement=agreement)  # type: ignore[attr-defined]
    context = {"kind": kind_of(model), "agreement": agreement, "today": today, **listed(seen, period, today)}
    context["agreements"] = request.membership.agreements  # type: ignore[attr-defined]
    return render(request, "accompaniment/gathering_list.html", context)


@access(TEAM)
def create(request: HttpRequest, model: Any) -> HttpResponse:
    """On the calendar; for one household when its file asked for it."""
    kind, agreement, today = kind_of(model), current_agreement(request), timezone.localdate()
    case = _asked_for(request)
    initial = {
        "on": today + timedelta(days=7),
        "animator": by(request),
        "format": "individual" if case else "collective",
    }
    form = kind.form(
        request.POST or None, agreement=case.agreement if case else agreement, today=today, initial=initial
    )

    def plan(told: dict[str, Any]) -> None:
        made = model.plan(case.agreement if case else agreement, by=by(request), **told)
        if case:
            made.sign_up(case, by=by(request))

    back = reverse("accompaniment:notebook", args=[case.pk]) if case else reverse(f"accompaniment:{kind.plural}")
    return act_page(
        request, form=form, title=kind.new, submit="Mettre au calendrier", verb=plan, back=back, private=True, case=case,
        done="C'est au calendrier." if case else "C'est au calendrier. Inscrivez maintenant les ménages.",
    )  # fmt: skip


def _asked_for(request: HttpRequest) -> Case | None:
    """The household from whose file one comes, if one stands on it."""
    asked = request.GET.get("dossier", "")
    seen = Case.objects.visible_to(request.membership).select_related("household", "agreement")  # type: ignore[attr-defined]
    return next((one for one in seen.filter(closed_on=None) if str(one.pk) == asked), None) if asked else None


def _opened(request: HttpRequest, model: Any, pk: str) -> Any:
    related = ("agreement__association", "animator", "second_animator", "changed_by")
    return open_or_404(request, model.objects.select_related(*related), pk=pk)


@access(TEAM)
def show(request: HttpRequest, pk: str, model: Any) -> HttpResponse:
    """One of them: where and when, who is expected or came, what may be done."""
    gathering, today = _opened(request, model, pk), timezone.localdate()
    expected = expected_at(gathering, request.membership)  # type: ignore[attr-defined]
    known = gathering.noted()
    context = {
        "gathering": gathering,
        "kind": kind_of(model),
        "urls": addresses(gathering),
        "people": [(case, known[case.pk]) for case in expected.signed_up],
        "came": sum(known[case.pk].was_there for case in expected.signed_up),
        "today": today,
        "to_note": gathering.state != gathering.State.CANCELLED and gathering.on <= today,
    }
    return render(request, "accompaniment/gathering.html", context)


@access(TEAM)
def revise(request: HttpRequest, pk: str, model: Any) -> HttpResponse:
    """Another place, another animator, another length."""
    gathering = _opened(request, model, pk)
    initial = {name: getattr(gathering, name) for name in GatheringForm.base_fields}
    form = GatheringForm(
        request.POST or None, agreement=gathering.agreement, today=timezone.localdate(), initial=initial
    )
    return _act(
        request, gathering, form, "Modifier", "Enregistrer", lambda told: gathering.revise(by=by(request), **told),
        "C'est modifié.", intro="Pour un autre jour ou une autre heure, reportez.",
    )  # fmt: skip


@access(TEAM)
def move(request: HttpRequest, pk: str, model: Any) -> HttpResponse:
    """Another day or hour: those signed up follow."""
    gathering = _opened(request, model, pk)
    form = MoveForm(request.POST or None, initial={"on": gathering.on, "at": gathering.at})
    return _act(
        request, gathering, form, "Reporter", "Reporter", lambda told: gathering.move_to(by=by(request), **told),
        "C'est reporté : les inscriptions suivent. Prévenez les ménages.",
    )  # fmt: skip


@access(TEAM)
def cancel(request: HttpRequest, pk: str, model: Any) -> HttpResponse:
    """It will not take place."""
    gathering = _opened(request, model, pk)
    return _act(
        request, gathering, CancelForm(request.POST or None), "Annuler", "Annuler la séance",
        lambda told: gathering.cancel(by=by(request), **told), "C'est annulé. Prévenez les ménages.", danger=True,
        consequence="Les inscriptions sont retirées, et la séance reste au calendrier avec son motif.",
    )  # fmt: skip


def _act(
    request: HttpRequest, gathering: Any, form: Any, title: str, submit: str, verb: Any, done: str, **more: Any
) -> HttpResponse:
    back = gathering.get_absolute_url()
    whole = f"{title} : {gathering.title_words}"
    return act_page(
        request, form=form, title=whole, submit=submit, verb=verb, done=done, back=back, private=True, **more
    )


@access(TEAM)
def sign_up(request: HttpRequest, pk: str, model: Any) -> HttpResponse:
    """Who is expected: the boxes one changes, and those only."""
    gathering = _opened(request, model, pk)
    expected = expected_at(gathering, request.membership)  # type: ignore[attr-defined]
    known = gathering.noted()
    waiting = [case for case in expected.signed_up if not known[case.pk].outcome]
    open_ones = [*waiting, *expected.preparing, *expected.others]
    preparing = [case for case in open_ones if case.state == Case.State.PREPARATION]
    others = [case for case in open_ones if case.state != Case.State.PREPARATION]
    groups = [("En préparation", preparing), ("Accompagnés", others)]
    form = SignUpForm(request.POST or None, waiting=waiting, groups=groups)

    def keep(told: dict[str, Any]) -> None:
        for case in form.removed:
            gathering.withdraw(case, by=by(request))
        for case in form.added:
            gathering.sign_up(case, by=by(request))

    empty = "" if open_ones else "Aucun ménage n'est en mesure dans cette convention : il n'y a personne à inscrire. "
    return _act(
        request, gathering, form, "Inscriptions", "Enregistrer les inscriptions", keep, "Inscriptions enregistrées.",
        intro=f"{empty}Chaque ménage inscrit voit cette séance sur son dossier, et seulement la sienne.",
    )  # fmt: skip


@dataclass
class Line:
    """One household of « Présences »."""

    case: Case
    form: AttendanceForm
    noted: Noted
    error: str = ""

    @property
    def code(self) -> str:
        return self.case.household.code

    @property
    def was(self) -> list[str]:
        """The modules that were acquired when the page was shown, to be sent back with it."""
        shown = self.form["acquired"]
        sent = self.form.data.getlist(shown.html_initial_name) if self.form.is_bound else shown.initial  # type: ignore[attr-defined]
        return list(sent)

    @property
    def errors(self) -> list[str]:
        told = [one for _, one in self.form.error_links()] if self.form.is_bound else []
        return [*told, *([self.error] if self.error else [])]


@access(TEAM)
def attendance(request: HttpRequest, pk: str, model: Any) -> HttpResponse:
    """Several households at once: saved all together, or none, each wrong line told at its line."""
    gathering, today = _opened(request, model, pk), timezone.localdate()
    data = request.POST if request.method == "POST" else None
    known = gathering.noted()
    expected = expected_at(gathering, request.membership)  # type: ignore[attr-defined]
    modules = modules_of(gathering)

    def lines(cases: list[Case]) -> list[Line]:
        return [_line(case, known.get(case.pk, Noted()), modules, data) for case in cases]

    groups = [lines(expected.signed_up), lines(expected.preparing), lines(expected.others)]
    refused = ""
    if data is not None:
        every = [line for group in groups for line in group]
        refused = _save(request, gathering, every, today)
        if not refused and not any(line.errors for line in every):
            return redirect(gathering.get_absolute_url())
    context = {
        "gathering": gathering,
        "kind": kind_of(model),
        "groups": groups,
        "wrong": [(line, told) for group in groups for line in group for told in line.errors],
        "refused": refused,
        "too_early": gathering.on > today,
        "cancelled": gathering.state == gathering.State.CANCELLED,
    }
    return render(request, "accompaniment/gathering_attendance.html", context, status=200 if data is None else 422)


def _line(case: Case, noted: Noted, modules: list[Any], data: Any) -> Line:
    """A line that was not touched shows what is noted now; one that was keeps what was typed."""
    form = AttendanceForm(data, case=case, noted=noted, modules=modules)
    if data is not None and not form.has_changed():
        form = AttendanceForm(case=case, noted=noted, modules=modules)
    return Line(case, form, noted)


def _save(request: HttpRequest, gathering: Any, lines: list[Line], today: date) -> str:
    """Write the changed lines; what refuses the whole page, if anything does."""
    changed = {line.case.pk: line for line in lines if line.form.is_bound}
    if not all(line.form.is_valid() for line in changed.values()):
        return ""
    typed = {line.case: line.form.typed for line in changed.values()}
    try:
        written = record_attendance(gathering, typed, today=today, by=by(request))
    except AttendanceRefused as refused:
        for pk, told in refused.told.items():
            changed[pk].error = told
            changed[pk].noted = refused.current.get(pk, Noted())
        return ""
    except MoveRefused as refused:
        return str(refused)
    many = "s" if written > 1 else ""
    messages.success(request, f"{written} présence{many} enregistrée{many}." if written else "Rien n'a changé.")
    return ""


@access(TEAM)
def invitation(request: HttpRequest, pk: str, model: Any) -> HttpResponse:
    """A neutral text to copy, and the letters to print."""
    gathering = _opened(request, model, pk)
    context = {
        "gathering": gathering, "kind": kind_of(model), "urls": addresses(gathering), "told": invitation_of(gathering),
        "people": expected_at(gathering, request.membership).signed_up,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "accompaniment/gathering_invitation.html", context)


@access(TEAM)
def letters(request: HttpRequest, pk: str, model: Any) -> HttpResponse:
    """One letter per household expected; without anybody, a blank one."""
    return _printed(request, pk, model, "accompaniment/documents/invitation.html", "invitation")


@access(TEAM)
def sign_in_sheet(request: HttpRequest, pk: str, model: Any) -> HttpResponse:
    """« Émargement »: codes and initials only, for everybody signs the same sheet."""
    return _printed(request, pk, model, "accompaniment/documents/sign_in_sheet.html", "emargement")


def _printed(request: HttpRequest, pk: str, model: Any, template: str, name: str) -> HttpResponse:
    gathering = _opened(request, model, pk)
    told = {
        "gathering": gathering,
        "kind": kind_of(model),
        "agreement": gathering.agreement,
        "people": expected_at(gathering, request.membership).signed_up,  # type: ignore[attr-defined]
        "told": invitation_of(gathering),
        "today": timezone.localdate(),
    }
    return pdf.response(render_to_string(template, told), f"{name}-{kind_of(model).slug}-{gathering.on:%Y-%m-%d}")
