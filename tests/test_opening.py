"""An operator opens an agreement and invites somebody, who chooses her password by a one-time link."""

import re
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from lodabord.partners.models import Agreement, Membership, Organisation, Professional

PASSWORD = "un-canal-et-sept-ponts"
WANTED = {"code": "NORD", "landlord": "Bailleur Démo", "association": "Nouvelle Démo", "territory": "Nord Démo"}


def open_agreement(**changes):
    call_command("create_agreement", **{**WANTED, "start": "2026-01-01", **changes})


@pytest.mark.django_db
def test_an_agreement_opens_with_its_parameters_grid_and_money():
    open_agreement(access_places="12", share=["État Démo=40", "Bailleur Démo=60"], budget="100001")

    agreement = Agreement.objects.get(code="NORD")
    assert agreement.terms.get().capacity_access == 12
    assert agreement.terms.get().capacity_retention == 4
    assert agreement.grids.get().number == 1
    lines = agreement.funding_lines.order_by("share").values_list("funder__name", "share", "amount")
    assert list(lines) == [("État Démo", Decimal(40), 40000), ("Bailleur Démo", Decimal(60), 60001)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": ""}, "Indiquez --code"),
        ({"code": "deux mots"}, "lettres, des chiffres"),
        ({"start": "demain"}, "--start"),
        ({"association": "Bailleur Démo"}, "deux organismes différents"),
        ({"access_places": "0", "retention_places": "0"}, "au moins une place"),
        ({"share": ["État=40", "MEL=30"]}, "exactement 100 %"),
        ({"share": ["État"]}, "financeur=pourcentage"),
        ({"share": ["État=50", "État=50"]}, "deux fois"),
    ],
)
def test_what_is_wrong_is_said_in_french_and_nothing_is_written(changes, sentence):
    with pytest.raises(CommandError, match=sentence):
        open_agreement(**changes)
    assert not Agreement.objects.exists()


@pytest.mark.django_db
def test_a_code_is_taken_once(agreement):
    with pytest.raises(CommandError, match="déjà le code"):
        open_agreement(code="demo")


def test_an_invited_person_chooses_her_password_once(agreement, client, capsys):
    call_command("invite", email="Zoé.Martin@demo.test".replace("é", "e"), role="asso_worker", agreement="DEMO")
    link = re.search(r"http\S+", capsys.readouterr().out).group()
    page = client.get(link, follow=True)
    done = client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    assert done.status_code == 302
    person = Professional.objects.get(email="zoe.martin@demo.test")
    assert person.check_password(PASSWORD)
    assert person.memberships.get().organisation == agreement.association
    again = type(client)().get(link, follow=True)
    assert "password1" not in again.content.decode()


def test_a_second_membership_keeps_the_account(agreement, leila, capsys):
    leila.professional.set_password(PASSWORD)
    leila.professional.save(update_fields=["password"])
    call_command("invite", email=leila.professional.email, role="asso_head", agreement="DEMO")

    assert "compte existant" in capsys.readouterr().out
    assert Membership.objects.filter(professional=leila.professional).count() == 2


def test_a_prescriber_comes_with_an_organisation_created_if_need_be(agreement):
    with pytest.raises(CommandError, match="--organisation"):
        call_command("invite", email="p@demo.test", role="prescriber", agreement="DEMO")
    call_command("invite", email="p@demo.test", role="prescriber", agreement="DEMO", organisation="CCAS Essai")
    assert Organisation.objects.get(name="CCAS Essai").kind == "prescriber"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "personne"}, "adresse électronique"),
        ({"role": "chef"}, "Rôle inconnu"),
        ({"agreement": "RIEN"}, "Aucune convention"),
        ({"organisation": "Inconnue"}, "créez-le d'abord"),
        ({"organisation": "Bailleur Démo"}, "pas du côté"),
        ({"agency": "Inconnue"}, "pas d'agence"),
        ({"email": "leila@demo.test"}, "déjà cette habilitation"),
    ],
)
def test_an_invitation_that_cannot_be(agreement, changes, sentence):
    invited = {"email": "z@demo.test", "role": "asso_worker", "agreement": "DEMO", **changes}
    with pytest.raises(CommandError, match=sentence):
        call_command("invite", **invited)
    assert not Professional.objects.filter(email="z@demo.test").exists()
