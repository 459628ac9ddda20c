from accompaniment.models.alert_word import AlertWord
from accompaniment.models.cal_note import CalNote
from accompaniment.models.contract import Contract
from accompaniment.models.danger import DangerEntry, DangerReport
from accompaniment.models.duty import DutyShift, Half
from accompaniment.models.exit import Exit
from accompaniment.models.health import HealthNeed, PsychologistNote
from accompaniment.models.measure import Extension, Measure, MeasurePeriod, Suspension
from accompaniment.models.note import Note
from accompaniment.models.note_comment import NoteComment
from accompaniment.models.paper import Paper
from accompaniment.models.passed_on import PassedOn
from accompaniment.models.preparation import PrepAttendance, PrepModule
from accompaniment.models.request import Request
from accompaniment.models.visit import Theme, Visit

__all__ = [
    "AlertWord",
    "CalNote",
    "Contract",
    "DangerEntry",
    "DangerReport",
    "DutyShift",
    "Exit",
    "Extension",
    "Half",
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
    "Request",
    "Suspension",
    "Theme",
    "Visit",
]
