"""Delegations of visas have their own short addresses: both partners' heads use them."""

from django.urls import path

from households.views import delegations

app_name = "delegations"
urlpatterns = [
    path("", delegations.index, name="index"),
    path("nouvelle/", delegations.create, name="create"),
    path("<uuid:pk>/retrait/", delegations.revoke, name="revoke"),
]
