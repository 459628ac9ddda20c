"""What the commands that read or write a file of an agreement share."""

from lodabord.management.base import Erreur
from lodabord.partners.models import Agreement


def named_agreement(code: str) -> Agreement:
    """The agreement of that code; refused with a sentence otherwise."""
    if not code.strip():
        raise Erreur("Indiquez --agreement, le code de la convention.")
    agreement = Agreement.objects.filter(code=code.strip()).first()
    if agreement is None:
        raise Erreur(f"Aucune convention ne porte le code « {code} ».")
    return agreement
