"""Makers for the pré-CAL."""

from datetime import date, datetime

from allocations.models import Attendance, Meeting, PreCalDecision
from allocations.sessions import invite, note_attendance
from tests import factories

ON = date(2025, 1, 7)
NOW = datetime(2025, 1, 7, 10, tzinfo=factories.PARIS)
CONTENT = {
    "outcome": "retenu",
    "reason": None,
    "reason_detail": "",
    "missing_element": "",
    "reexamine_on": None,
    "conditions": "",
    "destination": "",
}


def content(**told):
    """What a decision says, the rest empty."""
    return {**CONTENT, **told}


def table(cast):
    """Five people of both partners, with their organisation."""
    members = (cast.bruno, cast.leila, cast.ines, cast.paul, cast.sophie)
    return {one.professional: one.organisation_id for one in members}


def invited_session(cast, on=ON):
    session = factories.session(cast, on)
    invite(session, table(cast))
    return session


def waiting_case(cast, number=1, *, on=date(2025, 1, 2)):
    """A candidature that waits for a pré-CAL."""
    return factories.assessed_case(cast, last_name=f"Attente{number}", on=on)


def inscribed(cast, session=None, number=1, *, on=date(2025, 1, 6)):
    session = session or factories.session(cast)
    return session.inscribe(waiting_case(cast, number), on=on, by=cast.leila.professional)


def written(cast, item=None, **told):
    """A decision on paper, without visa."""
    item = item or inscribed(cast)
    return PreCalDecision.write(item, version=0, by=cast.bruno.professional, at=NOW, **content(**told))


def signed(cast, decision, at=NOW):
    """Both visas."""
    for member in (cast.paul, cast.bruno):
        decision.give_visa(member, at=at)
    return decision


def held(cast, session, *members):
    """It took place; by default one of each partner came."""
    present = {one.professional for one in members or (cast.bruno, cast.paul)}
    note_attendance(session, present, table(cast))
    return session


def excused(cast, session, member):
    return Attendance.objects.create(
        meeting=session, professional=member.professional, organisation=member.organisation, answer="excused"
    )


def fill_places(cast, count):
    """So many households already in measure; written as they stand, for the count only."""
    from households.models import Case, Household

    for number in range(count):
        household = Household.objects.create(code=f"AC-2024-{number:04d}")
        Case.objects.create(
            household=household,
            agreement=cast.agreement,
            track="access",
            state="preparation",
            opened_on=date(2024, 6, 1),
            precal_accepted_on=date(2024, 7, 1),
            prep_started_on=date(2024, 7, 8),
            landlord_from=date(2024, 6, 20),
        )


def later_session(cast, on):
    return Meeting.objects.create(agreement=cast.agreement, kind="precal", planned_on=on, on=on)
