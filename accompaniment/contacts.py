"""Attempts to reach a household, counted since the last contact, before it is said « perdu de vue » or « injoignable »."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from accompaniment.models import ContactAttempt, Visit
from households.models import Case
from households.models.case import ClosingReason
from households.stateful import MoveRefused
from lodabord.kernel.actor import current_actor
from lodabord.kernel.working_days import PARIS

if TYPE_CHECKING:
    from households.models import ExitReason

LOST_CONTACT = "perdu_de_vue"
"""The exit reason (sheet 04 §4.6)."""
IN_VAIN = Q(status=Visit.Status.NO_SHOW) | Q(status=Visit.Status.DONE, contact_made=False)
"""A visit or an appointment where nobody was met is an attempt too."""


def last_contact(case: Case, until: date) -> date | None:
    """The last day somebody was met or reached."""
    met = Visit.objects.done().filter(case=case, on__lte=until).exclude(contact_made=False).aggregate(day=Max("on"))
    reached = ContactAttempt.objects.filter(case=case, outcome=ContactAttempt.Outcome.REACHED, at__lte=_end_of(until))
    at = reached.aggregate(at=Max("at"))["at"]
    days = [day for day in (met["day"], at.astimezone(PARIS).date() if at else None) if day]
    return max(days, default=None)


def attempts_in_vain(case: Case, until: date) -> int:
    """Traced attempts after the last contact, up to that day included."""
    since = last_contact(case, until) or date.min
    calls = ContactAttempt.objects.in_vain().filter(case=case, at__lte=_end_of(until))
    if since > date.min:
        calls = calls.filter(at__gt=_end_of(since))
    doors = Visit.objects.filter(IN_VAIN, case=case, on__gt=since, on__lte=until)
    return calls.count() + doors.count()


def require_attempts(case: Case, *, on: date, word: str) -> None:
    """Nobody is said lost before the agreed number of traced attempts. A case taken over has no such trace."""
    if case.taken_over:
        return
    needed, traced = case.agreement.terms_on(on).contact_attempts, attempts_in_vain(case, on)
    if traced < needed:
        told = "aucune n'est notée" if not traced else f"{traced} {'est notée' if traced == 1 else 'sont notées'}"
        raise MoveRefused(
            f"« {word} » demande {needed} tentatives de contact restées sans réponse : depuis le dernier contact, {told}. "
            "Notez-les dans le dossier, « Comment joindre le ménage »."
        )


def before_exit(case: Case, *, on: date, reason: "ExitReason") -> None:
    """An accompaniment ends for lost contact only after the traced attempts."""
    if reason.code == LOST_CONTACT:
        require_attempts(case, on=on, word=reason.label)


def before_closing(case: Case, reason: str, on: date) -> None:
    """A candidature closes as unreachable after the traced attempts.

    The landlord does not read the attempts, nor what they would tell: on the access track the
    association says it; a tenant the landlord itself reported, it may say unreachable.
    """
    if reason != ClosingReason.UNREACHABLE:
        return
    actor = current_actor()
    if actor is not None and actor.side == "landlord":
        if case.is_access:
            raise MoveRefused(
                "« Injoignable » est noté par l'association, après ses tentatives : demandez-lui de classer."
            )
        return
    require_attempts(case, on=on, word="Injoignable")


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, PARIS)
