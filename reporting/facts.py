"""What an agreement's indicators are computed from: plain facts, without names, read once.

Indicators are pure functions over these records: they can be tried on a handful of written cases,
and the same facts give the same figures in the page, in the PDF and on the command line.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from lodabord.kernel.working_days import OFFICE_HOURS, Hours
from reporting.dated import (
    HOME,
    THURSDAY,
    Account,
    Examination,
    ExitMade,
    OfferFact,
    Passage,
    RelayAsked,
    RequestMade,
    Stay,
    VisitMade,
)

__all__ = [
    "Account", "CaseFacts", "Examination", "ExitMade", "Facts", "Funding", "OfferFact", "Passage", "RelayAsked",
    "RequestMade", "Session", "Stay", "TermsFact", "Untold", "VisitMade", "as_known",
]  # fmt: skip


@dataclass(frozen=True)
class CaseFacts:
    """One case: clocks and dated facts."""

    id: str
    track: str
    opened_on: date
    prescriber: str = ""
    motives: tuple[str, ...] = ()
    prediagnosed_on: date | None = None
    precal_accepted_on: date | None = None
    prep_started_on: date | None = None
    prep_ended_on: date | None = None
    moved_in_on: date | None = None
    arbitrated_on: date | None = None
    accepted_on: date | None = None
    met_on: date | None = None
    measure_started_on: date | None = None
    dismissed_on: date | None = None
    """Closed before any measure."""
    examinations: tuple[Examination, ...] = ()
    passages: tuple[Passage, ...] = ()
    offers: tuple[OfferFact, ...] = ()
    preparations: tuple[Stay, ...] = ()
    intensities: tuple[Stay, ...] = ()
    suspensions: tuple[Stay, ...] = ()
    tenancies: tuple[Stay, ...] = ()
    exits: tuple[ExitMade, ...] = ()
    visits: tuple[VisitMade, ...] = ()
    requests: tuple[RequestMade, ...] = ()
    relays: tuple[RelayAsked, ...] = ()
    accounts: tuple[Account, ...] = ()
    disturbances: tuple[date, ...] = ()
    referents: tuple[Stay, ...] = ()
    """`kind` is the professional."""
    composition: str = ""
    dependants: int = 0
    situation: str = ""
    age_band: str = ""
    resources: str = ""
    """Main resource at entry."""
    gender: str = ""
    priority_publics: tuple[str, ...] = ()
    second_public: bool | None = None

    @property
    def started_on(self) -> date | None:
        """First day in measure."""
        return self.prep_started_on if self.track == "access" else self.measure_started_on

    @property
    def housed_from(self) -> date | None:
        """T0: move-in (access), start of the measure (retention)."""
        return self.moved_in_on if self.track == "access" else self.measure_started_on

    @cached_property
    def stays(self) -> list[Stay]:
        """In measure, from the first day to the exit; once more when the case was reopened."""
        stays, start = [], self.started_on
        for ended in self.exits:
            if start is not None:
                stays.append(Stay(start, ended.on))
            start = ended.reopened_on
        if start is not None:
            stays.append(Stay(start))
        return stays

    def in_measure(self, day: date) -> bool:
        return any(stay.holds(day) for stay in self.stays)

    def referent_on(self, day: date) -> str:
        """Who follows the household that day; empty when nobody does."""
        return next((one.kind for one in self.referents if one.holds(day)), "")

    @cached_property
    def home_visits(self) -> dict[date, set[str]]:
        """What became of the home visits of each week, by its Thursday."""
        told: dict[date, set[str]] = {}
        for one in self.visits:
            if one.kind == HOME:
                told.setdefault(one.on + timedelta(days=THURSDAY - one.on.weekday()), set()).add(one.status)
        return told

    def suspended(self, day: date) -> bool:
        return any(stay.holds(day) for stay in self.suspensions)

    @property
    def closed(self) -> bool:
        return self.dismissed_on is not None or (bool(self.exits) and self.exits[-1].reopened_on is None)

    @property
    def awarding_passage(self) -> Passage | None:
        """The one whose offer the household accepted."""
        return next((one for one in self.passages if one.accepted_on), None)


CLOCKS = (
    "prediagnosed_on", "precal_accepted_on", "prep_started_on", "prep_ended_on", "moved_in_on", "arbitrated_on",
    "accepted_on", "met_on", "measure_started_on", "dismissed_on",
)  # fmt: skip
SUNDAY_AFTER_THURSDAY = timedelta(days=3)


def as_known(case: CaseFacts, cut: date) -> CaseFacts:
    """The case as one knew it at the end of that day; only the effect of a CAL passage is read as known now.

    A visit of the week counts on any day of it, so visits are kept up to the Sunday (sheet 05 §5.4).
    """

    def known(day: date | None) -> date | None:
        return day if day is not None and day <= cut else None

    def stays(periods: tuple[Stay, ...]) -> tuple[Stay, ...]:
        if all(one.start <= cut and (one.end is None or one.end <= cut) for one in periods):
            return periods
        return tuple(replace(one, end=known(one.end)) for one in periods if one.start <= cut)

    clocks: dict[str, Any] = {name: known(getattr(case, name)) for name in CLOCKS}
    return replace(
        case,
        **clocks,
        examinations=tuple(one for one in case.examinations if one.on <= cut),
        passages=tuple(_passage_as_known(one, cut) for one in case.passages if one.on <= cut),
        offers=tuple(_offer_as_known(one, cut) for one in case.offers if one.notified_on <= cut),
        preparations=stays(case.preparations),
        intensities=stays(case.intensities),
        suspensions=stays(case.suspensions),
        tenancies=stays(case.tenancies),
        referents=stays(case.referents),
        exits=tuple(replace(one, reopened_on=known(one.reopened_on)) for one in case.exits if one.on <= cut),
        visits=tuple(one for one in case.visits if one.on <= cut + SUNDAY_AFTER_THURSDAY),
        requests=tuple(_request_as_known(one, cut) for one in case.requests if one.on <= cut),
        relays=tuple(replace(one, effective_on=known(one.effective_on)) for one in case.relays if one.on <= cut),
        accounts=tuple(one for one in case.accounts if one.on <= cut),
        disturbances=tuple(one for one in case.disturbances if one <= cut),
    )


def _passage_as_known(passage: Passage, cut: date) -> Passage:
    if passage.accepted_on is not None and passage.accepted_on > cut:
        return replace(passage, accepted_on=None)
    return passage


def _offer_as_known(offer: OfferFact, cut: date) -> OfferFact:
    """An answer given later is not known yet, nor a silence before its deadline. A lapse has no date: read as known."""
    if offer.state == "tacitly_refused" and offer.deadline >= cut:
        return replace(offer, state="open", replied_on=None)
    if offer.state in ("accepted", "refused") and offer.replied_on is not None and offer.replied_on > cut:
        return replace(offer, state="open", replied_on=None)
    return offer


def _request_as_known(request: RequestMade, cut: date) -> RequestMade:
    if request.intervened_on is not None and request.intervened_on > cut:
        return replace(request, intervened_at=None, intervened_on=None, delay=None)
    return request


@dataclass(frozen=True, slots=True)
class Session:
    on: date
    held: bool


@dataclass(frozen=True, slots=True)
class Funding:
    """What one funder brought in a year."""

    year: int
    funder: str
    share: float
    planned: int
    spent: int | None


@dataclass(frozen=True)
class TermsFact:
    """The parameters in force from a day."""

    applies_from: date
    capacity: dict[str, int]
    halfday_minutes: int = 240
    day_minutes: int = 480
    hours: Hours = OFFICE_HOURS
    small_cell: int = 5
    small_cell_sensitive: int = 11


@dataclass(frozen=True)
class Untold:
    """A workbook that was taken over said nothing of what these indicators need, up to that day."""

    codes: frozenset[str]
    until: date


@dataclass(frozen=True)
class Facts:
    """All that one agreement's indicators need."""

    cases: tuple[CaseFacts, ...]
    terms: tuple[TermsFact, ...]
    sessions: tuple[Session, ...] = ()
    funding: tuple[Funding, ...] = ()
    skipped_stages: tuple[date, ...] = ()
    tracks: tuple[str, ...] = field(default=("access", "retention"))
    untold: tuple[Untold, ...] = ()

    def terms_on(self, day: date) -> TermsFact:
        in_force = [one for one in self.terms if one.applies_from <= day]
        return in_force[-1] if in_force else self.terms[0]

    def capacity(self, day: date) -> int:
        """Places of the tracks under consideration."""
        return sum(self.terms_on(day).capacity[track] for track in self.tracks)

    def known_at(self, cut: date) -> "Facts":
        cases = tuple(as_known(one, cut) for one in self.cases if one.opened_on <= cut)
        skipped = tuple(day for day in self.skipped_stages if day <= cut)
        return replace(self, cases=cases, skipped_stages=skipped)

    def of_track(self, track: str) -> "Facts":
        """Only one track. Pré-CAL sessions belong to the access track, money to both together."""
        if track == "all":
            return self
        return replace(
            self,
            cases=tuple(one for one in self.cases if one.track == track),
            sessions=self.sessions if track == "access" else (),
            tracks=(track,),
        )
