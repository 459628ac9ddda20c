"""French addresses, one include per room."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("compte/", include("allauth.account.urls")),
    path("compte/double-facteur/", include("allauth.mfa.urls")),
    path("parametres/", admin.site.urls),
]
