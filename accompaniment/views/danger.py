"""« Situation de danger »: the numbers first, then what was seen, who was told, and how it ended."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accompaniment.alarm import NUMBERS, ring
from accompaniment.asking import Given, agreement_missing, ask_landlord, nearest_addressee
from accompaniment.forms.danger import DWELLING_FACTS, AlarmForm, DangerEndForm, DwellingFactForm, EntryForm
from accompaniment.models import DangerEntry, DangerReport
from accompaniment.views.shared import TEAM, WORKERS, by, opened
from allocations.models import LandlordRequest
from households.access import open_or_404
from households.acts import act_page
from lodabord.kernel.access import access


@access(TEAM)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Numbers to call, then the facts. Head, deputy and referent are told at once."""
    case = opened(request, pk)
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    form = AlarmForm(request.POST or None, initial={"seen_at": now})

    def alarm(told: dict[str, Any]) -> None:
        instant = timezone.now()
        report = DangerReport.raise_alarm(
            case, seen_at=told["seen_at"], facts=told["facts"], now=instant, by=by(request)
        )
        if told["told_to"]:
            report.add(DangerEntry.Kind.TOLD, at=instant, to=told["told_to"], now=instant, by=by(request))
        ring(report, at=instant)

    context = {"numbers": NUMBERS, "open": DangerReport.objects.filter(case=case).open()}
    return act_page(
        request, form=form, title="Situation de danger", submit="Enregistrer et prévenir", verb=alarm, private=True,
        back=reverse("accompaniment:dangers", args=[case.pk]), case=case, template="accompaniment/danger_form.html",
        more=context, done="Enregistré. La cheffe de service, le référent et le suppléant sont prévenus.",
    )  # fmt: skip


@access(TEAM)
def index(request: HttpRequest, pk: str) -> HttpResponse:
    """The situations of a household, the open ones first, each with its lines."""
    case = opened(request, pk)
    reports = DangerReport.objects.visible_to(request.membership).filter(case=case)  # type: ignore[attr-defined]
    reports = reports.select_related("created_by", "closed_by").prefetch_related("entries__created_by")
    context = {
        "case": case,
        "reports": sorted(reports, key=lambda one: one.closed_on is not None),
        "numbers": NUMBERS,
        "may_write": WORKERS(request),
    }
    return render(request, "accompaniment/dangers.html", context)


def _report(request: HttpRequest, pk: str) -> DangerReport:
    return open_or_404(request, DangerReport.objects.select_related("case__household", "case__agreement"), pk=pk)


@access(TEAM)
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """One more line: nothing written before changes."""
    report = _report(request, pk)
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    form = EntryForm(request.POST or None, initial={"at": now, "kind": DangerEntry.Kind.TOLD})
    return act_page(
        request, form=form, title="Ajouter à la situation de danger", submit="Ajouter", case=report.case, private=True,
        verb=lambda told: report.add(told["kind"], at=told["at"], to=told["to"], text=told["text"], now=timezone.now(),
                                     by=by(request)),
        back=reverse("accompaniment:dangers", args=[report.case_id]), done="Ajouté.",
    )  # fmt: skip


@access(WORKERS)
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """Over, or taken on by others: said in words."""
    report = _report(request, pk)
    form = DangerEndForm(request.POST or None)
    return act_page(
        request, form=form, title="Clore la situation de danger", submit="Clore", case=report.case, private=True,
        verb=lambda told: report.close(outcome=told["outcome"], on=timezone.localdate(), now=timezone.now(), by=by(request)),
        back=reverse("accompaniment:dangers", args=[report.case_id]), done="Situation close.",
        consequence="Elle ne figurera plus en tête des pages de l'équipe. Tout ce qui a été écrit est gardé.",
    )  # fmt: skip


@access(WORKERS)
def tell_landlord(request: HttpRequest, pk: str) -> HttpResponse:
    """A safety fact about the dwelling, from a closed list: by a separate act, and nothing about the persons."""
    case, today = opened(request, pk), timezone.localdate()
    asks = agreement_missing(case, today)
    form = DwellingFactForm(request.POST or None, asks_agreement=asks, initial={"given_on": today, "mode": "oral"})

    def send(told: dict[str, Any]) -> None:
        given = Given(told["given_on"], told["mode"]) if asks else None
        text = " ; ".join(DWELLING_FACTS[code] for code in told["facts"]) + "."
        addressee = nearest_addressee(case, today)
        ask_landlord(
            case,
            kind=LandlordRequest.Kind.SAFETY,
            text=text,
            addressee=addressee,
            on=today,
            by=by(request),
            given=given,
        )

    return act_page(
        request, form=form, title="Signaler au bailleur un danger du logement", submit="Envoyer au bailleur", verb=send,
        back=reverse("accompaniment:dangers", args=[case.pk]), case=case,
        consequence=f"{case.agreement.landlord} lira les faits cochés, et rien d'autre. La transmission est inscrite au "
        "registre.", done="Envoyé au bailleur et inscrit au registre des transmissions.",
    )  # fmt: skip
