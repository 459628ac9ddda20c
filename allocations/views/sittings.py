"""The sittings of the landlord's commission: the calendar, and « CAL du … » with all its results on one page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from allocations.forms.cal import SittingCancelForm, SittingForm, SittingMoveForm
from allocations.forms.results import ResultForm
from allocations.forms.shared import reasons
from allocations.models import CalPresentation, CalSitting
from allocations.sittings import ResultsRefused, already_recorded, record_results, result_of
from allocations.views.cal import OFFICER
from allocations.views.shared import by
from households.access import open_or_404, readers
from households.acts import act_page
from households.confidentiality import DataClass
from households.models import RefusalReason
from lodabord.kernel.access import access
from lodabord.partners.models import Agreement


@dataclass
class Row:
    """One candidate of the programme: its form while nothing is recorded, else its result."""

    passage: CalPresentation
    form: ResultForm | None
    told: str
    error: str = ""

    @property
    def code(self) -> str:
        return self.passage.case.household.code


def _sitting(request: HttpRequest, pk: str) -> CalSitting:
    return open_or_404(request, CalSitting.objects.select_related("agreement__landlord"), pk=pk)


def _passages(request: HttpRequest, sitting: CalSitting) -> list[CalPresentation]:
    seen = sitting.passages.visible_to(request.membership).select_related(  # type: ignore[attr-defined]
        "case__household__housing_request", "case__referent", "dwelling", "motive"
    )
    return list(seen.prefetch_related("case__household__persons").order_by("case__household__code"))


@access(readers(DataClass.PROCESS))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The programme's candidates of that day and what was decided."""
    sitting = _sitting(request, pk)
    passages = _passages(request, sitting)
    context = {
        "sitting": sitting,
        "rows": [Row(one, None, result_of(one)) for one in passages],
        "to_type": any(one.state == CalPresentation.State.SCHEDULED for one in passages),
        "may_write": OFFICER(request),
        "today": timezone.localdate(),
    }
    return render(request, "allocations/cal_sitting.html", context)


@access(OFFICER)
def results(request: HttpRequest, pk: str) -> HttpResponse:
    """Type the results of the sitting in a minute: saved all together, or none, each wrong row told at its row."""
    sitting, today = _sitting(request, pk), timezone.localdate()
    data = request.POST if request.method == "POST" else None
    motives = list(reasons(RefusalReason.Kind.CAL, today))
    rows = [_row(one, data, today, motives) for one in _passages(request, sitting)]
    if data is not None and (saved := _save(sitting, rows, today, by(request))):
        messages.success(request, f"{saved} résultat{'s' if saved > 1 else ''} enregistré{'s' if saved > 1 else ''}.")
        return redirect("allocations:cal_sitting", pk=sitting.pk)
    context = {
        "sitting": sitting,
        "rows": rows,
        "wrong": [(row, told) for row in rows for told in _errors(row)],
        "nothing_typed": data is not None and not any(_errors(row) for row in rows),
    }
    return render(request, "allocations/cal_results.html", context, status=200 if data is None else 422)


def _row(passage: CalPresentation, data: Any, today: Any, motives: list[Any]) -> Row:
    """A row typed for a passage that somebody recorded meanwhile keeps its form, to be refused with what is there."""
    form = ResultForm(data, passage=passage, today=today, motives=motives)
    waits = passage.state == CalPresentation.State.SCHEDULED
    typed = data is not None and bool(data.get(form.add_prefix("decision")))
    return Row(passage, form if waits or typed else None, result_of(passage))


def _save(sitting: CalSitting, rows: list[Row], today: Any, who: Any) -> int:
    """How many were recorded; none when a row is wrong, which then says so."""
    forms = [(row, row.form) for row in rows if row.form is not None]
    valid = not [row for row, form in forms if not form.is_valid()]
    late = [row for row, _ in forms if row.passage.state != CalPresentation.State.SCHEDULED]
    for row in late:
        row.error, row.form = already_recorded(row.passage), None
    if late or not valid:
        return 0
    told = {row.passage.pk: form.cleaned_data for row, form in forms if form.is_told}
    try:
        return record_results(sitting, told, today=today, by=who)
    except ResultsRefused as refused:
        current = sitting.passages.select_related("motive", "dwelling").in_bulk(list(refused.told))
        for row, form in forms:
            if row.passage.pk in refused.told:
                form.add_error(None, refused.told[row.passage.pk])
                _show_what_is_there(row, current[row.passage.pk])
        return 0


def _show_what_is_there(row: Row, current: CalPresentation) -> None:
    """Recorded by a colleague meanwhile: the row shows her result instead of the fields."""
    if current.state != CalPresentation.State.SCHEDULED and row.form is not None:
        row.told, row.error = result_of(current), str(row.form.non_field_errors()[0])
        row.form = None


def _errors(row: Row) -> list[str]:
    if row.form is None:
        return [row.error] if row.error else []
    return [told for _, told in row.form.error_links()] if row.form.is_bound else []


@access(OFFICER)
def create(request: HttpRequest) -> HttpResponse:
    """A sitting of the landlord's own calendar."""
    member: Any = request.membership  # type: ignore[attr-defined]
    agreements = Agreement.objects.filter(pk__in=[one.pk for one in member.agreements])
    form = SittingForm(request.POST or None, agreements=agreements, initial={"agreement": agreements.first()})
    return act_page(
        request, form=form, title="Nouvelle séance de la CAL", submit="Ajouter au calendrier",
        verb=lambda told: CalSitting.plan(told["agreement"], told["on"], place=told["place"]),
        back=reverse("allocations:cal_scheduled"), done="Séance ajoutée au calendrier.",
    )  # fmt: skip


@access(OFFICER)
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """Held another day: its candidates follow."""
    sitting = _sitting(request, pk)
    form = SittingMoveForm(request.POST or None)
    return act_page(
        request, form=form, title=f"Reporter la {sitting}", submit="Reporter",
        verb=lambda told: sitting.move_to(told["on"], reason=told["reason"], by=by(request)),
        back=reverse("allocations:cal_sitting", args=[sitting.pk]), done="Séance reportée, ses candidats avec elle.",
    )  # fmt: skip


@access(OFFICER)
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Not held: nothing was decided."""
    sitting = _sitting(request, pk)
    form = SittingCancelForm(request.POST or None)
    return act_page(
        request, form=form, title=f"Annuler la {sitting}", submit="Annuler la séance", danger=True,
        verb=lambda told: sitting.cancel(reason=told["reason"], by=by(request)),
        back=reverse("allocations:cal_scheduled"), done="Séance annulée : ses candidats sont de nouveau prêts.",
        consequence="Les ménages inscrits sont retirés de l'ordre du jour, sans décision.",
    )  # fmt: skip
