"""How a household can be reached safely, and what came of each attempt."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accompaniment.forms.contacts import ContactAttemptForm, ContactPreferenceForm
from accompaniment.models import ContactAttempt, ContactPreference, Visit
from accompaniment.views.shared import TEAM, by, case_act, opened
from households.acts import attempt
from lodabord.kernel.access import access

TOLD = ("channels", "safe_hours", "caution", "number", "number_of", "told_on")


@access(TEAM)
def preference(request: HttpRequest, pk: str) -> HttpResponse:
    """What the person says is safe."""
    case = opened(request, pk)
    known = ContactPreference.objects.visible_to(request.membership).filter(case=case).first()  # type: ignore[attr-defined]
    initial = {name: getattr(known, name) for name in TOLD} | {"none": not known.channels} if known else {}
    form = ContactPreferenceForm(request.POST or None, initial={**initial, "told_on": timezone.localdate()})

    def keep(told: dict[str, Any]) -> None:
        ContactPreference.note(case, by=by(request), **{name: told[name] for name in TOLD})

    return case_act(
        request, case, form, "Comment joindre le ménage", "Enregistrer", keep, "C'est noté.",
        intro="Demandez-le à la personne. Un canal non coché ne sera plus proposé.",
    )  # fmt: skip


@access(TEAM)
def tried(request: HttpRequest, pk: str) -> HttpResponse:
    """One tap on the way back from the telephone; or a form for another hour or another means."""
    case, now = opened(request, pk), timezone.now()
    local = timezone.localtime(now)
    if request.method == "POST" and "at" not in request.POST:
        return _tap(request, case)
    form = ContactAttemptForm(request.POST or None, initial={"at": local.strftime("%Y-%m-%dT%H:%M")})

    def keep(told: dict[str, Any]) -> None:
        ContactAttempt.note(case, now=now, by=by(request), **told)

    return case_act(request, case, form, "Tentative de contact", "Enregistrer", keep, "Tentative notée.")


def _tap(request: HttpRequest, case: Any) -> HttpResponse:
    now, form = timezone.now(), ContactAttemptForm(request.POST, required_at=False)
    back = _back(request, case)
    if not form.is_valid():
        messages.error(request, "Choisissez ce qu'il en a été de l'appel.")
        return redirect(back)
    told = form.cleaned_data

    def keep() -> None:
        ContactAttempt.note(case, channel=told["channel"], outcome=told["outcome"], at=now, now=now, by=by(request))

    noted = attempt(request, keep, done="Tentative notée.")
    if noted and told["outcome"] == ContactAttempt.Outcome.REACHED and told["channel"] == "appel":
        return redirect(reverse("accompaniment:new_visit", args=[case.pk]) + f"?nature={Visit.Kind.CALL}")
    return redirect(back)


def _back(request: HttpRequest, case: Any) -> str:
    """The page of the telephone button, when it is one of ours."""
    asked = request.POST.get("retour", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/")
    return asked if ours else case.get_absolute_url()
