"""Trying an act of the field from a page: done whole, or refused with its sentence and nothing written."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest

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
