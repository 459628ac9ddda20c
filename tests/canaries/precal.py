"""What the association answers to a prescriber: for the prescriber of that household alone."""

from datetime import date

from allocations.models import AgendaItem, DecidedAction, PreCalDecision
from households.models import PrescriberAnswer


def plant(cast, case):
    decision = PreCalDecision.objects.get(case=case)
    PrescriberAnswer.give(
        case, outcome="retained", reason="CANARI-réponse", alternative="CANARI-autre", on=date(2025, 1, 8),
        by=cast.bruno.professional, about=decision.pk,
    )  # fmt: skip
    item = AgendaItem.objects.get(case=case)
    action = DecidedAction.decide(
        item, what="Envoyer la liste", side="landlord", due_on=date(2025, 2, 1), by=cast.paul.professional
    )
    return {item.pk, item.meeting_id, decision.pk, action.pk}
