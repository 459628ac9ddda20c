"""What the page of a preparation shows: dates, modules, what comes, what the CAL asks, what may be done."""

from datetime import date
from typing import TYPE_CHECKING, Any

from accompaniment.models import Contract, Measure, PrepAttendance, PrepCertificate, PrepModule
from accompaniment.models.prep_session import with_modules
from accompaniment.notebook import Notebook, notebook, preparation_stage
from accompaniment.readiness import readiness
from allocations.models import PreDiagnosis
from households.models import Case
from households.stages import State

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

TO_PREPARE = (PreDiagnosis.Level.TO_BUILD, PreDiagnosis.Level.UNDER_WAY)


def preparation_of(case: Case) -> Measure | None:
    """The preparation of the case, with its extensions; the last one, had there been several."""
    found = Measure.objects.filter(case=case, kind=Measure.Kind.PREPARATION).prefetch_related("extensions")
    return found.select_related("case__household", "case__agreement__association").order_by("-starts_on").first()


def notebook_of(case: Case, membership: "Membership") -> Notebook:
    """The ten modules of this household, and of nobody else."""
    rows = PrepAttendance.objects.visible_to(membership).filter(case=case).select_related("session", "noted_by")
    return notebook(PrepModule.objects.all(), rows)


def objectives_of(case: Case) -> dict[str, Any]:
    """What the pré-diagnostic said was to be prepared, and the contract's words."""
    assessed = (
        PreDiagnosis.objects.filter(case=case).concluded().select_related("grid").order_by("-assessed_on").first()
    )
    wanted = [str(level.label) for level in TO_PREPARE]
    criteria = [
        (label, level) for _, told in (assessed.result if assessed else []) for label, level in told if level in wanted
    ]
    contract = Contract.objects.filter(case=case).first()
    return {"assessed": assessed, "criteria": criteria, "objectives": contract.objectives if contract else ""}


def page_of(case: Case, membership: "Membership", today: date) -> dict[str, Any]:
    """Everything the page needs."""
    measure = preparation_of(case)
    told = notebook_of(case, membership)
    running = case.state == State.PREPARATION
    expected = measure.expected_end if measure else None
    return {
        "today": today,
        "measure": measure,
        "extensions": list(measure.extensions.all()) if measure else [],
        "expected_end": expected,
        "stage": preparation_stage(expected, today) if running else None,
        "running": running,
        "notebook": told,
        "coming": _coming(case, membership, today),
        "checklist": readiness(case, told, today) if running else [],
        "certificates": list(
            PrepCertificate.objects.visible_to(membership).filter(case=case).select_related("case__household")
        ),
        **objectives_of(case),
    }


def _coming(case: Case, membership: "Membership", today: date) -> list[Any]:
    """The sessions the household is signed up for, each once."""
    rows = PrepAttendance.objects.visible_to(membership).to_come().filter(case=case, on__gte=today)
    sessions = {row.session_id: row.session for row in rows.select_related("session") if row.session}
    return with_modules(sorted(sessions.values(), key=lambda one: (one.on, one.at)))
