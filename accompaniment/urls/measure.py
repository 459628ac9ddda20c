"""Contract, follow-up, intensity, suspension, end."""

from django.urls import path

from accompaniment.views import exits, measures, takeovers

urlpatterns = [
    path("reprise/", takeovers.create, name="takeover"),
    path("<uuid:pk>/contrat/", measures.contract, name="contract"),
    path("<uuid:pk>/entree/", measures.move_in, name="move_in"),
    path("<uuid:pk>/accompagnement/", measures.begin_follow_up, name="follow_up"),
    path("<uuid:pk>/intensite/", measures.intensity, name="intensity"),
    path("<uuid:pk>/suspension/", measures.suspend, name="suspension"),
    path("<uuid:pk>/reactivation/", measures.reactivate, name="reactivation"),
    path("<uuid:pk>/fin/", exits.create, name="exit"),
    path("<uuid:pk>/reprise-apres-fin/", exits.reopen, name="reopening"),
]
