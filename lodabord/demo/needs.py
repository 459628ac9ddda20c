"""Needs said from the start of each preparation, dwellings to let, the second version of the grid."""

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from allocations.models import BenefitEstimate, Dwelling, GridVersion, HousingNeed, PreDiagnosis
from allocations.needs import people_of, total_resources
from households.models import Case, Resources
from households.stages import State
from lodabord.demo.calendar import at, before
from lodabord.demo.world import World
from lodabord.kernel import working_days
from lodabord.kernel.clock import tell as say_when

if TYPE_CHECKING:
    from lodabord.demo.arrival import Arrival

COMMUNES = ["Démoville, Pont-Démo", "Démoville", "Pont-Démo, Démo-lez-Canal", ""]
EXCLUDED = ["", "", "Les Tilleuls", "Gare-Démo, Le Port"]
SECTORS = ["Centre", "Les Tilleuls", "Gare-Démo", "Le Canal", "Saint-Démo"]
RENTS = {"T1": 255, "T2": 305, "T3": 405, "T4": 470}
VACANT, OPENED, PUT_ASIDE = 22, 9, 20
"""Dwellings to let in the demo, the first ones open to the programme, and one withdrawn for works."""
SECOND_GRID = date(2025, 9, 4)
THIRD_GRID = 12
"""Days before the day of the demo on which a third version was proposed."""


def said_by(path: "Arrival", *, on: date) -> None:
    """The referent says the need some days after the preparation starts."""
    case, dice = path.case, path.row.dice("need")
    told = min(working_days.on_or_after(on + timedelta(days=6)), path.calendar.as_of)
    say_when(at(told, 11))
    parent = bool(case.household.dependants)
    HousingNeed.propose(
        case, on=told, by=path.referent, typologies=["T3"] if parent else dice.choice([["T2"], ["T1", "T2"]]),
        people=people_of(case.household), communes=dice.choice(COMMUNES), excluded=dice.choice(EXCLUDED),
        max_cost=Decimal(dice.choice([470, 490, 510]) if parent else dice.choice([370, 385, 400])),
        max_floor_without_lift=dice.choice([None, None, 1, 2]), needs_lift=False, needs_accessible=False,
        quota="state_priority", priority=True, ready_on=case.prep_planned_end or told + timedelta(days=92),
    )  # fmt: skip
    resources = total_resources(Resources.objects.filter(household=case.household_id))
    BenefitEstimate.objects.create(
        case=case, monthly_amount=310 if parent else 265 if (resources or 0) < 800 else 190, estimated_on=told,  # noqa: PLR2004
        created_by=path.referent,
    )  # fmt: skip


def tell(world: World) -> None:
    """Once everybody is where the day of the demo finds them."""
    _second_grid(world)
    _dwellings(world)
    _waiting(world)
    _in_preparation(world)
    _third_grid(world)


# --- the grid ---------------------------------------------------------------------------------------


def _second_grid(world: World) -> None:
    """Agreed in September: a criterion added, one removed, one renamed."""
    on = world.calendar.session(SECOND_GRID)
    version = GridVersion.draft(world.agreement)
    criteria = deepcopy(version.criteria)
    environment = next(block for block in criteria if block["block"] == "S'adapter à son environnement")
    environment["criteria"].append({"code": "tenant_life", "label": "Connaît le règlement et la vie de l'immeuble"})
    home = next(block for block in criteria if block["block"] == "Savoir habiter")
    home["criteria"] = [one for one in home["criteria"] if one["code"] != "pet"]
    next(one for one in home["criteria"] if one["code"] == "energy")["label"] = "Énergie et eau : gestes et contrats"
    version.rewrite(criteria, revision=version.revision)
    version.submit(
        why="Les premiers bilans montrent que la vie de l'immeuble se prépare mieux à part.", on=on,
        by=world.who("bruno"),
    )  # fmt: skip
    version.agree(on=working_days.on_or_after(on + timedelta(days=11)), by=world.who("paul"))


def _third_grid(world: World) -> None:
    """Waits for the pilot's answer on the day of the demo."""
    version = GridVersion.draft(world.agreement)
    criteria = deepcopy(version.criteria)
    criteria[0]["criteria"].append({"code": "home_insurance", "label": "Assurance habitation : devis demandé"})
    version.rewrite(criteria, revision=version.revision)
    on = before(world.calendar.as_of - timedelta(days=THIRD_GRID))
    version.submit(why="Le devis d'assurance retarde plusieurs entrées.", on=on, by=world.who("bruno"))


def _assess_again(world: World, case: Case, on: date) -> None:
    """A second pré-diagnostic, on the grid then in force."""
    dice, grid = Random(f"{case.household.code} again"), GridVersion.objects.in_force(world.agreement)
    assert grid is not None
    first = case.prediagnosiss.order_by("assessed_on").first()
    said = first.answers if first else {}
    say_when(at(on, 15))
    assert case.referent is not None
    again = PreDiagnosis.objects.create(case=case, grid=grid, evaluator=case.referent, created_by=case.referent)
    again.answer(
        {code: _later(said.get(code, "nr"), dice) for code in grid.codes},
        to_prepare="Le budget est clair. Reste à préparer : l'assurance, l'installation et la vie de l'immeuble.",
    )
    again.conclude("favourable", on=on, by=case.referent)


def _later(level: str, dice: Random) -> str:
    """Most criteria advance during a preparation; not all."""
    if level == "nr":
        return dice.choice(["nr", "1", "2"])
    return dice.choice([level, str(min(int(level) + 1, 2)), str(min(int(level) + 1, 2))])


# --- dwellings and needs ----------------------------------------------------------------------------


def _dwellings(world: World) -> None:
    """Registered over the last months; some open to the programme, one withdrawn."""
    dice, diane, today = Random("vacant dwellings"), world.who("diane"), world.calendar.as_of
    for number in range(1, VACANT + 1):
        typology = dice.choice(["T1", "T2", "T2", "T2", "T3", "T3", "T4"])
        on = before(today - timedelta(days=dice.randrange(5, 80)))
        dwelling = Dwelling(
            agreement=world.agreement, reference=f"BD-V{number:02d}", agency=dice.choice(world.agencies), typology=typology,
            address=f"{dice.randrange(2, 90)} rue du Modèle", sector=dice.choice(SECTORS),
            commune=dice.choice(["Démoville", "Pont-Démo", "Démo-lez-Canal"]), surface=18 + 16 * int(typology[1]),
            financing=dice.choice(["PLAI", "PLAI", "PLUS", "PLAIA"]), rent=RENTS[typology] + dice.randrange(45),
            charges=dice.choice([48, 55, 65, 72]), energy_class=dice.choice("BCCDDE"), floor=dice.randrange(5),
            has_lift=dice.random() < 0.4, accessible=dice.choice([None, False, True]),  # noqa: PLR2004 - some of each
            available_on=on + timedelta(days=dice.randrange(0, 5)),
        )  # fmt: skip
        say_when(at(on, 9))
        dwelling.register(by=diane, on=on)
        if number <= OPENED:
            opened = before(today, 3)
            say_when(at(opened, 10))
            dwelling.open_to_programme(by=diane, on=opened)
        elif number == PUT_ASIDE:
            say_when(at(before(today, 2), 10))
            dwelling.withdraw(reason="Travaux de chauffage", by=diane, on=before(today, 2))


def _waiting(world: World) -> None:
    """Retained, not in preparation yet: one need is already said, the other not."""
    waiting = Case.objects.filter(agreement=world.agreement, state=State.PRECAL_ACCEPTED).order_by("household__code")
    case = waiting.select_related("household", "agreement").first()
    if case is None or case.referent is None:
        return
    on = world.calendar.eve
    say_when(at(on, 16))
    HousingNeed.propose(
        case, on=on, by=case.referent, typologies=["T1", "T2"], people=people_of(case.household),
        communes="Démoville", excluded="Les Tilleuls", max_cost=Decimal(380), max_floor_without_lift=2, needs_lift=False,
        needs_accessible=False, quota="state_priority", priority=True, ready_on=on + timedelta(days=120),
    )  # fmt: skip


def _in_preparation(world: World) -> None:
    """A need that changed, a dwelling in mind, an assessment made again."""
    today, diane = world.calendar.as_of, world.who("diane")
    needs = HousingNeed.objects.filter(agreement=world.agreement, state="open", case__state=State.PREPARATION)
    for need in needs.select_related("case__household", "case__referent", "case__agreement").order_by("code")[:1]:
        on = max(before(today, 4), need.proposed_on)
        assert need.case.referent is not None
        say_when(at(on, 10))
        need.revise(
            on=on,
            by=need.case.referent,
            communes="Pont-Démo, Démo-lez-Canal",
            ready_on=need.ready_on + timedelta(days=7),
        )
        wanted = Dwelling.objects.filter(agreement=world.agreement, state="accepting", typology__in=need.typologies)
        if in_mind := wanted.order_by("reference").first():
            say_when(at(max(before(today, 2), on), 15))
            need.foresee(in_mind, on=max(before(today, 2), on), by=diane)
        _assess_again(world, need.case, max(before(today, 3), on))
