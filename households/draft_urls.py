"""Drafts have their own short addresses: every page's script asks them."""

from django.urls import path

from households.views import drafts

app_name = "drafts"
urlpatterns = [
    path("", drafts.index, name="drafts"),
    path("ici/", drafts.here, name="here"),
    path("jeton/", drafts.token, name="token"),
    path("reconnexion/", drafts.back, name="back"),
    path("<uuid:key>/", drafts.draft, name="draft"),
    path("<uuid:key>/suppression/", drafts.drop, name="drop"),
]
