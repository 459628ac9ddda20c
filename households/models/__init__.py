from households.models.absence import Absence, Cover
from households.models.answer import PrescriberAnswer
from households.models.assignment import Assignment, assign
from households.models.case import Case, ClosingReason, SkippedStage, places_taken
from households.models.consent import Consent
from households.models.delegation import Delegation, Visa, require_visa, signed, told_in_the_journal, visa_of
from households.models.event import Event, Reading
from households.models.facts import SupportPeriod, VisitFact
from households.models.household import CodeCounter, Household, Person, ResidentialSituation, Resources
from households.models.housing_request import HouseholdPriority, HousingRequest, PriorityPublic
from households.models.kept import AlreadySent, Conflict, Draft, SentForm
from households.models.lists import ExitReason, RefusalReason
from households.models.note_question import NoteQuestion
from households.models.record import CaseRecord
from households.models.referral import Referral, receive_referral
from households.models.reinforcement import ConfidentialityChange
from households.models.reminder import Message, Reminder, ReminderPreference, Tick
from households.models.rent_account import RentAccount, open_case_with
from households.models.report import Report, ReportedDwelling, report_tenant
from households.models.transmission import Transmission, transmit
from households.models.transmitted_paper import TransmittedPaper

__all__ = [
    "Absence",
    "AlreadySent",
    "Assignment",
    "Case",
    "CaseRecord",
    "ClosingReason",
    "CodeCounter",
    "ConfidentialityChange",
    "Conflict",
    "Consent",
    "Cover",
    "Delegation",
    "Draft",
    "Event",
    "ExitReason",
    "Household",
    "HouseholdPriority",
    "HousingRequest",
    "Message",
    "NoteQuestion",
    "Person",
    "PrescriberAnswer",
    "PriorityPublic",
    "Reading",
    "Referral",
    "RefusalReason",
    "Reminder",
    "ReminderPreference",
    "RentAccount",
    "Report",
    "ReportedDwelling",
    "ResidentialSituation",
    "Resources",
    "SentForm",
    "SkippedStage",
    "SupportPeriod",
    "Tick",
    "Transmission",
    "TransmittedPaper",
    "Visa",
    "VisitFact",
    "assign",
    "open_case_with",
    "places_taken",
    "receive_referral",
    "report_tenant",
    "require_visa",
    "signed",
    "told_in_the_journal",
    "transmit",
    "visa_of",
]
