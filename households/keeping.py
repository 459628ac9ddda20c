"""One form sent once, whatever the network, the finger or the tab did: the key drawn with the page (decision 0017)."""

import uuid
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from households.models import AlreadySent, Draft, SentForm
from households.models.kept import SENT_KEPT
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Terms

if TYPE_CHECKING:
    from datetime import datetime

    from lodabord.partners.models import Professional

KEY = "lo_key"
"""Hidden field: the key of this form."""
REVISION = "lo_revision"
"""Hidden field: the version of the text that the page showed, when it edits one."""
TOKENS = {KEY, REVISION, "csrfmiddlewaretoken"}
RESUMED = "brouillon"
"""In the address: the draft being resumed, whose key the form takes."""


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """The key of the form: the one posted, the one of the draft resumed, or a new one. None for a post without."""
    told = request.POST.get(KEY, "") if request.method == "POST" else request.GET.get(RESUMED, "")
    try:
        return uuid.UUID(told)
    except ValueError:
        return None if request.method == "POST" else uuid.uuid4()


def revision_of(request: HttpRequest) -> int | None:
    """The version of the text that its author saw, or None when the page did not say."""
    told = request.POST.get(REVISION, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 9 else None  # noqa: PLR2004 - an integer's digits


def author_of(request: HttpRequest) -> "Professional":
    """Whoever types."""
    return request.membership.professional  # type: ignore[attr-defined]


def already_sent(request: HttpRequest, key: uuid.UUID | None) -> SentForm | None:
    """What that key sent before, by the same person."""
    if key is None:
        return None
    return SentForm.objects.of(author_of(request)).filter(key=key).exclude(to="").first()


def fingerprint_of(request: HttpRequest) -> str:
    """Of what was typed, whatever the tokens of the page."""
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in TOKENS)
    return sha256(repr(typed).encode()).hexdigest()


def take(request: HttpRequest, key: uuid.UUID | None) -> None:
    """Claim the key before the act, in its transaction: of two sends at once the second waits, then is told."""
    if key is None:
        return
    try:
        with transaction.atomic():
            SentForm.objects.create(
                key=key, author=author_of(request), sent_at=timezone.now(), fingerprint=fingerprint_of(request)
            )
    except IntegrityError as taken:
        raise AlreadySent("Ce formulaire est déjà enregistré.") from taken


def settle(request: HttpRequest, key: uuid.UUID | None, to: str) -> None:
    """Done: remember where it led, and drop the draft."""
    if key is None:
        return
    SentForm.objects.filter(key=key).update(to=to[:300])
    Draft.objects.of(author_of(request)).filter(key=key).delete()


def sentence(sent_at: "datetime") -> str:
    """Sent again as it was."""
    return f"Déjà enregistré à {_hour(sent_at)} : rien n'a été écrit deux fois."


def changed_since(sent_at: "datetime") -> str:
    """Sent again after « back », with something else in it."""
    return (
        f"Ce formulaire a déjà été enregistré à {_hour(sent_at)}, et vous avez changé la saisie depuis. "
        "Pour l'enregistrer aussi, validez de nouveau ; pour corriger ce qui est enregistré, ouvrez-le."
    )


def _hour(at: "datetime") -> str:
    local = timezone.localtime(at)
    return f"{local:%-H} h {local:%M}"


def forget(now: "datetime") -> int:
    """Erase drafts past the longest delay of the agreements (`draft_days`), and sends past `SENT_KEPT`."""
    with acting_as(SYSTEM), transaction.atomic():
        days = Terms.objects.aggregate(longest=Max("draft_days"))["longest"] or 0
        drafts, _ = Draft.objects.forgotten(now, days).delete()
        sends, _ = SentForm.objects.filter(sent_at__lt=now - SENT_KEPT).delete()
    return drafts + sends
