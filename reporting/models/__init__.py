"""What reporting keeps: figures frozen for a quarter, one edition per reader, the files made of them, workbooks taken over."""

from reporting.models.editions import FunderEdition, InternalEdition, PartnerEdition
from reporting.models.files import ReportFile
from reporting.models.snapshot import SteeringSnapshot
from reporting.models.workbook import TakenOverWorkbook, WorkbookImport, WorkbookProgress

__all__ = [
    "FunderEdition",
    "InternalEdition",
    "PartnerEdition",
    "ReportFile",
    "SteeringSnapshot",
    "TakenOverWorkbook",
    "WorkbookImport",
    "WorkbookProgress",
]
