"""The addresses of the pré-CAL."""

from django.urls import path

from allocations.views import precal_after, precal_agenda, precal_documents, precal_live, precal_room, sessions

urlpatterns = [
    path("pre-cal/", sessions.index, name="sessions"),
    path("pre-cal/annee/", sessions.plan, name="session_plan"),
    path("pre-cal/seance-ajoutee/", sessions.extra, name="session_extra"),
    path("pre-cal/<uuid:pk>/", precal_room.show, name="session"),
    path("pre-cal/<uuid:pk>/lieu/", sessions.place, name="session_place"),
    path("pre-cal/<uuid:pk>/report/", sessions.move, name="session_move"),
    path("pre-cal/<uuid:pk>/annulation/", sessions.cancel, name="session_cancellation"),
    path("pre-cal/<uuid:pk>/invitations/", precal_room.invite, name="session_invitations"),
    path("pre-cal/<uuid:pk>/reponse/<slug:answer>/", precal_room.reply, name="session_reply"),
    path("pre-cal/<uuid:pk>/presences/", precal_room.hold, name="session_holding"),
    path("pre-cal/<uuid:pk>/cloture/", precal_room.close, name="session_closing"),
    path("pre-cal/<uuid:pk>/diffusion/", precal_room.distribution, name="session_distribution"),
    path("pre-cal/<uuid:pk>/en-seance/", precal_live.live, name="session_live"),
    path("pre-cal/<uuid:pk>/en-seance/suite/", precal_live.state, name="session_state"),
    path("pre-cal/<uuid:pk>/proposition/", precal_agenda.fill, name="session_proposal"),
    path("pre-cal/<uuid:pk>/envoi/", precal_agenda.send, name="session_sending"),
    path("pre-cal/<uuid:pk>/inscriptions/<uuid:case>/", precal_agenda.inscribe, name="inscription"),
    path("pre-cal/<uuid:pk>/ordre-du-jour/", precal_documents.agenda, name="session_agenda"),
    path("pre-cal/<uuid:pk>/fiches/", precal_documents.sheets, name="session_sheets"),
    path("pre-cal/<uuid:pk>/releve/", precal_documents.minutes, name="session_minutes"),
    path("points/<uuid:pk>/plus-tot/", precal_agenda.earlier, name="item_earlier"),
    path("points/<uuid:pk>/plus-tard/", precal_agenda.later, name="item_later"),
    path("points/<uuid:pk>/retrait/", precal_agenda.withdraw, name="item_withdrawal"),
    path("points/<uuid:pk>/proposition/", precal_agenda.propose, name="item_proposal"),
    path("points/<uuid:pk>/fiche/", precal_documents.sheet, name="item_sheet"),
    path("points/<uuid:pk>/decision/", precal_live.decide, name="decision"),
    path("points/<uuid:pk>/actions/", precal_live.add_action, name="item_action"),
    path("points/<uuid:pk>/reponse-au-prescripteur/", precal_after.answer, name="prescriber_answer"),
    path("actions/<uuid:pk>/faite/", precal_live.do_action, name="action_done"),
    path("decisions/<uuid:pk>/visa/", precal_live.visa, name="visa"),
    path("decisions/<uuid:pk>/information/", precal_after.inform, name="person_informed"),
    path("decisions/<uuid:pk>/rectification/", precal_after.rectify, name="rectification"),
    path("rectifications/<uuid:pk>/visa/", precal_after.rectification_visa, name="rectification_visa"),
    path("rectifications/<uuid:pk>/abandon/", precal_after.abandon, name="rectification_abandon"),
]
