"""What the landlord notes of the tenancies: rent accounts, procedures, disturbances."""

from datetime import date, timedelta
from decimal import Decimal

from allocations.models import ArrearsSnapshot, Disturbance
from lodabord.demo import arrears
from lodabord.demo.calendar import at
from lodabord.demo.world import World
from lodabord.kernel.working_days import on_or_after

NET_RENT = Decimal(185)
ACCOUNTS = {
    # months of debt at each month's fifth, from the first month; the stage when it changes
    "M01": ([2.5, 2.3, 2.0, 1.7, 1.4, 1.1, 0.8, 0.5, 0.2, 0], {0: "repayment_plan", 9: "settled"}),
    "M03": (
        [2.6, 3.1, 3.6, 4.2, 4.8, 5.5, 6.1],
        {0: "formal_notice", 1: "payment_order", 2: "ccapex", 3: "summons", 4: "judgment", 5: "quit_order"},
    ),
    "M04": ([2.4, 2.2, 2.0], {0: "constituted", 1: "repayment_plan"}),
    "A05": ([0, 0, 0, 0.5, 1.2, 2.1], {0: "none", 3: "early", 5: "constituted"}),
    "A09": ([0, 0, 0.6, 1.4], {0: "none", 2: "early"}),
    "A08": ([0, 0.4, 0.2, 0, 0], {0: "none", 1: "early", 3: "none"}),
}
DISTURBANCES = [
    ("M02", date(2025, 1, 18), "noise", "Musique en soirée, constat du gardien.", date(2025, 4, 30)),
    ("M02", date(2025, 3, 8), "conflict", "Altercation dans le hall.", date(2025, 4, 30)),
    ("M03", date(2025, 2, 15), "noise", "Bruit répété la nuit.", None),
    ("M03", date(2025, 5, 22), "damage", "Porte du local à vélos dégradée.", None),
    ("M03", date(2025, 7, 3), "noise", "Bruit répété la nuit.", None),
    ("A05", date(2025, 10, 11), "clutter", "Encombrants sur le palier.", date(2025, 10, 20)),
]
EVICTED = "M03"
EVICTED_ON = date(2025, 9, 19)


def tell(world: World) -> None:
    """Accounts month by month, and dated facts without any complainant's name."""
    snapshots = [one for code in world.cases for one in _account(world, code)]
    ArrearsSnapshot.objects.bulk_create(snapshots)
    arrears.tell(world)
    author = world.who("sophie")
    Disturbance.objects.bulk_create(
        Disturbance(
            case=world.cases[code][1],
            on=world.calendar.day(on),
            kind=kind,
            facts=facts,
            ceased_on=world.calendar.day(ceased) if ceased else None,
            created_by=author,
            created_at=at(world.calendar.day(on)),
        )
        for code, on, kind, facts, ceased in DISTURBANCES
    )


def _account(world: World, code: str) -> list[ArrearsSnapshot]:
    row, _ = world.cases[code]
    start = row.housed_from
    if start is None:
        return []
    months, stages = ACCOUNTS.get(code, ([0.0] * 12, {0: "none"}))
    told, stage, last = [], "none", row.day("exit_on") or date(2025, 12, 31)
    for rank, debt in enumerate(months):
        stage = stages.get(rank, stage)
        day = start + timedelta(days=30 * rank)
        if day <= last:
            told.append(_snapshot(world, code, world.calendar.day(day), Decimal(str(debt)), stage))
    if code == EVICTED:
        told.append(_snapshot(world, code, world.calendar.day(EVICTED_ON), Decimal("6.4"), "evicted"))
    return told


def _snapshot(world: World, code: str, on: date, months: Decimal, stage: str) -> ArrearsSnapshot:
    return ArrearsSnapshot(
        case=world.cases[code][1],
        on=on,
        debt=(NET_RENT * months).quantize(Decimal("0.01")),
        net_rent=NET_RENT,
        stage=stage,
        plan_respected=True if stage == "repayment_plan" else None,
        created_by=world.who("sophie"),
        created_at=at(on_or_after(on)),
    )
