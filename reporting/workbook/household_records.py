"""From a story to its household and its case: identity, situation at entry, clocks, openings."""

import re
from collections import defaultdict
from datetime import date
from typing import Any

from django.db import connection

from accompaniment.models import HealthNeed
from households.deadlines import months_later
from households.models import (
    Case,
    Event,
    Household,
    HouseholdPriority,
    HousingRequest,
    Person,
    ResidentialSituation,
    Resources,
)
from households.models.household import CODE_PREFIX
from households.stages import progress_of
from reporting.workbook.batch import Batch
from reporting.workbook.course import Course, effect_of
from reporting.workbook.kinds import plain
from reporting.workbook.setting import Setting

OURS = re.compile(r"(AC|MA)-(\d{4})-(\d{4,6})")
NUMBER_TAKEN = "numéro unique déjà connu d'un autre dossier : non repris"
NO_HEALTH = "« souffrance_psychique » non reprise : la convention ne permet pas les données de santé"
UNKNOWN_PUBLIC = "catégorie de public prioritaire inconnue : non reprise"


def open_case(course: Course, setting: Setting, batch: Batch) -> Case:
    """The household, which gets its code when it is written, and its case at the stage where it stands."""
    row, opened_on = course.story.household, course.opened_on
    assert opened_on is not None
    household = batch.add(
        Household(
            composition=row["composition"],
            dependants=row["enfants_a_charge"] or 0,
            created_by=setting.by,
            created_at=setting.at,
        )
    )
    case = batch.add(_case(course, household, setting))
    _who(course, household, batch)
    _at_entry(course, household, case, setting, batch)
    batch.add(
        Event(
            case=case, at=setting.at, by=setting.by, action="case.taken_over", record_class=Case.data_class,
            record_id=case.pk, facts={"stage": str(case.state), "on": opened_on},
        )
    )  # fmt: skip
    return case


def _case(course: Course, household: Household, setting: Setting) -> Case:
    state, since = course.stage
    assert course.opened_on is not None
    dismissed = course.dismissed if not course.standing_exit else None
    reason = dismissed[1] if dismissed else ""
    return Case(
        household=household,
        agreement=setting.agreement,
        track=course.story.track,
        state=state,
        stage_since=since,
        progress=progress_of(state, reason),
        taken_over=True,
        reinforced=setting.agreement.programme.reinforced,
        opened_on=course.opened_on,
        closed_on=course.closed_on,
        closing_reason=reason,
        exit_label=setting.exits[course.standing_exit.row["motif"]].outside_label if course.standing_exit else "",
        created_at=setting.at,
        **(_access_clocks(course, setting) if course.story.is_access else _retention_clocks(course)),
    )


def _access_clocks(course: Course, setting: Setting) -> dict[str, Any]:
    started, lease = course.prep_started_on, course.moved_in
    cal = course.rows("cal", "date", "decision")
    awards = [row["date"] for row in cal if effect_of(row) == "effective"]
    examined = course.first("pre_cal")
    planned = planned_end(course.preparations[0].start, setting) if course.preparations else None
    return {
        "prediagnosed_on": course.prediagnosed_on,
        "precal_accepted_on": course.retained_on,
        "decided_on": course.retained_on or (course.refusal["date"] if course.refusal else None) or course.closed_on,
        "prep_started_on": started,
        "prep_planned_end": planned,
        "prep_ended_on": course.prep_ended_on,
        "cal_ready_on": course.prep_ended_on,
        "awarded_on": awards[-1] if awards else None,
        "lease_signed_on": lease["signe_le"] if lease else None,
        "moved_in_on": course.housed_from,
        "landlord_from": examined or (course.opened_on if started or course.housed_from else None),
        "allocation_from": course.prep_ended_on or (cal[0]["date"] if cal else course.housed_from),
    }


def planned_end(start: date, setting: Setting) -> date:
    """Of a preparation, by the terms of its first day (invariant 2)."""
    return months_later(start, setting.agreement.terms_on(start).prep_months)


def _retention_clocks(course: Course) -> dict[str, Any]:
    return {
        "arbitrated_on": course.arbitrated_on,
        "accepted_on": course.retained_on,
        "decided_on": course.arbitrated_on or course.closed_on,
        "measure_started_on": course.housed_from,
        "landlord_from": course.opened_on,
    }


def _who(course: Course, household: Household, batch: Batch) -> None:
    row = course.story.household
    batch.add(
        Person(
            household=household,
            role=Person.Role.HOLDER,
            last_name=row["nom"] or "",
            first_name=row["prenom"] or "",
            birth_date=row["date_naissance"],
            phone=row["telephone"] or "",
            gender=row["sexe"] or Person.Gender.UNKNOWN,
        )
    )


def _at_entry(course: Course, household: Household, case: Case, setting: Setting, batch: Batch) -> None:
    row, on = course.story.household, course.opened_on
    assert on is not None
    if row["situation_a_l_entree"]:
        batch.add(ResidentialSituation(household=household, kind=row["situation_a_l_entree"], since=on, at_entry=True))
    for kind in row["ressources"] or ():
        batch.add(Resources(household=household, kind=kind, since=on))
    publics = _publics(row["public_prioritaire"] or (), setting)
    for rank, public in enumerate(publics):
        batch.add(HouseholdPriority(household=household, public=public, main=rank == 0, declared_on=on))
    number = row["numero_unique"] or ""
    if number in setting.taken_numbers:
        setting.notice(NUMBER_TAKEN)
        number = ""
    priority = bool(publics) or "oui" in [plain(one) for one in row["public_prioritaire"] or ()]
    if number or priority:
        batch.add(HousingRequest(household=household, number=number, priority_public=priority))
    _health(row["souffrance_psychique"], case, setting, batch)


def _publics(told: tuple[str, ...], setting: Setting) -> list[Any]:
    found = []
    for word in told:
        if plain(word) in ("oui", "non"):
            continue
        if public := setting.publics.get(plain(word)):
            found.append(public)
        else:
            setting.notice(UNKNOWN_PUBLIC)
    return found


def _health(told: bool | None, case: Case, setting: Setting, batch: Batch) -> None:
    if told is None:
        return
    if not setting.health:
        setting.notice(NO_HEALTH)
        return
    batch.add(HealthNeed(case=case, second_public=told, **setting.made))


# --- codes -----------------------------------------------------------------------------------------


def give_codes(courses: list[Course]) -> list[str]:
    """The code of each household: its own when it has our form and nobody has it, else the next of its year."""
    wanted = [str(one.story.code).upper() for one in courses]
    taken = set(Household.objects.filter(code__in=wanted).values_list("code", flat=True))
    told: list[str] = ["" for _ in courses]
    missing: dict[tuple[str, int], list[int]] = defaultdict(list)
    highest: dict[tuple[str, int], int] = defaultdict(int)
    for place, (course, code) in enumerate(zip(courses, wanted, strict=True)):
        found = OURS.fullmatch(code)
        prefix = CODE_PREFIX[course.story.track]
        if found and found[1] == prefix and code not in taken:
            told[place] = code
            key = prefix, int(found[2])
            highest[key] = max(highest[key], int(found[3]))
        else:
            assert isinstance(course.opened_on, date)
            missing[prefix, course.opened_on.year].append(place)
    for prefix, year in sorted({*missing, *highest}):
        first = _reserve(prefix, year, highest[prefix, year], len(missing[prefix, year]))
        for offset, place in enumerate(missing[prefix, year]):
            told[place] = f"{prefix}-{year}-{first + offset:04d}"
    return told


def _reserve(prefix: str, year: int, at_least: int, count: int) -> int:
    """The first of `count` numbers above all those given so far and those kept from the workbook."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO households_codecounter (prefix, year, last) VALUES (%s, %s, %s + %s)"
            " ON CONFLICT (prefix, year) DO UPDATE SET last = greatest(households_codecounter.last, %s) + %s"
            " RETURNING last",
            [prefix, year, at_least, count, at_least, count],
        )
        return int(cursor.fetchone()[0]) - count + 1
