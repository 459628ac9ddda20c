"""Notes and the need for health support."""

from django.urls import path

from accompaniment.views import health, note_edits, notes

urlpatterns = [
    path("<uuid:pk>/notes/", notes.create, name="note"),
    path("<uuid:pk>/notes-psychologue/", notes.psychologist, name="psychologist_note"),
    path("notes/<uuid:pk>/", note_edits.note, name="note_edit"),
    path("notes/<uuid:pk>/versions/", note_edits.note_versions, name="note_versions"),
    path("notes-psychologue/<uuid:pk>/", note_edits.psychologist, name="psychologist_note_edit"),
    path("notes-psychologue/<uuid:pk>/versions/", note_edits.psychologist_versions, name="psychologist_versions"),
    path("visites/<uuid:pk>/versions/", note_edits.visit_versions, name="visit_versions"),
    path("<uuid:pk>/etayage-sante/", health.edit, name="health"),
]
