"""« Situation de danger », from every household's page."""

from accompaniment.possible_acts.links import Source, link
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State


def danger(case: Case, role: str) -> list[PossibleAct]:
    return [link("Situation de danger", "danger", case)]


BY_STATE: dict[State, Source] = {}
ALWAYS = [danger]
