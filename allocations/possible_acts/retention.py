"""The retention track in « Que faire ? »: assessment, arbitration, meeting, answer, outcome, and the arrears."""

from django.urls import reverse

from allocations.models import ArbitrationDecision, JointMeeting
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import Role

S = State
SOCIAL_TEAM = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}
DECIDERS = {Role.ASSO_HEAD, Role.LANDLORD_PILOT}
PRESENTERS = SOCIAL_TEAM | {Role.ASSO_WORKER, Role.ASSO_HEAD}
READERS = PRESENTERS | {Role.ASSO_PSY}


def _link(label: str, name: str, at: object, *, primary: bool = False) -> PossibleAct:
    return PossibleAct(label, reverse(f"allocations:{name}", args=[at]), primary=primary)


def _facts(case: Case) -> list[PossibleAct]:
    return [
        _link("Situation locative", "arrears", case.pk),
        _link("Trouble de voisinage", "disturbance", case.pk),
        _link("Étape de la procédure", "arrears_step", case.pk),
    ]


def assess(case: Case, role: str) -> list[PossibleAct]:
    if role not in SOCIAL_TEAM:
        return []
    return [_link("Soumettre à l'arbitrage", "assessment_sheet", case.pk, primary=True), *_facts(case)]


def arbitrate(case: Case, role: str) -> list[PossibleAct]:
    found = [_link("Page d'arbitrage", "arbitration_room", case.pk)] if role in READERS else []
    if role in DECIDERS:
        current = ArbitrationDecision.objects.filter(case=case, outcome="").first()
        revealed = bool(current and current.is_revealed)
        if revealed:
            found.append(_link("Décision commune", "arbitration", case.pk, primary=True))
        else:
            found += [
                _link("Donner l'avis", "opinion", case.pk, primary=True),
                PossibleAct("Décision commune", why_not="il manque un avis"),
            ]
    return found + (_facts(case) if role in SOCIAL_TEAM else [])


def _announcement(case: Case, role: str) -> list[PossibleAct]:
    """Whatever the decision, somebody tells the household."""
    last = ArbitrationDecision.objects.filter(case=case).exclude(outcome="").first()
    if role not in PRESENTERS or last is None or not last.must_be_told:
        return []
    return [_link("Noter l'annonce au ménage", "arbitration_announcement", last.pk, primary=True)]


def meet(case: Case, role: str) -> list[PossibleAct]:
    if role not in PRESENTERS:
        return []
    meeting = _link("Rencontre de présentation", "joint_meeting", case.pk, primary=True)
    return [*_announcement(case, role), meeting, *(_facts(case) if role in SOCIAL_TEAM else [])]


def answer(case: Case, role: str) -> list[PossibleAct]:
    if role not in PRESENTERS:
        return []
    found = _facts(case) if role in SOCIAL_TEAM else []
    thinking = JointMeeting.objects.awaiting_answer().filter(case=case).first()
    if thinking:
        found.insert(0, _link("Noter la réponse du ménage", "joint_meeting_answer", thinking.pk, primary=True))
    return found


def live(case: Case, role: str) -> list[PossibleAct]:
    found = [_link("Impayé et procédure", "procedure", case.pk)] if role in READERS else []
    if role in SOCIAL_TEAM:
        found.append(_link("Étape de la procédure", "arrears_step", case.pk))
        if not case.is_access:
            found.append(_link("Issue du maintien", "retention_outcome", case.pk))
    return found


def ended(case: Case, role: str) -> list[PossibleAct]:
    if case.is_access:
        return []
    found = _announcement(case, role)
    if role in SOCIAL_TEAM and case.started_on:
        found.append(_link("Issue du maintien", "retention_outcome", case.pk))
    return found


BY_STATE = {
    S.LANDLORD_ASSESSMENT: assess,
    S.ARBITRATION: arbitrate,
    S.ACCEPTED_WAITING: meet,
    S.JOINT_MEETING: answer,
    S.FOLLOW_UP: live,
    S.SUSPENDED: live,
    S.CLOSED: ended,
}
