"""Points of vigilance."""

from django.urls import path

from accompaniment.views import alerts

urlpatterns = [
    path("<uuid:pk>/vigilance/", alerts.index, name="alerts"),
    path("<uuid:pk>/vigilance/nouveau/", alerts.create, name="new_alert"),
    path("vigilance/<uuid:pk>/renouvellement/", alerts.renew, name="alert_renewal"),
    path("vigilance/<uuid:pk>/levee/", alerts.lift, name="alert_lifting"),
]
