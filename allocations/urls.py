from django.urls import path

from allocations import precal_urls
from allocations.views import (
    arbitrations,
    arrears,
    cal,
    dwellings,
    offers,
    prediagnoses,
    tenancies,
)

app_name = "allocations"
urlpatterns = [
    *precal_urls.urlpatterns,
    path("pre-diagnostics/<uuid:pk>/", prediagnoses.show, name="prediagnosis"),
    path("cal/", cal.index, name="cal"),
    path("cal/<uuid:pk>/inscription/", cal.schedule, name="cal_schedule"),
    path("passages/<uuid:pk>/", cal.show, name="presentation"),
    path("passages/<uuid:pk>/decision/", cal.decide, name="cal_decision"),
    path("passages/<uuid:pk>/retrait/", cal.withdraw, name="cal_withdrawal"),
    path("passages/<uuid:pk>/effet/", cal.take_effect, name="cal_effect"),
    path("passages/<uuid:pk>/sans-effet/", cal.no_effect, name="cal_no_effect"),
    path("passages/<uuid:pk>/offre/", offers.notify, name="offer_notification"),
    path("offres/<uuid:pk>/acceptation/", offers.accept, name="offer_acceptance"),
    path("offres/<uuid:pk>/refus/", offers.refuse, name="offer_refusal"),
    path("offres/<uuid:pk>/silence/", offers.silence, name="offer_silence"),
    path("offres/<uuid:pk>/caducite/", offers.lapse, name="offer_lapse"),
    path("loges/", tenancies.index, name="housed"),
    path("dossiers/<uuid:pk>/bail/", tenancies.sign, name="lease"),
    path("occupations/<uuid:pk>/fin/", tenancies.end, name="tenancy_end"),
    path("logements/", dwellings.index, name="dwellings"),
    path("logements/nouveau/", dwellings.create, name="dwelling"),
    path("dossiers/<uuid:pk>/situation-locative/", arrears.snapshot, name="arrears"),
    path("dossiers/<uuid:pk>/troubles/", arrears.disturbance, name="disturbance"),
    path("dossiers/<uuid:pk>/arbitrage/", arbitrations.opinion, name="opinion"),
    path("dossiers/<uuid:pk>/arbitrage/decision/", arbitrations.decide, name="arbitration"),
    path("dossiers/<uuid:pk>/rencontre/", arbitrations.meet, name="joint_meeting"),
    path("arbitrages/<uuid:pk>/releve/", arbitrations.minutes, name="arbitration_minutes"),
]
