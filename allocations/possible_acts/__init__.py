"""The acts of this room in « Que faire ? », a file per subject: which ones, at which stage, for which role."""

from django.http import HttpRequest

from allocations.possible_acts import cal, entry, needs, retention, tenancy
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State

SUBJECTS = [entry, needs, cal, tenancy, retention]


def acts(request: HttpRequest, case: Case) -> list[PossibleAct]:
    """What this person may do at this stage."""
    role = request.membership.role  # type: ignore[attr-defined]
    sources = [subject.BY_STATE.get(State(case.state)) for subject in SUBJECTS]
    return [act for source in sources if source for act in source(case, role)]
