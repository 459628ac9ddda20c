from households.models.assignment import Assignment, assign
from households.models.case import Case, ClosingReason, SkippedStage, places_taken
from households.models.consent import Consent
from households.models.event import Event, Reading
from households.models.facts import SupportPeriod, VisitFact
from households.models.household import CodeCounter, Household, Person, ResidentialSituation, Resources
from households.models.housing_request import HouseholdPriority, HousingRequest, PriorityPublic
from households.models.lists import ExitReason, RefusalReason
from households.models.record import CaseRecord
from households.models.referral import Referral, receive_referral
from households.models.reminder import Message, Reminder, Tick
from households.models.rent_account import RentAccount, open_case_with
from households.models.report import Report, ReportedDwelling, report_tenant
from households.models.transmission import Transmission, transmit

__all__ = [
    "Assignment",
    "Case",
    "CaseRecord",
    "ClosingReason",
    "CodeCounter",
    "Consent",
    "Event",
    "ExitReason",
    "Household",
    "HouseholdPriority",
    "HousingRequest",
    "Message",
    "Person",
    "PriorityPublic",
    "Reading",
    "Referral",
    "RefusalReason",
    "Reminder",
    "RentAccount",
    "Report",
    "ReportedDwelling",
    "ResidentialSituation",
    "Resources",
    "SkippedStage",
    "SupportPeriod",
    "Tick",
    "Transmission",
    "VisitFact",
    "assign",
    "open_case_with",
    "places_taken",
    "receive_referral",
    "report_tenant",
    "transmit",
]
