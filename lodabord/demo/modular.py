"""Goals in the households' words, reviews done and due, a suspension looked at again, calls after an end."""

from datetime import date, timedelta

from accompaniment import conduct, reviews
from accompaniment.models import Exit, Goal, QuarterReview, Suspension
from accompaniment.models.exit_call import record_call
from accompaniment.models.goal import GoalState
from accompaniment.models.review import current_follow_up
from households.models import Case
from lodabord.demo.calendar import at
from lodabord.demo.world import World
from lodabord.kernel.clock import tell as at_the_time
from lodabord.kernel.working_days import on_or_after
from lodabord.partners.models import Professional

GOALS: dict[str, list[tuple[str, str, str]]] = {
    "A01": [
        ("budget", "Payer mon loyer avant le 5 sans y penser", GoalState.REACHED),
        ("emploi", "Reprendre un travail à mi-temps", GoalState.UNDER_WAY),
    ],
    "A03": [
        ("parentalite", "Que les enfants aient chacun leur coin", GoalState.REACHED),
        ("demarches", "Ne plus avoir peur du courrier", GoalState.UNDER_WAY),
    ],
    "A06": [
        ("logement", "Un vrai lit et une table pour manger", GoalState.REACHED),
        ("collectif", "Sortir une fois par semaine", GoalState.TO_DO),
    ],
    "A10": [("voisinage", "Dire bonjour et qu'on me réponde", GoalState.UNDER_WAY)],
    "M02": [("budget", "Finir le plan d'apurement", GoalState.UNDER_WAY)],
}
STEPS_TO = {
    GoalState.TO_DO: [],
    GoalState.UNDER_WAY: [GoalState.UNDER_WAY],
    GoalState.REACHED: [GoalState.UNDER_WAY, GoalState.REACHED],
}
SAYS = "Je dors mieux, j'ouvre mes lettres le jour même."
NEXT = "Continuer les rendez-vous au service social, préparer l'hiver (énergie)."
LATE_REVIEW = {"A10", "A12"}
"""Households whose last review waits to be written: somebody has it on her page."""


def tell(world: World) -> None:
    """By the verbs of the field, at their dates, up to the day of the demo."""
    for code, goals in GOALS.items():
        row, case = world.cases[code]
        _goals(world, case, goals, world.who(world.referent_of(row.code)))
    for row, case in world.cases.values():
        if case.state in (Case.State.FOLLOW_UP, Case.State.SUSPENDED):
            _reviews(world, case, world.who(world.referent_of(row.code)), keep_last=row.code in LATE_REVIEW)
    _suspension_looked_at_again(world)
    _after_an_end(world)


def _goals(world: World, case: Case, goals: list[tuple[str, str, str]], by: Professional) -> None:
    follow_up = current_follow_up(case)
    if follow_up is None:
        return
    on = min(follow_up.starts_on + timedelta(days=10), world.calendar.eve)
    at_the_time(at(on, 16))
    for theme, words, state in goals:
        goal = Goal.set_with(case, theme=theme, words=words, on=on, by=by)
        for step in STEPS_TO[GoalState(state)]:
            goal.move_to(step, on=min(goal.state_since + timedelta(days=45), world.calendar.eve), by=by)


def _reviews(world: World, case: Case, by: Professional, *, keep_last: bool) -> None:
    """Each quarter that is over has its review, but the last one of a few."""
    measure, today, head = current_follow_up(case), world.calendar.as_of, world.who("bruno")
    if measure is None:
        return
    past = [day for day in reviews.days_of(measure, today) if day < today]
    for due_on in past[:-1] if keep_last else past:
        held = min(on_or_after(due_on), world.calendar.eve)
        at_the_time(at(held, 17))
        review: QuarterReview = reviews.begin(measure, due_on, today=held, by=by)
        review.write(
            today=held, by=by, held_on=held, with_person=True, person_says=SAYS, next_steps=NEXT, perspective="continuer",
            progress={"budget": "Le loyer est payé chaque mois."},
        )  # fmt: skip
        review.validate(on=held, by=head)


def _suspension_looked_at_again(world: World) -> None:
    """It goes on: looked at on its day, and set to be looked at again."""
    pause = (
        Suspension.objects.filter(ends_on__isnull=True, case__agreement=world.agreement).order_by("starts_on").first()
    )
    if pause is None or pause.review_on is None or pause.review_on > world.calendar.eve:
        return
    at_the_time(at(on_or_after(pause.review_on), 11))
    conduct.maintain(
        pause, on=pause.review_on, until=_later(pause.review_on, world.calendar.as_of), note="Séjour prolongé.",
        by=world.who(world.referent_of("A04")),
    )  # fmt: skip


def _later(first: date, today: date) -> date:
    """Six weeks on, and never a review long past on the day of the demo."""
    while first <= today:
        first += timedelta(weeks=6)
    return first


def _after_an_end(world: World) -> None:
    """A household called at six months: still in its dwelling."""
    ended = Exit.objects.filter(case=world.cases["M01"][1]).first()
    if ended is None:
        return
    by = world.who(world.referent_of("M01"))
    called_on = on_or_after(ended.closed_on + timedelta(days=184))
    if called_on > world.calendar.eve or not _agreed(ended, by):
        return
    at_the_time(at(called_on, 10))
    record_call(ended, 6, "meme_logement", on=called_on, today=called_on, note="Tout va bien.", by=by)


def _agreed(ended: Exit, by: Professional) -> bool:
    from households.models import Consent, Event

    given = Consent.objects.create(
        case=ended.case, purpose=Consent.Purpose.CALL_BACK, recipients=str(ended.case.agreement.association),
        given_on=ended.closed_on, mode="oral", created_by=by,
    )  # fmt: skip
    Event.record(given, "consent.given", by=by, facts={"purpose": given.purpose, "on": given.given_on})
    return True
