"""What a committee's papers say beside the figures, as plain values: the same for the page, the PDF and the deck.

Funders' version: only the situations that the other partner has validated. No name is in it, ever.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from households.stages import Track
from lodabord.templatetags.lodabord import hour as told_hour
from lodabord.templatetags.lodabord import short_date
from reporting.changes import told_corrections
from reporting.models import Committee, Situation, SteeringDecision

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


def content_of(committee: Committee, *, for_funders: bool) -> dict[str, Any]:
    """The words of a committee, as they stand. Read as whoever acts: only the situations one may read."""
    meeting = committee.meeting
    situations = Situation.objects.filter(meeting=meeting).select_related("case__household")
    if for_funders:
        situations = situations.filter(validated_at__isnull=False)
    return {
        "on": meeting.on.isoformat(),
        "hour": told_hour(committee.hour),
        "place": meeting.place,
        "quarter": committee.quarter,
        "state": committee.get_state_display(),
        "agenda": lines_of(committee.agenda),
        "highlights": lines_of(committee.highlights),
        "difficulties": lines_of(committee.difficulties),
        "expected": lines_of(committee.expected),
        "seats": [{"who": str(one), "came": one.came} for one in meeting.seats.all()],  # type: ignore[attr-defined]
        "situations": [_situation(one, meeting.on) for one in situations],
        "decisions": [_decision(one) for one in committee.decisions.all()],  # type: ignore[attr-defined]
        "previous": [_decision(one) for one in SteeringDecision.objects.followed_at(committee)],
        "corrections": told_corrections(_earlier_snapshots(committee)),
    }


def lines_of(text: str) -> list[str]:
    """Each written line, without the dash or the dot typed before it."""
    return [line.strip(" \t-–•") for line in text.splitlines() if line.strip(" \t-–•")]


def _situation(one: Situation, on: date) -> dict[str, Any]:
    return {
        "code": one.case.household.code,
        "track": Track(one.case.track).label,
        "stage": one.get_stage_display(),
        "weeks": one.weeks(on),
        "point": one.point,
        "validated": one.validated_at is not None,
    }


def _decision(one: SteeringDecision) -> dict[str, str]:
    return {
        "text": one.text,
        "owner": one.owner,
        "due": short_date(one.due_on),
        "due_on": one.due_on.isoformat(),
        "state": one.get_state_display(),
        "note": one.note,
    }


def _earlier_snapshots(committee: Committee) -> list[Any]:
    """The figures already presented, of the committees held before."""
    earlier = Committee.objects.before(committee).exclude(snapshot=None)
    return list(earlier.values_list("snapshot", flat=True))


def situations_for(member: "Membership", committee: Committee) -> Any:
    """The situations of a meeting that this person may read."""
    found = Situation.objects.visible_to(member).filter(meeting=committee.meeting)
    return found.select_related("case__household", "validated_by", "created_by")
