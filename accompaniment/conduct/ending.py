"""The end of an accompaniment, with its report, and its reactivation within twelve months."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.functions import Greatest

from accompaniment.conduct.periods import begin_follow_up, close_periods
from accompaniment.contacts import before_exit
from accompaniment.models import Contract, EndReport, Exit, Measure, Visit, VisitPlan
from accompaniment.planning import take_off
from accompaniment.review_facts import facts_between
from households.models import Case, Consent, Event, ExitReason
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def end_accompaniment(
    case: Case, *, on: date, reason: ExitReason, destination: str, initiative: str, handover: str, by: "Professional",
    report: dict[str, Any] | None = None, call_back: str = "",
) -> Exit:  # fmt: skip
    """The head closes: why, to where, what comes after. Outside the association only the neutral label is told.

    `report`: what the end-of-measure report says (lease, debt, the person's words). `call_back`: how the person
    agreed to be called at M+6 and M+12, or nothing when she did not.
    """
    _check(case, on, reason, destination)
    with transaction.atomic():
        ended = Exit.objects.create(
            case=case,
            closed_on=on,
            reason=reason,
            left_dwelling=reason.leaves_dwelling,
            destination=destination,
            initiative=initiative,
            handover=handover,
            created_by=by,
        )
        if report is not None:
            facts = facts_between(case, case.started_on or on, on)
            EndReport.objects.create(case=case, exit=ended, facts=facts, created_by=by, **report)
        close_periods(case, on=on, reason=reason, by=by)
        VisitPlan.objects.filter(case=case).running(on).update(ends_on=Greatest("starts_on", on))
        take_off(case, since=on, by_hand=True)
        if call_back:
            _agree_to_be_called(case, on, call_back, by)
        case.close(on=on, label=reason.outside_label, by=by)
        Event.record(ended, "exit.recorded", by=by, facts={"on": on, "reason": reason.code})
        return ended


def _check(case: Case, on: date, reason: ExitReason, destination: str) -> None:
    if not case.started_on:
        raise MoveRefused("Ce ménage n'a pas encore été accompagné : classez plutôt sa candidature.")
    if on < case.started_on:
        raise MoveRefused(f"L'accompagnement a commencé le {case.started_on:%d/%m/%Y} : la fin vient après.")
    if reason.leaves_dwelling and not destination.strip():
        raise MoveRefused("Le logement a été quitté : indiquez la destination, même « inconnue ».")
    before_exit(case, on=on, reason=reason)
    before = reason.nature == ExitReason.Nature.BEFORE_HOUSING
    if before and case.housed_from:
        raise MoveRefused("Ce motif concerne une fin avant l'entrée dans le logement : ce ménage est logé.")
    later = Visit.objects.at_home().done().filter(case=case, on__gt=on).order_by("-on").first()
    if later is not None:
        raise MoveRefused(f"Une visite à domicile a été faite le {later.on:%d/%m/%Y} : l'accompagnement finit après.")


def _agree_to_be_called(case: Case, on: date, mode: str, by: "Professional") -> None:
    wanted = {"case": case, "purpose": Consent.Purpose.CALL_BACK}
    if Consent.objects.filter(**wanted).active(on).exists():
        return
    association = str(case.agreement.association)
    given = Consent.objects.create(**wanted, recipients=association, given_on=on, mode=mode, created_by=by)
    Event.record(given, "consent.given", by=by, facts={"purpose": given.purpose, "on": on})


def reopen(case: Case, *, on: date, by: "Professional") -> Measure:
    """Within twelve months the same case goes on, with a new measure."""
    with transaction.atomic():
        case.reopen(on=on, by=by)
        Exit.objects.filter(case=case, reopened_on__isnull=True).update(reopened_on=on)
        contract = Contract.objects.filter(case=case).in_force(on).first()
        return begin_follow_up(case, on=on, by=by, intensity=contract.intensity if contract else "")
