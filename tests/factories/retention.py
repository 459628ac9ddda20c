"""The retention track and the arrears: tenants reported, arbitrated, met, accompanied; accounts and alerts."""

from datetime import date
from decimal import Decimal
from typing import Any

from accompaniment import conduct
from allocations.accounts import note_by_hand
from allocations.models import ArbitrationDecision, ArrearsSnapshot, JointMeeting
from households.models import Case, assign
from tests.cast import Cast
from tests.factories import reported_case


def assessed(cast: Cast, **facts: Any) -> Case:
    """Taken by Sophie, ready to be submitted."""
    case = reported_case(cast, **facts)
    case.start_assessment(by=cast.sophie.professional)
    return case


def at_arbitration(cast: Cast, **facts: Any) -> Case:
    case = assessed(cast, **facts)
    case.submit_to_arbitration(on=date(2025, 1, 10), by=cast.sophie.professional)
    return case


def with_both_opinions(cast: Cast, **facts: Any) -> ArbitrationDecision:
    case = at_arbitration(cast, **facts)
    joint = ArbitrationDecision.round_of(case)
    joint.give_opinion(cast.paul, "favourable", "Dette récente.")
    joint.give_opinion(cast.bruno, "favourable", "Demande d'aide.")
    return joint


def retained(cast: Cast, **facts: Any) -> Case:
    """Retained on 14 January 2025, followed by Leïla; waits for the meeting."""
    joint = with_both_opinions(cast, **facts)
    joint.decide("retenu", on=date(2025, 1, 14), by=cast.paul.professional, announced_by="Sophie")
    assign(joint.case, "referent", cast.leila.professional, on=date(2025, 1, 14), by=cast.bruno.professional)
    return joint.case


def met(cast: Cast, answer: str = "yes", **facts: Any) -> JointMeeting:
    case = retained(cast, **facts)
    more = {"mode": "oral"} if answer == "yes" else {"think_until": date(2025, 1, 31)}
    return JointMeeting.hold(case, on=date(2025, 1, 20), answer=answer, by=cast.sophie.professional, **more)


def accompanied(cast: Cast, **facts: Any) -> Case:
    """In measure since 27 January 2025."""
    case = met(cast, **facts).case
    day = date(2025, 1, 27)
    conduct.sign_and_begin_follow_up(case, signed_on=day, on=day, objectives="", by=cast.leila.professional)
    return case


def account(cast: Cast, case: Case, on: date, debt: str, net_rent: str | None = "200", **more: Any) -> ArrearsSnapshot:
    """The account of a day, noted by Sophie."""
    rent = Decimal(net_rent) if net_rent else None
    snapshot = ArrearsSnapshot(case=case, on=on, debt=Decimal(debt), net_rent=rent, **more)
    note_by_hand(snapshot, by=cast.sophie.professional)
    return snapshot
