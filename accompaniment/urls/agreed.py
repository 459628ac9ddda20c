"""What is agreed with the person: contract, goals, individual reviews."""

from django.urls import path

from accompaniment.views import contracts, goals, reviews

urlpatterns = [
    path("<uuid:pk>/contrat/", contracts.document_of_case, name="contract"),
    path("<uuid:pk>/contrat/redaction/", contracts.edit, name="contract_edit"),
    path("contrats/<uuid:pk>/", contracts.version, name="contract_version"),
    path("contrats/<uuid:pk>/signatures/", contracts.sign, name="contract_signature"),
    path("contrats/<uuid:pk>/abandon/", contracts.abandon, name="contract_abandonment"),
    path("<uuid:pk>/objectifs/", goals.create, name="goal"),
    path("objectifs/<uuid:pk>/", goals.move, name="goal_state"),
    path("<uuid:pk>/bilans/", reviews.create, name="new_review"),
    path("<uuid:pk>/bilans/dernier/", reviews.last, name="last_review"),
    path("bilans/<uuid:pk>/", reviews.show, name="review"),
    path("bilans/<uuid:pk>/faits/", reviews.refresh, name="review_facts"),
    path("bilans/<uuid:pk>/validation/", reviews.validate, name="review_validation"),
    path("bilans/<uuid:pk>/document/", reviews.print_it, name="review_document"),
    path("bilans/<uuid:pk>/extrait/", reviews.extract, name="review_extract"),
]
