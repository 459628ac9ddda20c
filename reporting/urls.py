"""Addresses of the reports."""

from django.urls import path

from reporting.views import files, reports, trends

app_name = "reporting"
urlpatterns = [
    path("", reports.index, name="reports"),
    path("nouveau/", reports.create, name="report_new"),
    path("tendances/", trends.trends, name="trends"),
    path("territoires/", trends.territories, name="territories"),
    path("definitions/", reports.definitions, name="definitions"),
    path("<uuid:pk>/", reports.show, name="report"),
    path("<uuid:pk>/ecarts/", reports.compare, name="report_changes"),
    path("<uuid:pk>/fichier/<slug:format>/", files.create, name="file_new"),
    path("fichiers/<uuid:pk>/", files.show, name="file"),
    path("fichiers/<uuid:pk>/telecharger/", files.download, name="file_download"),
]
