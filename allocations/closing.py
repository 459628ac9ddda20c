"""Closing a pré-CAL: its decisions are locked, what has not both visas is « non examiné » and waits again."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from allocations.models import AgendaItem, Meeting, PreCalDecision
from allocations.quorum import require_quorum
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def undecided(session: Meeting) -> list[AgendaItem]:
    """The points that have not both visas."""
    return list(session.items.inscribed().select_related("case__household", "decision").order_by("position"))


def close_session(session: Meeting, *, at: datetime, by: "Professional", leave_unexamined: bool = False) -> None:
    """The last act of a session. From here on the database refuses any change of it."""
    with transaction.atomic():
        session.lock()
        session.require_open()
        if session.state != Meeting.State.HELD:
            raise MoveRefused("Notez d'abord les présences : on ne clôt qu'une séance tenue.")
        require_quorum(session)
        pending = undecided(session)
        if pending and not leave_unexamined:
            codes = ", ".join(item.case.household.code for item in pending)
            raise MoveRefused(
                f"Sans les deux visas : {codes}. Donnez les visas qui manquent, ou cochez « les laisser non examinés »."
            )
        for item in pending:
            item.leave_unexamined(by=by)
        PreCalDecision.objects.filter(item__meeting=session).update(locked_at=at)
        session.lock_for_good(at=at, by=by)
