from accompaniment.models.alert_word import AlertWord
from accompaniment.models.cal_note import CalNote
from accompaniment.models.contract import Contract
from accompaniment.models.end_report import EndReport
from accompaniment.models.exit import Exit
from accompaniment.models.exit_call import ExitCall, ExitCallAttempt
from accompaniment.models.goal import Goal, GoalChange
from accompaniment.models.health import HealthNeed, PsychologistNote
from accompaniment.models.measure import Extension, Measure, MeasurePeriod, Suspension, SuspensionReview
from accompaniment.models.note import Note
from accompaniment.models.note_comment import NoteComment
from accompaniment.models.paper import Paper
from accompaniment.models.passed_on import PassedOn
from accompaniment.models.preparation import PrepAttendance, PrepModule
from accompaniment.models.request import Request
from accompaniment.models.review import QuarterReview
from accompaniment.models.visit import Theme, Visit

__all__ = [
    "AlertWord",
    "CalNote",
    "Contract",
    "EndReport",
    "Exit",
    "ExitCall",
    "ExitCallAttempt",
    "Extension",
    "Goal",
    "GoalChange",
    "HealthNeed",
    "Measure",
    "MeasurePeriod",
    "Note",
    "NoteComment",
    "Paper",
    "PassedOn",
    "PrepAttendance",
    "PrepModule",
    "PsychologistNote",
    "QuarterReview",
    "Request",
    "Suspension",
    "SuspensionReview",
    "Theme",
    "Visit",
]
