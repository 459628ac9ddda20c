"""The psychologist: a passage asked for, notes kept, shared, taken back."""

from tests.factories import psychologist


def plant(cast, case):
    asked = psychologist.asked(cast, case)
    kept = psychologist.note(cast, case, text="CANARI-note-gardee")
    shared = psychologist.note(cast, case, text="CANARI-note-partagee", shared=True)
    taken_back = psychologist.note(cast, case, text="CANARI-note-reprise", shared=True)
    taken_back.unshare(by=cast.nour.professional)
    return {asked.pk, kept.pk, shared.pk, taken_back.pk}
