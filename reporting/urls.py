"""Addresses of the reports."""

from django.urls import path

from reporting.views import behind, files, reports

app_name = "reporting"
urlpatterns = [
    path("", reports.index, name="reports"),
    path("nouveau/", reports.create, name="report_new"),
    path("definitions/", reports.definitions, name="definitions"),
    path("<uuid:pk>/", reports.show, name="report"),
    path("<uuid:pk>/ecarts/", reports.compare, name="report_changes"),
    path("<uuid:pk>/dossiers/", behind.index, name="behind_index"),
    path("<uuid:pk>/dossiers/<slug:code>/<slug:track>/<slug:span>/", behind.show, name="behind"),
    path("<uuid:pk>/fichier/<slug:format>/", files.create, name="file_new"),
    path("fichiers/<uuid:pk>/", files.show, name="file"),
    path("fichiers/<uuid:pk>/telecharger/", files.download, name="file_download"),
]
