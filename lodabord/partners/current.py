"""The agreement a page is about, when a person works under several."""

from django.http import Http404, HttpRequest

from lodabord.partners.models import Agreement


def current_agreement(request: HttpRequest) -> Agreement:
    """The one asked for by `?convention=CODE`, else the first of the membership's."""
    agreements = request.membership.agreements  # type: ignore[attr-defined]
    asked = request.GET.get("convention")
    chosen = [one for one in agreements if one.code == asked] if asked else agreements[:1]
    if not chosen:
        raise Http404
    return chosen[0]
