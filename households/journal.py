"""An event as a French sentence."""

from households.models import Event
from households.stages import State

SENTENCES = {
    "referral.received": "Orientation reçue",
    "report.received": "Fiche de repérage reçue",
    "report.assessed": "Évaluation du pôle social écrite",
    "case.referent_assigned": "Référent désigné",
    "case.deputy_assigned": "Suppléant désigné",
    "case.psychologist_assigned": "Psychologue associée",
    "case.reinforced": "Niveau de confidentialité modifié",
    "household.identity_changed": "Identité ou coordonnées modifiées",
    "household.housing_request": "Demande de logement social mise à jour",
    "consent.given": "Accord de la personne noté",
    "consent.withdrawn": "Accord de la personne retiré",
    "prediagnosis.concluded": "Pré-diagnostic conclu",
    "housingneed.proposed": "Besoin de logement noté",
    "housingneed.revised": "Besoin de logement mis à jour",
    "housingneed.reviewed": "Besoin de logement relu",
    "housingneed.identified": "Besoin de logement : identité ouverte au service attribution",
    "housingneed.withdrawn": "Besoin de logement retiré",
    "agendaitem.inscribed": "Inscription à l'ordre du jour de la pré-CAL",
    "precaldecision.association_visa": "Visa de l'association",
    "precaldecision.landlord_visa": "Visa du bailleur",
    "arbitration.landlord_opinion": "Avis du bailleur donné",
    "arbitration.association_opinion": "Avis de l'association donné",
    "arbitration.decided": "Décision d'arbitrage",
    "calpresentation.scheduled": "Inscription en CAL",
    "calpresentation.decided": "Décision de la CAL enregistrée",
    "calpresentation.withdrawn": "Retrait de l'ordre du jour de la CAL",
    "calpresentation.effective": "Attribution devenue effective",
    "calpresentation.without_effect": "Attribution restée sans effet",
    "offer.notified": "Offre notifiée au ménage",
    "offer.accepted": "Offre acceptée",
    "offer.refused": "Offre refusée",
    "offer.tacitly_refused": "Silence constaté, l'offre est refusée",
    "offer.lapsed": "Offre caduque",
    "tenancy.signed": "Bail signé",
    "tenancy.ended": "Fin d'occupation",
    "transmission.cal_note": "Note pour la CAL transmise",
    "transmission.situation": "Point de situation transmis",
    "transmission.certificate": "Attestation transmise",
    "transmission.closing": "Bilan de fin transmis",
    "measure.preparation_started": "Préparation commencée",
    "measure.suivi_started": "Accompagnement commencé",
    "measure.extended": "Préparation prolongée",
    "measure.ended": "Mesure terminée",
    "measure.intensity": "Intensité modifiée",
    "suspension.started": "Accompagnement suspendu",
    "suspension.ended": "Accompagnement réactivé",
    "visit.planned": "Visite ou rendez-vous prévu",
    "visit.realisee": "Visite ou rendez-vous fait",
    "visit.porte_close": "Porte close ou absence au rendez-vous",
    "visit.annulee_menage": "Visite annulée par le ménage",
    "visit.annulee_service": "Visite annulée par nous",
    "visit.reportee": "Visite reportée",
    "request.received": "Appel ou demande du ménage",
    "request.answered": "Demande du ménage traitée",
    "calnote.validated": "Note pour la CAL validée",
    "calnote.read": "Note pour la CAL lue avec la personne",
    "calnote.draft": "Note pour la CAL reprise en brouillon",
    "calnote.transmitted": "Note pour la CAL figée",
    "calnote.sent": "Note pour la CAL remise",
    "exit.recorded": "Fin d'accompagnement notée",
}


def sentence(event: Event) -> str:
    """What happened, in words; a stage by its own label."""
    if event.action in SENTENCES:
        return SENTENCES[event.action]
    kind, _, what = event.action.partition(".")
    if kind == "case" and what in State.values:
        return f"Étape : {State(what).label}"
    return event.action
