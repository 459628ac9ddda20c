from allocations.models.arrears import ArrearsSnapshot, Disturbance
from allocations.models.decision import ArbitrationDecision, PreCalDecision
from allocations.models.dwelling import Dwelling
from allocations.models.landlord_request import LandlordRequest, RequestPlace
from allocations.models.lease_notice import LeaseNotice
from allocations.models.meeting import AgendaItem, Attendance, Meeting
from allocations.models.move_in import MoveIn
from allocations.models.move_in_kinds import MoveInStepKind, MoveInStepTerms
from allocations.models.move_in_step import MoveInStep
from allocations.models.offer import Offer
from allocations.models.prediagnosis import GridVersion, PreDiagnosis
from allocations.models.presentation import CalPresentation
from allocations.models.rental_point import RentalPoint, raise_rental_point
from allocations.models.sliding import ExaminationPeriod, SlidingConvention
from allocations.models.sliding_review import SlidingReview
from allocations.models.status_period import StatusPeriod, change_status
from allocations.models.tenancy import Tenancy
from allocations.models.tenancy_lists import TenancyStatus

__all__ = [
    "AgendaItem",
    "ArbitrationDecision",
    "ArrearsSnapshot",
    "Attendance",
    "CalPresentation",
    "Disturbance",
    "Dwelling",
    "ExaminationPeriod",
    "GridVersion",
    "LandlordRequest",
    "LeaseNotice",
    "Meeting",
    "MoveIn",
    "MoveInStep",
    "MoveInStepKind",
    "MoveInStepTerms",
    "Offer",
    "PreCalDecision",
    "PreDiagnosis",
    "RentalPoint",
    "RequestPlace",
    "SlidingConvention",
    "SlidingReview",
    "StatusPeriod",
    "Tenancy",
    "TenancyStatus",
    "change_status",
    "raise_rental_point",
]
