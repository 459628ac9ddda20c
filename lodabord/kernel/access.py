"""Every view says who may open it; a view that says nothing opens for nobody."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse

from lodabord.kernel.actor import acting_as

Rule = Callable[[HttpRequest], bool]
View = Callable[..., HttpResponse]


def access(rule: Rule) -> Callable[[View], View]:
    """Declare who may open the view: `@access(readers(DataClass.PROCESS))`."""

    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return declare


def anyone(request: HttpRequest) -> bool:
    """Open to the world: sign-in, health check."""
    return True


def signed_in(request: HttpRequest) -> bool:
    """One's own account: a professional, whether or not a membership is chosen."""
    return request.user.is_authenticated


anyone.without_actor = True  # type: ignore[attr-defined]
signed_in.without_actor = True  # type: ignore[attr-defined]


def rule_of(view: Any, view_name: str, elsewhere: dict[str, Rule]) -> Rule | None:
    """The rule a view declares, or the one declared for it in `elsewhere` (views of packages)."""
    declared = getattr(view, "access_rule", None)
    if declared is not None or not view_name:
        return declared
    namespace = view_name.split(":", maxsplit=1)[0] + ":*" if ":" in view_name else ""
    return elsewhere.get(view_name) or elsewhere.get(namespace)


class AccessMiddleware:
    """Applies the declared rule, then lets the view run as the current membership."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        from django.conf import settings
        from django.utils.module_loading import import_string

        self.get_response = get_response
        self.elsewhere: dict[str, Rule] = import_string(settings.ACCESS_RULES_OF_PACKAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        entered: list[Any] = []
        request.entered = entered  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            for context in reversed(entered):
                context.__exit__(None, None, None)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        rule = rule_of(view, match.view_name if match else "", self.elsewhere)
        if rule is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no @access rule")
        if not rule(request):
            if request.user.is_anonymous:
                return redirect_to_login(request.get_full_path())
            raise Http404
        membership = getattr(request, "membership", None)
        if membership is not None and not getattr(rule, "without_actor", False):
            context = acting_as(membership.as_actor())
            context.__enter__()
            request.entered.append(context)  # type: ignore[attr-defined]
        return None
