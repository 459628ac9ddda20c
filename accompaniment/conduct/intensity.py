"""How intense the follow-up is, from when to when: set, corrected, taken back (R-33)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from accompaniment.conduct.periods import running
from accompaniment.models import Measure, MeasurePeriod
from households.deadlines import months_later
from households.models import Case, Event
from households.stateful import MoveRefused
from lodabord.kernel.db.locks import hold

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def set_intensity(
    case: Case, intensity: str, *, on: date, by: "Professional", today: date | None = None
) -> MeasurePeriod:
    """More or less intense from that day on, until a change already written for later, if there is one.

    « Veille » is an intensity, not a suspension. `today` bounds the day: at most so many days ago, and
    not beyond the next review. Without it a past story is told.
    """
    if today is not None:
        _within_bounds(case, on, today)
    running(case, on, Measure.Kind.FOLLOW_UP)
    with transaction.atomic():
        hold(f"intensity:{case.pk}")
        same_day = MeasurePeriod.objects.filter(case=case, starts_on=on).first()
        if same_day is not None:
            return _rewrite(same_day, intensity, by)
        later = MeasurePeriod.objects.filter(case=case, starts_on__gt=on).order_by("starts_on").first()
        MeasurePeriod.objects.filter(case=case, starts_on__lt=on).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=on)
        ).update(ends_on=on)
        period = MeasurePeriod.objects.create(
            case=case, intensity=intensity, starts_on=on, ends_on=later.starts_on if later else None, created_by=by
        )
        Event.record(period, "measure.intensity", by=by, facts={"on": on, "intensity": intensity})
        return period


def _rewrite(period: MeasurePeriod, intensity: str, by: "Professional") -> MeasurePeriod:
    """A second choice for the same day replaces the first; the journal keeps both."""
    facts = {"on": period.starts_on, "was": period.intensity, "intensity": intensity}
    if period.intensity == intensity:
        raise MoveRefused(f"L'intensité est déjà « {period.get_intensity_display()} » à partir de ce jour.")
    period.intensity = intensity
    period.save(update_fields=["intensity"])
    Event.record(period, "measure.intensity", by=by, facts=facts)
    return period


def _within_bounds(case: Case, on: date, today: date) -> None:
    terms = case.agreement.terms_on(today)
    earliest = today - timedelta(days=terms.suspension_backdating_days)
    latest = months_later(today, terms.review_every_months)
    if on < earliest:
        raise MoveRefused(
            f"Un changement d'intensité se note au plus tard {terms.suspension_backdating_days} jours après : choisissez "
            f"une date à partir du {earliest:%d/%m/%Y}, ou corrigez la période en cours."
        )
    if on > latest:
        raise MoveRefused(f"Un changement d'intensité se prévoit jusqu'au {latest:%d/%m/%Y}, avant le prochain bilan.")


def correct_period(
    period: MeasurePeriod, *, intensity: str, on: date, today: date, by: "Professional", is_head: bool
) -> None:
    """Written by mistake: another intensity, another first day. The journal keeps what was there."""
    case = period.case
    with transaction.atomic():
        hold(f"intensity:{case.pk}")
        period.refresh_from_db()
        before = _before(period)
        _may_correct(period, min(on, period.starts_on), today, is_head)
        if (intensity, on) == (period.intensity, period.starts_on):
            raise MoveRefused("Rien n'a changé : la période est déjà écrite ainsi.")
        if on != period.starts_on:
            _move_start(period, before, on)
        facts = {"was_on": period.starts_on, "was": period.intensity, "on": on, "intensity": intensity}
        MeasurePeriod.objects.filter(pk=period.pk).update(intensity=intensity)
        Event.record(period, "measure.intensity_corrected", by=by, facts=facts)
    period.refresh_from_db()


def _move_start(period: MeasurePeriod, before: MeasurePeriod | None, on: date) -> None:
    if before is None:
        raise MoveRefused("La première période commence avec l'accompagnement : son premier jour ne se change pas.")
    if on <= before.starts_on:
        raise MoveRefused(f"La période d'avant commence le {before.starts_on:%d/%m/%Y} : celle-ci commence après.")
    if period.ends_on is not None and on >= period.ends_on:
        raise MoveRefused(f"La période suivante commence le {period.ends_on:%d/%m/%Y} : celle-ci commence avant.")
    mine, theirs = MeasurePeriod.objects.filter(pk=period.pk), MeasurePeriod.objects.filter(pk=before.pk)
    moves = [(theirs, {"ends_on": on}), (mine, {"starts_on": on})]
    for rows, told in moves if on < period.starts_on else reversed(moves):
        rows.update(**told)


def take_back_period(period: MeasurePeriod, *, today: date, by: "Professional", is_head: bool) -> None:
    """It should not have been written: the period before goes on in its place. The journal keeps it."""
    with transaction.atomic():
        hold(f"intensity:{period.case_id}")
        period.refresh_from_db()
        before = _before(period)
        if before is None:
            raise MoveRefused("La première période commence avec l'accompagnement : corrigez-la plutôt.")
        _may_correct(period, period.starts_on, today, is_head)
        facts = {"on": period.starts_on, "intensity": period.intensity}
        Event.record(period, "measure.intensity_removed", by=by, facts=facts)
        ends_on = period.ends_on
        MeasurePeriod.objects.filter(pk=period.pk).delete()
        MeasurePeriod.objects.filter(pk=before.pk).update(ends_on=ends_on)


def _before(period: MeasurePeriod) -> MeasurePeriod | None:
    """The period that stops where this one starts."""
    return MeasurePeriod.objects.filter(case=period.case_id, ends_on=period.starts_on).exclude(pk=period.pk).first()


def _may_correct(period: MeasurePeriod, since: date, today: date, is_head: bool) -> None:
    """What was due in the past changes with it: beyond the bound the head answers for it."""
    bound = period.case.agreement.terms_on(today).suspension_backdating_days
    if since < today - timedelta(days=bound) and not is_head:
        raise MoveRefused(
            f"Au-delà de {bound} jours, la correction revient à la cheffe de service : les visites dues changent avec elle."
        )
