"""Asking the landlord, reading its answers, and its « points locatifs »: the association's side of the daily channels."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accompaniment.asking import Given, agreement_missing, ask_landlord, withdrawn_on
from accompaniment.forms.partners import LandlordRequestForm
from accompaniment.models import PassedOn, Request
from accompaniment.views.shared import TEAM, WORKERS, by, case_act, opened
from allocations.models import RentalPoint
from households.access import open_or_404
from households.acts import attempt
from lodabord.kernel.access import access
from lodabord.templatetags.lodabord import short_date


@access(WORKERS)
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """A short request to the landlord, maybe from a call of the household: whose text stays here."""
    case, today = opened(request, pk), timezone.localdate()
    calls = Request.objects.visible_to(request.membership).filter(case=case)  # type: ignore[attr-defined]
    call = calls.filter(pk=asked).first() if (asked := _identifier(request)) else None
    taken_back = withdrawn_on(case, today)
    asks = taken_back is None and agreement_missing(case, today)
    form = LandlordRequestForm(
        request.POST or None, asks_agreement=asks, reinforced=case.reinforced,
        initial={"given_on": today, "mode": "oral", "addressee": "pole_social" if case.reinforced else "agence"},
    )  # fmt: skip

    def send(told: dict[str, Any]) -> None:
        given = Given(told["given_on"], told["mode"]) if asks else None
        details = {name: told[name] for name in ("kind", "text", "addressee")}
        ask_landlord(case, on=today, by=by(request), given=given, request=call, **details)

    told = (
        f"Ouverte depuis la demande du {short_date(call.received_at)} : son texte n'est pas transmis." if call else ""
    )
    if "visite" in request.GET:
        told = "Ouverte depuis un compte rendu, qui est enregistré : rien de ce qu'il dit n'est repris ici."
    return case_act(
        request, case, form, "Demande au bailleur", "Envoyer au bailleur", send,
        "Demande envoyée et inscrite au registre des transmissions.", private=False, intro=told,
        consequence=_consequence(case, taken_back),
    )  # fmt: skip


def _identifier(request: HttpRequest) -> str:
    """The call it comes from, when the address names a well-formed one."""
    from uuid import UUID

    try:
        return str(UUID(request.GET.get("demande", "")))
    except ValueError:
        return ""


def _consequence(case: Any, taken_back: Any) -> str:
    if taken_back:
        return (
            f"La personne a retiré son accord le {short_date(taken_back)} : rien ne peut partir. Si elle le redonne, "
            "notez-le d'abord dans « Accords et transmissions »."
        )
    return f"{case.agreement.landlord} lira ce texte. Une fois envoyé, il ne change plus."


@access(WORKERS)
def read_answer(request: HttpRequest, pk: str) -> HttpResponse:
    """The landlord answered: read, and off « À faire »."""
    records = PassedOn.objects.select_related("case__household", "sent__answered_by", "request")
    passed = open_or_404(request, records, pk=pk)
    if request.method == "POST":
        attempt(request, lambda: passed.read_answer(on=timezone.localdate(), by=by(request)), done="Réponse lue.")
        return redirect(passed.case)
    return render(request, "accompaniment/landlord_answer.html", {"passed": passed, "case": passed.case})


@access(TEAM)
def rental_point(request: HttpRequest, pk: str) -> HttpResponse:
    """What the landlord tells, and the two words it gets back."""
    records = RentalPoint.objects.select_related("case__household", "created_by")
    point = open_or_404(request, records, pk=pk)
    context = {
        "point": point,
        "case": point.case,
        "may_write": WORKERS(request),
        "suspended": point.case.state == point.case.State.SUSPENDED,
    }
    return render(request, "accompaniment/rental_point.html", context)
