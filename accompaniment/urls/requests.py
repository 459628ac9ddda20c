"""Calls and demands of the households."""

from django.urls import path

from accompaniment.views import requests

urlpatterns = [
    path("demandes/", requests.index, name="requests"),
    path("demandes/nouvelle/", requests.create, name="new_request"),
    path("demandes/<uuid:pk>/reponse/", requests.answer, name="request_answer"),
]
