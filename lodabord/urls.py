"""French addresses, one include per room."""

from django.contrib import admin
from django.urls import include, path

from lodabord import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sante/", views.health, name="health"),
    path("compte/", include("allauth.account.urls")),
    path("compte/double-facteur/", include("allauth.mfa.urls")),
    path("partenaires/", include("lodabord.partners.urls")),
    path("dossiers/", include("households.urls")),
    path("delegations/", include("households.delegation_urls")),
    path("brouillons/", include("households.draft_urls")),
    path("attributions/", include("allocations.urls")),
    path("accompagnement/", include("accompaniment.urls")),
    path("rapports/", include("reporting.urls")),
    path("parametres/", admin.site.urls),
]
