"""The arrears of the demo: lease references, acts of the procedures, first unpaid months, outcomes, a word to the CCAPEX."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accompaniment.ccapex import tell_the_commission
from allocations.accounts import Figures, day_of_statement, import_statement, note_by_hand
from allocations.models import ArrearsSnapshot, ArrearsStep, Disturbance, FirstUnpaid, RetentionOutcome
from households.models import Case, RentAccount
from lodabord.demo import cast
from lodabord.demo.calendar import at, before
from lodabord.demo.world import World
from lodabord.kernel import working_days
from lodabord.kernel.clock import tell as at_that_time

STEPS: list[tuple[str, str, date, dict[str, Any]]] = [
    # household, act, date of the worked year, details
    ("M01", "caf_report", date(2025, 1, 15), {}),
    ("M01", "repayment_plan", date(2025, 1, 20), {"plan_amount": Decimal(60)}),
    ("M01", "settled", date(2025, 10, 20), {}),
    ("M03", "caf_report", date(2025, 2, 28), {}),
    ("M03", "formal_notice", date(2025, 3, 12), {}),
    ("M03", "payment_order", date(2025, 4, 10), {}),
    ("M03", "ccapex", date(2025, 4, 14), {}),
    ("M03", "summons", date(2025, 6, 16), {"hearing_on": date(2025, 8, 12)}),
    ("M03", "prefect_notice", date(2025, 6, 17), {}),
    ("M03", "judgment", date(2025, 8, 12), {}),
    ("M03", "quit_order", date(2025, 8, 14), {"leave_by": date(2025, 9, 15)}),
    ("M03", "police_requested", date(2025, 9, 16), {}),
    ("M03", "evicted", date(2025, 9, 19), {}),
    ("M04", "repayment_plan", date(2025, 12, 3), {"plan_amount": Decimal(45)}),
]
OUTCOMES = [
    ("M01", "plan_respected", date(2025, 6, 30)),
    ("M01", "debt_settled", date(2025, 10, 31)),
    ("M02", "disturbance_ceased", date(2025, 9, 30)),
    ("M03", "procedure_ongoing", date(2025, 6, 30)),
    ("M03", "evicted", date(2025, 9, 19)),
]
CCAPEX_TOLD = ("M03", date(2025, 6, 24))
SEEN_AFTER_DAYS = 1


def tell(world: World) -> None:
    """After the accounts of the year."""
    _references(world)
    _steps(world)
    _first_unpaid_months(world)
    _outcomes(world)
    _word_to_the_commission(world)


def _references(world: World) -> None:
    """Access households get theirs with the lease; the retention ones came with theirs."""
    sophie = world.who("sophie")
    for row, case in world.cases.values():
        if row.is_access and row.moved_in:
            at_that_time(at(world.calendar.day(row.known_day("moved_in")), 10))
            RentAccount.attach(case, f"LOC-{row.code}", by=sophie)


def _steps(world: World) -> None:
    for code, kind, on, details in STEPS:
        day = working_days.on_or_after(world.calendar.day(on))
        moved = {
            name: world.calendar.day(value) if isinstance(value, date) else value for name, value in details.items()
        }
        at_that_time(at(day, 15))
        ArrearsStep.note(world.cases[code][1], kind, on=day, by=world.who("sophie"), **moved)


def _first_unpaid_months(world: World) -> None:
    """Raised when each account was known; seen by both sides the next working day."""
    for row, case in world.cases.values():
        first = ArrearsSnapshot.objects.filter(case=case, debt__gt=0).order_by("on").first()
        if first is None or not row.housed_from:
            continue
        known_on = working_days.on_or_after(first.on)
        at_that_time(at(known_on, 9))
        raised = FirstUnpaid.review(case, by=world.who("sophie"))
        seen_on = working_days.working_days_later(known_on, SEEN_AFTER_DAYS)
        if raised and seen_on <= world.calendar.as_of:
            at_that_time(at(seen_on, 9, 30))
            raised.acknowledge(world.members["sophie"], by=world.who("sophie"))
            referent = world.members[world.referent_of(row.code)]
            raised.acknowledge(referent, by=referent.professional)


def _outcomes(world: World) -> None:
    for code, kind, on in OUTCOMES:
        day = working_days.on_or_after(world.calendar.day(on))
        if day <= world.calendar.as_of:
            at_that_time(at(day, 16))
            RetentionOutcome.note(world.cases[code][1], kind, on=day, by=world.who("sophie"))


def _word_to_the_commission(world: World) -> None:
    code, on = CCAPEX_TOLD
    row, case = world.cases[code]
    day = working_days.on_or_after(world.calendar.day(on))
    at_that_time(at(day, 11))
    tell_the_commission(
        case,
        recipient=world.organisations[cast.STATE],
        service="Secrétariat de la CCAPEX",
        elements=["resources", "steps", "support"],
        text="Droits ouverts depuis avril. Demande FSL déposée en mai. Rendez-vous hebdomadaire avec le référent.",
        shown_on=before(day, 1),
        not_shown_because="",
        on=day,
        by=world.who(world.referent_of(row.code)),
    )


def tell_assessed(world: World, case: Case) -> None:
    """What the social team knows of the tenant whose situation awaits both opinions."""
    sophie, opened = world.who("sophie"), case.opened_on
    at_that_time(at(opened, 15))
    for days, debt in ((-63, "290.00"), (-32, "474.00"), (-1, "561.00")):
        on = opened + timedelta(days=days)
        note_by_hand(
            ArrearsSnapshot(
                case=case, on=on, debt=Decimal(debt), net_rent=Decimal(201), apl=Decimal(187), created_by=sophie
            ),
            by=sophie,
        )
    ArrearsStep.note(case, "formal_notice", on=before(opened, 4), by=sophie)
    for days, facts in (
        (20, "Musique après 22 h, constatée par la gardienne."),
        (6, "Cris dans l'escalier, constatés."),
    ):
        Disturbance.objects.create(
            case=case, on=opened - timedelta(days=days), kind="noise", facts=facts, created_by=sophie
        )


def tell_these_days(world: World) -> None:
    """On the day of the demo: a first unpaid month nobody has seen yet, a statement that makes an arrear constituted."""
    today, sophie = world.calendar.as_of, world.who("sophie")
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    at_that_time(at(before(today), 17))
    for code, debt in (("A13", "92.50"), ("M04", "425.00"), ("A11", "0.00")):
        case = world.cases[code][1]
        on = day_of_statement(month, today)
        ArrearsSnapshot.objects.filter(case=case, on__gte=on).delete()
        figures = Figures(Decimal(debt), Decimal(185), Decimal(210))
        import_statement(case, month=month, figures=figures, today=today, by=sophie)
