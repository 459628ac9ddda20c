"""The week of a social worker."""

from django.urls import path

from accompaniment.views import week

urlpatterns = [
    path("ma-semaine/", week.show, name="week"),
]
