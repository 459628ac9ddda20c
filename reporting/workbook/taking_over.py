"""Taking a workbook over: read, checked whole, prepared, then written at once or not at all."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from accompaniment.models import (
    Exit,
    HealthNeed,
    HealthRelayRequest,
    Measure,
    MeasurePeriod,
    RelayRequest,
    Request,
    Suspension,
    Visit,
)
from allocations.models import (
    AgendaItem,
    ArbitrationDecision,
    ArrearsSnapshot,
    CalPresentation,
    CalSitting,
    Disturbance,
    Dwelling,
    DwellingMove,
    Meeting,
    Offer,
    PreCalDecision,
    PreDiagnosis,
    StatusPeriod,
    Tenancy,
)
from households.models import (
    Assignment,
    Case,
    Event,
    Household,
    HouseholdPriority,
    HousingRequest,
    Person,
    Referral,
    Report,
    ResidentialSituation,
    Resources,
    SupportPeriod,
    VisitFact,
)
from lodabord.kernel.db.locks import hold
from lodabord.kernel.violations import sentence
from lodabord.partners.models import Agreement, FundingLine, Organisation, Professional
from reporting.workbook.batch import Batch
from reporting.workbook.carried import missing_from
from reporting.workbook.checks import check
from reporting.workbook.common_checks import check_agreement, check_common
from reporting.workbook.common_records import Sessions, tell_dwellings, tell_funding, tell_meetings, tell_sittings
from reporting.workbook.course import Course
from reporting.workbook.decision_records import tell_decisions
from reporting.workbook.follow_up_records import tell_follow_up
from reporting.workbook.household_records import NO_HEALTH, give_codes, open_case
from reporting.workbook.problems import Problem, Refused, refusal
from reporting.workbook.rows import Content, Tell, read, silent
from reporting.workbook.setting import Setting, setting_of
from reporting.workbook.sheets import SHEETS
from reporting.workbook.stories import gather

ORDER = [
    Organisation, FundingLine, Meeting, CalSitting, Dwelling, DwellingMove, Household, Case, Person,
    ResidentialSituation, Resources, HouseholdPriority, HousingRequest, Event, Referral, Report, Assignment,
    PreDiagnosis, AgendaItem, PreCalDecision, ArbitrationDecision, CalPresentation, Offer, Tenancy, StatusPeriod,
    ArrearsSnapshot, Disturbance, Measure, SupportPeriod, MeasurePeriod, Suspension, Visit, VisitFact, Request,
    HealthNeed, RelayRequest, HealthRelayRequest, Exit,
]  # fmt: skip
"""What others point at comes first; a pré-CAL is closed once its decisions are there."""
COUNTED = {
    Household: "ménages", PreDiagnosis: "pré-diagnostics", PreCalDecision: "décisions de pré-CAL",
    ArbitrationDecision: "arbitrages", CalPresentation: "passages en CAL", Offer: "offres", Tenancy: "baux",
    Dwelling: "logements", Measure: "mesures", Suspension: "suspensions", Visit: "visites et contacts",
    Request: "sollicitations", Exit: "sorties", Meeting: "séances", FundingLine: "lignes de financement",
    ArrearsSnapshot: "relevés de compte", Disturbance: "troubles de voisinage",
    RelayRequest: "relais", HealthRelayRequest: "relais de santé",
}  # fmt: skip
HEALTH_COLUMN = "menages.souffrance_psychique"


@dataclass
class Prepared:
    """A workbook that may be written: nothing of it is, yet."""

    setting: Setting
    courses: list[Course]
    batch: Batch
    sessions: Sessions
    years: list[int]
    absent: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {told: len(self.batch.of(model)) for model, told in COUNTED.items() if self.batch.of(model)}

    @property
    def notices(self) -> list[str]:
        """What is not kept of the workbook, and why."""
        return [f"{told} ({count})" if count > 1 else told for told, count in self.setting.notices.items()]

    @property
    def rows(self) -> int:
        return sum(len(records) for records in self.batch.made.values())


def prepare(
    content: bytes, agreement: Agreement, *, by: Professional | None, at: datetime, today: date, tell: Tell = silent
) -> Prepared:
    """Everything checked. Raises `Refused` with all the problems at once. Reads as the programme itself."""
    if wrong := check_agreement(agreement):
        raise Refused(wrong)
    told = read(content, tell)
    courses, problems = checked(told, today)
    if problems:
        raise Refused(sorted(problems, key=_in_the_order_of_the_file))
    return _prepared(told, courses, agreement, by=by, at=at, today=today, tell=tell)


def checked(content: Content, today: date) -> tuple[list[Course], list[Problem]]:
    """The stories told by the rows, and all that is wrong in them, cells included."""
    stories, problems = gather(content)
    courses = [Course(story) for story in stories]
    found = [*content.problems, *problems, *check_common(content, today)]
    for course in courses:
        found += check(course, today)
    if not stories and not found:
        found.append(Problem("menages", 0, "", "cette feuille n'a aucune ligne : remplissez au moins un ménage."))
    return courses, list(dict.fromkeys(found))


def _in_the_order_of_the_file(problem: Problem) -> tuple[int, int, str]:
    order = [sheet.name for sheet in SHEETS]
    place = order.index(problem.sheet) if problem.sheet in order else -1
    return place, problem.row, problem.column


def _prepared(
    content: Content, courses: list[Course], agreement: Agreement, *, by: Professional | None, at: datetime,
    today: date, tell: Tell,
) -> Prepared:  # fmt: skip
    with_terms = Agreement.objects.select_related("landlord", "programme").prefetch_related("terms")
    numbers = [row["numero_unique"] for row in content.of("menages") if row["numero_unique"]]
    setting = setting_of(with_terms.get(pk=agreement.pk), by=by, at=at, today=today, numbers=numbers)
    batch = Batch()
    sessions = tell_meetings(content, setting, batch)
    tell_sittings(content, setting, batch)
    tell_dwellings(content, setting, batch)
    years = tell_funding(content, setting, batch)
    for number, course in enumerate(courses, start=1):
        case = open_case(course, setting, batch)
        tell_decisions(course, case, sessions.precal, setting, batch)
        tell_follow_up(course, case, setting, batch)
        if number % 500 == 0:
            tell("Préparation des dossiers", number)
    absent = missing_from(content.columns)
    if NO_HEALTH in setting.notices:
        absent.append(HEALTH_COLUMN)
    return Prepared(setting, courses, batch, sessions, years, absent)


def write(prepared: Prepared, tell: Tell = silent) -> None:
    """All of it, or nothing: one transaction, one import at a time in an agreement. Raises `Refused`."""
    agreement = prepared.setting.agreement
    try:
        with transaction.atomic():
            hold(f"workbook:{agreement.pk}")
            if wrong := check_agreement(agreement):
                raise Refused(wrong)
            _write(prepared, tell)
    except IntegrityError as error:
        raise refusal(f"Rien n'a été repris : {sentence(error)}") from error


def _write(prepared: Prepared, tell: Tell) -> None:
    batch, setting = prepared.batch, prepared.setting
    households = batch.of(Household)
    for household, code in zip(households, give_codes(prepared.courses), strict=True):
        household.code = code
    setting.agreement.funding_lines.filter(year__in=prepared.years).delete()
    done = 0
    for model in ORDER:
        done = batch.write([model], tell, done)
        if model is PreCalDecision:
            prepared.sessions.close(setting)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is checked at the end is checked here, and told
