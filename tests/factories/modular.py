"""Contracts, goals, reviews, ends and calls, by the verbs of the field."""

from datetime import date

from accompaniment import conduct, reviews
from accompaniment.models import Contract, Goal
from accompaniment.models.exit_call import attempt_call, record_call
from accompaniment.models.review import current_follow_up
from households.models import ExitReason

MOVED_IN = date(2025, 5, 5)
"""The first day of the follow-up of `factories.housed_case`: reviews fall on 5 August, 5 November…"""
FIRST_REVIEW = date(2025, 8, 5)
REPORT = {"lease": "garde", "debt": "aucune", "person_says": "CANARI-fin", "summary": "CANARI-resume"}


def paused(cast, case, on, *, review_on=None, reason="absence"):
    review_on = review_on or on.replace(year=on.year + 1)
    return conduct.suspend(case, on=on, review_on=review_on, reason=reason, today=on, by=cast.leila.professional)


def resumed(cast, case, on, *, by=None):
    conduct.reactivate(case, on=on, asked_by="household", by=(by or cast.leila).professional)


def goal(cast, case, on=MOVED_IN, words="CANARI-objectif", theme="budget"):
    return Goal.set_with(case, theme=theme, words=words, on=on, by=cast.leila.professional)


def draft(cast, case, **content):
    content = {"objectives": "CANARI-objectifs-contrat", **content}
    if Contract.objects.filter(case=case).exists():
        content.setdefault("reason", "CANARI-avenant")
    return Contract.draft(case, by=cast.leila.professional, **content)


def amendment(cast, case, on, **content):
    """Signed by both that day."""
    one = draft(cast, case, **content)
    conduct.sign_contract(one, person_on=on, association_on=on, today=on, by=cast.leila.professional)
    one.refresh_from_db()
    return one


def review(cast, case, due_on=FIRST_REVIEW, *, today=None):
    return reviews.begin(current_follow_up(case), due_on, today=today or due_on, by=cast.leila.professional)


def written_review(cast, case, due_on=FIRST_REVIEW, **content):
    one = review(cast, case, due_on)
    told = {
        "held_on": due_on, "with_person": True, "person_says": "CANARI-parole-bilan", "perspective": "continuer",
        "next_steps": "CANARI-suite-bilan", "progress": {"budget": "CANARI-avancee"}, **content,
    }  # fmt: skip
    one.write(today=due_on, by=cast.leila.professional, **told)
    return one


def validated_review(cast, case, due_on=FIRST_REVIEW, **content):
    one = written_review(cast, case, due_on, **content)
    one.validate(on=due_on, by=cast.bruno.professional)
    return one


def ended(cast, case, on=date(2025, 9, 1), *, reason="objectif_atteint", call_back="oral", destination="", report=True):
    found = ExitReason.objects.get(code=reason)
    return conduct.end_accompaniment(
        case, on=on, reason=found, destination=destination, initiative="household", handover="CANARI-relais",
        by=cast.bruno.professional, report=dict(REPORT) if report else None, call_back=call_back,
    )  # fmt: skip


def called(cast, one, months, on, outcome="meme_logement"):
    return record_call(one, months, outcome, on=on, today=on, note="CANARI-appel", by=cast.leila.professional)


def attempted(cast, one, months, *days):
    for day in days:
        attempt_call(one, months, on=day, today=day, by=cast.leila.professional)
