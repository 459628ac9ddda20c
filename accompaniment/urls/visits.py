"""Visits and contacts: the day, the log, the next one, the reports, what comes next, how to reach the household."""

from django.urls import path

from accompaniment.views import contacts, my_day, next_steps, visit_reports, visit_status, visits

urlpatterns = [
    path("ma-journee/", my_day.show, name="day"),
    path("ma-journee/etats/", my_day.statuses, name="day_statuses"),
    path("comptes-rendus/", visit_reports.index, name="visit_reports"),
    path("<uuid:pk>/visites/", visits.index, name="visits"),
    path("<uuid:pk>/visites/nouvelle/", visits.create, name="new_visit"),
    path("visites/<uuid:pk>/", visits.log, name="visit"),
    path("visites/<uuid:pk>/etat/", visit_status.quick, name="visit_status"),
    path("visites/<uuid:pk>/confirmation/", visit_status.noted, name="visit_noted"),
    path("visites/<uuid:pk>/suivante/", visit_status.following, name="visit_following"),
    path("visites/<uuid:pk>/report/", visit_status.postpone, name="visit_postponement"),
    path("suites/", next_steps.index, name="next_steps"),
    path("<uuid:pk>/suites/nouvelle/", next_steps.create, name="new_next_step"),
    path("suites/<uuid:pk>/faite/", next_steps.tick, name="next_step_done"),
    path("<uuid:pk>/joindre/", contacts.preference, name="contact_preference"),
    path("<uuid:pk>/joindre/tentative/", contacts.tried, name="contact_attempt"),
]
