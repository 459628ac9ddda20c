from allocations.models.arrears import ArrearsSnapshot, Disturbance
from allocations.models.benefit import BenefitEstimate
from allocations.models.decision import ArbitrationDecision, PreCalDecision
from allocations.models.dwelling import Dwelling
from allocations.models.dwelling_import import DwellingImport
from allocations.models.dwelling_move import DwellingMove
from allocations.models.foreseen import ForeseenDwelling
from allocations.models.grid_version import GridVersion
from allocations.models.meeting import AgendaItem, Attendance, Meeting
from allocations.models.need import HousingNeed
from allocations.models.need_change import NeedChange
from allocations.models.offer import Offer
from allocations.models.prediagnosis import PreDiagnosis
from allocations.models.presentation import CalPresentation
from allocations.models.tenancy import Tenancy

__all__ = [
    "AgendaItem",
    "ArbitrationDecision",
    "ArrearsSnapshot",
    "Attendance",
    "BenefitEstimate",
    "CalPresentation",
    "Disturbance",
    "Dwelling",
    "DwellingImport",
    "DwellingMove",
    "ForeseenDwelling",
    "GridVersion",
    "HousingNeed",
    "Meeting",
    "NeedChange",
    "Offer",
    "PreCalDecision",
    "PreDiagnosis",
    "Tenancy",
]
