"""The person's agreements: given, withdrawn."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from households.access import open_or_404, roles
from households.acts import act_page
from households.forms import ConsentForm, WithdrawalForm
from households.models import Consent, Event
from households.views.shared import by, opened
from lodabord.kernel.access import access
from lodabord.partners.roles import ASSOCIATION


@access(roles(ASSOCIATION))
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Note what the person agrees to, with whom, since when."""
    case = opened(request, pk)
    initial = {"given_on": timezone.localdate(), "recipients": str(case.agreement.landlord)}
    form = ConsentForm(request.POST or None, instance=Consent(case=case, created_by=by(request)), initial=initial)

    def keep(told: dict[str, Any]) -> None:
        given = form.save()
        Event.record(given, "consent.given", by=by(request), facts={"purpose": given.purpose, "on": given.given_on})

    return act_page(
        request, form=form, title="Accord de la personne", submit="Enregistrer l'accord", verb=keep,
        back=case.get_absolute_url(), case=case, done="Accord enregistré.",
    )  # fmt: skip


@access(roles(ASSOCIATION))
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """The person takes it back: nothing more leaves; what left stays traced."""
    consent = open_or_404(request, Consent.objects.select_related("case__household"), pk=pk)
    form = WithdrawalForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title=f"Retrait : {consent.get_purpose_display().lower()}", submit="Noter le retrait",
        verb=lambda told: consent.withdraw(on=told["on"], by=by(request)), back=consent.case.get_absolute_url(),
        case=consent.case, danger=True, done="Retrait noté.",
        consequence="Plus rien ne sera transmis sur cet accord. Ce qui est déjà parti reste inscrit au registre.",
    )  # fmt: skip
