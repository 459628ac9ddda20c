from allocations.models.agenda_item import AgendaItem
from allocations.models.announcement import Announcement
from allocations.models.arrears import ArrearsSnapshot, Disturbance
from allocations.models.attendance import Attendance
from allocations.models.benefit import BenefitEstimate
from allocations.models.decided_action import DecidedAction
from allocations.models.decision import ArbitrationDecision
from allocations.models.distribution import Distribution
from allocations.models.dwelling import Dwelling
from allocations.models.dwelling_import import DwellingImport
from allocations.models.dwelling_move import DwellingMove
from allocations.models.file_paper import FilePaper
from allocations.models.foreseen import ForeseenDwelling
from allocations.models.grid_version import GridVersion
from allocations.models.landlord_request import LandlordRequest, RequestPlace
from allocations.models.lease_notice import LeaseNotice
from allocations.models.meeting import Meeting
from allocations.models.move_in import MoveIn
from allocations.models.move_in_kinds import MoveInStepKind, MoveInStepTerms
from allocations.models.move_in_step import MoveInStep
from allocations.models.need import HousingNeed
from allocations.models.need_change import NeedChange
from allocations.models.offer import Offer
from allocations.models.precal_decision import PreCalDecision
from allocations.models.prediagnosis import PreDiagnosis
from allocations.models.presentation import CalPresentation
from allocations.models.rectification import PreCalRectification
from allocations.models.rental_point import RentalPoint, raise_rental_point
from allocations.models.sitting import CalSitting
from allocations.models.sliding import ExaminationPeriod, SlidingConvention
from allocations.models.sliding_review import SlidingReview
from allocations.models.status_period import StatusPeriod, change_status
from allocations.models.tenancy import Tenancy
from allocations.models.tenancy_lists import TenancyStatus
from allocations.models.viewing import DwellingViewing

__all__ = [
    "AgendaItem",
    "Announcement",
    "ArbitrationDecision",
    "ArrearsSnapshot",
    "Attendance",
    "BenefitEstimate",
    "CalPresentation",
    "CalSitting",
    "DecidedAction",
    "Distribution",
    "Disturbance",
    "Dwelling",
    "DwellingImport",
    "DwellingMove",
    "DwellingViewing",
    "ExaminationPeriod",
    "FilePaper",
    "ForeseenDwelling",
    "GridVersion",
    "HousingNeed",
    "LandlordRequest",
    "LeaseNotice",
    "Meeting",
    "MoveIn",
    "MoveInStep",
    "MoveInStepKind",
    "MoveInStepTerms",
    "NeedChange",
    "Offer",
    "PreCalDecision",
    "PreCalRectification",
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
