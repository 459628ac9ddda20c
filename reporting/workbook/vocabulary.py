"""The codes of the workbook (French) beside what the database says: one list for reading and for writing."""

from accompaniment.models import Measure, MeasurePeriod, Request, Suspension, Visit
from accompaniment.models.visit_lists import Theme
from allocations.models import Dwelling, Tenancy
from allocations.models.entry_decision import Outcome
from households.models import Case
from reporting import codes

Codes = dict[str, str]
"""Code of the workbook → value of the database."""


def _turned(told: Codes) -> Codes:
    return {french: kept for kept, french in told.items()}


def _same(values: list[str]) -> Codes:
    return {value: value for value in values}


TRACK: Codes = {"acces": "access", "maintien": "retention"}
COMPOSITION = _turned(codes.COMPOSITION)
SITUATION = _turned(codes.SITUATION)
GENDER: Codes = {"femme": "f", "homme": "m", "non_renseigne": "unknown"}
RESOURCES: Codes = {
    "rsa": "rsa", "aah": "aah", "are": "are", "salaire": "wage", "retraite": "pension", "aspa": "aspa", "ij": "sick_pay",
    "pf": "family", "sans": "none", "autre": "other",
}  # fmt: skip
PRESCRIBER = _same(
    ["siao", "115", "hebergement_urgence", "chrs", "accueil_jour", "ccas", "service_social", "sante", "spip", "ase",
     "association", "bailleur", "autre"]
)  # fmt: skip
MOTIVES: Codes = {
    "impayes": "arrears", "troubles_voisinage": "disturbance", "entretien": "upkeep", "isolement": "isolation",
    "autre": "other",
}  # fmt: skip
CLOSING = _same([one for one in Case.ClosingReason.values if one != Case.ClosingReason.NOT_SELECTED])
CONCLUSION: Codes = {"favorable": "favourable", "reserve": "reserved", "reorientation": "redirect"}
PRECAL = _same(Outcome.values)
ARBITRATION = _same(["retenu", "attente", "non_retenu", "reoriente"])
MEASURE = _same(Measure.Kind.values)
MEASURE_END = _same(Measure.EndReason.values)
INTENSITY = _same(MeasurePeriod.Intensity.values)
SUSPENSION = _same(Suspension.Reason.values)
CAL = _same(["a", "b", "c", "d", "e"])
OFFER: Codes = {
    "acceptee": "accepted", "refusee": "refused", "refus_tacite": "tacitly_refused", "caduque": "lapsed",
}  # fmt: skip
TYPOLOGY = _same([f"T{number}" for number in range(1, 7)])
FINANCING = _same(Dwelling.Financing.values)
TENANCY = _same(Tenancy.Status.values)
VISIT = _same(Visit.Kind.values)
VISIT_STATUS = _same([one for one in Visit.Status.values if one != Visit.Status.PLANNED])
THEMES = _same(Theme.values)
CHANNEL = _same(Request.Channel.values)
EXIT = _same(
    ["objectif_atteint", "relais", "mutation", "autre_logement", "logement_adapte", "depart_choisi", "etablissement",
     "deces", "fin_convention", "arret_menage", "perdu_de_vue", "conge_sans_relogement", "abandon_logement", "expulsion",
     "bail_perdu_detention", "bail_perdu_hospitalisation", "rupture_preparation", "sans_attribution"]
)  # fmt: skip
MEETING: Codes = {"pre_cal": "precal", "copil": "steering", "commission_lda": "housing_first_commission"}
MEETING_STATE: Codes = {"prevue": "planned", "tenue": "held", "deplacee": "moved", "annulee": "cancelled"}
ARREARS_STAGE: Codes = {
    "aucun": "none", "naissant": "early", "constitue": "constituted", "plan_apurement": "repayment_plan",
    "mise_en_demeure": "formal_notice", "commandement_payer": "payment_order", "ccapex": "ccapex",
    "assignation": "summons", "jugement": "judgment", "protocole_cohesion": "cohesion_protocol",
    "commandement_quitter": "quit_order", "force_publique": "police_requested", "expulsion": "evicted",
    "solde": "settled",
}  # fmt: skip
DISTURBANCE: Codes = {
    "bruit": "noise", "encombrement": "clutter", "degradation": "damage", "conflit": "conflict", "animaux": "animals",
    "autre": "other",
}  # fmt: skip

ALIASES: Codes = {"f": "femme", "h": "homme", "m": "homme"}
"""Usual ways of writing a code, for the statistical sex only."""
