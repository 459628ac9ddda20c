"""Reads an agreement's facts, once, without any name: what the indicators are computed from.

Runs as the programme itself (a command, a worker, a page that acts as the system): no side of the
wall may read all this, and what comes out holds figures only. Columns are read rather than records:
a report over a hundred thousand households reads millions of rows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

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
    Disturbance,
    Meeting,
    Offer,
    Tenancy,
)
from allocations.models.cal_guards import code_of
from households.models import (
    Assignment,
    Case,
    HouseholdPriority,
    Person,
    ResidentialSituation,
    Resources,
    SkippedStage,
)
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
    RelayAsked,
    RequestMade,
    Session,
    Stay,
    TermsFact,
    VisitMade,
)
from reporting.workbook.untold import untold_by_workbooks

Rows = dict[Any, list[Any]]
NOTHING: tuple[Any, ...] = ()
CLOCKS = (
    "prediagnosed_on", "precal_accepted_on", "prep_started_on", "prep_ended_on", "moved_in_on", "arbitrated_on",
    "accepted_on", "met_on", "measure_started_on",
)  # fmt: skip


def read(agreement: Agreement) -> Facts:
    """All the facts of an agreement, in a fixed number of queries."""
    of = _records(agreement)
    households = _of_households(agreement)
    return Facts(
        cases=tuple(_case(row, of, households) for row in _cases(agreement)),
        terms=_terms(agreement),
        sessions=_sessions(agreement),
        funding=_funding(agreement),
        untold=untold_by_workbooks(agreement),
        skipped_stages=tuple(
            SkippedStage.objects.filter(case__agreement=agreement).values_list("skipped_on", flat=True)
        ),
    )


def _cases(agreement: Agreement) -> Iterable[dict[str, Any]]:
    return Case.objects.filter(agreement=agreement).values(
        "pk", "track", "opened_on", "closed_on", *CLOCKS, "household_id",
        composition=F("household__composition"), dependants=F("household__dependants"),
        prescriber=F("referral__prescriber_type_id"), motives=F("report__motives"),
    )  # fmt: skip


def _grouped(rows: Iterable[tuple[Any, ...]], make: Callable[..., Any]) -> Rows:
    """What each row says, by the record it belongs to (the first column), in the order of the rows."""
    grouped: Rows = defaultdict(list)
    for owner, *columns in rows:
        grouped[owner].append(make(*columns))
    return grouped


def _records(agreement: Agreement) -> dict[str, Rows]:
    """Every kind of fact, by case, in the order of life."""

    def of(model: Any, make: Callable[..., Any], columns: str, *, order: str = "", **wanted: Any) -> Rows:
        rows = model.objects.filter(case__agreement=agreement, **wanted).order_by(*order.split())
        return _grouped(rows.values_list("case_id", *columns.split()), make)

    def stay(start: date, end: date | None, kind: str = "") -> Stay:
        return Stay(start, end, kind)

    relays = of(RelayRequest, RelayAsked, "asked_on kind_id effective_on", order="asked_on")
    of_health = of(HealthRelayRequest, _health_relay, "asked_on effective_on", order="asked_on")
    for case, asked in of_health.items():
        relays[case].extend(asked)
    return {
        "relays": relays,
        "examinations": _grouped(_examinations(agreement), Examination),
        "arbitrations": of(
            ArbitrationDecision, lambda outcome, on: (outcome, on), "outcome decided_on", order="decided_on"
        ),
        "passages": of(
            CalPresentation, _passage, "cal_on decision rank effect offer__state offer__replied_on offer__notified_on",
            order="cal_on created_at", state="decided",
        ),
        "offers": of(Offer, OfferFact, "notified_on reply_deadline state replied_on", order="notified_on"),
        "preparations": of(
            Measure, lambda start, end, planned: Stay(start, end, planned_end=planned), "starts_on ends_on planned_end",
            order="starts_on", kind="preparation",
        ),
        "intensities": of(MeasurePeriod, stay, "starts_on ends_on intensity", order="starts_on"),
        "suspensions": of(Suspension, stay, "starts_on ends_on reason", order="starts_on"),
        "tenancies": of(Tenancy, stay, "starts_on ends_on end_reason", order="starts_on"),
        "exits": of(
            Exit, ExitMade, "closed_on reason_id reason__effect reason__same_dwelling reopened_on", order="closed_on"
        ),
        "visits": of(
            Visit, lambda on, kind, status, themes: VisitMade(on, kind, status, tuple(themes)), "on kind status themes",
            order="on",
        ),
        "requests": of(
            Request, _request, "received_at counts_for_target intervened_at delay_minutes", order="received_at"
        ),
        "accounts": of(ArrearsSnapshot, _account, "on debt net_rent plan_respected", order="on"),
        "disturbances": of(Disturbance, lambda on: on, "on", order="on"),
        "referents": of(
            Assignment, _referent, "starts_on ends_on professional__first_name professional__last_name",
            order="starts_on", capacity="referent",
        ),
        "health": of(HealthNeed, lambda suffering: suffering, "second_public"),
    }  # fmt: skip


def _examinations(agreement: Agreement) -> Iterator[tuple[Any, date, str]]:
    """Decisions taken in a meeting, as they stand: a rectification replaces what was first decided."""
    items = AgendaItem.objects.filter(case__agreement=agreement, decision__isnull=False)
    items = items.select_related("meeting", "decision").prefetch_related("decision__rectifications")
    for item in items.order_by("meeting__on"):
        if item.decision.effective_at or item.decision.taken_over:
            yield item.case_id, item.meeting.on, item.decision.in_force.outcome


def _passage(
    on: date,
    decision: str,
    rank: int | None,
    effect: str,
    offer: str | None,
    replied: date | None,
    notified: date | None,
) -> Passage:
    accepted = (replied or notified) if offer == Offer.State.ACCEPTED else None
    return Passage(on, code_of(decision, rank), effect, accepted)


def _request(received: datetime, in_scope: bool, answered: datetime | None, delay: int | None) -> RequestMade:
    answered_on = timezone.localdate(answered) if answered else None
    return RequestMade(received, timezone.localdate(received), in_scope, answered, answered_on, delay)


def _account(on: date, debt: Any, net_rent: Any, plan_respected: bool | None) -> Account:
    return Account(on, round(float(debt / net_rent), 1) if net_rent else None, plan_respected)


def _health_relay(on: date, effective_on: date | None) -> RelayAsked:
    return RelayAsked(on, codes.HEALTH_RELAYS, effective_on)


def _referent(start: date, end: date | None, first_name: str, last_name: str) -> Stay:
    return Stay(start, end, f"{first_name} {last_name}".strip())


def _of_households(agreement: Agreement) -> dict[str, Rows]:
    """What is told of the household rather than of one of its cases."""
    ours = Case.objects.filter(agreement=agreement).values("household_id")

    def of(model: Any, make: Callable[..., Any], columns: str, **wanted: Any) -> Rows:
        rows = model.objects.filter(household__in=ours, **wanted).values_list("household_id", *columns.split())
        return _grouped(rows, make)

    return {
        "situations": of(ResidentialSituation, lambda kind: kind, "kind", at_entry=True),
        "holders": of(Person, codes.Holder, "gender birth_date birth_year", role="holder"),
        "priorities": of(HouseholdPriority, lambda code: code, "public__code"),
        "resources": of(Resources, lambda *columns: columns, "since monthly_amount kind"),
    }


def _case(row: dict[str, Any], of: dict[str, Rows], households: dict[str, Rows]) -> CaseFacts:
    pk, access = row["pk"], row["track"] == "access"
    first_day = row["prep_started_on"] if access else row["measure_started_on"]
    facts: dict[str, Any] = {name: tuple(rows[pk]) for name, rows in of.items() if pk in rows}
    arbitrations, health = facts.pop("arbitrations", NOTHING), facts.pop("health", NOTHING)
    return CaseFacts(
        id=str(pk),
        track=row["track"],
        opened_on=row["opened_on"],
        **{name: row[name] for name in CLOCKS if name != "arbitrated_on"},
        arbitrated_on=row["arbitrated_on"] or _arbitrated(arbitrations),
        dismissed_on=None if first_day else row["closed_on"],
        prescriber=row["prescriber"] or ("non_renseigne" if access else "bailleur"),
        motives=tuple(row["motives"] or NOTHING),
        composition=codes.COMPOSITION[row["composition"]],
        dependants=row["dependants"],
        second_public=health[0] if health else None,
        **_who(row["household_id"], households, first_day or row["opened_on"]),
        **facts,
    )


def _arbitrated(decisions: Iterable[tuple[str, date]]) -> date | None:
    return next((on for outcome, on in decisions if outcome not in ("", "attente")), None)


def _who(household: Any, of: dict[str, Rows], entry: date) -> dict[str, Any]:
    """Codes of the workbook (French), without any name."""
    situations, holders = of["situations"].get(household), of["holders"].get(household)
    return {
        "situation": codes.SITUATION[situations[0]] if situations else "",
        "age_band": codes.age_band(holders[0], entry) if holders else "",
        "gender": codes.GENDER[holders[0].gender] if holders else "",
        "priority_publics": tuple(sorted(set(of["priorities"].get(household, NOTHING)))),
        "resources": main_resource(of["resources"].get(household, []), entry),
    }


def main_resource(resources: list[tuple[date, int | None, str]], entry: date) -> str:
    """Code of the largest of those it lived on at its entry; the first known after, when nothing was written before."""
    days = [since for since, _, _ in resources]
    last = max((since for since in days if since <= entry), default=min(days, default=None))
    there = [(amount or 0, kind) for since, amount, kind in resources if since == last]
    return codes.RESOURCES[max(there)[1]] if there else ""


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
