"""The codes of the workbook (French) for what the database says otherwise, and their words for a person."""

from datetime import date
from typing import NamedTuple

COMPOSITION = {
    "single": "personne_seule",
    "single_parent": "parent_isole",
    "couple": "couple",
    "couple_children": "couple_enfants",
    "other": "autre",
}
SITUATION = {
    "street": "rue",
    "squat_camp": "squat_campement",
    "emergency_shelter": "hebergement_urgence",
    "hotel": "hotel",
    "integration_shelter": "chrs",
    "asylum_accommodation": "dna",
    "third_party": "tiers",
    "sublet_iml": "sous_location_iml",
    "adapted_housing": "logement_adapte",
    "institution": "institution",
    "tenant_social": "locataire_hlm",
    "tenant_private": "locataire_prive",
    "owner": "proprietaire",
    "other": "autre",
}
GENDER = {"f": "femme", "m": "homme", "unknown": "non_renseigne"}
RESOURCES = {
    "rsa": "rsa",
    "aah": "aah",
    "are": "are",
    "wage": "salaire",
    "pension": "retraite",
    "aspa": "aspa",
    "sick_pay": "ij",
    "family": "pf",
    "none": "sans",
    "other": "autre",
}
AGE_BANDS = ((24, "18-24"), (39, "25-39"), (54, "40-54"))
LEASE_LOST = "perte_du_bail"
"""What is told outside the association of a lease lost in detention or in hospital (decision 16)."""
OLDEST_BAND = "55+"
HEALTH_RELAYS = "sante"
"""All the types of relay that tell of health, in one (R1)."""
RELAY_WORDS = "relais_"
"""Before the code of a type of relay, among the words of other lists."""

WORDS = {
    "retenu": "Retenus",
    "ajourne": "Ajournés",
    "non_retenu": "Non retenus",
    "reoriente": "Réorientés",
    "desistement": "Désistements",
    "a": "a) attribution",
    "b1": "b) rang 1",
    "b2": "b) rang 2 ou plus",
    "c": "c) sous condition",
    "d": "d) non-attribution",
    "e": "e) irrecevabilité",
    "porte_close": "Porte close",
    "annulee_menage": "Annulée par le ménage",
    "annulee_service": "Annulée par le service",
    "non_prevue": "Non prévue",
    "bailleur": "Bailleur (fiche de repérage)",
    "non_renseigne": "Non renseigné",
    "partenaire": "Partenaire",
    "personne_seule": "Personne seule",
    "parent_isole": "Parent isolé",
    "couple": "Couple",
    "couple_enfants": "Couple avec enfants",
    "autre": "Autre",
    "rue": "À la rue",
    "squat_campement": "Squat, campement",
    "hebergement_urgence": "Hébergement d'urgence",
    "hotel": "Hôtel",
    "chrs": "CHRS, insertion",
    "dna": "Dispositif national d'accueil",
    "tiers": "Chez un tiers",
    "sous_location_iml": "Sous-location, IML",
    "logement_adapte": "Logement adapté",
    "institution": "Sortie d'institution",
    "locataire_hlm": "Locataire HLM",
    "locataire_prive": "Locataire du parc privé",
    "proprietaire": "Propriétaire",
    "sans_abri": "Sans abri (ETHOS 1)",
    "sans_logement": "Sans logement (ETHOS 2)",
    "logement_precaire": "Logement précaire (ETHOS 3)",
    "logement_inadequat": "Logement inadéquat (ETHOS 4)",
    "loge": "Dans son logement",
    "3_et_plus": "3 et plus",
    "rsa": "RSA",
    "aah": "AAH",
    "are": "Allocation chômage",
    "salaire": "Salaire",
    "retraite": "Retraite ou pension",
    "aspa": "ASPA",
    "ij": "Indemnités journalières",
    "pf": "Prestations familiales",
    "sans": "Sans ressources",
    "femme": "Femmes",
    "homme": "Hommes",
    "oui": "Oui",
    "non": "Non",
    "hospitalisation": "Hospitalisation",
    "incarceration": "Incarcération",
    "absence": "Absence",
    "demande_menage": "À la demande du ménage",
    "situation_stabilisee": "Situation stabilisée",
}


class Holder(NamedTuple):
    """What is told of the adult in whose name the lease is."""

    gender: str
    birth_date: date | None
    birth_year: int | None


def age_band(holder: Holder, day: date) -> str:
    """The band of the holder's age that day; by the year when only the year is known."""
    if holder.birth_date:
        born = holder.birth_date
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    elif holder.birth_year:
        age = day.year - holder.birth_year
    else:
        return ""
    return next((band for last, band in AGE_BANDS if age <= last), OLDEST_BAND)
