"""Quorum of a pré-CAL: somebody of each partner present, when the agreement asks for it (off by default)."""

from allocations.models.attendance import Attendance
from allocations.models.meeting import Meeting
from households.stateful import MoveRefused


def missing_partners(session: Meeting) -> list[str]:
    """The partners nobody of whom is noted present, whatever the agreement asks."""
    agreement = session.agreement
    present = set(
        Attendance.objects.filter(meeting=session, present=True).values_list("organisation_id", flat=True).distinct()
    )
    return [str(one) for one in (agreement.association, agreement.landlord) if one.pk not in present]


def require_quorum(session: Meeting) -> None:
    """Refuse when the agreement asks for a quorum and one partner is not noted present."""
    if not session.agreement.terms_on(session.on).precal_quorum:
        return
    missing = missing_partners(session)
    if missing:
        raise MoveRefused(
            f"La convention demande la présence des deux partenaires : personne n'est noté présent pour "
            f"{' et '.join(missing)}. Notez les présences, puis recommencez."
        )
