"""The addresses of this room, a file per subject."""

from accompaniment.urls import agreed, cal_note, measure, notes, partners, preparation, requests, visits, week

app_name = "accompaniment"
SUBJECTS = [week, requests, visits, preparation, measure, agreed, cal_note, notes, partners]
urlpatterns = [pattern for subject in SUBJECTS for pattern in subject.urlpatterns]
