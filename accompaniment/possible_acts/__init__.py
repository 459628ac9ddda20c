"""The acts of the association in « Que faire ? », a file per subject.

Each subject lists `BY_STATE` (for workers, the act of the stage) and `ALWAYS` (whatever the stage).
"""

from typing import Any

from django.http import HttpRequest

from accompaniment.possible_acts import daily, danger, follow_up, modular, preparation, relays, vigilance
from accompaniment.possible_acts.links import WORKERS
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import ASSOCIATION

SUBJECTS: list[Any] = [preparation, follow_up, modular, daily, relays, vigilance, danger]


def acts(request: HttpRequest, case: Case) -> list[PossibleAct]:
    """What this person may do at this stage; nothing for anyone outside the association."""
    role = request.membership.role  # type: ignore[attr-defined]
    if role not in ASSOCIATION:
        return []
    staged = [subject.BY_STATE.get(State(case.state)) for subject in SUBJECTS] if role in WORKERS else []
    sources = [*filter(None, staged), *(always for subject in SUBJECTS for always in subject.ALWAYS)]
    return [act for source in sources for act in source(case, role)]
