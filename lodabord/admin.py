"""The parameters site: Django's admin, for the technical administrator, without any household in it."""

from typing import Any

from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.sites import AdminSite
from django.http import HttpRequest

from lodabord.partners.roles import Role


class ParametersSite(AdminSite):
    """Holds parameters, lists and accounts only."""

    site_header = "Paramètres de Lodabord"
    site_title = "Paramètres"
    index_title = "Paramètres, listes et comptes"

    def has_permission(self, request: HttpRequest) -> bool:
        membership: Any = getattr(request, "membership", None)
        return membership is not None and membership.role == Role.ADMIN


class ParametersConfig(AdminConfig):
    """Makes `ParametersSite` the one admin site."""

    default_site = "lodabord.admin.ParametersSite"
