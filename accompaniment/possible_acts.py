"""The acts of the association in « Que faire ? »."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accompaniment.models import CalNote
from allocations.models import PreDiagnosis
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import ASSOCIATION, Role

S = State
WORKERS = {Role.ASSO_WORKER, Role.ASSO_HEAD}


def acts(request: HttpRequest, case: Case) -> list[PossibleAct]:
    """What this person may do at this stage; nothing for anyone outside the association."""
    role: Any = request.membership.role  # type: ignore[attr-defined]
    if role not in ASSOCIATION:
        return []
    found = list(_by_stage(case, role))
    if case.state != S.CLOSED:
        found.append(_link("Noter une visite ou un contact", "new_visit", case, primary=case.housed_from is not None))
        found.append(PossibleAct("Appel ou demande", reverse("accompaniment:new_request") + f"?dossier={case.pk}"))
        found.append(_link("Prévoir une visite", "visit_plan", case))
        found.append(_link("Note de suivi", "note", case))
        found += _ask_landlord(case, role)
    elif case.started_on:
        found.append(_link("Noter un contact après la fin", "new_visit", case))
    if role in WORKERS and case.prediagnosed_on and PreDiagnosis.may_be_made(case):
        found.append(_link("Nouveau pré-diagnostic", "prediagnosis", case))
    if role == Role.ASSO_PSY:
        found.append(_link("Note de la psychologue", "psychologist_note", case))
    return found


def _link(label: str, name: str, case: Case, *, primary: bool = False) -> PossibleAct:
    return PossibleAct(label, reverse(f"accompaniment:{name}", args=[case.pk]), primary=primary)


def _by_stage(case: Case, role: str) -> list[PossibleAct]:
    if role not in WORKERS:
        return []
    source = BY_STATE.get(S(case.state))
    return source(case, role) if source else []


def _ask_landlord(case: Case, role: str) -> list[PossibleAct]:
    """From the offer on: there is a dwelling or a lease to speak of."""
    if role not in WORKERS or not (case.awarded_on or case.housed_from or not case.is_access):
        return []
    return [_link("Demande au bailleur", "ask_landlord", case)] if case.landlord_from else []


def _prediagnosis(case: Case, role: str) -> list[PossibleAct]:
    return [_link("Pré-diagnostic", "prediagnosis", case, primary=True)]


def _start_preparation(case: Case, role: str) -> list[PossibleAct]:
    if case.referent_id is None:
        return [PossibleAct("Commencer la préparation", why_not="désignez d'abord le référent")]
    return [_link("Commencer la préparation", "preparation", case, primary=True)]


def _prepare(case: Case, role: str) -> list[PossibleAct]:
    found = [_link("Module de préparation", "module", case, primary=True), _link("Note pour la CAL", "cal_note", case)]
    if role == Role.ASSO_HEAD:
        ready = CalNote.objects.filter(case=case).exclude(state=CalNote.State.DRAFT).exists()
        done = PossibleAct("Fin de préparation", why_not="la note n'est pas validée")
        found.append(_link("Fin de préparation", "completion", case) if ready else done)
        found += [_link("Prolonger", "extension", case), _link("Fin d'accompagnement", "exit", case)]
    return found


def _before_the_keys(case: Case, role: str) -> list[PossibleAct]:
    found = [_link("Note pour la CAL", "cal_note", case)]
    return [*found, _link("Fin d'accompagnement", "exit", case)] if role == Role.ASSO_HEAD else found


def _move_in(case: Case, role: str) -> list[PossibleAct]:
    if not case.tenancies.exists():
        return [PossibleAct("Entrée dans le logement", why_not="le bailleur n'a pas encore noté le bail")]
    return [_link("Entrée dans le logement", "move_in", case, primary=True)]


def _begin_retention(case: Case, role: str) -> list[PossibleAct]:
    if case.referent_id is None:
        return [PossibleAct("Commencer l'accompagnement", why_not="désignez d'abord le référent")]
    return [_link("Commencer l'accompagnement", "follow_up", case, primary=True)]


def _accompany(case: Case, role: str) -> list[PossibleAct]:
    found = [_link("Suspendre", "suspension", case), _link("Changer l'intensité", "intensity", case)]
    found.append(_link("Transmettre à la CCAPEX", "ccapex", case))
    return [*found, _link("Fin d'accompagnement", "exit", case)] if role == Role.ASSO_HEAD else found


def _resume(case: Case, role: str) -> list[PossibleAct]:
    found = [_link("Réactiver", "reactivation", case, primary=True), _link("Transmettre à la CCAPEX", "ccapex", case)]
    return [*found, _link("Fin d'accompagnement", "exit", case)] if role == Role.ASSO_HEAD else found


def _reopen(case: Case, role: str) -> list[PossibleAct]:
    if role != Role.ASSO_HEAD or not case.started_on:
        return []
    return [_link("Réactiver après la fin", "reopening", case)]


BY_STATE = {
    S.PREDIAGNOSIS: _prediagnosis,
    S.PRECAL_ACCEPTED: _start_preparation,
    S.PREPARATION: _prepare,
    S.CAL_READY: _before_the_keys,
    S.CAL_SCHEDULED: _before_the_keys,
    S.CAL_AWARDED: _before_the_keys,
    S.MOVE_IN_PENDING: _move_in,
    S.JOINT_MEETING: _begin_retention,
    S.FOLLOW_UP: _accompany,
    S.SUSPENDED: _resume,
    S.CLOSED: _reopen,
}
