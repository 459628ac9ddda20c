"""Signing the contract or an amendment: the rhythm of the visits follows what was signed."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.conduct.intensity import set_intensity
from accompaniment.models import Contract, Measure, MeasurePeriod
from accompaniment.models.measure import running_measure

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def sign_contract(
    contract: Contract, *, person_on: date | None, association_on: date | None, today: date, by: "Professional"
) -> MeasurePeriod | None:
    """Note the signatures; once both have signed, the agreed rhythm starts on its day. Returns the new period."""
    with transaction.atomic():
        if not contract.sign(person_on=person_on, association_on=association_on, today=today, by=by):
            return None
        assert contract.signed_on is not None
        starts_on = contract.applies_from or contract.signed_on
        measure = running_measure(contract.case, starts_on)
        if measure is None or measure.kind != Measure.Kind.FOLLOW_UP:
            return None
        period = MeasurePeriod.objects.filter(case=contract.case_id).on(starts_on).first()
        if period is not None and period.intensity == contract.intensity:
            return None
        return set_intensity(contract.case, contract.intensity, on=starts_on, today=today, by=by)
