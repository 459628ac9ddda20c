"""A link to an act of this room, and who of the association works with the household."""

from collections.abc import Callable

from django.urls import reverse

from households.acts_menu import PossibleAct
from households.models import Case
from lodabord.partners.roles import Role

Source = Callable[[Case, str], list[PossibleAct]]
WORKERS = {Role.ASSO_WORKER, Role.ASSO_HEAD}


def link(label: str, name: str, case: Case, *, primary: bool = False) -> PossibleAct:
    return PossibleAct(label, reverse(f"accompaniment:{name}", args=[case.pk]), primary=primary)
