"""The directory of relays, and what is asked of them."""

from typing import Any

from django.urls import path

from accompaniment.models import HealthRelayRequest, RelayRequest
from accompaniment.views import relay_requests, relays


def _of(folder: str, slug: str, model: Any) -> list[Any]:
    told = {"model": model}
    return [
        path(f"{folder}/<uuid:pk>/suite/", relay_requests.settle, told, name=f"{slug}_settle"),
        path(f"{folder}/<uuid:pk>/relance/", relay_requests.chase, told, name=f"{slug}_chase"),
        path(f"{folder}/<uuid:pk>/remise-en-attente/", relay_requests.take_back, told, name=f"{slug}_back"),
    ]


urlpatterns = [
    path("relais/", relays.index, name="relays"),
    path("relais/nouveau/", relays.create, name="new_relay"),
    path("relais/demandes/", relay_requests.waiting, name="relay_requests"),
    path("relais/<uuid:pk>/", relays.edit, name="relay"),
    path("relais/<uuid:pk>/archivage/", relays.archive, name="relay_archive"),
    path("relais/<uuid:pk>/remise/", relays.restore, name="relay_restore"),
    path("<uuid:pk>/relais/", relay_requests.of_case, name="relays_of_case"),
    path("<uuid:pk>/relais/demande/", relay_requests.create, name="new_relay_request"),
    *_of("relais/demandes", "relay", RelayRequest),
    *_of("relais/demandes-sante", "health_relay", HealthRelayRequest),
]
