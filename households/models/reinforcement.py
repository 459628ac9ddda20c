"""Reinforced confidentiality (decision 12): hidden from everyone but a few, and who decided it, why, since when."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from households.confidentiality import DataClass
from households.followers import tell_followers
from households.models.case import Case
from households.models.event import Event
from households.models.record import CaseRecord
from households.stateful import MoveRefused
from lodabord.kernel.clock import instant
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Membership
from lodabord.partners.roles import LANDLORD, Role

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

ONLY_THOSE_WHO_KNOW = (
    "La confidentialité de ce ménage est renforcée : seuls son référent, son suppléant et la cheffe de service la "
    "modifient. Voyez avec l'un d'eux."
)


class ConfidentialityChange(CaseRecord):
    """Reinforced, lifted, or another person named at the landlord's. The reason stays with the association."""

    data_class = DataClass.SENSITIVE_PRIORITY
    append_only = True

    class Reason(models.TextChoices):
        PERSON = "personne", "La personne le demande"
        SAFETY = "securite", "La sécurité d'une personne du ménage"
        PROGRAMME = "programme", "Règle du programme"
        CONTACT = "interlocuteur", "Autre interlocuteur chez le bailleur"
        OVER = "levee", "La raison n'est plus d'actualité"

    reinforced = models.BooleanField("renforcée")
    landlord_contact = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="interlocuteur nommé"
    )
    reason = EnumField("pourquoi", choices=Reason)
    on = models.DateField("le")

    class Meta:
        verbose_name = "changement de confidentialité"
        verbose_name_plural = "changements de confidentialité"
        ordering = ["-on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="confidentiality_lifted_names_nobody",
                condition=Q(reinforced=True) | Q(landlord_contact__isnull=True),
                violation_error_message="Une confidentialité levée ne nomme plus personne chez le bailleur.",
            )
        ]

    def __str__(self) -> str:
        return f"{'Renforcée' if self.reinforced else 'Levée'} le {self.on:%d/%m/%Y}"


REASONS_TO_REINFORCE = [ConfidentialityChange.Reason.SAFETY, ConfidentialityChange.Reason.PERSON,
                        ConfidentialityChange.Reason.PROGRAMME]  # fmt: skip
REASONS_TO_LIFT = [ConfidentialityChange.Reason.OVER, ConfidentialityChange.Reason.PERSON]


def reinforce(case: Case, *, contact: "Professional | None", reason: str, on: date, by: "Professional") -> None:
    """From now on few know where it lives. Anyone of the team protects; `contact` may be named later."""
    with _turn_of(case):
        if case.reinforced:
            raise MoveRefused("La confidentialité de ce ménage est déjà renforcée.")
        _set(case, True, contact, reason, on=on, by=by, action="case.confidentiality_reinforced")


def name_contact(case: Case, contact: "Professional | None", *, on: date, by: "Professional") -> None:
    """Another one person at the landlord's, or nobody: the former one knows no more from now on."""
    with _turn_of(case):
        if not case.reinforced:
            raise MoveRefused("La confidentialité de ce ménage n'est pas renforcée : il n'y a personne à nommer.")
        _require_who_knows(case, on=on, by=by)
        if case.landlord_contact == contact:
            raise MoveRefused("C'est déjà l'interlocuteur nommé pour ce ménage.")
        reason = ConfidentialityChange.Reason.CONTACT
        _set(case, True, contact, reason, on=on, by=by, action="case.confidentiality_contact")


def lift(case: Case, *, reason: str, on: date, by: "Professional") -> None:
    """Where it lives is read again as for any household: only by those who knew."""
    with _turn_of(case):
        if not case.reinforced:
            raise MoveRefused("La confidentialité de ce ménage n'est plus renforcée.")
        _require_who_knows(case, on=on, by=by)
        _set(case, False, None, reason, on=on, by=by, action="case.confidentiality_lifted")


@contextmanager
def _turn_of(case: Case) -> Iterator[None]:
    """One at a time on a case, reading what the last one wrote."""
    with transaction.atomic():
        hold(f"confidentiality:{case.pk}")
        case.refresh_from_db(fields=["reinforced", "landlord_contact", "referent", "deputy"])
        yield


def _require_who_knows(case: Case, *, on: date, by: "Professional") -> None:
    """Whoever may not know where it lives cannot make it known to herself."""
    heads = Membership.objects.current(on).under(case.agreement).filter(role=Role.ASSO_HEAD, professional=by)
    if by.pk not in (case.referent_id, case.deputy_id) and not heads.exists():
        raise MoveRefused(ONLY_THOSE_WHO_KNOW)


def _set(
    case: Case, reinforced: bool, contact: "Professional | None", reason: str, *, on: date, by: "Professional", action: str
) -> None:  # fmt: skip
    if contact is not None and not _works_there(case, contact, on):
        raise MoveRefused("L'interlocuteur nommé est quelqu'un du bailleur, habilité dans cette convention.")
    ConfidentialityChange.objects.create(
        case=case,
        reinforced=reinforced,
        landlord_contact=contact,
        reason=reason,
        on=on,
        created_by=by,
        created_at=instant(),
    )
    Case.objects.filter(pk=case.pk).update(reinforced=reinforced, landlord_contact=contact)
    case.reinforced, case.landlord_contact = reinforced, contact
    Event.record(case, action, by=by, facts={"on": on})
    tell_followers(case, by=by)


def _works_there(case: Case, contact: "Professional", on: date) -> bool:
    held = Membership.objects.current(on).under(case.agreement).filter(role__in=LANDLORD)
    return held.filter(professional=contact).exists()


def contact_is_missing(case: Case, on: date) -> bool:
    """Nobody at the landlord's may write where this household will live: the one named left, or nobody is."""
    return case.reinforced and (case.landlord_contact is None or not _works_there(case, case.landlord_contact, on))
