"""Pré-diagnostic and preparation."""

from django.urls import path

from accompaniment.views import prediagnoses, preparation

urlpatterns = [
    path("<uuid:pk>/pre-diagnostic/", prediagnoses.edit, name="prediagnosis"),
    path("<uuid:pk>/preparation/", preparation.begin, name="preparation"),
    path("<uuid:pk>/preparation/carnet/", preparation.show, name="notebook"),
    path("<uuid:pk>/preparation/modules/", preparation.module, name="module"),
    path("modules/<uuid:pk>/correction/", preparation.correct_module, name="module_correction"),
    path("<uuid:pk>/preparation/prolongation/", preparation.extend, name="extension"),
    path("<uuid:pk>/preparation/fin/", preparation.complete, name="completion"),
    path("<uuid:pk>/preparation/rupture/", preparation.break_off, name="preparation_break"),
    path("<uuid:pk>/preparation/attestation/", preparation.certificate, name="certificate"),
    path("<uuid:pk>/preparation/attestation/version/", preparation.issue_certificate, name="certificate_issue"),
    path("attestations/<uuid:pk>/", preparation.issued_certificate, name="issued_certificate"),
]
