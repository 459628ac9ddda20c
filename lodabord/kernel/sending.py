"""Forms sent by a script that must know what became of them: an answer it can read in place of a redirection."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url

HEADER = "X-Lo-Send"


class SendingMiddleware:
    """Asked with the header, « go there » becomes `{"to": …}` (200), and « sign in first » becomes 401."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if HEADER not in request.headers or not 300 <= response.status_code < 400:  # noqa: PLR2004 - redirections
            return response
        to = response["Location"]
        signed_out = to.startswith(resolve_url(settings.LOGIN_URL))
        told = JsonResponse({"to": to}, status=401 if signed_out else 200)
        told.cookies = response.cookies
        return told
