"""The stage of the demo: organisations, agreements, accounts, meetings, money."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.contrib.auth.hashers import make_password

from allocations.deadlines import precal_days
from allocations.grid import first_grid
from allocations.models import Attendance, GridVersion, Meeting
from households.models import Case, ExitReason, PriorityPublic, RefusalReason
from lodabord.demo import cast
from lodabord.demo.calendar import Calendar
from lodabord.demo.rows import Row
from lodabord.kernel import working_days
from lodabord.partners.models import (
    Agency,
    Agreement,
    Closure,
    FundingLine,
    Membership,
    Organisation,
    PrescriberType,
    Professional,
    Programme,
    Terms,
    Territory,
)

BUDGET = 144_000
SPENT_PERCENT = 96
FIRST_SESSION = date(2025, 1, 7)
LAST_SESSION = date(2026, 3, 31)
SUMMER = (date(2025, 8, 1), date(2025, 8, 24))
MOVED_SESSION = (date(2025, 11, 11), date(2025, 11, 13))
STEERING = [date(2025, 4, 10), date(2025, 7, 10), date(2025, 10, 9), date(2026, 1, 15)]
HOUSING_FIRST = [date(2025, 6, 19), date(2025, 12, 4)]


@dataclass
class World:
    """Everything the stories need to be told."""

    calendar: Calendar
    code: str = "DEMO"
    organisations: dict[str, Organisation] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    sessions: dict[date, Meeting] = field(default_factory=dict)
    """Pré-CAL sessions of DEMO, by the day first planned in the worked year."""
    cases: dict[str, tuple[Row, Case]] = field(default_factory=dict)

    @property
    def agreement(self) -> Agreement:
        return self.agreements[self.code]

    def who(self, key: str) -> Professional:
        """The person behind a key of the cast."""
        return self.members[key].professional

    def referent_of(self, code: str) -> str:
        """Leïla and Inès follow ten households each, half of those who left, and deputise for one another."""
        odd = int("".join(filter(str.isdigit, code))) % 2 == 1
        return "leila" if odd != code.startswith("M") else "ines"

    def deputy_of(self, code: str) -> str:
        return "ines" if self.referent_of(code) == "leila" else "leila"

    @cached_property
    def grid(self) -> GridVersion:
        return self.agreement.grids.get(number=1)

    @cached_property
    def agencies(self) -> list[Agency]:
        """The landlord's offices on the agreement's territory."""
        return list(Agency.objects.filter(territory=self.agreement.territory).order_by("name"))

    @cached_property
    def exit_reasons(self) -> dict[str, ExitReason]:
        return ExitReason.objects.in_bulk()

    @cached_property
    def refusals(self) -> dict[tuple[str, str], RefusalReason]:
        return {(reason.kind, reason.code): reason for reason in RefusalReason.objects.all()}

    @cached_property
    def publics(self) -> dict[str, PriorityPublic]:
        return {public.code: public for public in PriorityPublic.objects.filter(territory=None)}


def gather(calendar: Calendar) -> World:
    """Organisations, agreements with their parameters and money, accounts, meetings."""
    world = World(calendar)
    _organisations(world)
    programme = Programme.objects.create(name="Personnes isolées, démonstration")
    here, there = (Territory.objects.create(code=code, name=name) for code, name in (cast.HERE, cast.THERE))
    for name, territory in cast.AGENCIES.items():
        place = here if territory == cast.HERE[0] else there
        Agency.objects.create(landlord=world.organisations[cast.LANDLORD], territory=place, name=name)
    _agreement(world, "DEMO", programme, cast.ASSOCIATION, here)
    _agreement(world, "DEMO-2", programme, cast.OTHER_ASSOCIATION, there)
    _players(world)
    _money(world)
    plan_meetings(world)
    return world


def next_door(world: World) -> World:
    """The stage seen from the other association: its own agreement and people, the same landlord's pilot."""
    roles = {"leila": "charlie", "ines": "charlie", "bruno": "helene", "paul": "paul"}
    members = {role: world.members[player] for role, player in roles.items()}
    members |= dict.fromkeys(("diane", "sophie", "karim"), world.members["paul"])
    other = World(world.calendar, "DEMO-2", world.organisations, world.agreements, members)
    plan_meetings(other)
    return other


def _organisations(world: World) -> None:
    kinds = {
        cast.LANDLORD: "landlord",
        cast.ASSOCIATION: "association",
        cast.OTHER_ASSOCIATION: "association",
        cast.STATE: "state",
        cast.METROPOLIS: "metropolis",
        cast.OPERATOR: "relay",
    }
    for name, kind in kinds.items():
        world.organisations[name] = Organisation.objects.create(kind=kind, name=name)
    types = PrescriberType.objects.in_bulk()
    for code, name in cast.PRESCRIBERS.items():
        world.organisations[name] = Organisation.objects.create(
            kind=Organisation.Kind.PRESCRIBER, name=name, prescriber_type=types[code]
        )


def _agreement(world: World, code: str, programme: Programme, association: str, territory: Territory) -> None:
    starts = world.calendar.first_day
    agreement = Agreement.objects.create(
        code=code,
        programme=programme,
        landlord=world.organisations[cast.LANDLORD],
        association=world.organisations[association],
        territory=territory,
        starts_on=starts,
    )
    Terms.objects.create(
        agreement=agreement, applies_from=starts, health_data_enabled=True, small_cell_sensitive=5,
        target_occupation=85, target_visits=90, target_halfday=75, target_day=90, target_retention=80,
    )  # fmt: skip
    first_grid(agreement, starts)
    world.agreements[code] = agreement


def _players(world: World) -> None:
    password = make_password(cast.DEMO_PASSWORD)
    for player in cast.PLAYERS:
        person = Professional.objects.create(
            email=player.email,
            first_name=player.first_name,
            last_name=player.last_name,
            phone="03 00 00 00 00",
            password=password if player.signs_in else make_password(None),
        )
        world.members[player.key] = Membership.objects.create(
            professional=person,
            organisation=world.organisations[player.organisation],
            role=player.role,
            agreement=world.agreements[player.agreement] if player.agreement else None,
            starts_on=world.calendar.first_day,
        )


def _money(world: World) -> None:
    """144 000 € for the worked year, by calendar year when it straddles two; 96 % of it spent."""
    calendar = world.calendar
    years = range(calendar.first_day.year, calendar.last_day.year + 1)
    left = BUDGET
    for year in years:
        share = left if year == years[-1] else round(BUDGET * _days_of(calendar, year) / 365)
        left -= share
        _plan(world, year, share)


def _days_of(calendar: Calendar, year: int) -> int:
    start, end = max(calendar.first_day, date(year, 1, 1)), min(calendar.last_day, date(year, 12, 31))
    return (end - start).days + 1


def _plan(world: World, year: int, budget: int) -> None:
    funders = {cast.STATE: Decimal(40), cast.LANDLORD: Decimal(30), cast.METROPOLIS: Decimal(30)}
    shares = {world.organisations[name]: share for name, share in funders.items()}
    world.agreement.plan_funding(year=year, budget=budget, shares=shares)
    for line in FundingLine.objects.filter(agreement=world.agreement, year=year):
        line.spent = round(line.amount * SPENT_PERCENT / 100)
        line.save(update_fields=["spent"])


def plan_meetings(world: World) -> None:
    """Pré-CAL sessions by the rule of the agreement, steering committees, commissions."""
    calendar = world.calendar
    Closure.objects.create(
        agreement=world.agreement,
        starts_on=calendar.day(SUMMER[0]),
        ends_on=calendar.day(SUMMER[1]),
        reason="Pause d'été",
    )
    for told, _, cancelled in precal_days(FIRST_SESSION, 14, LAST_SESSION, [SUMMER]):
        world.sessions[told] = _session(world, told, cancelled)
    for told in STEERING:
        _other(world, Meeting.Kind.STEERING, told)
    for told in HOUSING_FIRST:
        _other(world, Meeting.Kind.HOUSING_FIRST_COMMISSION, told)


def _session(world: World, told: date, cancelled: bool) -> Meeting:
    planned = world.calendar.day(told)
    on = planned if cancelled else working_days.on_or_after(planned)
    meeting = Meeting.objects.create(agreement=world.agreement, planned_on=planned, on=on, place="Siège du bailleur")
    if told == MOVED_SESSION[0]:
        meeting.move_to(world.calendar.session(MOVED_SESSION[1]), reason="Date reportée d'un commun accord")
    if cancelled:
        meeting.cancel(reason="Pause d'été")
    return meeting


def _other(world: World, kind: str, told: date) -> None:
    on = world.calendar.session(told)
    Meeting.objects.create(agreement=world.agreement, kind=kind, planned_on=on, on=on, place="Hôtel de métropole")


def hold_past_meetings(world: World) -> None:
    """What was planned before the day of the demo took place, with those who came."""
    past = Meeting.objects.filter(agreement=world.agreement, state=Meeting.State.PLANNED, on__lt=world.calendar.as_of)
    for meeting in past:
        meeting.hold()
        _attend(world, meeting)


def _attend(world: World, meeting: Meeting) -> None:
    invited = {world.members[key].pk: world.members[key] for key in ("bruno", "paul", "leila", "ines", "sophie")}
    for member in invited.values():
        away = member.professional.email == "ines@demo.test" and meeting.on.day % 5 == 0
        Attendance.objects.create(
            meeting=meeting,
            professional=member.professional,
            organisation=member.organisation,
            answer=Attendance.Answer.EXCUSED if away else Attendance.Answer.COMING,
            present=not away,
        )
