"""Follow-up, intensity, suspension, end: the modular accompaniment over time."""

from django.urls import path

from accompaniment.views import courses, exit_calls, exits, intensities, measures, suspensions, takeovers

urlpatterns = [
    path("reprise/", takeovers.create, name="takeover"),
    path("apres-la-fin/", exit_calls.index, name="after_the_end"),
    path("<uuid:pk>/fil/", courses.show, name="course"),
    path("<uuid:pk>/entree/", measures.move_in, name="move_in"),
    path("<uuid:pk>/accompagnement/", measures.begin_follow_up, name="follow_up"),
    path("<uuid:pk>/intensite/", intensities.create, name="intensity"),
    path("intensites/<uuid:pk>/correction/", intensities.correct, name="intensity_correction"),
    path("intensites/<uuid:pk>/retrait/", intensities.take_back, name="intensity_removal"),
    path("<uuid:pk>/suspension/", suspensions.create, name="suspension"),
    path("<uuid:pk>/reactivation/", suspensions.reactivate, name="reactivation"),
    path("<uuid:pk>/rappel-du-menage/", suspensions.call_back, name="call_back"),
    path("suspensions/<uuid:pk>/revue/", suspensions.review, name="suspension_review"),
    path("suspensions/<uuid:pk>/annulation/", suspensions.cancel, name="suspension_cancellation"),
    path("<uuid:pk>/fin/", exits.create, name="exit"),
    path("<uuid:pk>/reprise-apres-fin/", exits.reopen, name="reopening"),
    path("bilans-de-fin/<uuid:pk>/", exits.report, name="end_report"),
    path("bilans-de-fin/<uuid:pk>/document/", exits.print_report, name="end_report_document"),
    path("fins/<uuid:pk>/appels/<int:months>/", exit_calls.create, name="exit_call"),
]
