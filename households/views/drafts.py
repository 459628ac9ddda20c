"""Drafts: what is being typed, saved as one types, resumed, dropped. Each reads only her own."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from households.keeping import KEY, REVISION, author_of
from households.models import AlreadySent, Conflict, Draft
from households.models.kept import TYPED_AT_MOST
from lodabord.kernel.access import access, anyone
from lodabord.partners.access import member

LONGEST_PATH = 300
NOT_TYPED = {KEY, REVISION, "csrfmiddlewaretoken"}


@access(member)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All one's drafts, the latest first."""
    return render(request, "households/drafts.html", {"drafts": mine(request), "days": _terms(request).draft_days})


@access(member)
@require_GET
def here(request: HttpRequest) -> HttpResponse:
    """The drafts of one page, asked by it once it is shown; the one being resumed is not proposed again."""
    found = [one for one in mine(request).filter(path=request.GET.get("page", "")) if str(one.key) != _asked(request)]
    return render(request, "households/_drafts_here.html", {"drafts": found})


@access(member)
def draft(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """POST: save what is typed; GET: what was."""
    if request.method == "POST":
        return _save(request, key)
    return JsonResponse(_told(_open(request, key)))


@access(member)
@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Once or twice is the same: what is no longer there has been dropped."""
    mine(request).filter(key=key).delete()
    messages.success(request, "Brouillon supprimé.")
    return redirect("drafts:drafts")


@access(member)
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Signed in again in another tab: the first one goes on by itself."""
    return render(request, "households/signed_in_again.html")


@access(anyone)
@require_GET
def token(request: HttpRequest) -> HttpResponse:
    """A fresh token for a page left open, and how long before it is covered; 401 once signed out."""
    if not request.user.is_authenticated or getattr(request, "membership", None) is None:
        return JsonResponse({}, status=401)
    return JsonResponse({"token": get_token(request), "cover": _terms(request).cover_after_minutes})


def mine(request: HttpRequest) -> Any:
    return Draft.objects.of(author_of(request))


def _open(request: HttpRequest, key: uuid.UUID) -> Draft:
    found = mine(request).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest) -> str:
    return request.GET.get("sauf", "")


def _terms(request: HttpRequest) -> Any:
    agreements = request.membership.agreements  # type: ignore[attr-defined]
    return agreements[0].terms_on(timezone.localdate())


def _save(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    if len(request.body) > 4 * TYPED_AT_MOST:
        return JsonResponse({"told": "Ce texte est trop long pour un brouillon : enregistrez-le."}, status=413)
    try:
        typed = _typed(request)
    except (ValueError, ValidationError):
        return JsonResponse({"told": "Ce brouillon n'est pas lisible."}, status=400)
    try:
        kept = Draft.save_typed(key, by=author_of(request), at=timezone.now(), **typed)
    except AlreadySent as sent:
        return JsonResponse({"told": str(sent)}, status=410)
    except Conflict as conflict:
        return JsonResponse({"told": str(conflict), **_told(conflict.kept)}, status=409)
    except IntegrityError:  # the key is another person's: for this one it does not exist
        raise Http404 from None
    return JsonResponse(_told(kept))


def _told(kept: Draft) -> dict[str, Any]:
    at = timezone.localtime(kept.saved_at)
    return {"revision": kept.revision, "content": kept.content, "at": f"{at:%-H} h {at:%M}"}


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What the page sends, checked: a page of this site, short names, lists of texts."""
    told = json.loads(request.body)
    path, title, revision, content = (told.get(name) for name in ("path", "title", "revision", "content"))
    if not isinstance(path, str) or not _is_ours(path) or not isinstance(title, str):
        raise ValidationError("page")
    if not isinstance(revision, int) or not 0 <= revision < 2**31 or not isinstance(content, dict):
        raise ValidationError("version")
    kept = {str(name)[:80]: values for name, values in content.items() if name not in NOT_TYPED}
    if not all(isinstance(values, list) and all(isinstance(one, str) for one in values) for values in kept.values()):
        raise ValidationError("saisie")
    if len(json.dumps(kept)) > 2 * TYPED_AT_MOST or "\\u0000" in json.dumps(kept):
        raise ValidationError("saisie")
    return {"path": path, "title": title[:120], "revision": revision, "content": kept}


def _is_ours(path: str) -> bool:
    if len(path) > LONGEST_PATH or not path.startswith("/") or not url_has_allowed_host_and_scheme(path, None):
        return False
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return False
    return True
