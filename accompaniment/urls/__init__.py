"""The addresses of this room, a file per subject."""

from accompaniment.urls import (
    absences,
    agreed,
    cal_note,
    gatherings,
    measure,
    mediation,
    notes,
    partners,
    planning,
    preparation,
    psychologist,
    relays,
    requests,
    vigilance,
    visits,
    week,
)

app_name = "accompaniment"
SUBJECTS = [
    week,
    planning,
    absences,
    requests,
    visits,
    preparation,
    gatherings,
    measure,
    cal_note,
    notes,
    psychologist,
    mediation,
    partners,
    agreed,
    vigilance,
    relays,
]
urlpatterns = [pattern for subject in SUBJECTS for pattern in subject.urlpatterns]
