"""The history of one household, gathered from its records for the band (`accompaniment.band`)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accompaniment.agreed import agreed_with
from accompaniment.band import Asked, History, Mark, Stretch
from accompaniment.models import (
    Contract,
    Exit,
    ExitCall,
    Measure,
    MeasurePeriod,
    QuarterReview,
    Request,
    Suspension,
    Visit,
)
from accompaniment.review_dates import next_review
from accompaniment.weeks import TO_THURSDAY, FollowUp, Outcome, monday_of, weeks_between
from households.models import Case, Event

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

SHORT = {
    "renforcee": "Renforcée", "hebdomadaire": "Hebdomadaire", "quinzaine": "Quinzaine", "mensuelle": "Mensuelle",
    "veille": "Veille",
}  # fmt: skip
CORRECTIONS = ("measure.intensity_corrected", "measure.intensity_removed", "suspension.cancelled")


def history_of(case: Case, member: "Membership", today: date) -> History:
    """From the preparation to the last call after the end."""
    measures = list(Measure.objects.visible_to(member).filter(case=case).prefetch_related("extensions"))
    agreed = agreed_with([case.pk])[case.pk]
    rare = [span for span, rhythm in agreed.periods if rhythm not in MeasurePeriod.DUE_EVERY_WEEK]
    home = [(one.on, one.status) for one in Visit.objects.visible_to(member).at_home().filter(case=case, on__lte=today)]
    course = FollowUp(agreed.follow_up, agreed.suspensions, rare)
    start = min((span.starts_on for span in agreed.follow_up), default=today)
    weeks = weeks_between(course, start, monday_of(today) + TO_THURSDAY, home, today) if agreed.follow_up else []
    not_due = {monday for monday, what in weeks if what == Outcome.NOT_DUE}
    done = [on for on, status in home if status == Visit.Status.DONE]
    return History(
        today=today,
        stretches=[*_preparations(measures, today), *_periods(case, member), *_pauses(case, member)],
        weeks=weeks,
        extra_visits=[on for on in done if monday_of(on) in not_due],
        requests=[
            Asked(timezone.localdate(one.received_at), one.intervened_at is not None)
            for one in Request.objects.visible_to(member).filter(case=case, counts_for_target=True)
        ],
        marks=[*_key_days(case, member), *_reviews(case, member, measures, today), *_ends(case, member, today)],
    )


def _preparations(measures: list[Measure], today: date) -> list[Stretch]:
    return [
        Stretch("preparation", "Préparation", one.starts_on, one.ends_on, one.end_note)
        for one in measures
        if one.kind == Measure.Kind.PREPARATION
    ]


def _periods(case: Case, member: "Membership") -> list[Stretch]:
    kept = MeasurePeriod.objects.visible_to(member).filter(case=case)
    return [Stretch(one.intensity, SHORT[one.intensity], one.starts_on, one.ends_on) for one in kept]


def _pauses(case: Case, member: "Membership") -> list[Stretch]:
    kept = Suspension.objects.visible_to(member).filter(case=case).prefetch_related("reviews")
    return [
        Stretch("suspension", "Suspension", one.starts_on, one.ends_on, _of_pause(one)) for one in kept
    ]  # fmt: skip


def _of_pause(pause: Suspension) -> str:
    """The reason, each review, who asked for the reactivation."""
    told = [pause.get_reason_display().lower() if pause.reason else "motif non repris"]
    told += [f"revue le {one.on:%d/%m/%Y}, {one}" for one in pause.reviews.all()]
    if pause.ends_on is None and pause.review_on:
        told.append(f"à revoir le {pause.review_on:%d/%m/%Y}")
    if pause.resumed_at_request_of:
        told.append(f"réactivée à la demande de : {pause.get_resumed_at_request_of_display().lower()}")
    return " ; ".join(told)


def _key_days(case: Case, member: "Membership") -> list[Mark]:
    marks = []
    if case.is_access and case.moved_in_on:
        marks.append(Mark("C", "Clés, entrée dans le logement", case.moved_in_on))
    for one in Contract.objects.visible_to(member).filter(case=case).signed():
        assert one.signed_on is not None
        marks.append(Mark("S", f"{one.title} signé", one.signed_on))
    return marks


def _reviews(case: Case, member: "Membership", measures: list[Measure], today: date) -> list[Mark]:
    kept = QuarterReview.objects.visible_to(member).filter(case=case).exclude(held_on=None)
    marks = [Mark("B", f"Bilan du {one.due_on:%d/%m/%Y}", one.held_on) for one in kept if one.held_on]
    running = next((one for one in measures if one.kind == Measure.Kind.FOLLOW_UP and one.ends_on is None), None)
    if running is not None:
        every = case.agreement.terms_on(today).review_every_months
        marks.append(Mark("B", "Prochain bilan", next_review(running.starts_on, every, today), coming=True))
    return marks


def _ends(case: Case, member: "Membership", today: date) -> list[Mark]:
    marks = []
    for one in Exit.objects.visible_to(member).filter(case=case).select_related("reason"):
        marks.append(Mark("F", f"Fin : {one.reason.label.lower()}", one.closed_on))
        if one.reopened_on:
            marks.append(Mark("R", "Reprise après la fin", one.reopened_on))
    for call in ExitCall.objects.visible_to(member).filter(case=case):
        marks.append(Mark("A", f"Appel {call.get_months_display()} : {call.get_outcome_display().lower()}", call.on))
    return marks


def corrections_of(case: Case, member: "Membership") -> list[dict[str, Any]]:
    """What was written by mistake then corrected: who, when, what was there before."""
    kept = Event.objects.visible_to(member).filter(case=case, action__in=CORRECTIONS).select_related("by")
    return [{"at": one.at, "by": one.by, "words": _correction(one)} for one in kept]


def _correction(event: Event) -> str:
    facts = event.facts
    if event.action == "suspension.cancelled":
        until = f" au {_day(facts['ends_on'])}" if facts.get("ends_on") else ""
        return f"Suspension du {_day(facts['starts_on'])}{until} annulée, notée par erreur"
    if event.action == "measure.intensity_removed":
        return f"Période « {SHORT[facts['intensity']].lower()} » du {_day(facts['on'])} retirée, notée par erreur"
    was, now = SHORT[facts["was"]].lower(), SHORT[facts["intensity"]].lower()
    return f"« {was} » du {_day(facts['was_on'])} corrigée en « {now} » du {_day(facts['on'])}"


def _day(told: str) -> str:
    return f"{date.fromisoformat(told):%d/%m/%Y}"
