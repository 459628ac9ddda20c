"""Trying an act of the field from a page: done whole, or refused with its sentence and nothing written."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from households import keeping
from households.stateful import MoveRefused, Outdated
from lodabord.kernel.violations import sentence


def attempt(request: HttpRequest, verb: Callable[[], Any], *, form: BaseForm | None = None, done: str = "") -> bool:
    """Run the verb in a savepoint. Refused, its sentence goes to the form, or to the page's messages."""
    try:
        with transaction.atomic():
            verb()
    except (MoveRefused, IntegrityError) as refused:
        told = str(refused) if isinstance(refused, MoveRefused) else sentence(refused)
        if form is not None and isinstance(refused, Outdated):
            form.theirs, form.revision = refused.theirs, refused.revision  # type: ignore[attr-defined]
        if form is not None:
            form.add_error(None, told)  # type: ignore[attr-defined]
        else:
            messages.error(request, told)
        return False
    if done:
        messages.success(request, done)
    return True


def act_page(
    request: HttpRequest,
    *,
    form: Any,
    title: str,
    submit: str,
    verb: Callable[[dict[str, Any]], Any],
    back: str,
    done: str = "",
    case: Any = None,
    intro: str = "",
    consequence: str = "",
    private: bool = False,
    danger: bool = False,
    template: str = "components/act.html",
    more: dict[str, Any] | None = None,
    after: Callable[[dict[str, Any]], str] | None = None,
    revision: int | None = None,
) -> HttpResponse:
    """The page of one act: the form, then the verb. Refused, everything typed is still there (422).

    Sent twice with one key, it is done once and the second send is told so. `revision`: the version of the text
    that the page edits; the verb compares it with `keeping.revision_of(request)`.

    `back` is where one goes when giving up, and when done unless `after` says where from what was typed.
    `template` extends that of every act when the page shows something beside the form; `more` is what it needs.
    """
    key = keeping.key_of(request)
    if request.method == "POST" and (earlier := keeping.already_sent(request, key)):
        if earlier.fingerprint == keeping.fingerprint_of(request):
            return _told_already(request, earlier)
        form.full_clean()
        form.add_error(None, keeping.changed_since(earlier.sent_at))
        key = uuid.uuid4()
    form.key, form.revision = key, keeping.revision_of(request) if form.is_bound else revision
    if request.method == "POST" and form.is_valid():
        if attempt(request, lambda: _once(request, key, lambda: verb(form.cleaned_data)), form=form, done=done):
            to = after(form.cleaned_data) if after else back
            keeping.settle(request, key, to)
            return redirect(to)
        if earlier := keeping.already_sent(request, key):
            return _told_already(request, earlier)
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "cancel_url": back,
        "case": case,
        "intro": intro,
        "consequence": consequence,
        "private": private,
        "danger": danger,
        **(more or {}),
    }
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _once(request: HttpRequest, key: Any, verb: Callable[[], Any]) -> None:
    keeping.take(request, key)
    verb()


def _told_already(request: HttpRequest, earlier: Any) -> HttpResponse:
    messages.info(request, keeping.sentence(earlier.sent_at))
    return redirect(earlier.to)
