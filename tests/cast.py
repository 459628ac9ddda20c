"""The small cast known by heart, the same as in the demo."""

from dataclasses import dataclass
from datetime import date

from lodabord.partners.models import (
    Agency,
    Agreement,
    Membership,
    Organisation,
    Professional,
    Programme,
    Terms,
    Territory,
)
from lodabord.partners.roles import Role

STARTS = date(2025, 1, 1)


@dataclass
class Cast:
    """Two agreements of one landlord with two associations, and the people around them."""

    agreement: Agreement
    agreement_2: Agreement
    leila: Membership
    ines: Membership
    bruno: Membership
    nour: Membership
    charlie: Membership
    paul: Membership
    diane: Membership
    sophie: Membership
    karim: Membership
    emile: Membership
    camille: Membership
    admin: Membership

    def everybody(self) -> dict[str, Membership]:
        return {name: one for name, one in vars(self).items() if isinstance(one, Membership)}


def gather() -> Cast:
    """The cast, its organisations and agreements."""
    landlord = Organisation.objects.create(kind=Organisation.Kind.LANDLORD, name="Bailleur Démo")
    association = Organisation.objects.create(kind=Organisation.Kind.ASSOCIATION, name="Association Démo")
    other = Organisation.objects.create(kind=Organisation.Kind.ASSOCIATION, name="Autre Association Démo")
    metropolis = Organisation.objects.create(kind=Organisation.Kind.METROPOLIS, name="Métropole Démo")
    siao = Organisation.objects.create(kind=Organisation.Kind.PRESCRIBER, name="SIAO Démo")
    operator = Organisation.objects.create(kind=Organisation.Kind.RELAY, name="Exploitant Démo")
    programme = Programme.objects.create(name="Personnes isolées")
    here = Territory.objects.create(code="MD", name="Métropole Démo")
    there = Territory.objects.create(code="LD", name="Littoral Démo")
    Agency.objects.create(landlord=landlord, territory=here, name="Agence Centre")
    one = _agreement("DEMO", programme, landlord, association, here)
    two = _agreement("DEMO-2", programme, landlord, other, there)

    def member(name: str, role: Role, organisation: Organisation, agreement: Agreement | None) -> Membership:
        person = Professional.objects.create_user(f"{name}@demo.test", first_name=name.capitalize())
        return Membership.objects.create(
            professional=person, organisation=organisation, role=role, agreement=agreement, starts_on=STARTS
        )

    return Cast(
        agreement=one,
        agreement_2=two,
        leila=member("leila", Role.ASSO_WORKER, association, one),
        ines=member("ines", Role.ASSO_WORKER, association, one),
        bruno=member("bruno", Role.ASSO_HEAD, association, one),
        nour=member("nour", Role.ASSO_PSY, association, one),
        charlie=member("charlie", Role.ASSO_WORKER, other, two),
        paul=member("paul", Role.LANDLORD_PILOT, landlord, one),
        diane=member("diane", Role.LANDLORD_ALLOC, landlord, one),
        sophie=member("sophie", Role.LANDLORD_SOCIAL, landlord, one),
        karim=member("karim", Role.LANDLORD_CLIENT, landlord, one),
        emile=member("emile", Role.FUNDER, metropolis, one),
        camille=member("camille", Role.PRESCRIBER, siao, one),
        admin=member("admin", Role.ADMIN, operator, one),
    )


def _agreement(
    code: str, programme: Programme, landlord: Organisation, association: Organisation, territory: Territory
) -> Agreement:
    agreement = Agreement.objects.create(
        code=code,
        programme=programme,
        landlord=landlord,
        association=association,
        territory=territory,
        starts_on=STARTS,
    )
    Terms.objects.create(agreement=agreement, applies_from=STARTS, health_data_enabled=True, small_cell_sensitive=5)
    return agreement
