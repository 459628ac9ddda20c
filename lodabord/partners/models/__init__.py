from lodabord.partners.models.agreement import Agreement, Closure, FundingLine, Programme, Terms
from lodabord.partners.models.organisation import Agency, Organisation, PrescriberType, Territory
from lodabord.partners.models.professional import Membership, Professional

__all__ = [
    "Agency",
    "Agreement",
    "Closure",
    "FundingLine",
    "Membership",
    "Organisation",
    "PrescriberType",
    "Professional",
    "Programme",
    "Terms",
    "Territory",
]
