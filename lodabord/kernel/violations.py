"""The French sentence of a constraint that the database refused to break."""

from functools import cache

from django.apps import apps
from django.db import IntegrityError

UNKNOWN = "Cette saisie contredit une donnée déjà enregistrée. Vérifiez-la, ou rechargez la page."
OF_TRIGGERS = {
    "funding_shares_sum_to_one_hundred": "Les parts d'une année totalisent exactement 100 %.",
    "grid_version_agreed_is_frozen": "Une version convenue de la grille ne se modifie plus : proposez-en une nouvelle.",
    "prediagnosis_keeps_its_grid": "Un pré-diagnostic conclu garde la version de la grille sur laquelle il a été fait.",
}


@cache
def _sentences() -> dict[str, str]:
    return OF_TRIGGERS | {
        constraint.name: str(constraint.get_violation_error_message())
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }


def sentence(error: IntegrityError) -> str:
    """What to tell the person whose act broke a named constraint."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return _sentences().get(getattr(diagnosis, "constraint_name", "") or "", UNKNOWN)
