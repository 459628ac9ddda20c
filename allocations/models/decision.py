"""Whose visa binds each partner, in both tracks (sheet 02 §2.1); the others may prepare, not decide."""

from lodabord.partners.roles import Role

VISA_OF_ROLE = {Role.ASSO_HEAD: "association", Role.LANDLORD_PILOT: "landlord"}
"""The partner that each of the two heads binds."""
