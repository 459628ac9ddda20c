"""The papers of a housing file: the same short list for their state, shared, and for their image, the association's.

The landlord usually has the papers in the national registry (SNE): what matters is their state. No
health paper, no NIR: the list has no place for them (sheet 03 §3.3, §3.6).
"""

from django.db import models


class PaperKind(models.TextChoices):
    """A paper of the file."""

    IDENTITY = "identite", "Pièce d'identité ou titre de séjour"
    REQUEST = "attestation_demande", "Attestation de demande (numéro unique)"
    PRIORITY = "public_prioritaire", "Justificatif de public prioritaire"
    RESOURCES = "ressources", "Justificatifs de ressources"
    TAX_NOTICE = "avis_imposition", "Avis d'imposition"
    FAMILY = "famille", "Situation de famille (livret, garde)"
    CURRENT_HOUSING = "logement_actuel", "Logement actuel (attestation, quittances)"
    CERTIFICATE = "attestation_preparation", "Attestation de fin de préparation"
    GUARANTEE = "garantie", "Garantie (Visale, Loca-Pass, FSL)"
    OTHER = "autre", "Autre pièce demandée par le bailleur"


LARGEST_PAPER = 10 * 1024 * 1024
"""Bytes of one paper, at most."""
MOST_PAPERS = 30
"""Papers kept for one household at once: a whole file of the national list holds about twenty."""
NEVER = (
    "Masquez le numéro de sécurité sociale avant de photographier. "
    "Jamais de pièce de santé (certificat, ordonnance, notification MDPH), ni de casier, ni de jugement."
)
"""What the law forbids to keep (sheet 03 §3.3, §3.6); said beside every field that receives a file."""
