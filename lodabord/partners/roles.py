"""The roles of the programme (sheet 04 §4.8) and the side each belongs to."""

from django.db import models


class Role(models.TextChoices):
    """What a professional does under an agreement."""

    ASSO_WORKER = "asso_worker", "travailleuse ou travailleur social référent"
    ASSO_PSY = "asso_psy", "psychologue"
    ASSO_HEAD = "asso_head", "cheffe ou chef de service"
    LANDLORD_SOCIAL = "landlord_social", "conseillère ou conseiller social (bailleur)"
    LANDLORD_PILOT = "landlord_pilot", "responsable du pôle prévention des impayés, pilote"
    LANDLORD_ALLOC = "landlord_alloc", "chargée ou chargé d'attribution"
    LANDLORD_CLIENT = "landlord_client", "chargée ou chargé de clientèle"
    FUNDER = "funder", "financeur"
    PRESCRIBER = "prescriber", "prescripteur"
    ADMIN = "admin", "administration technique"
    DPO = "dpo", "délégué à la protection des données"

    @property
    def side(self) -> str:
        """The side whose group role the database takes when this role acts."""
        return _SIDE[self]


ASSOCIATION = frozenset({Role.ASSO_WORKER, Role.ASSO_PSY, Role.ASSO_HEAD})
LANDLORD = frozenset({Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT, Role.LANDLORD_ALLOC, Role.LANDLORD_CLIENT})
STEERING = frozenset({Role.FUNDER})
PRESCRIBERS = frozenset({Role.PRESCRIBER})
TECHNICAL = frozenset({Role.ADMIN, Role.DPO})

_SIDE = {
    role: side
    for side, roles in {
        "association": ASSOCIATION,
        "landlord": LANDLORD,
        "steering": STEERING,
        "prescriber": PRESCRIBERS,
        "technical": TECHNICAL,
    }.items()
    for role in roles
}


def sides_of(roles: frozenset[Role]) -> frozenset[str]:
    """The sides to which at least one of these roles belongs."""
    return frozenset(role.side for role in roles)
