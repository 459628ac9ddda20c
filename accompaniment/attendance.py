"""« Présences »: who came to a session or an activity, noted for several households at once, or not at all.

Two animators may type at the same time. Only the lines that one changed are written; a line that a
colleague changed meanwhile is refused with what she noted, and everything typed stays on the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accompaniment.models import Noted, Outcome, PrepModule
from households.models import Case
from households.stages import State
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

PREPARING = State.PREPARATION


class AttendanceRefused(Exception):
    """Nothing was noted. `told` says what is wrong at each line, by case; `current` what is noted now."""

    def __init__(self, told: dict[UUID, str], current: dict[UUID, Noted]) -> None:
        super().__init__("aucune présence enregistrée")
        self.told, self.current = told, current


@dataclass
class Expected:
    """The households of an attendance page: those signed up or noted, and who else could come."""

    signed_up: list[Case] = field(default_factory=list)
    preparing: list[Case] = field(default_factory=list)
    others: list[Case] = field(default_factory=list)
    """In measure, past their preparation: for a module taken again."""


def record_attendance(gathering: Any, typed: Mapping[Case, Noted], *, today: date, by: "Professional") -> int:
    """Write each changed line under the gathering's lock; one wrong line and none is kept. Returns how many were."""
    with transaction.atomic():
        gathering.lock()
        gathering.require_possible()
        if gathering.on > today:
            raise MoveRefused("Cette séance est à venir : les présences se notent le jour même ou après.")
        current = gathering.noted()
        wrong: dict[UUID, str] = {}
        written = 0
        for case, told in typed.items():
            here = current.get(case.pk, Noted())
            if told.content == here.content and case.pk in current:
                continue
            refused = (
                colleague_noted(here) if told.revision != here.revision else _write(gathering, case, told, today, by)
            )
            if refused:
                wrong[case.pk] = refused
            written += 1
        if wrong:
            raise AttendanceRefused(wrong, current)
        if written:
            gathering.hold_it(by=by)
        return written


def _write(gathering: Any, case: Case, told: Noted, today: date, by: "Professional") -> str:
    """One line in its own savepoint: what is wrong with it, or nothing."""
    try:
        with transaction.atomic():
            gathering.write(case, told, today=today, by=by)
    except (MoveRefused, IntegrityError) as refused:
        return str(refused) if isinstance(refused, MoveRefused) else sentence(refused)
    return ""


def colleague_noted(here: Noted) -> str:
    """« Inès Roussel a noté entre-temps : présence, 1 module acquis. » and the way out."""
    who = str(here.by) if here.by else "Un collègue"
    told = Outcome(here.outcome).label.lower() if here.outcome else "plus rien"
    count = len(here.acquired)
    acquired = f", {count} module{'s' if count > 1 else ''} acquis" if count else ""
    word = f", « {here.word} »" if here.word else ""
    return (
        f"{who} a noté entre-temps : {told}{acquired}{word}. Votre saisie n'est pas enregistrée sur cette ligne ; "
        "enregistrez de nouveau pour la garder à la place."
    )


def expected_at(gathering: Any, membership: "Membership") -> Expected:
    """The households of the page, in the order of their codes, each with its name loaded."""
    known = gathering.noted()
    seen = Case.objects.visible_to(membership).filter(agreement=gathering.agreement_id)
    cases = seen.select_related("household", "referent").prefetch_related("household__persons")
    found = Expected()
    for case in cases.order_by("household__code"):
        noted = known.get(case.pk)
        if noted is not None and (case.in_measure or noted.outcome):
            found.signed_up.append(case)
        elif case.in_measure:
            (found.preparing if case.state == PREPARING else found.others).append(case)
    return found


def modules_of(gathering: Any) -> list[PrepModule]:
    """The modules that may be acquired there; an activity has none."""
    return getattr(gathering, "module_list", [])
