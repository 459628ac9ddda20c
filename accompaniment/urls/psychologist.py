"""The psychologist: asked, answering, sharing."""

from django.urls import path

from accompaniment.views import psychologist

urlpatterns = [
    path("<uuid:pk>/psychologue/", psychologist.ask, name="psychologist_request"),
    path("psychologue/<uuid:pk>/acceptation/", psychologist.accept, name="psychologist_acceptance"),
    path("psychologue/<uuid:pk>/refus/", psychologist.decline, name="psychologist_declining"),
    path("psychologue/<uuid:pk>/retrait/", psychologist.withdraw, name="psychologist_withdrawal"),
    path("notes-psychologue/<uuid:pk>/partage/", psychologist.share, name="psychologist_sharing"),
    path("notes-psychologue/<uuid:pk>/reprise/", psychologist.unshare, name="psychologist_unsharing"),
]
