"""Between partners: demands to the landlord, rental points, CCAPEX."""

from django.urls import path

from accompaniment.views import ccapex, partners

urlpatterns = [
    path("<uuid:pk>/demande-au-bailleur/", partners.ask, name="ask_landlord"),
    path("demandes-au-bailleur/<uuid:pk>/reponse/", partners.read_answer, name="answer_read"),
    path("points-locatifs/<uuid:pk>/", partners.rental_point, name="rental_point"),
    path("<uuid:pk>/ccapex/", ccapex.create, name="ccapex"),
    path("ccapex/<uuid:pk>/document/", ccapex.document, name="ccapex_document"),
]
