"""The French sentence of a constraint that the database refused to break."""

from functools import cache

from django.apps import apps
from django.db import IntegrityError

UNKNOWN = "Cette saisie contredit une donnée déjà enregistrée. Vérifiez-la, ou rechargez la page."
STATUSES = "Un statut d'occupation commence avec l'occupation, et aucun ne commence après sa fin."
OF_TRIGGERS = {
    "reinforced_changed_by_those_who_know": "La confidentialité de ce ménage est renforcée : seuls son référent, son "
    "suppléant et la cheffe de service la modifient, ou le confient à quelqu'un d'autre.",
    "funding_shares_sum_to_one_hundred": "Les parts d'une année totalisent exactement 100 %.",
    "tenancy_status_within": STATUSES,
    "status_within_tenancy": STATUSES,
    "landlord_request_frozen": "Une demande envoyée ne change plus : envoyez-en une autre.",
    "precal_session_is_closed": "Cette séance est close : ses décisions sont verrouillées. Passez par une rectification.",
    "precal_visa_is_ones_own": "Chacun donne son propre visa : personne ne signe pour un autre.",
    "grid_version_agreed_is_frozen": "Une version convenue de la grille ne se modifie plus : proposez-en une nouvelle.",
    "contract_signed_is_frozen": "Ce contrat est signé : il ne change plus. Préparez plutôt un avenant.",
    "review_validated_is_frozen": "Ce bilan est validé : il ne change plus.",
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
