"""Visits and contacts."""

from django.urls import path

from accompaniment.views import visits

urlpatterns = [
    path("<uuid:pk>/visites/", visits.index, name="visits"),
    path("<uuid:pk>/visites/nouvelle/", visits.create, name="new_visit"),
    path("<uuid:pk>/visites/prevue/", visits.plan, name="visit_plan"),
    path("visites/<uuid:pk>/", visits.log, name="visit"),
    path("visites/<uuid:pk>/etat/", visits.quick, name="visit_status"),
]
