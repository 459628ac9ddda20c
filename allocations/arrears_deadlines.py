"""Legal delays of rent arrears and eviction (sheet 02 §2.3). Pure functions of dates and amounts: no record, no clock.

The programme computes and shows; a person records each act. Sources are those of the partners'
reference sheet; the landlord's legal service has the last word on a given lease.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from households.deadlines import months_later
from lodabord.kernel import working_days

CONSTITUTED_MONTHS = 2
"""An arrear is constituted at twice the monthly amount: net of APL when it is paid to the landlord (CCH R824-1)."""
CAF_REPORT_MONTHS = 2
"""The landlord reports a constituted arrear to the CAF or the MSA within two months (CCH R824-4)."""
PAYMENT_ORDER = timedelta(weeks=6)
"""Delay after a payment order (law 2023-668 of 27 July 2023, law 89-462 art. 24 I)."""
PAYMENT_ORDER_OLD_LEASE_MONTHS = 2
"""Leases whose own clause says two months keep them: the law did not change running contracts."""
CCAPEX_BEFORE_SUMMONS_MONTHS = 2
"""A landlord that is a legal person waits two months after the CCAPEX before a summons (law 89-462 art. 24 II)."""
PREFECT_NOTICE = timedelta(weeks=6)
"""The summons is notified to the prefect at least six weeks before the hearing (law 89-462 art. 24 III)."""
QUIT_ORDER_MONTHS = 2
"""Delay after the order to leave, which the judge may change (CPCE L412-1)."""
NEAR = timedelta(days=14)
"""From how many days before its date a step is shown in « À faire »."""
TRUCE_STARTS, TRUCE_ENDS = (11, 1), (3, 31)
"""No eviction from 1 November to 31 March (CPCE L412-6)."""


def constitution_threshold(rent_and_charges: Decimal, apl: Decimal, *, apl_to_landlord: bool) -> Decimal:
    """From which debt, in euros, an arrear is constituted: two months of what the tenant owes each month."""
    owed = rent_and_charges - apl if apl_to_landlord else rent_and_charges
    return CONSTITUTED_MONTHS * max(owed, Decimal(0))


def is_constituted(debt: Decimal, rent_and_charges: Decimal, apl: Decimal, *, apl_to_landlord: bool) -> bool:
    """Whether the law's threshold is reached. Without any debt there is no arrear, whatever the rent."""
    return debt > 0 and debt >= constitution_threshold(rent_and_charges, apl, apl_to_landlord=apl_to_landlord)


def caf_report_deadline(constituted_on: date) -> date:
    """Last day to report a constituted arrear to the CAF or the MSA."""
    return months_later(constituted_on, CAF_REPORT_MONTHS)


def payment_order_ends(ordered_on: date, *, old_lease: bool = False) -> date:
    """Last day to pay before the resolutory clause takes effect; a day off carries over (CPC 641, 642)."""
    last = months_later(ordered_on, PAYMENT_ORDER_OLD_LEASE_MONTHS) if old_lease else ordered_on + PAYMENT_ORDER
    return working_days.on_or_after(last)


def earliest_summons(ordered_on: date, referred_on: date | None, *, old_lease: bool = False) -> date:
    """First day on which a summons may be served: after the payment order's delay, and the CCAPEX's two months."""
    after_order = payment_order_ends(ordered_on, old_lease=old_lease) + timedelta(days=1)
    if referred_on is None:
        return after_order
    return max(after_order, months_later(referred_on, CCAPEX_BEFORE_SUMMONS_MONTHS) + timedelta(days=1))


def latest_prefect_notice(hearing_on: date) -> date:
    """Last working day to notify the summons to the prefect; counted backwards, a day off comes earlier."""
    day = hearing_on - PREFECT_NOTICE
    while not working_days.is_working_day(day):
        day -= timedelta(days=1)
    return day


def quit_order_ends(ordered_on: date, *, set_by_judge: date | None = None) -> date:
    """Last day to leave: two months, or the date set by the judge; a day off carries over."""
    return working_days.on_or_after(set_by_judge or months_later(ordered_on, QUIT_ORDER_MONTHS))


def in_winter_truce(day: date) -> bool:
    """Whether nobody may be evicted that day."""
    return (day.month, day.day) >= TRUCE_STARTS or (day.month, day.day) <= TRUCE_ENDS


def first_day_out_of_truce(day: date) -> date:
    """That day, or the 1st of April that follows when it falls within the winter truce."""
    if not in_winter_truce(day):
        return day
    return date(day.year + 1 if day.month >= TRUCE_STARTS[0] else day.year, 4, 1)


@dataclass(frozen=True)
class Done:
    """An act of the procedure that took place: its kind (see `ArrearsStep.Kind`), its date, what it set."""

    kind: str
    on: date
    old_lease: bool = False
    hearing_on: date | None = None
    leave_by: date | None = None


@dataclass(frozen=True)
class Coming:
    """What comes next in a procedure. `latest` obliges somebody; `earliest` is when something becomes possible."""

    kind: str
    label: str
    source: str
    earliest: date | None = None
    latest: date | None = None

    @property
    def on(self) -> date | None:
        """The date to look at: the limit when there is one."""
        return self.latest or self.earliest

    def is_late(self, today: date) -> bool:
        return self.latest is not None and self.latest < today

    def is_near(self, today: date) -> bool:
        """Within fourteen days, not passed."""
        return self.on is not None and today <= self.on <= today + NEAR


OVER = {"evicted", "settled"}
"""After one of these a procedure is over; a new arrear starts another one."""


def running(done: list[Done]) -> list[Done]:
    """The acts of the procedure under way, in order of date: those after the last end."""
    ordered = sorted(done, key=lambda one: one.on)
    ends = [rank for rank, one in enumerate(ordered) if one.kind in OVER]
    return ordered[ends[-1] + 1 :] if ends else ordered


def last_procedure(done: list[Done]) -> list[Done]:
    """The acts of the procedure under way or, when there is none, of the last one with its end."""
    ordered = sorted(done, key=lambda one: one.on)
    return running(ordered) or [*running(ordered[:-1]), *ordered[-1:]]


def coming(done: list[Done], constituted_on: date | None) -> list[Coming]:
    """What comes next, nearest first. `constituted_on`: since when the arrear is constituted, if it is."""
    if done and max(done, key=lambda one: one.on).kind == "evicted":
        return []
    acts = {one.kind: one for one in running(done)}
    found = [*_report_to_caf(acts, constituted_on), *_court(acts)]
    if not found and constituted_on and "repayment_plan" not in acts:
        found.append(Coming("repayment_plan", "Plan d'apurement ou mise en demeure", "sans délai légal"))
    return sorted(found, key=lambda one: one.on or date.max)


def _report_to_caf(acts: dict[str, Done], constituted_on: date | None) -> list[Coming]:
    if constituted_on is None or "caf_report" in acts:
        return []
    label = "Signaler l'impayé à la CAF ou à la MSA"
    return [Coming("caf_report", label, "CCH R824-4 : deux mois", latest=caf_report_deadline(constituted_on))]


def _court(acts: dict[str, Done]) -> list[Coming]:
    """The furthest act reached says what follows."""
    for kind, follow in FOLLOWING:
        if kind in acts:
            return follow(acts)
    return []


def _after_police_request(acts: dict[str, Done]) -> list[Coming]:
    order = acts.get("quit_order")
    since = acts["police_requested"].on
    if order:
        since = max(since, quit_order_ends(order.on, set_by_judge=order.leave_by) + timedelta(days=1))
    return [Coming("evicted", "Expulsion possible", "CPCE L412-6 : trêve du 1er novembre au 31 mars",
                   earliest=first_day_out_of_truce(since))]  # fmt: skip


def _after_quit_order(acts: dict[str, Done]) -> list[Coming]:
    order = acts["quit_order"]
    ends = quit_order_ends(order.on, set_by_judge=order.leave_by)
    return [Coming("police_requested", "Concours de la force publique possible",
                   "CPCE L412-1 : deux mois, ou la date du juge", earliest=ends + timedelta(days=1))]  # fmt: skip


def _after_judgment(acts: dict[str, Done]) -> list[Coming]:
    return [
        Coming("quit_order", "Commandement de quitter les lieux, ou délais accordés par le juge", "selon le jugement")
    ]


def _after_summons(acts: dict[str, Done]) -> list[Coming]:
    hearing = acts["summons"].hearing_on
    if hearing is None:
        return [Coming("judgment", "Audience : date à noter avec l'assignation", "date du tribunal")]
    found = [Coming("judgment", "Audience", "date du tribunal", earliest=hearing)]
    if "prefect_notice" not in acts:
        found.append(Coming("prefect_notice", "Notifier l'assignation au préfet",
                            "loi 89-462 art. 24 III : six semaines avant l'audience",
                            latest=latest_prefect_notice(hearing)))  # fmt: skip
    return found


def _after_payment_order(acts: dict[str, Done]) -> list[Coming]:
    order, referral = acts["payment_order"], acts.get("ccapex")
    if referral is None:
        return [Coming("ccapex", "Saisir la CCAPEX, deux mois avant toute assignation",
                       "loi 89-462 art. 24 II", earliest=order.on)]  # fmt: skip
    return [Coming("summons", "Assignation possible", "loi 89-462 art. 24 I et II",
                   earliest=earliest_summons(order.on, referral.on, old_lease=order.old_lease))]  # fmt: skip


FOLLOWING = [
    ("police_requested", _after_police_request),
    ("quit_order", _after_quit_order),
    ("judgment", _after_judgment),
    ("summons", _after_summons),
    ("payment_order", _after_payment_order),
]
"""From the furthest act to the first: what follows it."""
