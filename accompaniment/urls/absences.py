"""Who is away, and who replaces."""

from django.urls import path

from accompaniment.views import absences

urlpatterns = [
    path("absences/", absences.index, name="absences"),
    path("absences/nouvelle/", absences.create, name="new_absence"),
    path("absences/<uuid:pk>/remplacement/", absences.cover, name="absence_cover"),
    path("absences/<uuid:pk>/fin/", absences.shorten, name="absence_shorten"),
    path("absences/<uuid:pk>/annulation/", absences.cancel, name="absence_cancel"),
]
