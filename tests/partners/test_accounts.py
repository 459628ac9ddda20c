"""Entering: by invitation, with a second factor when the setting asks for it, for one membership at a time."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lodabord.partners.models import Membership, Professional
from lodabord.partners.roles import Role

PUBLIC = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_signup",
    "account_inactive",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_the_pages_before_signing_in_are_in_french(name, client):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "Lodabord" in response.content.decode()


@pytest.mark.django_db
def test_nobody_registers_alone(client):
    client.post(
        reverse("account_signup"),
        {"email": "x@demo.test", "password1": "soleil-brique-77", "password2": "soleil-brique-77"},
    )

    assert not Professional.objects.filter(email="x@demo.test").exists()


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "account_change_password"])
def test_ones_own_account_pages_open(name, leila, sign_in):
    leila.professional.set_password("soleil-brique-canal-2025")
    leila.professional.save()
    browser = sign_in(leila)
    browser.login(email=leila.professional.email, password="soleil-brique-canal-2025")

    response = browser.get(reverse(name), follow=True)

    assert response.status_code == 200


def test_a_second_factor_is_required_when_the_setting_says_so(leila, sign_in, settings):
    settings.REQUIRE_MFA = True

    response = sign_in(leila).get("/")

    assert response.status_code == 302
    assert response["Location"] == reverse("mfa_activate_totp")


def test_a_withdrawn_membership_closes_the_door_at_once(leila, sign_in, case):
    browser = sign_in(leila)
    assert browser.get(case.get_absolute_url()).status_code == 200

    Membership.objects.filter(pk=leila.pk).update(ends_on=timezone.localdate() - timedelta(days=1))

    assert browser.get(case.get_absolute_url()).status_code == 404
    assert browser.get("/").status_code == 302


def test_one_acts_for_one_membership_at_a_time(cast, sign_in, case):
    """Leïla also works for the landlord: what she reads depends on the side she chose."""
    other = Membership.objects.create(
        professional=cast.leila.professional, organisation=cast.paul.organisation, role=Role.LANDLORD_PILOT,
        agreement=cast.agreement, starts_on=date(2025, 1, 1),
    )  # fmt: skip
    browser = sign_in(cast.leila)
    assert browser.get(reverse("accompaniment:visits", args=[case.pk])).status_code == 200

    browser.post(reverse("partners:standing"), {"membership": str(other.pk)})

    assert browser.get(reverse("accompaniment:visits", args=[case.pk])).status_code == 404
    assert browser.get(case.get_absolute_url()).status_code == 200


def test_choosing_a_membership_that_is_not_ones_own_is_refused(cast, sign_in):
    response = sign_in(cast.leila).post(reverse("partners:standing"), {"membership": str(cast.bruno.pk)})

    assert response.status_code == 422


def test_the_parameters_site_opens_for_the_administrator_alone(cast, sign_in):
    assert sign_in(cast.admin).get("/parametres/").status_code == 200
    assert sign_in(cast.admin).get("/parametres/partners/agreement/").status_code == 200
    assert sign_in(cast.bruno).get("/parametres/").status_code == 404


def test_the_parameters_site_holds_no_household(cast, sign_in):
    from django.contrib import admin

    assert [model._meta.label for model in admin.site._registry if hasattr(model, "data_class")] == []
    page = sign_in(cast.admin).get("/parametres/").content.decode()
    assert "dossier" not in page.lower().replace("dossiers/", "")
