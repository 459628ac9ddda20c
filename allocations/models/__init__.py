from allocations.models.account_import import AccountImport, AccountImportRow
from allocations.models.agenda_item import AgendaItem
from allocations.models.announcement import Announcement
from allocations.models.arbitration import ArbitrationDecision, SealedOpinion
from allocations.models.arrears import ArrearsCorrection, ArrearsSnapshot
from allocations.models.arrears_step import ArrearsStep
from allocations.models.attendance import Attendance
from allocations.models.benefit import BenefitEstimate
from allocations.models.decided_action import DecidedAction
from allocations.models.distribution import Distribution
from allocations.models.disturbance import Disturbance
from allocations.models.dwelling import Dwelling
from allocations.models.dwelling_import import DwellingImport
from allocations.models.dwelling_move import DwellingMove
from allocations.models.file_paper import FilePaper
from allocations.models.first_unpaid import FirstUnpaid, UnpaidSeen
from allocations.models.foreseen import ForeseenDwelling
from allocations.models.grid_version import GridVersion
from allocations.models.joint_meeting import JointMeeting
from allocations.models.landlord_request import LandlordRequest, RequestPlace
from allocations.models.lease_notice import LeaseNotice
from allocations.models.meeting import Meeting
from allocations.models.move_in import MoveIn
from allocations.models.move_in_kinds import MoveInStepKind, MoveInStepTerms
from allocations.models.move_in_step import MoveInStep
from allocations.models.need import HousingNeed
from allocations.models.need_change import NeedChange
from allocations.models.offer import Offer
from allocations.models.outcome import RetentionOutcome
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
    "AccountImport",
    "AccountImportRow",
    "AgendaItem",
    "Announcement",
    "ArbitrationDecision",
    "ArrearsCorrection",
    "ArrearsSnapshot",
    "ArrearsStep",
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
    "FirstUnpaid",
    "ForeseenDwelling",
    "GridVersion",
    "HousingNeed",
    "JointMeeting",
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
    "RetentionOutcome",
    "SealedOpinion",
    "SlidingConvention",
    "SlidingReview",
    "StatusPeriod",
    "Tenancy",
    "TenancyStatus",
    "UnpaidSeen",
    "change_status",
    "raise_rental_point",
]
