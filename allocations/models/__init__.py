from allocations.models.account_import import AccountImport, AccountImportRow
from allocations.models.arbitration import ArbitrationDecision, SealedOpinion
from allocations.models.arrears import ArrearsCorrection, ArrearsSnapshot
from allocations.models.arrears_step import ArrearsStep
from allocations.models.decision import PreCalDecision
from allocations.models.disturbance import Disturbance
from allocations.models.dwelling import Dwelling
from allocations.models.first_unpaid import FirstUnpaid, UnpaidSeen
from allocations.models.joint_meeting import JointMeeting
from allocations.models.meeting import AgendaItem, Attendance, Meeting
from allocations.models.offer import Offer
from allocations.models.outcome import RetentionOutcome
from allocations.models.prediagnosis import GridVersion, PreDiagnosis
from allocations.models.presentation import CalPresentation
from allocations.models.tenancy import Tenancy

__all__ = [
    "AccountImport",
    "AccountImportRow",
    "AgendaItem",
    "ArbitrationDecision",
    "ArrearsCorrection",
    "ArrearsSnapshot",
    "ArrearsStep",
    "Attendance",
    "CalPresentation",
    "Disturbance",
    "Dwelling",
    "FirstUnpaid",
    "GridVersion",
    "JointMeeting",
    "Meeting",
    "Offer",
    "PreCalDecision",
    "PreDiagnosis",
    "RetentionOutcome",
    "SealedOpinion",
    "Tenancy",
    "UnpaidSeen",
]
