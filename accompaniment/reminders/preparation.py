"""The end of a preparation: the referent at J-30 and J-7, the head too once it is over (sheet 02 §2.1)."""

from collections.abc import Iterator
from datetime import date

from accompaniment.models import Measure
from accompaniment.models.measure import PeriodQuerySet
from accompaniment.notebook import OVER, preparation_stage
from households.deadline_table import Kind, Stage
from households.models import Case, Reminder
from households.reminders import Owed, Source
from lodabord.partners.models import Membership, Professional
from lodabord.partners.roles import Role

PREFIX = "preparation"
WORDING = "Fin de préparation à venir"
WORDING_OVER = "Fin de préparation dépassée : déclarer prêt, prolonger ou arrêter"


def owed(today: date) -> Iterator[Owed]:
    """Every preparation that runs, at the stage reached: a missed night is made up by the next tick."""
    for measure in _running():
        end = measure.expected_end
        stage = preparation_stage(end, today)
        if end is None or stage is None:
            continue
        wording = WORDING_OVER if stage == OVER else WORDING
        for reader in _readers(measure, stage, today):
            yield Owed(measure.case, _about(measure, end), stage, reader, wording, end)


def still(reminder: Reminder, today: date) -> bool:
    """The preparation runs, its end is the same, the stage too, and its reader still is the one to be told."""
    measure = _running().filter(pk=reminder.about.split(":")[1]).first()
    if measure is None or measure.expected_end is None or reminder.about != _about(measure, measure.expected_end):
        return False
    stage = preparation_stage(measure.expected_end, today)
    return stage == reminder.stage and reminder.recipient in _readers(measure, stage, today)


def _running() -> PeriodQuerySet:
    here = Measure.objects.filter(kind=Measure.Kind.PREPARATION, ends_on__isnull=True, case__closed_on__isnull=True)
    return here.select_related("case__referent", "case__agreement").prefetch_related("extensions")


def _about(measure: Measure, end: date) -> str:
    """An extension moves the end: what was told of the former one is told again of the new one."""
    return f"{PREFIX}:{measure.pk}:{end.isoformat()}"


def _readers(measure: Measure, stage: str, today: date) -> list[Professional]:
    referent = [measure.case.referent] if measure.case.referent else []
    told = [*referent, *(_heads_of(measure.case, today) if stage == OVER or not referent else [])]
    return list({one.pk: one for one in told}.values())


def _heads_of(case: Case, today: date) -> list[Professional]:
    held = Membership.objects.current(today).under(case.agreement).filter(role=Role.ASSO_HEAD)
    return [one.professional for one in held.select_related("professional")]


KINDS = (
    Kind(
        PREFIX, "Fin de préparation",
        stages=(
            Stage("J-30", "trente jours avant la fin attendue", "référent"),
            Stage("J-7", "sept jours avant", "référent"),
            Stage(OVER, "le lendemain de la fin attendue", "référent, cheffe de service"),
        ),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
