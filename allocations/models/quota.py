"""On whose reserved share a dwelling is let (sheet 03 §3.7). Reservations are managed « en flux »."""

from django.db import models


class Quota(models.TextChoices):
    """The reserved share of a dwelling, of a need, of a passage before the CAL: one list for the three."""

    STATE_PRIORITY = "state_priority", "État, publics prioritaires"
    STATE_CIVIL_SERVANTS = "state_civil_servants", "État, agents publics"
    ACTION_LOGEMENT = "action_logement", "Action Logement"
    LOCAL_AUTHORITY = "local_authority", "Commune, métropole ou département"
    OUTSIDE = "outside", "Hors contingent (bailleur)"
    UNKNOWN = "unknown", "Non renseigné"
