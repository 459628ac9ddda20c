"""What the association writes of the accompaniment, and how the household arrived."""

from datetime import date, datetime

from accompaniment.models import HealthNeed, Note, Suspension
from households.models import HouseholdPriority, PriorityPublic, Referral
from lodabord.partners.models import PrescriberType
from tests import factories


def plant(cast, case):
    worker = cast.leila.professional
    factories.visit(cast, case, on=date(2025, 5, 7), person_says="CANARI-parole", next_steps="CANARI-suite")
    factories.visit(cast, case, on=date(2025, 5, 14), status="porte_close")
    factories.request(cast, case, at=datetime(2025, 5, 12, 9, tzinfo=factories.PARIS))
    factories.psychologist_note(cast, case, shared=True)
    note = Note.objects.create(case=case, written_on=date(2025, 6, 1), text="CANARI-note", created_by=worker)
    note.rewrite(text="CANARI-note relue", written_on=date(2025, 6, 1), by=worker, revision=1)
    HealthNeed.objects.create(case=case, second_public=True, level=2)
    Suspension.objects.create(
        case=case, starts_on=date(2025, 7, 1), ends_on=date(2025, 7, 20), review_on=date(2025, 7, 15),
        reason="incarceration",
    )  # fmt: skip
    health = PrescriberType.objects.get(code="sante")
    Referral.objects.filter(case=case).update(prescriber_type=health, contact_name="CANARI contact")
    public = PriorityPublic.objects.create(
        code="CANARI", label="CANARI-violences", sensitive=True, valid_from=date(2020, 1, 1)
    )
    HouseholdPriority.objects.create(household=case.household, public=public, declared_on=date(2025, 1, 2))
