"""Before the keys: pré-diagnostic, preparation, the note for the CAL."""

from accompaniment.models import CalNote
from accompaniment.possible_acts.links import WORKERS, link
from allocations.models import PreDiagnosis
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import Role

S = State


def prediagnosis(case: Case, role: str) -> list[PossibleAct]:
    return [link("Pré-diagnostic", "prediagnosis", case, primary=True)]


def start_preparation(case: Case, role: str) -> list[PossibleAct]:
    if case.referent_id is None:
        return [PossibleAct("Commencer la préparation", why_not="désignez d'abord le référent")]
    return [link("Commencer la préparation", "preparation", case, primary=True)]


def prepare(case: Case, role: str) -> list[PossibleAct]:
    found = [
        link("Carnet de préparation", "notebook", case, primary=True),
        link("Module de préparation", "module", case),
        link("Note pour la CAL", "cal_note", case),
    ]
    if role == Role.ASSO_HEAD:
        ready = CalNote.objects.filter(case=case).exclude(state=CalNote.State.DRAFT).exists()
        done = PossibleAct("Fin de préparation", why_not="la note n'est pas validée")
        found.append(link("Fin de préparation", "completion", case) if ready else done)
        found.append(link("Prolonger la préparation", "extension", case))
        found.append(link("Rupture de la préparation", "preparation_break", case))
    return found


def before_the_keys(case: Case, role: str) -> list[PossibleAct]:
    found = [link("Note pour la CAL", "cal_note", case)]
    return [*found, link("Fin d'accompagnement", "exit", case)] if role == Role.ASSO_HEAD else found


def again(case: Case, role: str) -> list[PossibleAct]:
    """A new pré-diagnostic, while it may still change something."""
    if role in WORKERS and case.prediagnosed_on and PreDiagnosis.may_be_made(case):
        return [link("Nouveau pré-diagnostic", "prediagnosis", case)]
    return []


BY_STATE = {
    S.PREDIAGNOSIS: prediagnosis,
    S.PRECAL_ACCEPTED: start_preparation,
    S.PREPARATION: prepare,
    S.CAL_READY: before_the_keys,
    S.CAL_SCHEDULED: before_the_keys,
    S.CAL_AWARDED: before_the_keys,
}
ALWAYS = [again]
