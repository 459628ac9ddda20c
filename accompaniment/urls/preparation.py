"""Pré-diagnostic and preparation."""

from django.urls import path

from accompaniment.views import measures, prediagnoses

urlpatterns = [
    path("<uuid:pk>/pre-diagnostic/", prediagnoses.edit, name="prediagnosis"),
    path("<uuid:pk>/preparation/", measures.begin_preparation, name="preparation"),
    path("<uuid:pk>/preparation/modules/", measures.module, name="module"),
    path("<uuid:pk>/preparation/prolongation/", measures.extend, name="extension"),
    path("<uuid:pk>/preparation/fin/", measures.complete, name="completion"),
    path("<uuid:pk>/preparation/attestation/", measures.certificate, name="certificate"),
]
