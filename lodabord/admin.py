"""The parameters site: Django's admin, for the technical administrator, without any household in it."""

from typing import Any

from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.sites import AdminSite
from django.http import HttpRequest

from lodabord.partners.roles import Role

OURS = {"partners", "households", "accompaniment"}


class ParametersSite(AdminSite):
    """Holds parameters, lists and accounts only."""

    site_header = "Paramètres de Lodabord"
    site_title = "Paramètres"
    index_title = "Paramètres, listes et comptes"
    final_catch_all_view = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Our own parameters only: what packages would show of accounts and secrets stays out."""
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in OURS and not hasattr(model, "data_class")]
        if ours:
            super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        membership: Any = getattr(request, "membership", None)
        return membership is not None and membership.role == Role.ADMIN


class ParametersConfig(AdminConfig):
    """Makes `ParametersSite` the one admin site."""

    default_site = "lodabord.admin.ParametersSite"
