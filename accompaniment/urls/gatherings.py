"""Sessions of the preparation and collective activities: the same pages for both, each knowing which it serves."""

from typing import Any

from django.urls import path

from accompaniment.models import GroupActivity, PrepSession
from accompaniment.views import gatherings as pages


def _of(folder: str, slug: str, plural: str, model: Any) -> list[Any]:
    told = {"model": model}
    return [
        path(f"{folder}/", pages.index, told, name=plural),
        path(f"{folder}/nouvelle/", pages.create, told, name=f"new_{slug}"),
        path(f"{folder}/<uuid:pk>/", pages.show, told, name=slug),
        path(f"{folder}/<uuid:pk>/presences/", pages.attendance, told, name=f"{slug}_attendance"),
        path(f"{folder}/<uuid:pk>/inscriptions/", pages.sign_up, told, name=f"{slug}_sign_up"),
        path(f"{folder}/<uuid:pk>/modification/", pages.revise, told, name=f"{slug}_revision"),
        path(f"{folder}/<uuid:pk>/report/", pages.move, told, name=f"{slug}_move"),
        path(f"{folder}/<uuid:pk>/annulation/", pages.cancel, told, name=f"{slug}_cancel"),
        path(f"{folder}/<uuid:pk>/invitation/", pages.invitation, told, name=f"{slug}_invitation"),
        path(f"{folder}/<uuid:pk>/invitation/lettres/", pages.letters, told, name=f"{slug}_letters"),
        path(f"{folder}/<uuid:pk>/emargement/", pages.sign_in_sheet, told, name=f"{slug}_sheet"),
    ]


urlpatterns = [
    *_of("ateliers", "prep_session", "prep_sessions", PrepSession),
    *_of("activites", "group_activity", "group_activities", GroupActivity),
]
