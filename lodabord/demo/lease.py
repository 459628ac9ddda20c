"""Entries, leases and the two daily channels of the demo: what was done at its date, and what waits today."""

from datetime import date, timedelta
from typing import Any

from accompaniment.asking import Given, ask_landlord
from accompaniment.models import Request
from allocations.models import (
    Dwelling,
    ExaminationPeriod,
    LandlordRequest,
    LeaseNotice,
    MoveIn,
    MoveInStep,
    RentalPoint,
    SlidingConvention,
    SlidingReview,
    Tenancy,
    change_status,
    raise_rental_point,
)
from households.deadlines import months_later
from households.models import Case
from lodabord.demo.calendar import at, before
from lodabord.demo.world import World
from lodabord.kernel import working_days
from lodabord.kernel.clock import tell as at_instant

STILL_TO_DO = {"A14": {"address"}}
"""A step that nobody has done yet, in the latest entry."""
SLIDING = {"A02": 9, "A07": 12, "A14": 4}
"""« Baux glissants »: months of their first examination period."""
NOTICE_OF = "A09"
TRANSFERRED = "A06"


def tell(world: World) -> None:
    """Everything this subject adds to the worked year, and to these days."""
    _entries(world)
    _sliding(world)
    _past_notice(world)
    _requests(world)
    _rental_points(world)
    if not world.calendar.is_the_worked_year:
        _transfer(world)


def _case(world: World, code: str) -> Case:
    case = world.cases[code][1]
    case.refresh_from_db()
    return case


def _entries(world: World) -> None:
    """The steps of those who moved in, each done on its day by the side it belongs to."""
    diane = world.who("diane")
    for code, (row, case) in world.cases.items():
        if not (row.is_access and row.moved_in):
            continue
        entry = MoveIn.objects.get(case=case, closed_on__isnull=True)
        left = STILL_TO_DO.get(code, set())
        for step in entry.steps.filter(state=MoveInStep.State.TODO).select_related("kind", "move_in", "case"):
            if step.kind_id not in left and step.due_on:
                on = min(step.due_on, world.calendar.as_of)
                at_instant(at(on, 15))
                by = diane if step.kind.owner == "landlord" else world.who(world.referent_of(code))
                present = True if step.kind.asks_referent else None
                step.do(on=on, by=by, referent_present=present)


def _sliding(world: World) -> None:
    for code, months in SLIDING.items():
        lease = _lease(world, code)
        assert lease.lease_signed_on is not None
        at_instant(at(lease.starts_on, 11))
        SlidingConvention.sign(
            lease, signed_on=lease.lease_signed_on, holder=world.agreement.association, ground="l301", annexed=True,
            examined_until=months_later(lease.starts_on, months), by=world.who("diane"),
        )  # fmt: skip
    _slid(world)
    _under_review(world)


def _slid(world: World) -> None:
    """The whole story: reviewed by both, told to the prefect, then a lease in the household's own name."""
    lease, paul = _lease(world, "A02"), world.who("paul")
    reviewed, told, slid = (
        world.calendar.session(day) for day in (date(2025, 11, 13), date(2025, 12, 8), date(2025, 12, 22))
    )
    at_instant(at(reviewed, 10))
    review = SlidingReview.objects.get(tenancy=lease)
    for key in ("sophie", world.referent_of("A02")):
        review.give_opinion(world.members[key], SlidingReview.Opinion.LEASE)
    review.conclude(SlidingReview.Conclusion.LEASE, on=reviewed, tenant_heard=True, by=world.who("sophie"))
    at_instant(at(told, 9))
    period = ExaminationPeriod.objects.get(tenancy=lease)
    period.notify_prefect(ExaminationPeriod.Proposal.LEASE, on=told, why_not="", by=paul)
    at_instant(at(slid, 14))
    change_status(lease, Tenancy.Status.DIRECT_LEASE, on=slid, lease_signed_on=before(slid, 3), by=world.who("diane"))


def _under_review(world: World) -> None:
    """One review comes soon: the landlord has given its opinion, the association's is awaited."""
    at_instant(at(world.calendar.eve, 11))
    review = SlidingReview.objects.get(tenancy=_lease(world, "A07"))
    review.give_opinion(world.members["sophie"], SlidingReview.Opinion.GO_ON)


def _lease(world: World, code: str) -> Tenancy:
    return Tenancy.objects.select_related("case__agreement", "dwelling").get(case=world.cases[code][1])


def _past_notice(world: World) -> None:
    """The household that left on its own notice gave it a month before."""
    lease = _lease(world, NOTICE_OF)
    assert lease.ends_on is not None
    received = lease.ends_on - timedelta(days=31)
    LeaseNotice.objects.create(
        case_id=lease.case_id, tenancy=lease, received_on=received, months=1, ends_on=lease.ends_on,
        created_by=world.who("diane"),
    )  # fmt: skip


def _requests(world: World) -> None:
    """One done and read, one taken and late, one refused and not read yet, one sent the day before to Karim's agency."""
    lease = _lease(world, "A08")
    assert lease.dwelling is not None
    karim = world.members["karim"]
    karim.agency = lease.dwelling.agency
    karim.save(update_fields=["agency"])
    today = world.calendar.as_of
    heating = _ask(
        world,
        "A01",
        "panne",
        "agence",
        "Chauffage en panne depuis lundi. Passage possible après 14 h.",
        before(today, 16),
    )
    _answer(heating, "Chauffagiste passé, radiateur du salon changé.", before(today, 14), world.who("karim"))
    heating.passed_on.read_answer(on=before(today, 13), by=world.who(world.referent_of("A01")))  # type: ignore[attr-defined]
    receipt = _ask(
        world, "A03", "quittance", "pole_social", "Attestation de loyer à jour, demandée par la CAF.", before(today, 9)
    )
    at_instant(at(before(today, 8), 10))
    receipt.take(on=before(today, 8), by=world.who("sophie"))
    plan = _ask(
        world, "A10", "echeancier", "pole_social", "Régularisation de charges : payer en trois fois.", before(today, 6)
    )
    at_instant(at(before(today, 2), 16))
    plan.refuse(on=before(today, 2), by=world.who("sophie"), reason="Montant inférieur à 100 € : à payer en une fois.")
    _ask(
        world,
        "A08",
        "degat_des_eaux",
        "agence",
        "Infiltration au plafond de la salle de bains, elle s'étend.",
        world.calendar.eve,
    )


def _ask(world: World, code: str, kind: str, addressee: str, text: str, on: date) -> LandlordRequest:
    """By the referent, with the person's agreement noted in the same act, from the household's last call if there is one."""
    case = _case(world, code)
    at_instant(at(on, 10))
    call = Request.objects.filter(case=case, received_at__lt=at(on, 10)).order_by("-received_at").first()
    return ask_landlord(
        case, kind=kind, text=text, addressee=addressee, on=on, by=world.who(world.referent_of(code)),
        given=Given(on, "oral"), request=call,
    )  # fmt: skip


def _answer(asked: LandlordRequest, answer: str, on: date, by: Any) -> None:
    at_instant(at(before(on), 9))
    asked.take(on=before(on), by=by)
    at_instant(at(on, 17))
    asked.complete(on=on, by=by, answer=answer)


def _rental_points(world: World) -> None:
    """A reactivation asked for, a missed appointment dealt with, an unpaid month seen."""
    today, sophie = world.calendar.as_of, world.who("sophie")
    missed = _raise(
        world,
        "A13",
        RentalPoint.Kind.MISSED_APPOINTMENT,
        "Chaudière : absent au rendez-vous de mardi.",
        before(today, 12),
        sophie,
    )
    at_instant(at(before(today, 10), 9))
    missed.deal_with(on=before(today, 10), by=world.who(world.referent_of("A13")))
    unpaid = _raise(
        world, "A12", RentalPoint.Kind.UNPAID, "Loyer du mois non reçu au 10.", before(today, 3), world.who("paul")
    )
    at_instant(at(before(today, 2), 9))
    unpaid.see(on=before(today, 2), by=world.who(world.referent_of("A12")))
    text = "Courriers retournés, boîte aux lettres pleine. Peut-on reprendre contact ?"
    _raise(world, "A04", RentalPoint.Kind.REACTIVATION, text, world.calendar.eve, sophie)


def _raise(world: World, code: str, kind: str, facts: str, on: date, by: Any) -> RentalPoint:
    at_instant(at(on, 11))
    return raise_rental_point(_case(world, code), kind, on=on, by=by, facts=facts)


def _transfer(world: World) -> None:
    """A mutation under way: the lease is signed, the keys come next week."""
    signed, diane = world.calendar.eve, world.who("diane")
    left = _lease(world, TRANSFERRED)
    dwelling = Dwelling.objects.create(
        agreement=world.agreement, reference=f"BD-{TRANSFERRED}3", agency=world.agencies[0], address="12 rue des Essais",
        commune="Démoville", typology="T2", surface=41, financing="PLAI", rent=302, charges=58, floor=0,
    )  # fmt: skip
    at_instant(at(signed, 10))
    Tenancy.transfer(
        left.case, dwelling=dwelling, status=Tenancy.Status.DIRECT_LEASE, lease_signed_on=signed,
        starts_on=working_days.working_days_later(world.calendar.as_of, 4), by=diane,
    )  # fmt: skip
    before_signing = MoveInStep.objects.filter(case=left.case, kind__in=["fsl", "guarantee", "insurance"], state="todo")
    for step in before_signing.select_related("kind", "move_in", "case"):
        step.do(on=signed, by=world.who(world.referent_of(TRANSFERRED)))
