"""The committees of the demo: figures frozen, highlights, situations by code, decisions followed; money; the commission.

In the worked year itself (31 December 2025) no report is frozen: what funders already read would mask more of what
they read next, and the example promises its figures to the unit. Money and commissions are told all the same.
"""

from datetime import date, timedelta
from typing import Any

from allocations.models import Meeting
from households.models import Case
from households.stages import State
from lodabord.demo.calendar import at, before, earliest
from lodabord.demo.world import World
from lodabord.kernel.clock import tell as tell_at
from lodabord.partners.models import FundingLine
from reporting.committee_sending import send_minutes, send_synthesis
from reporting.models import Commission, Committee, ContextFigure, Situation, SpendingStatement, SteeringDecision
from reporting.models.seat import seat_people
from reporting.periods import Quarter

KINDS = (Meeting.Kind.STEERING, Meeting.Kind.HOUSING_FIRST_COMMISSION)
SEATS = [
    ("Bailleur Démo", "Responsable du pôle prévention des impayés"),
    ("Association Démo", "Chef de service"),
    ("État Démo", "Chargée de mission hébergement et logement"),
    ("Métropole Démo", "Responsable Logement d'abord"),
    ("SIAO Démo", "Coordinatrice"),
]
AGENDA = (
    "Faits marquants et chiffres du trimestre\nSituations à arbitrer\nBudget\nSuite des décisions, décisions nouvelles"
)
HIGHLIGHTS = [
    "Les premières préparations sont engagées avec les deux équipes.\nLe calendrier des pré-CAL est tenu, une séance tous "
    "les quatorze jours.\nLes ateliers de préparation ont trouvé leur rythme.",
    "Premières attributions de l'année.\nLes visites hebdomadaires sont en place dès l'entrée dans le logement.\nLes "
    "dossiers arrivent complets en CAL.",
    "Les entrées de l'été sont stabilisées.\nUn premier rang 2 est devenu effectif.\nLes demandes sont traitées presque "
    "toutes dans la journée.",
    "Deux fins d'accompagnement à comprendre ensemble.\nLe volet maintien repère plus tôt.\nLes délais avant la CAL "
    "restent courts.",
]
DIFFICULTIES = [
    "Peu de petites typologies libérées au centre.",
    "Délais de la CAF pour l'ouverture des droits après l'entrée.",
    "Offre de T1 et T2 insuffisante sur deux communes.",
    "Rotation faible en fin d'année : les offres se raréfient.",
]
EXPECTED = [
    "Élargir les communes proposées à deux secteurs voisins.",
    "Désigner un interlocuteur à la CAF.",
    "Réserver trois logements au printemps.",
    "Reconduire le budget et les parts de chacun.",
]
DECISIONS = [
    ("Proposer aussi les logements de deux communes voisines", "Bailleur Démo", "done", "Deux communes ajoutées."),
    ("Prendre l'attache de la CAF pour un interlocuteur unique", "Métropole Démo", "in_progress", "Rencontre prévue."),
    ("Réserver trois logements de petite typologie", "Bailleur Démo", "in_progress", "Deux sur trois repérés."),
]
"""One a committee, the first ones followed before the next."""
POINTS = {
    State.PREPARATION: "Prolonger la préparation d'un mois, ou présenter le dossier à la prochaine CAL ?",
    State.CAL_READY: "Élargir aux communes voisines, ou attendre la livraison prévue au printemps ?",
    State.CAL_AWARDED: "Maintenir l'offre au-delà du délai le temps de la visite du logement ?",
    State.FOLLOW_UP: "Passer à une visite tous les quinze jours, ou garder le rythme hebdomadaire ?",
    State.SUSPENDED: "Garder la place au-delà de la durée prévue, ou la proposer à un ménage retenu ?",
}
CLOCKS = [
    (State.PREPARATION, "prep_started_on"),
    (State.CAL_READY, "cal_ready_on"),
    (State.CAL_AWARDED, "awarded_on"),
    (State.FOLLOW_UP, "moved_in_on"),
    (State.FOLLOW_UP, "measure_started_on"),
]
CONTEXT = [
    ("demand_115", 412, "SIAO Démo, observatoire"),
    ("demand_siao", 1236, "SIAO Démo, observatoire"),
    ("social_supply", 2840, "SNE"),
    ("accompanied_supply", 318, "Métropole Démo"),
    ("attributions", 2310, "SNE"),
    ("attributions_homeless", 162, "SNE"),
]
"""Fictitious, as everything here."""


def tell(world: World) -> None:
    """Money first: the figures frozen afterwards carry it."""
    _declare_spending(world)
    _commissions(world)
    if not world.calendar.is_the_worked_year:
        _committees(world)


def _declare_spending(world: World) -> None:
    """Half a year declared, corrected, then the whole: the plan's own lines end where they stood."""
    paul, end = world.who("paul"), world.calendar.last_day
    for line in FundingLine.objects.filter(agreement=world.agreement, spent__gt=0).select_related("funder"):
        last = earliest(date(line.year, 12, 31), end)
        half = last - timedelta(days=92)
        facts: dict[str, Any] = {"funder": line.funder, "year": line.year, "by": paul}
        if half.year == line.year and line.spent:
            half_spent = round(line.spent * 0.7)
            SpendingStatement.declare(
                world.agreement, as_of=half, spent=half_spent + 900, at=at(half + timedelta(days=9)), **facts
            )
            SpendingStatement.declare(
                world.agreement, as_of=half, spent=half_spent, why="Une facture comptée deux fois.",
                at=at(half + timedelta(days=20)), **facts,
            )  # fmt: skip
        SpendingStatement.declare(world.agreement, as_of=last, spent=line.spent or 0, at=at(last), **facts)


def _meetings(world: World, kind: str) -> list[Meeting]:
    found = Meeting.objects.filter(agreement=world.agreement, kind=kind, state=Meeting.State.PLANNED)
    return list(found.select_related("agreement").order_by("on"))


def _commissions(world: World) -> None:
    for rank, meeting in enumerate(_meetings(world, Meeting.Kind.HOUSING_FIRST_COMMISSION)):
        themes = ("Sorties d'hôtel\nFluidité vers le logement", "Logement des personnes seules\nAccès aux soins")[
            rank % 2
        ]
        commission = Commission.plan(world.agreement, on=meeting.on, themes=themes.replace("Accès aux soins", "Relais"))
        seat_people(meeting, SEATS)
        if meeting.on > world.calendar.as_of:
            continue
        commission.meeting = meeting
        commission.hold({one.pk for one in meeting.seats.all()[:4]}, today=meeting.on)  # type: ignore[attr-defined]
        commission.write(
            themes=commission.themes, revision=1,
            summary="Le réseau partage le même constat sur les petites typologies. Chaque partenaire transmet ses places "
            "libérées chaque mois. Prochaine rencontre dans six mois.",
        )  # fmt: skip
    on = world.calendar.day(date(2025, 6, 30))
    for kind, value, source in CONTEXT:
        ContextFigure.enter(
            world.agreement, kind=kind, value=value, as_of=on, period=f"douze mois au {on:%d/%m/%Y}", source=source,
            at=at(world.calendar.day(date(2025, 9, 1))), by=world.who("paul"),
        )  # fmt: skip


def _committees(world: World) -> None:
    told: set[str] = set()
    for rank, meeting in enumerate(_meetings(world, Meeting.Kind.STEERING)):
        quarter = Quarter.of(meeting.on).previous
        if quarter.end < world.agreement.starts_on or str(quarter) in told:
            meeting.cancel(reason="Regroupé avec le comité suivant")
            continue
        told.add(str(quarter))
        _committee(world, rank, meeting, quarter)


def _committee(world: World, rank: int, meeting: Meeting, quarter: Quarter) -> None:
    committee = Committee.plan(world.agreement, on=meeting.on, quarter=str(quarter), agenda=AGENDA)
    seat_people(meeting, SEATS)
    committee.meeting = meeting
    frozen_on = earliest(before(meeting.on, 10), world.calendar.eve)
    if frozen_on <= quarter.end:
        return
    tell_at(at(frozen_on))
    committee.prepare(today=frozen_on, at=at(frozen_on), by=world.who("bruno"))
    texts = {name: told[rank % len(told)] for name, told in (
        ("highlights", HIGHLIGHTS), ("difficulties", DIFFICULTIES), ("expected", EXPECTED))}  # fmt: skip
    committee.write({**texts, "agenda": AGENDA}, revision=1)
    past = meeting.on < world.calendar.as_of
    _situations(world, meeting, frozen_on, all_validated=past)
    if past:
        _hold(world, rank, committee)


def _situations(world: World, meeting: Meeting, on: date, *, all_validated: bool) -> None:
    """Two households at a stage that may last, as they stood that day; the last one waits for its validation."""
    chosen = [(case, *where) for case in _presentable(world, on) if (where := _stage_of(case, on))][:2]
    for rank, (case, stage, since) in enumerate(chosen):
        made = Situation.put(meeting, case, point=POINTS[stage], by=world.members["bruno"])
        Situation.objects.filter(pk=made.pk).update(stage=stage, since=since)
        if all_validated or rank == 0:
            made.validate(by=world.members["paul"], at=at(on, 15))


def _presentable(world: World, on: date) -> list[Case]:
    cases = Case.objects.filter(agreement=world.agreement, landlord_from__lte=on, reinforced=False)
    open_then = [case for case in cases.select_related("household") if case.closed_on is None or case.closed_on > on]
    return sorted(open_then, key=lambda case: (_weight(case, on), case.opened_on, case.household.code))


def _weight(case: Case, on: date) -> int:
    """Those not housed yet first."""
    where = _stage_of(case, on)
    return 0 if where and where[0] != State.FOLLOW_UP else 1


def _stage_of(case: Case, on: date) -> tuple[State, date] | None:
    """Where it stood, by its clocks."""
    reached = [(getattr(case, clock), stage) for stage, clock in CLOCKS if getattr(case, clock)]
    past = [(day, stage) for day, stage in reached if day <= on]
    if not past:
        return None
    day, stage = max(past, key=lambda pair: pair[0])
    return stage, day


def _hold(world: World, rank: int, committee: Committee) -> None:
    """Sent eight days before, held, its decision noted, its minutes sent; the decision followed before the next."""
    meeting, paul = committee.meeting, world.who("paul")
    send_synthesis(committee, at=at(before(meeting.on, 6)), by=paul)
    committee.hold({one.pk for one in meeting.seats.all()[: 4 + rank % 2]}, today=meeting.on)  # type: ignore[attr-defined]
    if rank < len(DECISIONS):
        text, owner, state, note = DECISIONS[rank]
        due = meeting.on + timedelta(days=77 if state == "done" else 120)
        decision = SteeringDecision.decide(committee, text=text, owner=owner, due_on=due)
        send_minutes(committee, at=at(meeting.on + timedelta(days=4)), by=paul)
        noted = meeting.on + timedelta(days=60)
        if noted < world.calendar.as_of:
            decision.follow(state, on=noted, by=paul, note=note)
