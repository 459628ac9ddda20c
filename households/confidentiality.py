"""Who may read and write what: the matrix agreed between the partners (sheet 04 §4.9), and nothing else.

A model about a household says its `data_class`; pages, lists and searches follow through
`visible_to`, and the rights in the database follow through `households.wall`.
"""

from django.db import models

from lodabord.partners.roles import ASSOCIATION, LANDLORD, Role

WORKER, PSY, HEAD = Role.ASSO_WORKER, Role.ASSO_PSY, Role.ASSO_HEAD
SOCIAL, PILOT, ALLOC, CLIENT = (
    Role.LANDLORD_SOCIAL,
    Role.LANDLORD_PILOT,
    Role.LANDLORD_ALLOC,
    Role.LANDLORD_CLIENT,
)
PRESCRIBER = Role.PRESCRIBER


class DataClass(models.TextChoices):
    """What kind of thing a record says about a household."""

    IDENTITY = "identity", "identité et coordonnées (C1)"
    ADMINISTRATIVE = "administrative", "composition, ressources, demande (C2)"
    REFERRAL = "referral", "orientation reçue (C3)"
    PROCESS = "process", "étapes, dates et décisions (C3)"
    ASSESSMENT = "assessment", "pré-diagnostic, résultat par critère (C3)"
    VISIT_FACT = "visit_fact", "visites passées, réalisées ou non (C3)"
    TRANSMITTED = "transmitted", "documents transmis (C7)"
    HOUSING_NEED = "housing_need", "besoin de logement, sans identité (C3)"
    PAPER = "paper", "pièce photographiée par l'association, non transmise (C2)"
    DAILY = "daily", "demandes entre partenaires sur le logement ou le bail (C4)"
    REPORTED = "reported", "repérage, impayés, troubles (C4)"
    TENANCY = "tenancy", "occupation, logement, loyer (C4)"
    SENSITIVE_PRIORITY = "sensitive_priority", "motif détaillé de priorité (C6)"
    SOCIAL = "social", "accompagnement : visites, notes, bilans (C5)"
    REQUEST = "request", "sollicitations du ménage (C5)"
    HEALTH = "health", "santé (C6)"
    PSYCHOLOGIST_NOTE = "psychologist_note", "notes de la psychologue (C6)"
    READING = "reading", "journal des lectures"


READERS: dict[str, frozenset[Role]] = {
    DataClass.IDENTITY: ASSOCIATION | LANDLORD | {PRESCRIBER},
    DataClass.ADMINISTRATIVE: ASSOCIATION | {SOCIAL, PILOT, ALLOC, PRESCRIBER},
    DataClass.REFERRAL: ASSOCIATION | {PRESCRIBER},
    DataClass.PROCESS: ASSOCIATION | {SOCIAL, PILOT, ALLOC},
    DataClass.ASSESSMENT: ASSOCIATION | {SOCIAL, PILOT},
    DataClass.VISIT_FACT: ASSOCIATION | {SOCIAL, PILOT},
    DataClass.TRANSMITTED: ASSOCIATION | {SOCIAL, PILOT, ALLOC},
    DataClass.HOUSING_NEED: ASSOCIATION | {SOCIAL, PILOT, ALLOC},
    DataClass.PAPER: ASSOCIATION,
    DataClass.DAILY: ASSOCIATION | {SOCIAL, PILOT, CLIENT},
    DataClass.REPORTED: ASSOCIATION | {SOCIAL, PILOT, CLIENT},
    DataClass.TENANCY: frozenset({WORKER, HEAD, SOCIAL, PILOT, ALLOC, CLIENT}),
    DataClass.SENSITIVE_PRIORITY: ASSOCIATION,
    DataClass.SOCIAL: ASSOCIATION,
    DataClass.REQUEST: ASSOCIATION,
    DataClass.HEALTH: ASSOCIATION,
    DataClass.PSYCHOLOGIST_NOTE: ASSOCIATION,
    DataClass.READING: frozenset({HEAD}),
}
"""PSYCHOLOGIST_NOTE: her own, and for the others only those she shares (the record's own rule)."""

CLOSED_TO_COVER = frozenset(
    {
        DataClass.SOCIAL,
        DataClass.HEALTH,
        DataClass.PSYCHOLOGIST_NOTE,
        DataClass.SENSITIVE_PRIORITY,
        DataClass.PAPER,
        DataClass.READING,
    }
)
"""What replacing a colleague for a few days does not open where each reads only her own files (decision 0018),
but for the models that say `needed_while_covering`: how many days back, 0 for all."""

WRITERS: dict[str, frozenset[Role]] = {
    DataClass.IDENTITY: frozenset({WORKER, HEAD, SOCIAL, CLIENT, PRESCRIBER}),
    DataClass.ADMINISTRATIVE: frozenset({WORKER, HEAD, SOCIAL, PILOT, CLIENT, ALLOC, PRESCRIBER}),
    DataClass.REFERRAL: frozenset({WORKER, HEAD, PRESCRIBER}),
    DataClass.PROCESS: frozenset({WORKER, HEAD, SOCIAL, PILOT, ALLOC}),
    DataClass.ASSESSMENT: frozenset({WORKER, HEAD}),
    DataClass.VISIT_FACT: frozenset({WORKER, HEAD, PSY}),
    DataClass.TRANSMITTED: frozenset({WORKER, HEAD}),
    DataClass.HOUSING_NEED: frozenset({WORKER, HEAD}),
    DataClass.PAPER: frozenset({WORKER, HEAD}),
    DataClass.DAILY: frozenset({WORKER, HEAD, SOCIAL, PILOT, CLIENT}),
    DataClass.REPORTED: frozenset({SOCIAL, PILOT, CLIENT}),
    DataClass.TENANCY: frozenset({ALLOC, SOCIAL, PILOT, CLIENT}),
    DataClass.SENSITIVE_PRIORITY: frozenset({WORKER, HEAD}),
    DataClass.SOCIAL: frozenset({WORKER, HEAD, PSY}),
    DataClass.REQUEST: frozenset({WORKER, HEAD, PSY}),
    DataClass.HEALTH: frozenset({WORKER, HEAD, PSY}),
    DataClass.PSYCHOLOGIST_NOTE: frozenset({PSY}),
    DataClass.READING: ASSOCIATION | LANDLORD | {PRESCRIBER},
}
"""Who may write at all; which act is whose is said by the verb's own rule."""


def may_read(role: str, data_class: str) -> bool:
    """Whether this role reads this class of data at all."""
    return role in READERS[data_class]


def may_write(role: str, data_class: str) -> bool:
    """Whether this role writes this class of data at all."""
    return role in WRITERS[data_class]


def classes_read_by(role: str) -> list[str]:
    """The classes of data this role reads."""
    return [data_class for data_class, readers in READERS.items() if role in readers]
