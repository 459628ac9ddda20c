"""Decisions of a pré-CAL: written during the session, effective with both visas."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.forms.sessions import DecisionForm
from allocations.models import AgendaItem, PreCalDecision
from allocations.views.shared import ORGANISERS
from households.access import open_or_404
from households.acts import act_page, attempt
from households.stateful import MoveRefused
from lodabord.kernel.access import access


@access(ORGANISERS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Write or change the decision; changing it takes the visas back."""
    items = AgendaItem.objects.select_related("meeting", "case__household", "decision")
    item = open_or_404(request, items, pk=pk)
    decision = getattr(item, "decision", None) or PreCalDecision(case=item.case, item=item)
    form = DecisionForm(request.POST or None, instance=decision, today=timezone.localdate())

    def write(told: dict[str, Any]) -> None:
        if decision.effective_at is not None:
            raise MoveRefused("Cette décision a déjà pris effet avec les deux visas.")
        written = form.save(commit=False)
        written.association_visa_by = written.landlord_visa_by = None
        written.save()

    back = reverse("allocations:session", args=[item.meeting_id]) + f"?point={item.pk}"
    return act_page(
        request, form=form, title=f"Décision pour {item.case.household.code}", submit="Enregistrer la décision", verb=write,
        back=back, case=item.case, done="Décision enregistrée. Elle prend effet avec le visa des deux partenaires.",
    )  # fmt: skip


@access(ORGANISERS)
@require_POST
def visa(request: HttpRequest, pk: str) -> HttpResponse:
    """Give one's organisation's visa."""
    decision = open_or_404(request, PreCalDecision.objects.select_related("item__meeting", "case__household"), pk=pk)
    member: Any = request.membership  # type: ignore[attr-defined]
    attempt(request, lambda: decision.give_visa(member, at=timezone.now()), done="Visa donné.")
    return redirect(reverse("allocations:session", args=[decision.item.meeting_id]) + f"?point={decision.item_id}")
