"""What reporting keeps: figures frozen for a quarter, one edition per reader, and the files made of them."""

from reporting.models.editions import FunderEdition, InternalEdition, PartnerEdition
from reporting.models.files import ReportFile
from reporting.models.snapshot import SteeringSnapshot

__all__ = ["FunderEdition", "InternalEdition", "PartnerEdition", "ReportFile", "SteeringSnapshot"]
