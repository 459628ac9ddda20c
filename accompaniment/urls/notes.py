"""Notes and the need for health support."""

from django.urls import path

from accompaniment.views import health, notes

urlpatterns = [
    path("<uuid:pk>/notes/", notes.create, name="note"),
    path("<uuid:pk>/notes-psychologue/", notes.psychologist, name="psychologist_note"),
    path("<uuid:pk>/etayage-sante/", health.edit, name="health"),
]
