"""Reinforced confidentiality on the file and in « À faire »: who still knows, who must be named at the landlord's."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse

from households.acts_menu import PossibleAct
from households.confidentiality import READERS, DataClass, may_read
from households.models import Case, ConfidentialityChange
from households.strips import Strip
from households.todo import Row, Section
from households.visibility import knows_where
from lodabord.partners.models import Membership
from lodabord.partners.roles import LANDLORD, Role

WORKERS = {Role.ASSO_HEAD, Role.ASSO_WORKER}


def band_of(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """What the file says at its top; the reason, to the association only."""
    if not case.reinforced:
        return None
    member: Any = request.membership  # type: ignore[attr-defined]
    since = None
    if may_read(member.role, DataClass.SENSITIVE_PRIORITY):
        changes = ConfidentialityChange.objects.visible_to(member).filter(case=case, reinforced=True)
        decided = changes.exclude(reason=ConfidentialityChange.Reason.CONTACT)
        since = decided.select_related("created_by").first()
    return {"knows": knows_where(member, case), "since": since, "contact": case.landlord_contact}


def acts(request: HttpRequest, case: Case) -> list[PossibleAct]:
    """Anyone of the team protects; only those who know where lift it, or name somebody else."""
    member: Any = request.membership  # type: ignore[attr-defined]
    if member.role not in WORKERS or case.state == Case.State.CLOSED:
        return []
    if not case.reinforced:
        return [PossibleAct("Renforcer la confidentialité", reverse("households:reinforced", args=[case.pk]))]
    if not knows_where(member, case):
        return [
            PossibleAct("Lever la confidentialité renforcée", why_not="son référent ou la cheffe de service le fait")
        ]
    return [
        PossibleAct("Interlocuteur nommé chez le bailleur", reverse("households:reinforced", args=[case.pk])),
        PossibleAct("Lever la confidentialité renforcée", reverse("households:reinforced_lifting", args=[case.pk])),
    ]


def sections(request: HttpRequest, today: date) -> list[Section]:
    """Known to the landlord, and nobody there may write where the household lives or will live."""
    member: Any = request.membership  # type: ignore[attr-defined]
    if member.role not in WORKERS:
        return []
    rows = [_row(case) for case in _without_contact(member, today)]
    return [Section("Interlocuteur à nommer chez le bailleur", 7, rows, private=True)] if rows else []


def _without_contact(member: Any, today: date) -> Any:
    here = Q(agreement=OuterRef("agreement")) | Q(agreement__isnull=True, organisation=OuterRef("agreement__landlord"))
    held = Membership.objects.current(today).filter(here, professional=OuterRef("landlord_contact"), role__in=LANDLORD)
    cases = Case.objects.visible_to(member).open().filter(reinforced=True, landlord_from__isnull=False)
    if member.role == Role.ASSO_WORKER:
        cases = cases.filter(Q(referent=member.professional_id) | Q(deputy=member.professional_id))
    return cases.exclude(Exists(held)).select_related("household").prefetch_related("household__persons").order_by("pk")


def _row(case: Case) -> Row:
    return Row(
        who=f"{case.household.code} · {case.household.known_as}",
        what="confidentialité renforcée : personne, chez le bailleur, ne peut écrire où vit le ménage",
        url=case.get_absolute_url(),
        action_label="Nommer",
        action_url=reverse("households:reinforced", args=[case.pk]),
    )


STRIP = Strip("households/_reinforced_band.html", READERS[DataClass.PROCESS], band_of)
