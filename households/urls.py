from django.urls import path

from households.views import assignments, cases, closings, consents, papers, persons, referrals, reports, situations, stages

app_name = "households"
urlpatterns = [
    path("", cases.index, name="cases"),
    path("etapes/", stages.index, name="stages"),
    path("<uuid:pk>/", cases.show, name="case"),
    path("<uuid:pk>/prise-en-charge/", referrals.take_charge, name="take_charge"),
    path("<uuid:pk>/classement/", closings.create, name="closing"),
    path("<uuid:pk>/etape-sautee/", closings.skip, name="skip"),
    path("<uuid:pk>/referent/", assignments.create, name="assignment"),
    path("<uuid:pk>/confidentialite/", assignments.reinforce, name="reinforced"),
    path("<uuid:pk>/identite/", persons.edit, name="person"),
    path("<uuid:pk>/situation/", persons.situation, name="situation"),
    path("<uuid:pk>/ressources/", persons.resources, name="resources"),
    path("<uuid:pk>/demande-de-logement/", persons.housing_request, name="housing_request"),
    path("<uuid:pk>/motif-de-priorite/", persons.priority, name="priority"),
    path("<uuid:pk>/accords/", consents.create, name="consent"),
    path("accords/<uuid:pk>/retrait/", consents.withdraw, name="consent_withdrawal"),
    path("pieces/<uuid:pk>/", papers.show, name="transmitted_paper"),
    path("points-de-situation/<uuid:pk>/", situations.show, name="transmitted_situation"),
    path("<uuid:pk>/evaluation-sociale/", reports.assess, name="assessment"),
    path("orientations/", referrals.own, name="own_referrals"),
    path("orientations/nouvelle/", referrals.create, name="referral"),
    path("orientations/<uuid:pk>/fiche/", referrals.sheet, name="referral_sheet"),
    path("reperages/", reports.own, name="own_reports"),
    path("reperages/nouveau/", reports.create, name="report"),
    path("reperages/<uuid:pk>/envoye/", reports.sent, name="report_sent"),
]
