"""Addresses of the committees, of the money, of the commission."""

from django.urls import path

from reporting.views import (
    commissions,
    committee_files,
    committee_papers,
    committees,
    decisions,
    funding,
    situations,
)

app_name = "copil"
urlpatterns = [
    path("", committees.index, name="committees"),
    path("nouveau/", committees.create, name="committee_new"),
    path("financement/", funding.show, name="funding"),
    path("financement/plan/", funding.plan, name="funding_plan"),
    path("financement/depense/", funding.spend, name="spending"),
    path("commission/", commissions.index, name="commissions"),
    path("commission/nouvelle/", commissions.create, name="commission_new"),
    path("commission/chiffre/", commissions.enter_figure, name="context_figure"),
    path("commission/<uuid:pk>/", commissions.show, name="commission"),
    path("commission/<uuid:pk>/textes/", commissions.texts, name="commission_texts"),
    path("commission/<uuid:pk>/participants/", commissions.seats, name="commission_seats"),
    path("commission/<uuid:pk>/presences/", commissions.hold, name="commission_holding"),
    path("commission/<uuid:pk>/annulation/", commissions.cancel, name="commission_cancellation"),
    path("seances/<uuid:pk>/situations/", situations.create, name="meeting_situation"),
    path("situations/<uuid:pk>/", situations.rewrite, name="situation"),
    path("situations/<uuid:pk>/validation/", situations.validate, name="situation_validation"),
    path("situations/<uuid:pk>/retrait/", situations.withdraw, name="situation_withdrawal"),
    path("decisions/<uuid:pk>/suite/", decisions.follow, name="decision_follow_up"),
    path("envois/<uuid:pk>/", committee_papers.paper, name="paper"),
    path("envois/<uuid:pk>/fichier/<slug:document>/", committee_files.from_paper, name="paper_file"),
    path("fichiers/<uuid:pk>/", committee_files.show, name="file"),
    path("fichiers/<uuid:pk>/telecharger/", committee_files.download, name="file_download"),
    path("<uuid:pk>/", committees.show, name="committee"),
    path("<uuid:pk>/report/", committees.move, name="move"),
    path("<uuid:pk>/annulation/", committees.cancel, name="cancellation"),
    path("<uuid:pk>/participants/", committees.seats, name="seats"),
    path("<uuid:pk>/textes/", committee_papers.texts, name="texts"),
    path("<uuid:pk>/preparation/", committee_papers.prepare, name="preparation"),
    path("<uuid:pk>/synthese/", committee_papers.send, name="sending"),
    path("<uuid:pk>/presences/", committees.hold, name="holding"),
    path("<uuid:pk>/decisions/", decisions.create, name="decision_new"),
    path("<uuid:pk>/releve/", committee_papers.minutes, name="minutes"),
    path("<uuid:pk>/fichier/<slug:document>/", committee_files.create, name="file_new"),
]
