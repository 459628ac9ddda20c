"""« CAL du … »: the results of a sitting, recorded all together or not at all."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from allocations.models import CalPresentation, CalSitting
from households.models import Event
from households.stateful import MoveRefused
from lodabord.kernel.db.locks import hold
from lodabord.kernel.violations import sentence

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

WITHDRAWN = "retrait"
"""Typed among the results, but not a decision: the item was not examined."""


class ResultsRefused(Exception):
    """Nothing was recorded. `told` says what is wrong at each row, by passage."""

    def __init__(self, told: dict[Any, str]) -> None:
        super().__init__("aucun résultat enregistré")
        self.told = told


def record_results(
    sitting: CalSitting, results: Mapping[Any, dict[str, Any]], *, today: date, by: "Professional"
) -> int:
    """Record each result under the sitting's lock; one wrong row and none is kept. Returns how many were.

    Of two secretaries saving the same sitting at once, the second waits, then is told what the first recorded.
    """
    with transaction.atomic():
        hold(f"cal-sitting:{sitting.pk}")
        passages = sitting.passages.filter(pk__in=list(results)).select_related(
            "case__household__housing_request", "dwelling"
        )
        wrong = {
            passage.pk: told
            for passage in passages.order_by("rank", "created_at")
            if (told := _record(passage, dict(results[passage.pk]), today, by))
        }
        if wrong:
            raise ResultsRefused(wrong)
    return len(results)


def _record(passage: CalPresentation, told: dict[str, Any], today: date, by: "Professional") -> str:
    """One row in its own savepoint: what is wrong with it, or nothing."""
    if passage.state != CalPresentation.State.SCHEDULED:
        return already_recorded(passage)
    decision = told.pop("decision")
    try:
        with transaction.atomic():
            if decision == WITHDRAWN:
                passage.withdraw(reason=told["motive_text"], by=by)
            else:
                passage.decide(decision, by=by, today=today, **told)
    except (MoveRefused, IntegrityError) as refused:
        return str(refused) if isinstance(refused, MoveRefused) else sentence(refused)
    return ""


def already_recorded(passage: CalPresentation) -> str:
    """« Diane Caron a déjà enregistré : … »: what the first of two people wrote."""
    acts = ["calpresentation.decided", "calpresentation.withdrawn"]
    act = Event.objects.filter(record_id=passage.pk, action__in=acts).select_related("by").first()
    who = str(act.by) if act and act.by else "Un collègue"
    return f"{who} a déjà enregistré : {result_of(passage)}. Votre saisie n'a pas été prise sur cette ligne."


def result_of(passage: CalPresentation) -> str:
    """The recorded result in one line."""
    if passage.state == CalPresentation.State.WITHDRAWN:
        return f"retiré de l'ordre du jour ({passage.withdrawal_reason})"
    if passage.state == CalPresentation.State.SCHEDULED:
        return "pas encore de résultat"
    details = [f"rang {passage.rank}" if passage.rank else "", passage.condition_document]
    details.append(passage.motive_text or (str(passage.motive) if passage.motive_id else ""))
    return ", ".join([passage.get_decision_display().lower(), *filter(None, details)])
