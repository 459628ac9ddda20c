"""Rules of a CAL decision that need more than its own row, and what a decision gives at once."""

from typing import Any

from django.db.models import Q

from allocations.models.dwelling import Dwelling
from households.models import HousingRequest, RefusalReason
from households.stateful import MoveRefused

OTHER_MOTIVE = "other"
"""The agreed list ends with « autre », whose words are written in the notification."""


def code_of(decision: str, rank: int | None) -> str:
    """The decision, the first rank apart from the following ones (C6)."""
    if decision != "b":
        return decision
    return "b1" if rank == 1 else "b2"


def first_effect(decision: str, rank: int | None) -> str:
    """What the household gets at once: an offer, a wait, or nothing."""
    if code_of(decision, rank) in ("a", "b1"):
        return "effective"
    return "pending" if decision in ("b", "c") else "none"


def require_exception_holds(passage: Any, exception: str) -> None:
    """Fewer than three candidates: the two exceptions that can be checked here are (CCH R441-3, ii and iii)."""
    financing = passage.dwelling.financing if passage.dwelling_id else ""
    if exception == "plai_adapted" and financing not in ("", Dwelling.Financing.PLAIA):
        raise MoveRefused(
            f"Ce logement est noté {financing}, pas PLAI adapté : l'exception des trois candidats ne tient pas."
        )
    if exception == "prefect" and not _is_recognised(passage.case.household):
        raise MoveRefused(
            "La demande de ce ménage ne dit pas qu'il est reconnu DALO : notez-le d'abord dans sa demande, "
            "ou choisissez une autre exception."
        )


def _is_recognised(household: Any) -> bool:
    request = getattr(household, "housing_request", None)
    return request is not None and request.dalo_status == HousingRequest.Dalo.RECOGNISED


def require_reason_written(motive: RefusalReason | None, text: str) -> None:
    """« Autre » says nothing by itself: a refusal is notified with its reason (CCH L441-2-2)."""
    if motive is not None and motive.code == OTHER_MOTIVE and not text.strip():
        raise MoveRefused("« Autre motif » : écrivez-le, la notification le donnera au ménage (CCH L441-2-2).")


def still_ranked_before(passage: Any) -> Any:
    """The programme's other households ranked before for the same dwelling, that have not said no."""
    passages = type(passage).objects
    if not passage.rank or not (passage.dwelling_id or passage.dwelling_reference):
        return passages.none()
    here = Q(dwelling=passage.dwelling_id, dwelling_reference=passage.dwelling_reference)
    same = passages.filter(
        here, case__agreement=passage.case.agreement_id, cal_on=passage.cal_on, decision="b", rank__lt=passage.rank
    )
    said_no = Q(effect="none") | Q(offer__state__in=["refused", "tacitly_refused", "lapsed"])
    return same.exclude(said_no).select_related("case__household").order_by("rank")


def require_those_before_refused(passage: Any) -> None:
    """A rank takes effect only when those before refuse: checked for those the programme knows."""
    before = still_ranked_before(passage).first()
    if before is not None:
        raise MoveRefused(
            f"{before.case.household.code}, en rang {before.rank} pour ce logement, n'a pas refusé : "
            "notez d'abord sa réponse."
        )
