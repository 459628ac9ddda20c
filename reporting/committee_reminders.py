"""A committee's own deadlines: its figures to freeze, its synthesis to send, its minutes, its decisions (sheet 02 §2.5)."""

from collections.abc import Iterator
from datetime import date, timedelta

from allocations.models import Meeting
from allocations.people import people_of
from households.deadline_table import Kind, Stage
from households.models import Reminder
from households.reminders import Owed, Source
from reporting.committee_sending import SYNTHESIS_AHEAD
from reporting.models import Committee, SteeringDecision
from reporting.models.scope import LEADS

PREPARATION_AHEAD = timedelta(days=15)
MINUTES_WITHIN = timedelta(days=8)
KEPT_ASKING = timedelta(days=60)
"""Beyond that a missing paper is no longer asked for."""
DECISIONS_AHEAD = timedelta(days=7)
BEFORE, FIGURES, AFTER, DUE = "avant", "chiffres", "releve", "echeance"
WORDING = {
    FIGURES: "Comité de pilotage : chiffres à figer, faits marquants à écrire",
    BEFORE: "Comité de pilotage : synthèse à envoyer",
    AFTER: "Comité de pilotage : relevé de décisions à envoyer",
}


def _wanted(meeting: Meeting, today: date) -> str:
    """The stage this meeting is at, or nothing."""
    committee = Committee.objects.filter(meeting=meeting).first()
    if meeting.state == Meeting.State.PLANNED and meeting.on >= today:
        sent = committee is not None and committee.papers.synthesis().exists()  # type: ignore[attr-defined]
        if today >= meeting.on - SYNTHESIS_AHEAD:
            return "" if sent else BEFORE
        unprepared = committee is None or committee.state == Committee.State.PLANNED
        return FIGURES if today >= meeting.on - PREPARATION_AHEAD and unprepared else ""
    if committee is None or committee.state != Committee.State.HELD or committee.papers.minutes().exists():  # type: ignore[attr-defined]
        return ""
    late = today >= meeting.on + MINUTES_WITHIN and today <= meeting.on + KEPT_ASKING
    return AFTER if late else ""


def committees(today: date) -> Iterator[Owed]:
    """What each meeting near today asks of the two leads."""
    near = Meeting.objects.filter(
        kind=Meeting.Kind.STEERING, on__gte=today - KEPT_ASKING, on__lte=today + PREPARATION_AHEAD
    ).exclude(state=Meeting.State.CANCELLED)
    for meeting in near.select_related("agreement").order_by("on"):
        if stage := _wanted(meeting, today):
            due = meeting.on + MINUTES_WITHIN if stage == AFTER else meeting.on
            for person in people_of(meeting.agreement, LEADS, today):
                yield Owed(None, f"copil:{meeting.pk}:{meeting.on:%Y-%m-%d}", stage, person, WORDING[stage], due)


def still(reminder: Reminder, today: date) -> bool:
    """The meeting is still that day, asks for that very thing, and the reader still leads it."""
    _, meeting, on = reminder.about.split(":")
    found = Meeting.objects.filter(pk=meeting, on=on).exclude(state=Meeting.State.CANCELLED).first()
    if found is None or _wanted(found, today) != reminder.stage:
        return False
    return people_of(found.agreement, LEADS, today).filter(pk=reminder.recipient_id).exists()


def decisions(today: date) -> Iterator[Owed]:
    """Decisions whose day comes and that nobody said done."""
    near = SteeringDecision.objects.pending().filter(due_on__lte=today + DECISIONS_AHEAD)
    for one in near.filter(due_on__gte=today - KEPT_ASKING).select_related("agreement", "committee"):
        for person in people_of(one.agreement, LEADS, today):
            wording = "Décision du comité de pilotage : où en est-elle ?"
            yield Owed(None, f"copil-decision:{one.pk}:{one.due_on:%Y-%m-%d}", DUE, person, wording, one.due_on)


def still_open(reminder: Reminder, today: date) -> bool:
    _, decision, due = reminder.about.split(":")
    found = SteeringDecision.objects.pending().filter(pk=decision, due_on=due).first()
    return found is not None and people_of(found.agreement, LEADS, today).filter(pk=reminder.recipient_id).exists()


LEADS_TOLD = "cheffe de service, pilote du bailleur"
KINDS = (
    Kind(
        "copil", "Comité de pilotage", paused=False,
        stages=(
            Stage(FIGURES, "quinze jours avant, si rien n'est préparé", LEADS_TOLD),
            Stage(BEFORE, "huit jours avant, si la synthèse n'est pas envoyée", LEADS_TOLD),
            Stage(AFTER, "huit jours après, si le relevé n'est pas envoyé", LEADS_TOLD),
        ),
    ),
    Kind(
        "copil-decision", "Décision du comité de pilotage", paused=False,
        stages=(Stage(DUE, "sept jours avant l'échéance, si elle n'est ni faite ni abandonnée", LEADS_TOLD),),
    ),
)  # fmt: skip
SOURCES = (
    Source("copil", committees, still, address="copil:committees"),
    Source("copil-decision", decisions, still_open, address="copil:committees"),
)
