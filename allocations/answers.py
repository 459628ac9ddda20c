"""The answer proposed to the prescriber when a decision takes effect: a text to reread, never sent by itself."""

from allocations.models import AgendaItem
from allocations.models.entry_decision import REMAINS_ACTIVE, EntryDecision, Outcome
from households.models import PrescriberAnswer

Told = PrescriberAnswer.Outcome
OUTCOMES = {
    Outcome.ACCEPTED: Told.RETAINED,
    Outcome.DEFERRED: Told.DEFERRED,
    Outcome.NOT_SELECTED: Told.NOT_RETAINED,
    Outcome.REDIRECTED: Told.REDIRECTED,
    Outcome.WITHDRAWN: Told.WITHDRAWN,
}


def proposed_outcome(decision: EntryDecision) -> str:
    return OUTCOMES[Outcome(decision.outcome)]


def proposed_text(decision: EntryDecision) -> str:
    """What the association will most often want to say; conditions and actions stay between the partners."""
    if decision.outcome == Outcome.ACCEPTED and decision.waiting_rank:
        return (
            "La candidature est retenue. Toutes les places sont prises : le ménage est en attente de place, "
            "et nous le recontactons dès qu'une place se libère."
        )
    if decision.outcome == Outcome.ACCEPTED:
        return "La candidature est retenue. Nous contactons le ménage pour commencer la préparation."
    if decision.outcome == Outcome.DEFERRED:
        on = f" le {decision.reexamine_on:%d/%m/%Y}" if decision.reexamine_on else ""
        return f"La candidature sera réexaminée{on}. Il manque : {decision.missing_element or 'un élément'}."
    if decision.outcome == Outcome.REDIRECTED:
        return f"Nous proposons une réorientation vers : {decision.destination}. {REMAINS_ACTIVE}"
    if decision.outcome == Outcome.WITHDRAWN:
        return f"La personne ne souhaite pas donner suite pour le moment. {REMAINS_ACTIVE}"
    motive = f" : {decision.reason}" if decision.reason else ""
    return f"La candidature n'est pas retenue{motive}. {REMAINS_ACTIVE}"


def proposed_alternative(decision: EntryDecision) -> str:
    return decision.destination


def unanswered(items: list[AgendaItem]) -> list[tuple[AgendaItem, EntryDecision]]:
    """The decisions in force of which the prescriber has not been told; items come with what `in_force` needs."""
    standing = [(item, decision) for item in items if (decision := item.in_force) and decision.effective_at]
    told = PrescriberAnswer.objects.filter(about__in=[decision.pk for _, decision in standing])
    answered = set(told.values_list("about", flat=True))
    return [(item, decision) for item, decision in standing if decision.pk not in answered]
