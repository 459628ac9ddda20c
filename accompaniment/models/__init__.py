from accompaniment.models.cal_note import CalNote
from accompaniment.models.contract import Contract
from accompaniment.models.exit import Exit
from accompaniment.models.health import HealthNeed, PsychologistNote
from accompaniment.models.measure import Extension, Measure, MeasurePeriod, Suspension
from accompaniment.models.note import Note
from accompaniment.models.passed_on import PassedOn
from accompaniment.models.preparation import PrepAttendance, PrepModule
from accompaniment.models.request import Request
from accompaniment.models.visit import Theme, Visit

__all__ = [
    "CalNote",
    "Contract",
    "Exit",
    "Extension",
    "HealthNeed",
    "Measure",
    "MeasurePeriod",
    "Note",
    "PassedOn",
    "PrepAttendance",
    "PrepModule",
    "PsychologistNote",
    "Request",
    "Suspension",
    "Theme",
    "Visit",
]
