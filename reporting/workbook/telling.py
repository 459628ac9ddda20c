"""From the records to the rows of the workbook, read as whoever asks: what the reader's role may not read is not there."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accompaniment.models import (
    Exit,
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
    Dwelling,
    Meeting,
    Offer,
    PreDiagnosis,
    Tenancy,
)
from households.confidentiality import DataClass, may_read
from households.models import Assignment, Case, SupportPeriod
from lodabord.partners.models import Agreement
from reporting.workbook import vocabulary as v
from reporting.workbook.household_telling import households, orientations

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

Told = dict[str, Any]
NOTHING_SAID = ""


@dataclass(frozen=True)
class Reader:
    """Who reads: a member, or the programme itself for an operator."""

    agreement: Agreement
    membership: "Membership | None" = None

    def reads(self, data_class: str) -> bool:
        return self.membership is None or may_read(self.membership.role, data_class)

    def records(self, model: Any, *order: str, **wanted: Any) -> Any:
        """The records of the agreement's cases that the reader sees, in the order of the households' codes."""
        found = model.objects.filter(case__agreement=self.agreement, **wanted)
        if self.membership is not None:
            found = found.visible_to(self.membership)
        return found.select_related("case__household").order_by("case__household__code", *order)

    def cases(self) -> Any:
        found = Case.objects.filter(agreement=self.agreement)
        if self.membership is not None:
            found = found.visible_to(self.membership)
        return found.select_related("household").order_by("household__code")


def rows_of(sheet: str, reader: Reader) -> Iterator[Told]:
    """The rows of a sheet, by name of column; a column that the reader may not read is left out by whoever writes."""
    return TELLERS[sheet](reader)


def _code(record: Any) -> str:
    return str(record.case.household.code)


def _prediagnostics(reader: Reader) -> Iterator[Told]:
    conclusions = turned(v.CONCLUSION)
    for one in reader.records(PreDiagnosis, "assessed_on", assessed_on__isnull=False):
        yield {"menage": _code(one), "date": one.assessed_on, "conclusion": conclusions[one.conclusion]}


def _pre_cal(reader: Reader) -> Iterator[Told]:
    items = reader.records(AgendaItem, "meeting__on", decision__isnull=False).select_related(
        "meeting", "decision__reason", "case__household"
    )
    for item in items.prefetch_related("decision__rectifications__reason"):
        if not (item.decision.effective_at or item.decision.taken_over):
            continue
        told = item.in_force
        motive = told.reason.label if told.reason else told.destination or told.reason_detail
        yield {"menage": _code(item), "date": item.meeting.on, "decision": told.outcome, "motif": motive[:200]}


def _arbitrages(reader: Reader) -> Iterator[Told]:
    rounds = reader.records(ArbitrationDecision, "decided_on").exclude(outcome="")
    for one in rounds.select_related("reason", "case__household"):
        motive = one.reason.label if one.reason else one.destination or one.missing_element
        yield {"menage": _code(one), "date": one.decided_on, "decision": one.outcome, "motif": motive[:200]}


# --- measures --------------------------------------------------------------------------------------


def _mesures(reader: Reader) -> Iterator[Told]:
    """One row by stretch under one rhythm and one referent; outside the association, by measure."""
    referents = _by_case(reader.records(Assignment, "starts_on", capacity="referent").select_related("professional"))
    if not reader.reads(DataClass.SOCIAL):
        for told in reader.records(SupportPeriod, "starts_on").exclude(kind=SupportPeriod.Kind.SUSPENSION):
            kind = "preparation" if told.kind == SupportPeriod.Kind.PREPARATION else "suivi"
            yield from _cut(_code(told), kind, told, "", [], referents[told.case_id])
        return
    rhythms = _by_case(reader.records(MeasurePeriod, "starts_on"))
    for measure in reader.records(Measure, "starts_on"):
        periods = rhythms[measure.case_id] if measure.kind == Measure.Kind.FOLLOW_UP else []
        yield from _cut(_code(measure), measure.kind, measure, measure.end_reason, periods, referents[measure.case_id])


def _by_case(records: Any) -> dict[Any, list[Any]]:
    grouped: dict[Any, list[Any]] = defaultdict(list)
    for one in records:
        grouped[one.case_id].append(one)
    return grouped


def _cut(code: str, kind: str, measure: Any, reason: str, rhythms: list[Any], referents: list[Any]) -> Iterator[Told]:
    """The measure, cut where its rhythm or its referent changes."""
    start, end = measure.starts_on, measure.ends_on

    def inside(day: date | None) -> bool:
        return day is not None and start < day and (end is None or day < end)

    edges = {start} | {day for one in [*rhythms, *referents] for day in (one.starts_on, one.ends_on) if inside(day)}
    days = sorted(edges)
    for day, until in zip(days, [*days[1:], None], strict=True):
        person = next((one.professional for one in referents if _holds(one, day)), None)
        yield {
            "menage": code,
            "nature": kind,
            "debut": day,
            "fin": until or end,
            "motif_fin": "" if until else reason,
            "intensite": next((one.intensity for one in rhythms if _holds(one, day)), NOTHING_SAID),
            "referent": str(person) if person else NOTHING_SAID,
        }


def _holds(period: Any, day: date) -> bool:
    return bool(period.starts_on <= day and (period.ends_on is None or day < period.ends_on))


def _suspensions(reader: Reader) -> Iterator[Told]:
    kept = reader.reads(DataClass.SOCIAL)
    records = (
        reader.records(Suspension, "starts_on")
        if kept
        else reader.records(SupportPeriod, "starts_on", kind=SupportPeriod.Kind.SUSPENSION)
    )
    for one in records:
        yield {"menage": _code(one), "debut": one.starts_on, "fin": one.ends_on, "motif": one.reason if kept else ""}


# --- commission, offers, leases ------------------------------------------------------------------------


def _cal(reader: Reader) -> Iterator[Told]:
    effects = {"effective": True, "none": False, "pending": None}
    for one in reader.records(CalPresentation, "cal_on", "created_at", state="decided").select_related(
        "dwelling", "case__household"
    ):
        yield {
            "menage": _code(one), "date": one.cal_on, "decision": one.decision, "rang": one.rank,
            "effet": effects[one.effect], "logement": one.dwelling.reference if one.dwelling else one.dwelling_reference,
        }  # fmt: skip


def _offres(reader: Reader) -> Iterator[Told]:
    answers = turned(v.OFFER)
    for one in reader.records(Offer, "notified_on"):
        yield {"menage": _code(one), "notifiee_le": one.notified_on, "reponse": answers.get(one.state, ""),
               "repondue_le": one.replied_on}  # fmt: skip


def _logements(reader: Reader) -> Iterator[Told]:
    """Those of a passage or of a lease; a reference typed out of the list has its own row."""
    if not reader.reads(DataClass.TENANCY):
        return
    passages = reader.records(CalPresentation, state="decided")
    cited = {*passages.values_list("dwelling", flat=True), *reader.records(Tenancy).values_list("dwelling", flat=True)}
    told = set()
    for one in Dwelling.objects.filter(agreement=reader.agreement, pk__in=cited - {None}).order_by("reference"):
        told.add(one.reference.casefold())
        yield {
            "reference": one.reference, "commune": one.commune, "typologie": one.typology,
            "financement": one.financing, "loyer": one.rent, "charges": one.charges,
        }  # fmt: skip
    for reference in sorted(set(passages.values_list("dwelling_reference", flat=True)) - {""}):
        if reference.casefold() not in told:
            yield {"reference": reference[:40]}


def _baux(reader: Reader) -> Iterator[Told]:
    for one in reader.records(Tenancy, "starts_on").select_related("dwelling", "case__household"):
        yield {
            "menage": _code(one), "logement": one.dwelling.reference if one.dwelling else "", "statut": one.status,
            "signe_le": one.lease_signed_on, "entree_le": one.starts_on, "fin": one.ends_on,
            "motif_fin": one.end_note or one.end_reason,
        }  # fmt: skip


# --- contacts, requests, ends, accounts ------------------------------------------------------------------


def _visites(reader: Reader) -> Iterator[Told]:
    for one in reader.records(Visit, "on", "at", "created_at").exclude(status=Visit.Status.PLANNED):
        yield {
            "menage": _code(one), "date": one.on, "nature": one.kind, "statut": one.status,
            "duree_minutes": one.duration_minutes or None, "themes": ";".join(one.themes),
        }  # fmt: skip


def _sollicitations(reader: Reader) -> Iterator[Told]:
    for one in reader.records(Request, "received_at"):
        answered = one.intervened_at
        yield {
            "menage": _code(one), "recue_a": timezone.localtime(one.received_at),
            "intervention_a": timezone.localtime(answered) if answered else None, "canal": one.channel,
            "hors_objectif": not one.counts_for_target,
        }  # fmt: skip


def _sorties(reader: Reader) -> Iterator[Told]:
    for one in reader.records(Exit, "closed_on"):
        yield {"menage": _code(one), "date": one.closed_on, "motif": one.reason_id, "destination": one.destination}


def _seances(reader: Reader) -> Iterator[Told]:
    kinds, states = turned(v.MEETING), turned(v.MEETING_STATE)
    meetings = Meeting.objects.filter(agreement=reader.agreement, kind__in=kinds).order_by("on", "kind")
    for one in meetings:
        moved = one.state == Meeting.State.HELD and (one.was_moved or one.change_reason)
        yield {"type": kinds[one.kind], "date": one.on, "etat": "deplacee" if moved else states[one.state]}


def _financements(reader: Reader) -> Iterator[Told]:
    for one in reader.agreement.funding_lines.select_related("funder"):
        yield {"annee": one.year, "financeur": one.funder.name, "part": one.share, "montant": one.amount,
               "depense": one.spent}  # fmt: skip


def _impayes(reader: Reader) -> Iterator[Told]:
    stages = turned(v.ARREARS_STAGE)
    for one in reader.records(ArrearsSnapshot, "on"):
        yield {
            "menage": _code(one), "date": one.on, "dette": one.debt, "loyer_net": one.net_rent,
            "stade": stages[one.stage], "plan_respecte": one.plan_respected,
        }  # fmt: skip


def _troubles(reader: Reader) -> Iterator[Told]:
    kinds = turned(v.DISTURBANCE)
    for one in reader.records(Disturbance, "on"):
        yield {"menage": _code(one), "date": one.on, "nature": kinds[one.kind], "cesse_le": one.ceased_on}


def _relais(reader: Reader) -> Iterator[Told]:
    """Those of health are read apart, under their own class."""
    models = [RelayRequest, *([HealthRelayRequest] if reader.reads(DataClass.HEALTH) else [])]
    for model in models:
        for one in reader.records(model, "asked_on"):
            yield {"menage": _code(one), "type": one.kind_id, "demande_le": one.asked_on,
                   "effectif_le": one.effective_on}  # fmt: skip


def turned(told: v.Codes) -> v.Codes:
    """Value of the database → code of the workbook."""
    return {kept: french for french, kept in told.items()}


TELLERS: dict[str, Callable[[Reader], Iterator[Told]]] = {
    "menages": households, "orientations": orientations, "prediagnostics": _prediagnostics, "pre_cal": _pre_cal,
    "arbitrages": _arbitrages, "mesures": _mesures, "suspensions": _suspensions, "cal": _cal, "offres": _offres,
    "logements": _logements, "baux": _baux, "visites": _visites, "sollicitations": _sollicitations,
    "sorties": _sorties, "seances": _seances, "financements": _financements, "impayes": _impayes,
    "troubles": _troubles, "relais": _relais,
}  # fmt: skip
