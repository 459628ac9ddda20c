"""One step of an entry: ticked, without object, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.forms.move_ins import StepDoneForm
from allocations.models import MoveInStep
from allocations.views.move_ins import TICKERS
from allocations.views.shared import by
from households.access import open_or_404
from households.acts import act_page, attempt
from lodabord.kernel.access import access


def _step(request: HttpRequest, pk: str) -> MoveInStep:
    """A step of one's own side: for the other's, the answer is that of what does not exist."""
    member: Any = request.membership  # type: ignore[attr-defined]
    own = MoveInStep.objects.of_side(member.side).select_related("kind", "move_in", "case__household")
    return open_or_404(request, own, pk=pk)


def _back(step: MoveInStep, *, told: bool = False) -> str:
    """To the step itself; to the top of the page when there is something to read there."""
    page = reverse("allocations:move_in", args=[step.move_in_id])
    return page if told else f"{page}#{step.kind_id}"


def _warn(request: HttpRequest, step: MoveInStep) -> bool:
    missing = step.out_of_order()
    if missing:
        messages.warning(request, f"Noté. À vérifier : pas encore fait avant — {', '.join(missing).lower()}.")
    return bool(missing)


@access(TICKERS)
@require_POST
def done(request: HttpRequest, pk: str) -> HttpResponse:
    """One tap: done today."""
    step = _step(request, pk)
    present = {"oui": True, "non": False}.get(request.POST.get("referent", ""))
    kept = attempt(request, lambda: step.do(on=timezone.localdate(), by=by(request), referent_present=present))
    return redirect(_back(step, told=not kept or _warn(request, step)))


@access(TICKERS)
def done_on(request: HttpRequest, pk: str) -> HttpResponse:
    """Done another day."""
    step = _step(request, pk)
    form = StepDoneForm(
        request.POST or None, asks_referent=step.kind.asks_referent, initial={"on": timezone.localdate()}
    )

    def keep(told: dict[str, Any]) -> None:
        step.do(by=by(request), **told)
        _warn(request, step)

    return act_page(
        request, form=form, title=f"Fait : {step.kind.label.lower()}", submit="Enregistrer", verb=keep, back=_back(step),
        case=step.case, done="Étape notée.",
    )  # fmt: skip


@access(TICKERS)
@require_POST
def leave_out(request: HttpRequest, pk: str) -> HttpResponse:
    step = _step(request, pk)
    kept = attempt(request, lambda: step.leave_out(on=timezone.localdate(), by=by(request)))
    return redirect(_back(step, told=not kept))


@access(TICKERS)
@require_POST
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    step = _step(request, pk)
    kept = attempt(request, lambda: step.take_back(on=timezone.localdate(), by=by(request)))
    return redirect(_back(step, told=not kept))
