"""What is done all along with a household, whatever the stage."""

from django.urls import reverse
from django.utils import timezone

from accompaniment.possible_acts.links import WORKERS, Source, link
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import Role

S = State


def contacts(case: Case, role: str) -> list[PossibleAct]:
    """Visits, calls and notes; after the end, the contacts up to the M+12 call."""
    if case.state == S.CLOSED:
        return [link("Noter un contact après la fin", "new_visit", case)] if case.started_on else []
    return [
        link("Noter une visite ou un contact", "new_visit", case, primary=case.housed_from is not None),
        PossibleAct("Appel ou demande", reverse("accompaniment:new_request") + f"?dossier={case.pk}"),
        link("Prévoir une visite", "visit_plan", case),
        *([link("Rendez-vous régulier", "regular", case)] if case.housed_from and role in WORKERS else []),
        link("Note de suivi", "note", case),
    ]


def ask_landlord(case: Case, role: str) -> list[PossibleAct]:
    """From the offer on: there is a dwelling or a lease to speak of."""
    if case.state == S.CLOSED or role not in WORKERS:
        return []
    if not (case.awarded_on or case.housed_from or not case.is_access) or not case.landlord_from:
        return []
    return [link("Demande au bailleur", "ask_landlord", case)]


def psychologist(case: Case, role: str) -> list[PossibleAct]:
    """She writes her note; whoever follows the household asks her to come, where the agreement permits it."""
    if role == Role.ASSO_PSY:
        return [link("Note de la psychologue", "psychologist_note", case)]
    if case.state == S.CLOSED or not case.agreement.terms_on(timezone.localdate()).health_data_enabled:
        return []
    return [link("Demander un passage de la psychologue", "psychologist_request", case)]


def mediation(case: Case, role: str) -> list[PossibleAct]:
    """Once there are neighbours: housed, or already a tenant."""
    if case.state == S.CLOSED or role not in WORKERS or not case.housed_from:
        return []
    return [link("Ouvrir une médiation de voisinage", "new_mediation", case)]


BY_STATE: dict[State, Source] = {}
ALWAYS = [contacts, ask_landlord, psychologist, mediation]
