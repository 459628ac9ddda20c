"""The lists of a tenancy: status (sheet 03 §3.7), why it ended, where the household went (sheet 04 §4.2)."""

from django.db import models

from households.models import ResidentialSituation


class TenancyStatus(models.TextChoices):
    """By what right the household lives there."""

    DIRECT_LEASE = "bail_direct", "Bail direct"
    SUBLEASE = "sous_location", "Sous-location"
    SLIDING_LEASE = "bail_glissant", "Bail glissant"
    IML = "iml", "Intermédiation locative (parc privé)"
    BOARDING_HOUSE = "pension_famille", "Pension de famille / résidence accueil"
    """One label for both: « résidence accueil » alone would tell a psychic disability (CCH L633-1)."""
    SOCIAL_RESIDENCE = "residence_sociale", "Résidence sociale"
    YOUTH_RESIDENCE = "residence_jeunes", "Résidence Habitat Jeunes (FJT)"


S = TenancyStatus
CHOSEN = frozenset({S.IML, S.BOARDING_HOUSE, S.SOCIAL_RESIDENCE, S.YOUTH_RESIDENCE})
"""Accompanied or intermediated housing is a chosen outcome: one says whether the person chose it (R-58)."""
NEXT_STATUS: dict[TenancyStatus, frozenset[TenancyStatus]] = {
    S.SUBLEASE: frozenset({S.SLIDING_LEASE, S.DIRECT_LEASE}),
    S.SLIDING_LEASE: frozenset({S.DIRECT_LEASE, S.SUBLEASE}),
    S.IML: frozenset({S.SUBLEASE, S.SLIDING_LEASE, S.DIRECT_LEASE}),
}
"""Which status may follow which in the same dwelling. Elsewhere is another occupation."""


class EndReason(models.TextChoices):
    """Why an occupation ended, as the landlord may know it (a lost lease is never explained: decision 16)."""

    NOTICE = "conge", "Congé donné par le ménage"
    TRANSFER = "mutation", "Mutation chez le bailleur"
    OTHER_HOUSING = "relogement", "Relogement ailleurs"
    ADAPTED = "logement_adapte", "Entrée en logement accompagné"
    SUBLEASE_OVER = "fin_sous_location", "Fin de la sous-location ou du bail glissant sans bail direct"
    ABANDONMENT = "abandon", "Abandon du logement"
    LEASE_LOST = "perte_bail", "Perte du bail"
    EVICTION = "expulsion", "Expulsion"
    DEATH = "deces", "Décès"
    OTHER = "autre", "Autre"


_K = ResidentialSituation.Kind


class NextSituation(models.TextChoices):
    """The list of sheet 04 §4.2, without « institution »: outside the association nobody reads a hospital or a detention."""

    STREET = _K.STREET.value, _K.STREET.label
    SQUAT_CAMP = _K.SQUAT_CAMP.value, _K.SQUAT_CAMP.label
    EMERGENCY_SHELTER = _K.EMERGENCY_SHELTER.value, _K.EMERGENCY_SHELTER.label
    HOTEL = _K.HOTEL.value, _K.HOTEL.label
    INTEGRATION_SHELTER = _K.INTEGRATION_SHELTER.value, _K.INTEGRATION_SHELTER.label
    ASYLUM = _K.ASYLUM.value, _K.ASYLUM.label
    THIRD_PARTY = _K.THIRD_PARTY.value, _K.THIRD_PARTY.label
    SUBLET = _K.SUBLET.value, _K.SUBLET.label
    ADAPTED = _K.ADAPTED.value, _K.ADAPTED.label
    TENANT_SOCIAL = _K.TENANT_SOCIAL.value, _K.TENANT_SOCIAL.label
    TENANT_PRIVATE = _K.TENANT_PRIVATE.value, _K.TENANT_PRIVATE.label
    OWNER = _K.OWNER.value, _K.OWNER.label
    OTHER = _K.OTHER.value, _K.OTHER.label
    UNKNOWN = "unknown", "Non connue"


def told_or_other(reason: str, note: str) -> tuple[str, str]:
    """A reason of the list; any other words become the precision of « Autre »."""
    return (reason, note) if reason in EndReason.values else (EndReason.OTHER, (note or reason)[:200])
