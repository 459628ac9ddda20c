"""The note for the CAL and the papers."""

from django.urls import path

from accompaniment.views import cal_notes, note_comments, note_questions, note_visas, papers

urlpatterns = [
    path("<uuid:pk>/note-cal/", cal_notes.edit, name="cal_note"),
    path("notes-cal/relecture/", cal_notes.review, name="cal_note_review"),
    path("notes-cal/<uuid:pk>/", cal_notes.show, name="cal_note_page"),
    path("notes-cal/<uuid:pk>/validation/", note_visas.validate, name="cal_note_validation"),
    path("notes-cal/<uuid:pk>/reprise/", note_visas.take_back, name="cal_note_draft"),
    path("notes-cal/<uuid:pk>/lecture/", note_visas.read, name="cal_note_reading"),
    path("notes-cal/<uuid:pk>/transmission/", note_visas.send, name="cal_note_transmission"),
    path("notes-cal/<uuid:pk>/remarques/", note_comments.create, name="note_comment"),
    path("remarques/<uuid:pk>/suite/", note_comments.deal_with, name="note_comment_reply"),
    path("remarques/<uuid:pk>/cloture/", note_comments.close, name="note_comment_closing"),
    path("remarques/<uuid:pk>/renvoi/", note_comments.reopen, name="note_comment_reopening"),
    path("questions/<uuid:pk>/reponse/", note_questions.answer, name="question_answer"),
    path("<uuid:pk>/pieces/", papers.index, name="papers"),
    path("pieces/<uuid:pk>/", papers.show, name="paper"),
    path("pieces/<uuid:pk>/transmission/", papers.transmit, name="paper_transmission"),
    path("pieces/<uuid:pk>/retrait/", papers.withdraw, name="paper_withdrawal"),
    path("notes-cal/<uuid:pk>/document/", cal_notes.document, name="cal_note_document"),
]
