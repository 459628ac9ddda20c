"""What the modular accompaniment writes: contract, goals, reviews, corrections, and a draft amendment."""

from datetime import date

from accompaniment import conduct
from accompaniment.models import Suspension
from tests.factories import modular as made


def plant(cast, case):
    signed = made.amendment(cast, case, date(2025, 6, 2), person_commits="CANARI-engagement", intensity="quinzaine")
    draft = made.draft(cast, case, reason="CANARI-brouillon-avenant", association_commits="CANARI-engagement-asso")
    goal = made.goal(cast, case)
    change = goal.move_to("en_cours", on=date(2025, 6, 4), note="CANARI-precision", by=cast.leila.professional)
    review = made.validated_review(cast, case, relays="CANARI-relais-bilan")
    later = made.written_review(
        cast, case, date(2025, 11, 5), with_person=False, why_without="CANARI-sans-elle", held_on=date(2025, 11, 5)
    )
    pause = Suspension.objects.filter(case=case).first() or made.paused(cast, case, date(2025, 10, 1))
    looked_at = []
    if pause.ends_on is None:
        looked_at = [conduct.maintain(
            pause, on=date(2025, 10, 20), until=date(2026, 1, 5), note="CANARI-revue", by=cast.leila.professional
        ).pk]  # fmt: skip
    return {signed.pk, draft.pk, goal.pk, change.pk, review.pk, later.pk, pause.pk, *looked_at}
