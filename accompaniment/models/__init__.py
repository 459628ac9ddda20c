from accompaniment.models.alert_word import AlertWord
from accompaniment.models.cal_note import CalNote
from accompaniment.models.contact import Channel, ContactAttempt, ContactPreference
from accompaniment.models.contract import Contract
from accompaniment.models.danger import DangerEntry, DangerReport
from accompaniment.models.duty import DutyShift, Half
from accompaniment.models.earlier_text import EarlierPsychologistText, EarlierText
from accompaniment.models.end_report import EndReport
from accompaniment.models.exit import Exit
from accompaniment.models.exit_call import ExitCall, ExitCallAttempt
from accompaniment.models.feed import CalendarFeed
from accompaniment.models.goal import Goal, GoalChange
from accompaniment.models.group_activity import GroupActivity, GroupAttendance
from accompaniment.models.health import HealthNeed, PsychologistNote, PsychologistNoteSharing
from accompaniment.models.household_alert import AlertRenewal, HouseholdAlert
from accompaniment.models.measure import Extension, Measure, MeasurePeriod, Suspension, SuspensionReview
from accompaniment.models.mediation import Mediation, MediationSubject
from accompaniment.models.next_step import NextStep
from accompaniment.models.note import Note
from accompaniment.models.note_comment import NoteComment
from accompaniment.models.paper import Paper
from accompaniment.models.passed_on import PassedOn
from accompaniment.models.prep_certificate import PrepCertificate
from accompaniment.models.prep_session import PrepSession
from accompaniment.models.preparation import PrepAttendance, PrepModule
from accompaniment.models.presence import Noted, Outcome
from accompaniment.models.psychologist_request import PsychologistRequest
from accompaniment.models.relay import Relay, RelayKind
from accompaniment.models.relay_request import HealthRelayRequest, RelayRequest, RelayState
from accompaniment.models.request import Request
from accompaniment.models.review import QuarterReview
from accompaniment.models.visit import Visit
from accompaniment.models.visit_lists import Present, Theme
from accompaniment.models.visit_plan import Every, VisitPlan, Weekday

__all__ = [
    "AlertRenewal",
    "AlertWord",
    "CalNote",
    "CalendarFeed",
    "Channel",
    "ContactAttempt",
    "ContactPreference",
    "Contract",
    "DangerEntry",
    "DangerReport",
    "DutyShift",
    "EarlierPsychologistText",
    "EarlierText",
    "EndReport",
    "Every",
    "Exit",
    "ExitCall",
    "ExitCallAttempt",
    "Extension",
    "Goal",
    "GoalChange",
    "GroupActivity",
    "GroupAttendance",
    "Half",
    "HealthNeed",
    "HealthRelayRequest",
    "HouseholdAlert",
    "Measure",
    "MeasurePeriod",
    "Mediation",
    "MediationSubject",
    "NextStep",
    "Note",
    "NoteComment",
    "Noted",
    "Outcome",
    "Paper",
    "PassedOn",
    "PrepAttendance",
    "PrepCertificate",
    "PrepModule",
    "PrepSession",
    "Present",
    "PsychologistNote",
    "PsychologistNoteSharing",
    "PsychologistRequest",
    "QuarterReview",
    "Relay",
    "RelayKind",
    "RelayRequest",
    "RelayState",
    "Request",
    "Suspension",
    "SuspensionReview",
    "Theme",
    "Visit",
    "VisitPlan",
    "Weekday",
]
