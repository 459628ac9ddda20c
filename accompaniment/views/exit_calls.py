"""Calls at M+6 and M+12, and what became of the households that left."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accompaniment.after_the_end import After, after_exits, what_became_of_them
from accompaniment.forms.exits import ExitCallForm
from accompaniment.models import Exit, ExitCall, ExitCallAttempt
from accompaniment.models.exit_call import Horizon, attempt_call, record_call
from accompaniment.review_dates import HORIZONS
from accompaniment.views.shared import TEAM, by, case_act
from households.access import open_or_404
from households.models import Case
from lodabord.kernel.access import access


@access(TEAM)
def index(request: HttpRequest) -> HttpResponse:
    """The households that left: counted, then one by one with the calls to make."""
    today = timezone.localdate()
    told = after_exits(Case.objects.visible_to(request.membership), today)  # type: ignore[attr-defined]
    lines = what_became_of_them(told, today)
    context = {
        "lines": lines,
        "outcomes": [(label, [line["by"][value] for line in lines]) for value, label in ExitCall.Outcome.choices],
        "rows": [_row(one, today) for one in told],
        "horizons": [Horizon(months).label for months in HORIZONS],
    }
    return render(request, "accompaniment/after_the_end.html", context)


def _row(after: After, today: Any) -> dict[str, Any]:
    calls = [
        {
            "label": Horizon(months).label,
            "status": after.status(months, today),
            "url": reverse("accompaniment:exit_call", args=[after.exit.pk, months])
            if after.is_due(months, today)
            else "",
        }
        for months in HORIZONS
    ]
    return {"exit": after.exit, "case": after.exit.case, "calls": calls}


@access(TEAM)
def create(request: HttpRequest, pk: str, months: int) -> HttpResponse:
    """What the person said, or that nobody answered this time."""
    ended = open_or_404(request, Exit.objects.select_related("case__household", "case__agreement"), pk=pk)
    if months not in HORIZONS:
        raise Http404
    today = timezone.localdate()
    tried = ExitCallAttempt.objects.visible_to(request.membership).filter(exit=ended, months=months)  # type: ignore[attr-defined]
    needed = ended.case.agreement.terms_on(today).contact_attempts
    form = ExitCallForm(request.POST or None, attempts=tried.count(), needed=needed, initial={"on": today})

    def keep(told: dict[str, Any]) -> None:
        common = {"on": told["on"], "today": today, "by": by(request)}
        if told["outcome"] == ExitCallForm.NO_ANSWER:
            attempt_call(ended, months, **common)
        else:
            record_call(ended, months, told["outcome"], note=told["note"], **common)

    return case_act(
        request, ended.case, form, f"Appel {Horizon(months).label}", "Enregistrer", keep, "Appel noté.",
        intro=f"Accompagnement fini le {ended.closed_on:%d/%m/%Y}. Une seule question compte : est-elle toujours logée ?",
        back=reverse("accompaniment:after_the_end"),
    )  # fmt: skip
