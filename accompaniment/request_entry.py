"""Finding whose call it is, from what one hears on the phone; and noting it for a household one does not follow."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from accompaniment.models import Request
from households.models import Case
from households.stateful import MoveRefused
from lodabord.kernel.actor import SYSTEM, acting_as

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

SHORTEST_PHONE = 6
"""Digits: fewer could be anybody's."""
SHOWN = 5


def open_cases(membership: "Membership") -> QuerySet:
    """The households one may note a call for, with their names."""
    seen = Case.objects.visible_to(membership).open().select_related("household", "agreement")
    return seen.prefetch_related("household__persons").order_by("household__code")


def find(told: str, cases: QuerySet) -> list[Case]:
    """Exact code first, else the phone, else the beginning of a name whatever its accents."""
    told = told.split("·", maxsplit=1)[0].strip()
    exact = list(cases.filter(household__code__iexact=told))
    if exact:
        return exact
    digits = "".join(filter(str.isdigit, told))
    if len(digits) >= SHORTEST_PHONE and not any(map(str.isalpha, told)):
        return [one for one in cases if _has_phone(one, digits)]
    rule = Q()
    for word in told.split():
        rule &= (
            Q(household__code__icontains=word)
            | Q(household__persons__last_name__unaccent__istartswith=word)
            | Q(household__persons__first_name__unaccent__istartswith=word)
        )
    return list(cases.filter(rule).distinct())


def _has_phone(case: Case, digits: str) -> bool:
    """Spaces, dots and the country's prefix do not matter."""
    phones = ["".join(filter(str.isdigit, person.phone)) for person in case.household.persons.all()]
    return any(phone and (phone.endswith(digits[-9:]) or digits in phone) for phone in phones)


def the_one(told: str, membership: "Membership") -> Case | None:
    """The household meant, or None when it is not among those this person reads.

    Several households that answer to what was typed are named by their codes.
    """
    found = find(told, open_cases(membership))
    if len(found) > 1:
        codes = ", ".join(f"{one.household.code} ({one.household.known_as})" for one in found[:SHOWN])
        raise MoveRefused(f"Plusieurs ménages correspondent : {codes}. Précisez avec le code.")
    return found[0] if found else None


def receive_for_another(code: str, membership: "Membership", *, received_at: datetime, **details: Any) -> Request:
    """A call for a household of the agreement that this person does not follow: noted, and nothing of the file shown.

    Only by its exact code. The programme writes in her name: her own rights stop at her households.
    """
    with acting_as(SYSTEM):
        agreements = [one.pk for one in membership.agreements]
        case = Case.objects.filter(agreement__in=agreements).open().filter(household__code__iexact=code.strip()).first()
        if case is None:
            raise MoveRefused(
                "Aucun ménage en cours ne correspond. Vérifiez le code ou le nom ; le téléphone se cherche avec six "
                "chiffres au moins."
            )
        return Request.receive(case, received_at=received_at, by=membership.professional, **details)
