from allocations.models.agenda_item import AgendaItem
from allocations.models.arrears import ArrearsSnapshot, Disturbance
from allocations.models.attendance import Attendance
from allocations.models.decided_action import DecidedAction
from allocations.models.decision import ArbitrationDecision
from allocations.models.distribution import Distribution
from allocations.models.dwelling import Dwelling
from allocations.models.meeting import Meeting
from allocations.models.offer import Offer
from allocations.models.precal_decision import PreCalDecision
from allocations.models.prediagnosis import GridVersion, PreDiagnosis
from allocations.models.presentation import CalPresentation
from allocations.models.rectification import PreCalRectification
from allocations.models.tenancy import Tenancy

__all__ = [
    "AgendaItem",
    "ArbitrationDecision",
    "ArrearsSnapshot",
    "Attendance",
    "CalPresentation",
    "DecidedAction",
    "Distribution",
    "Disturbance",
    "Dwelling",
    "GridVersion",
    "Meeting",
    "Offer",
    "PreCalDecision",
    "PreCalRectification",
    "PreDiagnosis",
    "Tenancy",
]
