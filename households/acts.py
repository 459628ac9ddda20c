"""Trying an act of the field from a page: done whole, or refused with its sentence and nothing written."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence


def attempt(request: HttpRequest, verb: Callable[[], Any], *, form: BaseForm | None = None, done: str = "") -> bool:
    """Run the verb in a savepoint. Refused, its sentence goes to the form, or to the page's messages."""
    try:
        with transaction.atomic():
            verb()
    except (MoveRefused, IntegrityError) as refused:
        told = str(refused) if isinstance(refused, MoveRefused) else sentence(refused)
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
    also: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of one act: the form, then the verb. Refused, everything typed is still there (422).

    `template` may be a page that extends the usual one, with what it needs in `also`.
    """
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(request, lambda: verb(form.cleaned_data), form=form, done=done):
        return redirect(back)
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
        **(also or {}),
    }
    return render(request, template, context, status=422 if request.method == "POST" else 200)
