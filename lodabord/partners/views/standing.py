"""For whom one acts: one membership at a time (decision 21)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lodabord.kernel.access import access, signed_in
from lodabord.partners.middleware import SESSION_KEY


@access(signed_in)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the membership to act for; says whom to ask when there is none."""
    if request.method == "POST":
        held = {str(one.pk): one for one in request.memberships}  # type: ignore[attr-defined]
        chosen = held.get(request.POST.get("membership", ""))
        if chosen is not None:
            request.session[SESSION_KEY] = str(chosen.pk)
            messages.success(request, f"Vous agissez maintenant pour {chosen.organisation}.")
            return redirect("home")
        messages.error(request, "Choisissez une de vos habilitations en cours.")
        return render(request, "partners/standing.html", status=422)
    return render(request, "partners/standing.html")
