"""The directory of relays, searched and kept up to date by the team."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from accompaniment.forms.relays import ArchiveForm, RelayForm
from accompaniment.models import Relay, RelayKind
from accompaniment.views.shared import TEAM, by
from households.access import open_or_404
from households.acts import act_page, attempt
from lodabord.kernel.access import access

PER_PAGE = 25


@access(TEAM)
def index(request: HttpRequest) -> HttpResponse:
    """Searched by service, by what it does or where; by kind; the archived ones on request."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "type", "archives")}
    relays = Relay.objects.visible_to(request.membership).searched(asked["q"])  # type: ignore[attr-defined]
    relays = relays.filter(archived_on__isnull=False) if asked["archives"] else relays.kept()
    kinds = list(RelayKind.objects.all())
    if asked["type"] in {one.code for one in kinds}:
        relays = relays.filter(kind=asked["type"])
    relays = relays.select_related("kind", "updated_by").order_by("kind__position", "service", "pk")
    page = Paginator(relays, PER_PAGE).get_page(request.GET.get("page"))
    kept = {name: value for name, value in asked.items() if value}
    context = {"page": page, "asked": asked, "kinds": kinds, "query": f"{urlencode(kept)}&" if kept else ""}
    return render(request, "accompaniment/relay_list.html", context)


@access(TEAM)
def create(request: HttpRequest) -> HttpResponse:
    """One more service, under the agreement of whoever writes; she chooses when she stands under several."""
    mine: Any = request.membership.agreements  # type: ignore[attr-defined]
    today = timezone.localdate()
    form = RelayForm(request.POST or None, agreements=mine)
    return act_page(
        request, form=form, title="Ajouter un relais", submit="Ajouter", private=True,
        verb=lambda told: Relay.add(told.pop("agreement", mine[0]), on=today, by=by(request), **told),
        back=reverse("accompaniment:relays"), done="Relais ajouté à l'annuaire.",
    )  # fmt: skip


def _relay(request: HttpRequest, pk: str) -> Relay:
    return open_or_404(request, Relay.objects.select_related("kind", "updated_by"), pk=pk)


@access(TEAM)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """What it says today; saved as it is, it is up to date."""
    relay, today = _relay(request, pk), timezone.localdate()
    initial = {name: getattr(relay, name) for name in Relay.DETAILS}
    form = RelayForm(request.POST or None, initial=initial)
    return act_page(
        request, form=form, title="Mettre à jour un relais", submit="Enregistrer, à jour aujourd'hui", private=True,
        verb=lambda told: relay.keep_up_to_date(on=today, by=by(request), **told),
        back=reverse("accompaniment:relays"), done="Relais à jour.",
        intro=f"À jour au {relay.updated_on:%d/%m/%Y}, par {relay.updated_by}.",
    )  # fmt: skip


@access(TEAM)
def archive(request: HttpRequest, pk: str) -> HttpResponse:
    """No longer proposed."""
    relay, today = _relay(request, pk), timezone.localdate()
    return act_page(
        request, form=ArchiveForm(request.POST or None), title="Archiver un relais", submit="Archiver", private=True,
        verb=lambda told: relay.archive(on=today, by=by(request)), back=reverse("accompaniment:relays"),
        done="Relais archivé.", intro=str(relay),
        consequence="Il ne sera plus proposé. Ce qui lui a été demandé reste dans les dossiers, et il peut être remis "
        "dans l'annuaire.",
    )  # fmt: skip


@access(TEAM)
@require_POST
def restore(request: HttpRequest, pk: str) -> HttpResponse:
    """Back in the directory."""
    relay = _relay(request, pk)
    attempt(
        request, lambda: relay.restore(on=timezone.localdate(), by=by(request)), done="Relais remis dans l'annuaire."
    )
    return redirect("accompaniment:relays")
