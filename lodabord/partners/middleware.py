"""Which membership a signed-in professional acts for: one at a time (decision 21)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from lodabord.partners.models import Membership

SESSION_KEY = "membership"


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The memberships in force today of the person who is signed in."""
    return list(
        Membership.objects.current(timezone.localdate())
        .filter(professional=request.user.pk)
        .select_related("professional", "organisation", "agreement")
        .order_by("starts_on", "pk")
    )


class MembershipMiddleware:
    """Sets `request.membership`: the one chosen at sign-in, re-read each time so that a withdrawal acts at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = None  # type: ignore[attr-defined]
        request.memberships = []  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            self._choose(request)
            if self._must_set_up_second_factor(request):
                return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _choose(self, request: HttpRequest) -> None:
        held = memberships_of(request)
        chosen = request.session.get(SESSION_KEY)
        request.memberships = held  # type: ignore[attr-defined]
        if len(held) == 1:
            request.membership = held[0]  # type: ignore[attr-defined]
        elif chosen:
            request.membership = next((one for one in held if str(one.pk) == chosen), None)  # type: ignore[attr-defined]

    def _must_set_up_second_factor(self, request: HttpRequest) -> bool:
        if not settings.REQUIRE_MFA:
            return False
        from allauth.mfa.utils import is_mfa_enabled

        open_paths = (reverse("mfa_index"), reverse("account_logout"), reverse("account_reauthenticate"))
        return not request.path.startswith(open_paths) and not is_mfa_enabled(request.user)
