from allocations.models.announcement import Announcement
from allocations.models.arrears import ArrearsSnapshot, Disturbance
from allocations.models.decision import ArbitrationDecision, PreCalDecision
from allocations.models.dwelling import Dwelling
from allocations.models.file_paper import FilePaper
from allocations.models.meeting import AgendaItem, Attendance, Meeting
from allocations.models.offer import Offer
from allocations.models.prediagnosis import GridVersion, PreDiagnosis
from allocations.models.presentation import CalPresentation
from allocations.models.sitting import CalSitting
from allocations.models.tenancy import Tenancy
from allocations.models.viewing import DwellingViewing

__all__ = [
    "AgendaItem",
    "Announcement",
    "ArbitrationDecision",
    "ArrearsSnapshot",
    "Attendance",
    "CalPresentation",
    "CalSitting",
    "Disturbance",
    "Dwelling",
    "DwellingViewing",
    "FilePaper",
    "GridVersion",
    "Meeting",
    "Offer",
    "PreCalDecision",
    "PreDiagnosis",
    "Tenancy",
]
