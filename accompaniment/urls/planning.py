"""Appointments, the calendar, the feed."""

from django.urls import path

from accompaniment.views import feeds, planning

urlpatterns = [
    path("calendrier/", planning.calendar, name="calendar"),
    path("calendrier/abonnement/", feeds.manage, name="feed"),
    path("calendrier/<str:secret>.ics", feeds.read, name="feed_file"),
    path("<uuid:pk>/visites/prevue/", planning.plan, name="visit_plan"),
    path("<uuid:pk>/rendez-vous/", planning.regular, name="regular"),
    path("rendez-vous/<uuid:pk>/arret/", planning.stop_regular, name="regular_stop"),
    path("visites/<uuid:pk>/deplacement/", planning.move, name="visit_move"),
    path("visites/<uuid:pk>/agenda/", feeds.one, name="visit_ics"),
]
