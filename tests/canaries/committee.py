"""The committees' pages, opened with every identifier: nothing of the association's own writing shows on them."""

from tests.factories import committee as made


def plant(cast, case):
    paper = made.sent(cast, case)
    committee = paper.committee
    decision = made.decided(committee)
    commission = made.commission(cast)
    situations = committee.meeting.situations.values_list("pk", flat=True)
    return {
        committee.pk, committee.meeting_id, paper.pk, paper.snapshot_id, decision.pk, commission.pk,
        commission.meeting_id, *situations,
    }  # fmt: skip
