"""The week of a social worker, and the head's page of the team."""

from django.urls import path

from accompaniment.views import team, week

urlpatterns = [
    path("ma-semaine/", week.show, name="week"),
    path("equipe/", team.show, name="team"),
    path("equipe/<uuid:pk>/dossiers/", team.hand_over_caseload, name="caseload"),
]
