"""Contract, goals, reviews, reactivation: what adjusts the accompaniment to the household."""

from django.urls import reverse

from accompaniment.models import Contract
from accompaniment.possible_acts.links import WORKERS, Source, link
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State

S = State
RUNNING = {S.FOLLOW_UP, S.SUSPENDED}
BEFORE = {S.PRECAL_ACCEPTED, S.JOINT_MEETING}


def call_back(case: Case, role: str) -> list[PossibleAct]:
    """Any of the team who stands on the case reactivates it when the household calls."""
    if case.state != S.SUSPENDED:
        return []
    one_tap = reverse("accompaniment:call_back", args=[case.pk])
    return [PossibleAct("Le ménage rappelle : réactiver", one_tap, primary=True, post=True)]


def contract(case: Case, role: str) -> list[PossibleAct]:
    """Before the measure starts: the contract is prepared, read together, then signed."""
    if role not in WORKERS or case.state not in BEFORE:
        return []
    if Contract.objects.filter(case=case).exists():
        url = reverse("accompaniment:course", args=[case.pk]) + "#contrat"
        return [PossibleAct("Contrat d'accompagnement", url)]
    return [link("Préparer le contrat", "contract_edit", case)]


def review(case: Case, role: str) -> list[PossibleAct]:
    if role not in WORKERS or case.state not in RUNNING:
        return []
    return [link("Bilan individuel", "new_review", case)]


def goal(case: Case, role: str) -> list[PossibleAct]:
    return [link("Fixer un objectif", "goal", case)] if case.in_measure else []


BY_STATE: dict[State, Source] = {}
ALWAYS = [call_back, contract, review, goal]
