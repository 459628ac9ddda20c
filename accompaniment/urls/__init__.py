"""The addresses of this room, a file per subject."""

from accompaniment.urls import (
    absences,
    agreed,
    cal_note,
    gatherings,
    measure,
    notes,
    partners,
    planning,
    preparation,
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
    partners,
    agreed,
    vigilance,
    relays,
]
urlpatterns = [pattern for subject in SUBJECTS for pattern in subject.urlpatterns]
