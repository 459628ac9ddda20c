"""Addresses of the reports."""

from django.urls import path

from reporting.views import behind, files, reports, trends, workbooks

app_name = "reporting"
urlpatterns = [
    path("", reports.index, name="reports"),
    path("nouveau/", reports.create, name="report_new"),
    path("tendances/", trends.trends, name="trends"),
    path("territoires/", trends.territories, name="territories"),
    path("definitions/", reports.definitions, name="definitions"),
    path("classeur/", workbooks.index, name="workbook"),
    path("classeur/modele/", workbooks.template, name="workbook_template"),
    path("classeur/export/", workbooks.download, name="workbook_export"),
    path("classeur/reprise/", workbooks.create, name="workbook_new"),
    path("classeur/reprise/<uuid:pk>/", workbooks.show, name="workbook_import"),
    path("classeur/reprise/<uuid:pk>/confirmation/", workbooks.confirmation, name="workbook_confirmation"),
    path("classeur/reprise/<uuid:pk>/abandon/", workbooks.abandon, name="workbook_abandon"),
    path("<uuid:pk>/", reports.show, name="report"),
    path("<uuid:pk>/ecarts/", reports.compare, name="report_changes"),
    path("<uuid:pk>/ecarts/<slug:figure>/", reports.explain_change, name="change_reason"),
    path("<uuid:pk>/dossiers/", behind.index, name="behind_index"),
    path("<uuid:pk>/dossiers/<slug:code>/<slug:track>/<slug:span>/", behind.show, name="behind"),
    path("<uuid:pk>/fichier/<slug:format>/", files.create, name="file_new"),
    path("fichiers/<uuid:pk>/", files.show, name="file"),
    path("fichiers/<uuid:pk>/telecharger/", files.download, name="file_download"),
]
