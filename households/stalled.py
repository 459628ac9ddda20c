"""Files that stay too long at a stage: who holds each stage, how long it may last, and who is told then.

The limits are parameters of the agreement (`Terms`). Past its limit a file shows on the page of
whoever holds it; a week later, on that of the head of that side too. Preparation has its own planned
end, and a follow-up has none: neither is chased here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from households.models import Case
from households.stages import State
from households.visibility import CaseQuerySet
from lodabord.partners.roles import ASSOCIATION, LANDLORD, Role

if TYPE_CHECKING:
    from lodabord.partners.models import Agreement, Membership, Terms

WORKER, HEAD = Role.ASSO_WORKER, Role.ASSO_HEAD
SOCIAL, PILOT, ALLOC = Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT, Role.LANDLORD_ALLOC
TOLD_AFTER = timedelta(days=7)
"""How long the holder alone is told, before the head of the side is."""
HEAD_OF = {HEAD: ASSOCIATION, PILOT: LANDLORD}


@dataclass(frozen=True)
class Patience:
    """How long a stage may last (a parameter of the agreement), who holds it, what is awaited meanwhile."""

    parameter: str
    holders: frozenset[Role]
    awaited: str


S = State
PATIENCE: dict[State, Patience] = {
    S.ORIENTATION_RECEIVED: Patience("taken_days", frozenset({WORKER}), "à prendre en charge"),
    S.PREDIAGNOSIS: Patience("prediagnosis_days", frozenset({WORKER}), "pré-diagnostic à conclure"),
    S.PRECAL_QUEUE: Patience("precal_days", frozenset({HEAD, PILOT}), "à examiner en pré-CAL"),
    S.PRECAL_DEFERRED: Patience("precal_days", frozenset({WORKER}), "élément manquant, puis réexamen"),
    S.PRECAL_ACCEPTED: Patience("entry_days", frozenset({WORKER}), "contrat à signer, préparation à commencer"),
    S.CAL_READY: Patience("cal_within_days", frozenset({ALLOC}), "à inscrire en CAL"),
    S.CAL_SCHEDULED: Patience("cal_decision_days", frozenset({ALLOC}), "décision de la CAL à enregistrer"),
    S.CAL_AWARDED: Patience("move_in_days", frozenset({ALLOC}), "offre à notifier, réponse à noter"),
    S.MOVE_IN_PENDING: Patience("move_in_days", frozenset({ALLOC, WORKER}), "bail et entrée à préparer"),
    S.REPORT_RECEIVED: Patience("taken_days", frozenset({SOCIAL}), "à prendre en charge"),
    S.LANDLORD_ASSESSMENT: Patience("assessment_days", frozenset({SOCIAL}), "évaluation à écrire"),
    S.ARBITRATION: Patience("arbitration_days", frozenset({PILOT, HEAD}), "avis et décision commune"),
    S.ACCEPTED_WAITING: Patience("entry_days", frozenset({SOCIAL, HEAD}), "rencontre de présentation à organiser"),
    S.JOINT_MEETING: Patience("entry_days", frozenset({WORKER}), "accord du ménage, contrat à signer"),
}


def limit_days(state: str, terms: "Terms") -> int | None:
    """Days a case may stay at that stage under these terms; None for a stage that nobody chases."""
    patience = PATIENCE.get(State(state))
    return int(getattr(terms, patience.parameter)) if patience else None


def days_at_stage(case: Case, today: date) -> int | None:
    """Whole days since the case reached its stage, when it is known."""
    return (today - case.stage_since).days if case.stage_since else None


def is_stalled(case: Case, today: date) -> bool:
    """Whether the case has been at its stage for longer than its agreement allows."""
    limit, days = limit_days(case.state, case.agreement.terms_on(today)), days_at_stage(case, today)
    return limit is not None and days is not None and days > limit


def stalled_for(membership: "Membership", today: date) -> CaseQuerySet:
    """The stalled cases of which this person must be told, the longest waiting first."""
    late = Q(pk__in=[])
    for agreement in membership.agreements:
        for state, since in _limits(agreement, membership.role, today):
            late |= Q(agreement=agreement, state=state, stage_since__lt=since)
    found = Case.objects.visible_to(membership).filter(late)
    if membership.role == WORKER:
        me: Any = membership.professional_id
        found = found.filter(Q(referent=me) | Q(deputy=me) | Q(referent=None))
    return found.order_by("stage_since", "opened_on")


def _limits(agreement: "Agreement", role: str, today: date) -> Iterator[tuple[State, date]]:
    """For each stage that concerns this role, the day before which a case at that stage is late."""
    terms = agreement.terms_on(today)
    for state, patience in PATIENCE.items():
        limit = timedelta(days=getattr(terms, patience.parameter))
        if role in patience.holders:
            yield state, today - limit
        elif patience.holders & HEAD_OF.get(Role(role), frozenset()):
            yield state, today - limit - TOLD_AFTER
