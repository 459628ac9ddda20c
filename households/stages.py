"""The stages of a case and the moves between them (sheet 02 §2.1 and §2.2): the table both tracks obey."""

from django.db import models


class Track(models.TextChoices):
    """The two ways in."""

    ACCESS = "access", "Accès"
    RETENTION = "retention", "Maintien"


class State(models.TextChoices):
    """Where a case stands."""

    ORIENTATION_RECEIVED = "orientation_received", "Orientation reçue"
    PREDIAGNOSIS = "prediagnosis", "Pré-diagnostic en cours"
    PRECAL_QUEUE = "precal_queue", "En attente de pré-CAL"
    PRECAL_DEFERRED = "precal_deferred", "Ajourné en pré-CAL"
    PRECAL_ACCEPTED = "precal_accepted", "Retenu, en attente d'entrée en mesure"
    PREPARATION = "preparation", "Mesure de formation-préparation"
    CAL_READY = "cal_ready", "Prêt pour la CAL"
    CAL_SCHEDULED = "cal_scheduled", "Inscrit en CAL"
    CAL_AWARDED = "cal_awarded", "Attribué, offre en cours"
    MOVE_IN_PENDING = "move_in_pending", "Entrée en préparation"
    REPORT_RECEIVED = "report_received", "Repérage reçu"
    LANDLORD_ASSESSMENT = "landlord_assessment", "Évaluation du pôle social"
    ARBITRATION = "arbitration", "Arbitrage bailleur – association"
    ACCEPTED_WAITING = "accepted_waiting", "Retenu, en attente de place ou d'adhésion"
    JOINT_MEETING = "joint_meeting", "Rencontre de présentation"
    FOLLOW_UP = "follow_up", "Accompagnement"
    SUSPENDED = "suspended", "Accompagnement suspendu"
    CLOSED = "closed", "Clos"


S = State

ORDER: dict[Track, list[State]] = {
    Track.ACCESS: [
        S.ORIENTATION_RECEIVED,
        S.PREDIAGNOSIS,
        S.PRECAL_QUEUE,
        S.PRECAL_ACCEPTED,
        S.PREPARATION,
        S.CAL_READY,
        S.CAL_SCHEDULED,
        S.CAL_AWARDED,
        S.MOVE_IN_PENDING,
        S.FOLLOW_UP,
    ],
    Track.RETENTION: [
        S.REPORT_RECEIVED,
        S.LANDLORD_ASSESSMENT,
        S.ARBITRATION,
        S.ACCEPTED_WAITING,
        S.JOINT_MEETING,
        S.FOLLOW_UP,
    ],
}
"""The plain path of each track, first stage to last."""

_COMMON = {
    S.FOLLOW_UP: frozenset({S.SUSPENDED, S.CLOSED}),
    S.SUSPENDED: frozenset({S.FOLLOW_UP, S.CLOSED}),
    S.CLOSED: frozenset({S.FOLLOW_UP}),
}

MOVES: dict[Track, dict[State, frozenset[State]]] = {
    Track.ACCESS: {
        S.ORIENTATION_RECEIVED: frozenset({S.PREDIAGNOSIS, S.CLOSED}),
        S.PREDIAGNOSIS: frozenset({S.PRECAL_QUEUE, S.CLOSED}),
        S.PRECAL_QUEUE: frozenset({S.PRECAL_ACCEPTED, S.PRECAL_DEFERRED, S.CLOSED}),
        S.PRECAL_DEFERRED: frozenset({S.PRECAL_QUEUE, S.CLOSED}),
        S.PRECAL_ACCEPTED: frozenset({S.PREPARATION, S.CLOSED}),
        S.PREPARATION: frozenset({S.CAL_READY, S.CLOSED}),
        S.CAL_READY: frozenset({S.CAL_SCHEDULED, S.CLOSED}),
        S.CAL_SCHEDULED: frozenset({S.CAL_READY, S.CAL_AWARDED, S.CLOSED}),
        S.CAL_AWARDED: frozenset({S.MOVE_IN_PENDING, S.CAL_READY, S.CLOSED}),
        S.MOVE_IN_PENDING: frozenset({S.FOLLOW_UP, S.CAL_READY, S.CLOSED}),
        **_COMMON,
    },
    Track.RETENTION: {
        S.REPORT_RECEIVED: frozenset({S.LANDLORD_ASSESSMENT, S.CLOSED}),
        S.LANDLORD_ASSESSMENT: frozenset({S.ARBITRATION, S.CLOSED}),
        S.ARBITRATION: frozenset({S.ACCEPTED_WAITING, S.CLOSED}),
        S.ACCEPTED_WAITING: frozenset({S.JOINT_MEETING, S.CLOSED}),
        S.JOINT_MEETING: frozenset({S.FOLLOW_UP, S.CLOSED}),
        **_COMMON,
    },
}

FIRST: dict[Track, State] = {track: order[0] for track, order in ORDER.items()}

CLOCK_OF_STAGE: dict[State, str] = {
    S.ORIENTATION_RECEIVED: "opened_on",
    S.PREDIAGNOSIS: "prediagnosis_started_on",
    S.PRECAL_QUEUE: "prediagnosed_on",
    S.PRECAL_ACCEPTED: "precal_accepted_on",
    S.PREPARATION: "prep_started_on",
    S.CAL_READY: "cal_ready_on",
    S.CAL_AWARDED: "awarded_on",
    S.REPORT_RECEIVED: "opened_on",
    S.ARBITRATION: "assessed_on",
    S.ACCEPTED_WAITING: "accepted_on",
    S.JOINT_MEETING: "met_on",
    S.CLOSED: "closed_on",
}
"""The clock that says since when a case is at a stage; the others are reached the day they are recorded."""

_UNDER_STUDY = {
    S.PREDIAGNOSIS,
    S.PRECAL_QUEUE,
    S.PRECAL_DEFERRED,
    S.LANDLORD_ASSESSMENT,
    S.ARBITRATION,
}


def progress_of(state: str, closing_reason: str = "") -> str:
    """The coarse state told to whoever referred or reported the household (sheet 04 §4.9)."""
    if state in (S.ORIENTATION_RECEIVED, S.REPORT_RECEIVED):
        return "received"
    if state in _UNDER_STUDY:
        return "in_progress"
    if state == S.CLOSED:
        return "not_retained" if closing_reason in ("non_retenu", "reorientation") else "closed"
    return "retained"
