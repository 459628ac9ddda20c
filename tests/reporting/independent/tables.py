"""The rows of an agreement, read straight from the tables in SQL."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.reporting.independent.ledger import TABLES, Ledger, Row

Sql = Callable[[str, list[Any]], list[tuple[Any, ...]]]
FRENCH = {
    "single": "personne_seule", "single_parent": "parent_isole", "couple": "couple", "couple_children": "couple_enfants",
    "other": "autre", "street": "rue", "squat_camp": "squat_campement", "emergency_shelter": "hebergement_urgence",
    "integration_shelter": "chrs", "asylum_accommodation": "dna", "third_party": "tiers",
    "sublet_iml": "sous_location_iml", "adapted_housing": "logement_adapte", "tenant_social": "locataire_hlm",
    "tenant_private": "locataire_prive", "owner": "proprietaire", "wage": "salaire", "pension": "retraite",
    "sick_pay": "ij", "family": "pf", "none": "sans", "f": "femme", "m": "homme", "unknown": "non_renseigne",
}  # fmt: skip
QUERIES = {
    "examinations": ("""SELECT item.case_id, meeting."on", decision.outcome FROM allocations_agendaitem item
        JOIN allocations_meeting meeting ON meeting.id = item.meeting_id
        JOIN allocations_precaldecision decision ON decision.item_id = item.id
        WHERE (decision.effective_at IS NOT NULL OR decision.taken_over) ORDER BY meeting."on" """, "on outcome"),
    "passages": ("""SELECT seen.case_id, seen.cal_on, seen.decision, seen.rank, seen.effect,
        CASE WHEN offer.state = 'accepted' THEN coalesce(offer.replied_on, offer.notified_on) END
        FROM allocations_calpresentation seen LEFT JOIN allocations_offer offer ON offer.presentation_id = seen.id
        WHERE seen.state = 'decided' ORDER BY seen.cal_on, seen.created_at""", "on code rank effect accepted_on"),
    "offers": ("SELECT case_id, notified_on, reply_deadline, state, replied_on FROM allocations_offer",
               "notified_on deadline state replied_on"),
    "preparations": ("""SELECT case_id, starts_on, ends_on, planned_end FROM accompaniment_measure
        WHERE kind = 'preparation'""", "start end planned_end"),
    "intensities": ("SELECT case_id, starts_on, ends_on, intensity FROM accompaniment_measureperiod", "start end kind"),
    "suspensions": ("SELECT case_id, starts_on, ends_on, reason FROM accompaniment_suspension", "start end kind"),
    "tenancies": ("SELECT case_id, starts_on, ends_on FROM allocations_tenancy", "start end"),
    "exits": ("""SELECT case_id, closed_on, reason_id, effect, same_dwelling, reopened_on FROM accompaniment_exit
        JOIN households_exitreason ON code = reason_id""", "on reason effect same_dwelling reopened_on"),
    "visits": ('SELECT case_id, "on", kind, status, themes FROM accompaniment_visit', "on kind status themes"),
    "requests": ("SELECT case_id, received_at, intervened_at, counts_for_target FROM accompaniment_request",
                 "received_at intervened_at in_scope"),
    "accounts": ("""SELECT case_id, "on", round(debt / net_rent, 1)::float, plan_respected
        FROM allocations_arrearssnapshot""", "on months plan_respected"),
    "disturbances": ('SELECT case_id, "on" FROM allocations_disturbance', "on"),
    "referents": ("""SELECT case_id, starts_on, ends_on, trim(first_name || ' ' || last_name)
        FROM households_assignment JOIN partners_professional person ON person.id = professional_id
        WHERE capacity = 'referent'""", "start end kind"),
}  # fmt: skip
CASES = """SELECT file.id, file.track, file.opened_on, file.prediagnosed_on, file.precal_accepted_on,
    file.prep_started_on, file.prep_ended_on, file.moved_in_on, file.arbitrated_on, file.accepted_on, file.met_on,
    file.measure_started_on, file.closed_on, home.composition, home.dependants, referral.prescriber_type_id,
    report.motives, home.id,
    (SELECT kind FROM households_residentialsituation s WHERE s.household_id = home.id AND at_entry LIMIT 1),
    (SELECT second_public FROM accompaniment_healthneed h WHERE h.case_id = file.id LIMIT 1)
    FROM households_case file JOIN households_household home ON home.id = file.household_id
    LEFT JOIN households_referral referral ON referral.case_id = file.id
    LEFT JOIN households_report report ON report.case_id = file.id WHERE file.agreement_id = %s"""
CLOCKS = (
    "id", "track", "opened_on", "prediagnosed_on", "precal_accepted_on", "prep_started_on", "prep_ended_on",
    "moved_in_on", "arbitrated_on", "accepted_on", "met_on", "measure_started_on", "closed_on",
)  # fmt: skip


def ledger_of(sql: Sql, agreement: Any) -> Ledger:
    """All the rows of the agreement."""
    cases = [_case(sql, told) for told in sql(CASES, [agreement.pk])]
    mine = {case["id"] for case in cases}
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    for table, (query, names) in QUERIES.items():
        for case, *values in sql(query, []):
            if str(case) in mine:
                rows[table].append({"case": str(case)} | dict(zip(names.split(), values, strict=True)))
    for seen in rows["passages"]:
        if seen["code"] == "b":
            seen["code"] = "b1" if seen["rank"] == 1 else "b2"
    sessions = sql(
        "SELECT \"on\", state = 'held' FROM allocations_meeting WHERE kind = 'precal' AND agreement_id = %s",
        [agreement.pk],
    )
    funding = sql(
        """SELECT year, name, amount, spent FROM partners_fundingline line
        JOIN partners_organisation funder ON funder.id = line.funder_id WHERE agreement_id = %s""",
        [agreement.pk],
    )
    access, retention = sql("SELECT capacity_access, capacity_retention FROM partners_terms WHERE agreement_id = %s",
                            [agreement.pk])[0]  # fmt: skip
    return Ledger(
        cases,
        rows,
        [{"on": on, "held": held} for on, held in sessions],
        [dict(zip(("year", "funder", "planned", "spent"), line, strict=True)) for line in funding],
        {"access": access, "retention": retention},
        agreement.starts_on,
    )


def _case(sql: Sql, told: tuple[Any, ...]) -> Row:
    case: Row = dict(zip(CLOCKS, told, strict=False))
    composition, dependants, prescriber, motives, home, situation, suffering = told[len(CLOCKS) :]
    case["id"] = str(case["id"])
    started = case["prep_started_on"] if case["track"] == "access" else case["measure_started_on"]
    if started is None:
        case["dismissed_on"] = case["closed_on"]
    holder = sql(
        "SELECT gender, birth_date, birth_year FROM households_person WHERE household_id = %s AND role = 'holder'",
        [home],
    )[:1]
    publics = sql(
        """SELECT DISTINCT code FROM households_householdpriority JOIN households_prioritypublic public
        ON public.id = public_id WHERE household_id = %s ORDER BY code""",
        [home],
    )
    return case | {
        "prescriber": prescriber or ("bailleur" if case["track"] == "retention" else "non_renseigne"),
        "motives": tuple(motives or ()),
        "composition": FRENCH[composition],
        "dependants": dependants,
        "situation": FRENCH.get(situation, situation) if situation else "",
        "gender": FRENCH[holder[0][0]] if holder else "",
        "age_band": _band(*holder[0][1:], started or case["opened_on"]) if holder else "",
        "resources": _resource(sql, home, started or case["opened_on"]),
        "priority_publics": tuple(code for (code,) in publics),
        "second_public": suffering,
    }


def _band(born: date | None, year: int | None, day: date) -> str:
    if born is None and year is None:
        return ""
    age = day.year - (born.year if born else year or 0)
    if born and (day.month, day.day) < (born.month, born.day):
        age -= 1
    return "18-24" if age < 25 else "25-39" if age < 40 else "40-54" if age < 55 else "55+"


def _resource(sql: Sql, home: Any, entry: date) -> str:
    rows = sql(
        """SELECT kind FROM households_resources WHERE household_id = %s AND since = coalesce(
            (SELECT max(since) FROM households_resources WHERE household_id = %s AND since <= %s),
            (SELECT min(since) FROM households_resources WHERE household_id = %s))
        ORDER BY coalesce(monthly_amount, 0) DESC, kind DESC LIMIT 1""",
        [home, home, entry, home],
    )
    return FRENCH.get(rows[0][0], rows[0][0]) if rows else ""
