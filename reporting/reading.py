"""Reads an agreement's facts, once, without any name: what the indicators are computed from.

Runs as the programme itself (a command, a worker, a page that acts as the system): no side of the
wall may read all this, and what comes out holds figures only.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from accompaniment.models import (
    Exit,
    HealthNeed,
    Measure,
    MeasurePeriod,
    Request,
    Suspension,
    Visit,
)
from allocations.models import (
    AgendaItem,
    ArbitrationDecision,
    ArrearsSnapshot,
    CalPresentation,
    Disturbance,
    Meeting,
    Offer,
    Tenancy,
)
from households.models import Assignment, Case, HouseholdPriority, Person, ResidentialSituation, Resources, SkippedStage
from lodabord.partners.models import Agreement
from reporting import codes
from reporting.facts import (
    Account,
    CaseFacts,
    Examination,
    ExitMade,
    Facts,
    Funding,
    OfferFact,
    Passage,
    RequestMade,
    Session,
    Stay,
    TermsFact,
    VisitMade,
)
from reporting.workbook.untold import untold_by_workbooks

Rows = dict[Any, list[Any]]


def read(agreement: Agreement) -> Facts:
    """All the facts of an agreement, in a fixed number of queries."""
    cases = Case.objects.filter(agreement=agreement).select_related("household", "referral__prescriber_type", "report")
    of = _records(agreement)
    return Facts(
        cases=tuple(_case(one, {name: rows[one.pk] for name, rows in of.items()}) for one in cases),
        terms=_terms(agreement),
        sessions=_sessions(agreement),
        funding=_funding(agreement),
        untold=untold_by_workbooks(agreement),
        skipped_stages=tuple(
            SkippedStage.objects.filter(case__agreement=agreement).values_list("skipped_on", flat=True)
        ),
    )


def _by_case(rows: Iterable[Any]) -> Rows:
    grouped: Rows = defaultdict(list)
    for row in rows:
        grouped[row.case_id].append(row)
    return grouped


def _records(agreement: Agreement) -> dict[str, Rows]:
    """Every kind of record, by case, in the order of life."""

    def of(model: Any, *order: str, **wanted: Any) -> Any:
        return model.objects.filter(case__agreement=agreement, **wanted).order_by(*order)

    items = of(AgendaItem, "meeting__on", decision__isnull=False).select_related("meeting", "decision")
    items = items.prefetch_related("decision__rectifications")
    passages = of(CalPresentation, "cal_on", "created_at", state="decided").select_related("offer")
    referents = of(Assignment, "starts_on", capacity="referent").select_related("professional")
    return {
        "items": _by_case(items),
        "arbitrations": _by_case(of(ArbitrationDecision, "decided_on").exclude(outcome="")),
        "passages": _by_case(passages),
        "offers": _by_case(of(Offer, "notified_on")),
        "measures": _by_case(of(Measure, "starts_on", kind="preparation")),
        "intensities": _by_case(of(MeasurePeriod, "starts_on")),
        "suspensions": _by_case(of(Suspension, "starts_on")),
        "tenancies": _by_case(of(Tenancy, "starts_on")),
        "exits": _by_case(of(Exit, "closed_on").select_related("reason")),
        "visits": _by_case(of(Visit, "on")),
        "requests": _by_case(of(Request, "received_at")),
        "accounts": _by_case(of(ArrearsSnapshot, "on")),
        "disturbances": _by_case(of(Disturbance, "on")),
        "referents": _by_case(referents),
        "health": _by_case(of(HealthNeed)),
        "situations": _of_households(ResidentialSituation, agreement, at_entry=True),
        "holders": _of_households(Person, agreement, role="holder"),
        "resources": _of_households(Resources, agreement),
        "priorities": _of_households(HouseholdPriority, agreement, "public"),
    }


def _of_households(model: Any, agreement: Agreement, *related: str, **wanted: Any) -> Rows:
    """Records of the household, under each of its cases of this agreement."""
    owners = dict(Case.objects.filter(agreement=agreement).values_list("pk", "household_id"))
    rows = model.objects.filter(household__in=set(owners.values()), **wanted)
    mine: Rows = defaultdict(list)
    for row in rows.select_related(*related) if related else rows:
        mine[row.household_id].append(row)
    return defaultdict(list, {case: mine[household] for case, household in owners.items()})


def _case(case: Case, of: dict[str, list[Any]]) -> CaseFacts:
    started = case.started_on or case.opened_on
    return CaseFacts(
        id=str(case.pk),
        track=case.track,
        opened_on=case.opened_on,
        prediagnosed_on=case.prediagnosed_on,
        precal_accepted_on=case.precal_accepted_on,
        prep_started_on=case.prep_started_on,
        prep_ended_on=case.prep_ended_on,
        moved_in_on=case.moved_in_on,
        arbitrated_on=_arbitrated(case, of["arbitrations"]),
        accepted_on=case.accepted_on,
        met_on=case.met_on,
        measure_started_on=case.measure_started_on,
        dismissed_on=None if case.started_on else case.closed_on,
        **_who(case, of, started),
        **_decisions(of),
        **_follow_up(of),
    )


def _arbitrated(case: Case, decisions: list[Any]) -> date | None:
    return case.arbitrated_on or next((one.decided_on for one in decisions if one.outcome != "attente"), None)


def _who(case: Case, of: dict[str, list[Any]], started: date) -> dict[str, Any]:
    """Codes of the workbook (French), without any name."""
    referral, report = getattr(case, "referral", None), getattr(case, "report", None)
    holder = of["holders"][0] if of["holders"] else None
    unknown = "bailleur" if case.track == "retention" else "non_renseigne"
    return {
        "prescriber": (referral.prescriber_type_id if referral else "") or unknown,
        "motives": tuple(report.motives) if report else (),
        "composition": codes.COMPOSITION[case.household.composition],
        "dependants": case.household.dependants,
        "situation": codes.SITUATION[of["situations"][0].kind] if of["situations"] else "",
        "resources": _main_resource(of["resources"], started),
        "age_band": codes.age_band(holder, started) if holder else "",
        "gender": codes.GENDER[holder.gender] if holder else "",
        "priority_publics": tuple(sorted({one.public.code for one in of["priorities"]})),
        "second_public": of["health"][0].second_public if of["health"] else None,
    }


def _main_resource(resources: list[Any], entry: date) -> str:
    """The largest of those it lived on at its entry; the first known after, when nothing was written before."""
    by_then = [one for one in resources if one.since <= entry]
    last = max((one.since for one in by_then), default=min((one.since for one in resources), default=None))
    there = [one for one in resources if one.since == last]
    return codes.RESOURCES[max(there, key=lambda one: (one.monthly_amount or 0, one.kind)).kind] if there else ""


def _decisions(of: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        "examinations": tuple(
            Examination(item.meeting.on, item.in_force.outcome)
            for item in of["items"]
            if item.decision.effective_at or item.decision.taken_over
        ),
        "passages": tuple(_passage(one) for one in of["passages"]),
        "offers": tuple(
            OfferFact(one.notified_on, one.reply_deadline, one.state, one.replied_on) for one in of["offers"]
        ),
    }


def _passage(passage: CalPresentation) -> Passage:
    offer = getattr(passage, "offer", None)
    accepted = (offer.replied_on or offer.notified_on) if offer and offer.state == Offer.State.ACCEPTED else None
    return Passage(passage.cal_on, passage.decision_code, passage.effect, accepted)


def _follow_up(of: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        "preparations": tuple(Stay(one.starts_on, one.ends_on, planned_end=one.planned_end) for one in of["measures"]),
        "intensities": tuple(Stay(one.starts_on, one.ends_on, one.intensity) for one in of["intensities"]),
        "suspensions": tuple(Stay(one.starts_on, one.ends_on, one.reason) for one in of["suspensions"]),
        "tenancies": tuple(Stay(one.starts_on, one.ends_on, one.end_reason) for one in of["tenancies"]),
        "referents": tuple(Stay(one.starts_on, one.ends_on, str(one.professional)) for one in of["referents"]),
        "exits": tuple(
            ExitMade(one.closed_on, one.reason_id, one.reason.effect, one.reason.same_dwelling, one.reopened_on)
            for one in of["exits"]
        ),
        "visits": tuple(VisitMade(one.on, one.kind, one.status, tuple(one.themes)) for one in of["visits"]),
        "requests": tuple(_request(one) for one in of["requests"]),
        "accounts": tuple(Account(one.on, one.months, one.plan_respected) for one in of["accounts"]),
        "disturbances": tuple(one.on for one in of["disturbances"]),
    }


def _request(request: Request) -> RequestMade:
    answered = request.intervened_at
    return RequestMade(
        request.received_at,
        timezone.localdate(request.received_at),
        request.counts_for_target,
        answered,
        timezone.localdate(answered) if answered else None,
        request.delay_minutes,
    )


def _terms(agreement: Agreement) -> tuple[TermsFact, ...]:
    return tuple(
        TermsFact(
            one.applies_from,
            {"access": one.capacity_access, "retention": one.capacity_retention},
            one.halfday_minutes,
            one.day_minutes,
            one.opening_hours,
            one.small_cell,
            one.small_cell_sensitive,
        )
        for one in agreement.terms.all()
    )


def _sessions(agreement: Agreement) -> tuple[Session, ...]:
    meetings = Meeting.objects.filter(agreement=agreement, kind=Meeting.Kind.PRECAL)
    return tuple(Session(one.on, one.state == Meeting.State.HELD) for one in meetings)


def _funding(agreement: Agreement) -> tuple[Funding, ...]:
    lines = agreement.funding_lines.select_related("funder")
    return tuple(Funding(one.year, one.funder.name, float(one.share), one.amount, one.spent) for one in lines)
