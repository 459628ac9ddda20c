"""An accompaniment suspended, looked at again, then active again (R-40)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.conduct.periods import running
from accompaniment.models import Measure, Suspension, SuspensionReview, Visit
from accompaniment.planning import take_off
from allocations.models import RentalPoint
from households.models import Case, Event, SupportPeriod
from households.stateful import MoveRefused
from lodabord.kernel.actor import SYSTEM, acting_as

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def suspend(case: Case, *, on: date, review_on: date, reason: str, today: date, by: "Professional") -> Suspension:
    """No contact due; the place is kept, and a day is set to look at it again."""
    _check_start(case, on, review_on, today)
    running(case, on, Measure.Kind.FOLLOW_UP)
    with transaction.atomic():
        case.suspend(by=by)
        suspension = Suspension.objects.create(
            case=case, starts_on=on, review_on=review_on, reason=reason, created_by=by
        )
        SupportPeriod.objects.create(
            pk=suspension.pk, case=case, kind=SupportPeriod.Kind.SUSPENSION, starts_on=on, created_by=by
        )
        take_off(case, since=today, by_hand=True)
        Event.record(suspension, "suspension.started", by=by, facts={"on": on, "review_on": review_on})
        return suspension


def _check_start(case: Case, on: date, review_on: date, today: date) -> None:
    bound = case.agreement.terms_on(today).suspension_backdating_days
    if on < today - timedelta(days=bound):
        raise MoveRefused(
            f"Une suspension se note au plus tard {bound} jours après son début (convention) : choisissez une date à "
            f"partir du {today - timedelta(days=bound):%d/%m/%Y}."
        )
    if on > today:
        raise MoveRefused("Cette suspension est à venir : notez-la le jour où elle commence.")
    if review_on <= on:
        raise MoveRefused("La date de revue suit le début de la suspension.")
    past = Suspension.objects.filter(case=case, starts_on__lte=on, ends_on__gt=on).first()
    if past is not None:
        assert past.ends_on is not None
        raise MoveRefused(
            f"L'accompagnement était déjà suspendu du {past.starts_on:%d/%m/%Y} au {past.ends_on:%d/%m/%Y} : cette "
            f"suspension peut commencer à partir du {past.ends_on:%d/%m/%Y}."
        )
    visit = Visit.objects.at_home().done().filter(case=case, on__gte=on).order_by("-on").first()
    if visit is not None:
        raise MoveRefused(f"Une visite à domicile a été faite le {visit.on:%d/%m/%Y} : la suspension commence après.")


def reactivate(case: Case, *, on: date, asked_by: str, by: "Professional") -> None:
    """Active again from that day on, whoever asked: the household, the landlord, the referent (R-40).

    Whoever of the team stands on the case may do it, the psychologist too: what her side may not write
    by itself (the stage, the dates told to the landlord) is written by the programme.
    """
    if not Case.objects.filter(pk=case.pk).exists():
        raise MoveRefused("Ce dossier n'est pas ouvert pour vous.")
    suspension = Suspension.objects.filter(case=case, ends_on__isnull=True).first()
    if suspension is None:
        raise MoveRefused("Cet accompagnement n'est pas suspendu.")
    if on < suspension.starts_on:
        raise MoveRefused(f"La suspension a commencé le {suspension.starts_on:%d/%m/%Y} : la réactivation vient après.")
    with acting_as(SYSTEM), transaction.atomic():
        case.resume(by=by)
        suspension.ends_on, suspension.resumed_at_request_of = on, asked_by
        suspension.save(update_fields=["ends_on", "resumed_at_request_of"])
        SupportPeriod.objects.filter(pk=suspension.pk).update(ends_on=on)
        for point in RentalPoint.objects.open().filter(case=case, kind=RentalPoint.Kind.REACTIVATION):
            point.deal_with(on=max(on, point.raised_on), by=by)
        Event.record(suspension, "suspension.ended", by=by, facts={"on": on, "asked_by": asked_by})


def maintain(suspension: Suspension, *, on: date, until: date, note: str, by: "Professional") -> SuspensionReview:
    """Looked at again: it goes on until another day. The former reviews are kept."""
    if on < suspension.starts_on:
        raise MoveRefused(f"La suspension a commencé le {suspension.starts_on:%d/%m/%Y} : la revue vient après.")
    if until <= on:
        raise MoveRefused("La nouvelle date de revue suit celle de la revue.")
    with transaction.atomic():
        here = Suspension.objects.filter(pk=suspension.pk, ends_on__isnull=True)
        if not here.update(review_on=until):
            raise MoveRefused("Cette suspension est finie : l'accompagnement a repris.")
        suspension.review_on = until
        review = SuspensionReview.objects.create(
            case_id=suspension.case_id, suspension=suspension, on=on, until=until, note=note, created_by=by
        )
        Event.record(suspension, "suspension.reviewed", by=by, facts={"on": on, "until": until})
        return review


def cancel_suspension(suspension: Suspension, *, by: "Professional") -> None:
    """Written by mistake: it never was. Its dates stay in the journal, on both sides of the wall nothing else does."""
    if suspension.reviews.exists():
        raise MoveRefused("Cette suspension a déjà été revue : elle a bien eu lieu. Réactivez plutôt l'accompagnement.")
    case = suspension.case
    with transaction.atomic():
        if suspension.ends_on is None:
            case.resume(by=by)
        facts = {"starts_on": suspension.starts_on, "ends_on": suspension.ends_on, "reason": suspension.reason}
        Event.record(suspension, "suspension.cancelled", by=by, facts=facts)
        SupportPeriod.objects.filter(pk=suspension.pk).delete()
        if not Suspension.objects.filter(pk=suspension.pk, ends_on=suspension.ends_on).delete()[0]:
            raise MoveRefused("Un collègue vient de modifier cette suspension. Rechargez la page.")
