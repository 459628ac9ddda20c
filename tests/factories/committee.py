"""Committees and what is sent of them, made with their own verbs."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from reporting.committee_sending import send_synthesis
from reporting.models import Commission, Committee, CommitteePaper, Situation, SteeringDecision
from reporting.models.seat import seat_people

PARIS = ZoneInfo("Europe/Paris")
ON = date(2025, 10, 9)
TODAY = date(2025, 9, 30)
AFTER = date(2025, 10, 1)
AT = datetime(2025, 10, 1, 9, tzinfo=PARIS)
POINT = "Quelle suite si le second rang attend encore en décembre ?"


def planned(cast, *, on=ON, quarter="2025-T3"):
    """On the calendar, with its table."""
    committee = Committee.plan(cast.agreement, on=on, quarter=quarter, place="Siège du bailleur")
    seat_people(committee.meeting, [("Bailleur Démo", "Pilote"), ("Métropole Démo", "Chargée de mission logement")])
    return committee


def prepared(cast, *, on=ON, quarter="2025-T3", today=AFTER):
    """Figures frozen, highlights written."""
    committee = planned(cast, on=on, quarter=quarter)
    committee.prepare(today=today, at=AT, by=cast.bruno.professional)
    committee.write({"highlights": "Deux entrées en septembre."}, revision=1)
    return committee


def situation(cast, committee, case, *, validated=True, point=POINT):
    """Written by the association, validated by the landlord's pilot."""
    made = Situation.put(committee.meeting, case, point=point, by=cast.bruno)
    if validated:
        made.validate(by=cast.paul, at=AT)
    return made


def sent(cast, case=None, **kept) -> CommitteePaper:
    """Its synthesis is with the funders."""
    committee = prepared(cast, **kept)
    if case is not None:
        situation(cast, committee, case)
    return send_synthesis(committee, at=AT, by=cast.paul.professional)


def decided(committee, *, text="Ouvrir trois logements au sud", due_on=date(2025, 12, 1), owner="Bailleur Démo"):
    return SteeringDecision.decide(committee, text=text, owner=owner, due_on=due_on)


def held(cast, **kept):
    """Prepared, held, with one decision."""
    committee = prepared(cast, **kept)
    committee.hold({one.pk for one in committee.meeting.seats.all()}, today=committee.meeting.on)
    decided(committee, due_on=committee.meeting.on)
    return committee


def commission(cast, *, on=date(2025, 12, 4)):
    return Commission.plan(cast.agreement, on=on, themes="Sorties d'hôtel")
