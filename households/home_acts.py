"""The acts of this room in « Que faire ? », and its rows in « À faire »."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day

S = State
BEFORE_A_MEASURE = {
    S.ORIENTATION_RECEIVED, S.PREDIAGNOSIS, S.PRECAL_QUEUE, S.PRECAL_DEFERRED, S.PRECAL_ACCEPTED, S.REPORT_RECEIVED,
    S.LANDLORD_ASSESSMENT, S.ARBITRATION, S.ACCEPTED_WAITING, S.JOINT_MEETING,
}  # fmt: skip
SOCIAL_TEAM = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}


def acts(request: HttpRequest, case: Case) -> list[PossibleAct]:
    """What this person may do to the case itself, at this stage."""
    role: Any = request.membership.role  # type: ignore[attr-defined]
    at = [case.pk]
    found = []
    if case.state == S.ORIENTATION_RECEIVED and role in {Role.ASSO_WORKER, Role.ASSO_HEAD}:
        found.append(
            PossibleAct(
                "Commencer le pré-diagnostic", reverse("households:take_charge", args=at), primary=True, post=True
            )
        )
    if case.state == S.REPORT_RECEIVED and role in SOCIAL_TEAM:
        found.append(
            PossibleAct("Prendre l'évaluation", reverse("households:assessment", args=at), primary=True, post=True)
        )
    if role == Role.ASSO_HEAD and case.state != S.CLOSED:
        found.append(
            PossibleAct("Confier le suivi", reverse("households:assignment", args=at), primary=not case.referent_id)
        )
    if role == Role.ASSO_HEAD and case.state in BEFORE_A_MEASURE and case.is_access:
        found.append(PossibleAct("Sauter une étape (urgence)", reverse("households:skip", args=at)))
    if case.state in BEFORE_A_MEASURE and _may_close(case, role):
        found.append(PossibleAct("Classer la candidature", reverse("households:closing", args=at)))
    return found


def _may_close(case: Case, role: str) -> bool:
    """The association closes its candidatures; the landlord's pilot, the reports."""
    if case.is_access:
        return role in {Role.ASSO_WORKER, Role.ASSO_HEAD}
    return role in {Role.LANDLORD_PILOT, Role.ASSO_HEAD}


def sections(request: HttpRequest, today: date) -> list[Section]:
    """Arrivals to take in hand."""
    role: Any = request.membership.role  # type: ignore[attr-defined]
    if role in {Role.ASSO_WORKER, Role.ASSO_HEAD}:
        return [_arrivals(request, S.ORIENTATION_RECEIVED, "Orientations à prendre en charge", "reçue", today)]
    if role in SOCIAL_TEAM:
        return [_arrivals(request, S.REPORT_RECEIVED, "Repérages à prendre en charge", "reçu", today)]
    if role == Role.PRESCRIBER:
        return [_link("Orienter un ménage", "households:referral", "households:own_referrals", "Mes orientations")]
    if role == Role.LANDLORD_CLIENT:
        return [_link("Repérer une situation", "households:report", "households:own_reports", "Mes repérages")]
    return []


def _arrivals(request: HttpRequest, state: str, title: str, received: str, today: date) -> Section:
    cases = Case.objects.visible_to(request.membership).filter(state=state)  # type: ignore[attr-defined]
    cases = cases.select_related("household").prefetch_related("household__persons").order_by("opened_on")
    rows = [
        Row(
            who=f"{case.household.code} · {case.household.known_as}",
            what=f"{received} {relative_day(case.opened_on, today)}",
            url=case.get_absolute_url(),
            action_label="Ouvrir",
            action_url=case.get_absolute_url(),
        )
        for case in cases
    ]
    empty = "Les nouvelles arrivées apparaîtront ici."
    new = reverse("households:referral") if state == S.ORIENTATION_RECEIVED else reverse("households:report")
    label = "Saisir une orientation" if state == S.ORIENTATION_RECEIVED else "Nouvelle fiche de repérage"
    return Section(title, 40, rows, empty, new, label)


def _link(title: str, act: str, listing: str, label: str) -> Section:
    row = Row(who=title, what="Quelques minutes suffisent.", action_label="Commencer", action_url=reverse(act))
    other = Row(who=label, what="La suite donnée à chacune.", action_label="Voir", action_url=reverse(listing))
    return Section("Votre espace", 10, [row, other])
