"""« Demander un relais », while the household is followed."""

from accompaniment.possible_acts.links import Source, link
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State


def ask(case: Case, role: str) -> list[PossibleAct]:
    return [link("Demander un relais", "new_relay_request", case)] if case.closed_on is None else []


BY_STATE: dict[State, Source] = {}
ALWAYS = [ask]
