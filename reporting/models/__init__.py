"""What reporting keeps: figures frozen for a quarter, the committees that read them, what was sent, workbooks taken over."""

from reporting.models.commission import Commission, ContextFigure
from reporting.models.committee import Committee
from reporting.models.committee_file import CommitteeFile
from reporting.models.correction import FigureCorrection
from reporting.models.editions import FunderEdition, InternalEdition, PartnerEdition
from reporting.models.files import ReportFile
from reporting.models.papers import CommitteePaper
from reporting.models.seat import Seat
from reporting.models.situation import Situation
from reporting.models.snapshot import SteeringSnapshot
from reporting.models.spending import PlanVersion, SpendingStatement
from reporting.models.steering_decision import SteeringDecision
from reporting.models.workbook import TakenOverWorkbook, WorkbookImport, WorkbookProgress

__all__ = [
    "Commission",
    "Committee",
    "CommitteeFile",
    "CommitteePaper",
    "ContextFigure",
    "FigureCorrection",
    "FunderEdition",
    "InternalEdition",
    "PartnerEdition",
    "PlanVersion",
    "ReportFile",
    "Seat",
    "Situation",
    "SpendingStatement",
    "SteeringDecision",
    "SteeringSnapshot",
    "TakenOverWorkbook",
    "WorkbookImport",
    "WorkbookProgress",
]
