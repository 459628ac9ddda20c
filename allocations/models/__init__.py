from allocations.models.arrears import ArrearsSnapshot, Disturbance
from allocations.models.decision import ArbitrationDecision, PreCalDecision
from allocations.models.dwelling import Dwelling
from allocations.models.meeting import AgendaItem, Attendance, Meeting
from allocations.models.offer import Offer
from allocations.models.prediagnosis import GridVersion, PreDiagnosis
from allocations.models.presentation import CalPresentation
from allocations.models.tenancy import Tenancy

__all__ = [
    "AgendaItem",
    "ArbitrationDecision",
    "ArrearsSnapshot",
    "Attendance",
    "CalPresentation",
    "Disturbance",
    "Dwelling",
    "GridVersion",
    "Meeting",
    "Offer",
    "PreCalDecision",
    "PreDiagnosis",
    "Tenancy",
]
