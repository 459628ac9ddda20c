"""The project package as an app: its commands, its checks, its template tags; the wall after each migration."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate


def raise_wall(sender: Any, using: str, **kwargs: Any) -> None:
    """Django's own hook after `migrate`: rights follow the schema before anybody is served."""
    from households.wall import build

    build(connections[using])


class LodabordConfig(AppConfig):
    name = "lodabord"
    verbose_name = "Lodabord"

    def ready(self) -> None:
        from lodabord import celery, checks  # noqa: F401 - the broker pages ring; the system checks

        partners = apps.get_app_config("partners")
        post_migrate.connect(raise_wall, sender=partners, dispatch_uid="raise_wall")
