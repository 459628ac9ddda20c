"""From the keys on: the follow-up, its suspension, its end."""

from accompaniment.possible_acts.links import Source, link
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import Role

S = State


def move_in(case: Case, role: str) -> list[PossibleAct]:
    if not case.tenancies.exists():
        return [PossibleAct("Entrée dans le logement", why_not="le bailleur n'a pas encore noté le bail")]
    return [link("Entrée dans le logement", "move_in", case, primary=True)]


def begin_retention(case: Case, role: str) -> list[PossibleAct]:
    if case.referent_id is None:
        return [PossibleAct("Commencer l'accompagnement", why_not="désignez d'abord le référent")]
    return [link("Commencer l'accompagnement", "follow_up", case, primary=True)]


def accompany(case: Case, role: str) -> list[PossibleAct]:
    found = [link("Suspendre", "suspension", case), link("Changer l'intensité", "intensity", case)]
    found.append(link("Transmettre à la CCAPEX", "ccapex", case))
    return [*found, link("Fin d'accompagnement", "exit", case)] if role == Role.ASSO_HEAD else found


def resume(case: Case, role: str) -> list[PossibleAct]:
    found = [link("Réactiver un autre jour", "reactivation", case), link("Transmettre à la CCAPEX", "ccapex", case)]
    return [*found, link("Fin d'accompagnement", "exit", case)] if role == Role.ASSO_HEAD else found


def reopen(case: Case, role: str) -> list[PossibleAct]:
    if role != Role.ASSO_HEAD or not case.started_on:
        return []
    return [link("Réactiver après la fin", "reopening", case)]


BY_STATE = {
    S.MOVE_IN_PENDING: move_in,
    S.JOINT_MEETING: begin_retention,
    S.FOLLOW_UP: accompany,
    S.SUSPENDED: resume,
    S.CLOSED: reopen,
}
ALWAYS: list[Source] = []
