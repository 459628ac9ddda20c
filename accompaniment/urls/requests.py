"""Calls and demands of the households, the roster, situations of danger."""

from django.urls import path

from accompaniment.views import danger, duty, requests

urlpatterns = [
    path("demandes/", requests.index, name="requests"),
    path("demandes/nouvelle/", requests.create, name="new_request"),
    path("demandes/<uuid:pk>/", requests.show, name="request"),
    path("demandes/<uuid:pk>/prise/", requests.take, name="request_take"),
    path("demandes/<uuid:pk>/retour/", requests.give_back, name="request_back"),
    path("demandes/<uuid:pk>/passage/", requests.hand, name="request_hand"),
    path("demandes/<uuid:pk>/reponse/", requests.answer, name="request_answer"),
    path("demandes/<uuid:pk>/cloture/", requests.close, name="request_close"),
    path("permanence/", duty.show, name="duty"),
    path("permanence/demi-journee/", duty.put, name="duty_shift"),
    path("permanence/roulement/", duty.fill, name="duty_rotation"),
    path("<uuid:pk>/danger/", danger.index, name="dangers"),
    path("<uuid:pk>/danger/alerte/", danger.create, name="danger"),
    path("<uuid:pk>/danger/logement/", danger.tell_landlord, name="danger_dwelling"),
    path("danger/<uuid:pk>/suite/", danger.add, name="danger_entry"),
    path("danger/<uuid:pk>/cloture/", danger.close, name="danger_close"),
]
