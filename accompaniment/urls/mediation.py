"""Neighbour mediation."""

from django.urls import path

from accompaniment.views import mediation

urlpatterns = [
    path("<uuid:pk>/mediations/nouvelle/", mediation.create, name="new_mediation"),
    path("mediations/<uuid:pk>/", mediation.show, name="mediation"),
    path("mediations/<uuid:pk>/rencontre/", mediation.meeting, name="mediation_meeting"),
    path("mediations/<uuid:pk>/cloture/", mediation.close, name="mediation_closing"),
]
