"""Reinforced confidentiality (decision 12): one named person at the landlord's writes where the household will live."""

from datetime import date

import pytest
from django.urls import reverse

from allocations.models import CalPresentation, Offer, Tenancy
from households.models import Case
from tests import factories

INSCRIPTION = {"cal_on": "2025-04-24", "quota": "unknown"}
LEASE = {"status": "bail_direct", "lease_signed_on": "2025-05-02", "starts_on": "2025-05-05"}


@pytest.fixture
def hidden(cast):
    """Ready for the CAL, reinforced, followed at the landlord's by Sophie."""
    case = factories.ready_case(cast)
    Case.objects.filter(pk=case.pk).update(reinforced=True, landlord_contact=cast.sophie.professional)
    case.refresh_from_db()
    return case


def test_an_officer_who_was_not_named_is_told_why_she_cannot_inscribe(hidden, cast, sign_in):
    response = sign_in(cast.diane).post(reverse("allocations:cal_schedule", args=[hidden.pk]), INSCRIPTION)

    assert response.status_code == 422
    assert "seul l&#x27;interlocuteur nommé chez le bailleur" in response.content.decode()
    assert not CalPresentation.objects.exists()
    assert Case.objects.get(pk=hidden.pk).state == Case.State.CAL_READY


def test_the_named_officer_inscribes_and_reads_her_passage(hidden, cast, sign_in):
    Case.objects.filter(pk=hidden.pk).update(landlord_contact=cast.diane.professional)

    response = sign_in(cast.diane).post(reverse("allocations:cal_schedule", args=[hidden.pk]), INSCRIPTION)

    assert response.status_code == 302
    assert CalPresentation.objects.visible_to(cast.diane).count() == 1


def test_an_officer_who_was_not_named_is_told_why_she_cannot_sign_the_lease(cast, sign_in):
    passage = factories.presented_case(cast)
    passage.decide("a", candidates_count=3, by=cast.diane.professional)
    offer = Offer.notify(passage, on=date(2025, 4, 18), by=cast.diane.professional)
    offer.accept(on=date(2025, 4, 22), by=cast.diane.professional)
    Case.objects.filter(pk=passage.case_id).update(reinforced=True, landlord_contact=cast.sophie.professional)

    response = sign_in(cast.diane).post(reverse("allocations:lease", args=[passage.case_id]), LEASE)

    assert response.status_code == 422
    assert "confidentialité renforcée" in response.content.decode()
    assert not Tenancy.objects.exists()
