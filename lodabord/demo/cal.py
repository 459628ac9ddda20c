"""The CAL in the demo: papers of the files, announcements made to households, viewings, the sitting of these days."""

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from allocations.models import Announcement, CalPresentation, CalSitting, DwellingViewing, FilePaper, Offer
from households.models import Case
from households.papers import PaperKind
from households.stages import State
from lodabord.demo.calendar import at, before
from lodabord.kernel import working_days
from lodabord.kernel.clock import tell as tell_at

if TYPE_CHECKING:
    from lodabord.demo.path import AccessPath
    from lodabord.demo.world import World

SEEN_BY_ASSOCIATION = [PaperKind.IDENTITY, PaperKind.CURRENT_HOUSING]
IN_REGISTRY = [PaperKind.RESOURCES, PaperKind.TAX_NOTICE, PaperKind.PRIORITY]


def gather_papers(path: "AccessPath", ready_on: date) -> None:
    """During the preparation the referent gathers the papers; Diane finds most of them in the registry."""
    on = before(ready_on, 3)
    tell_at(at(on, 10))
    for kind in SEEN_BY_ASSOCIATION:
        FilePaper.on_the_list(path.case, kind).find(FilePaper.State.ORIGINAL_SEEN, on=on, by=path.referent)
    for kind in IN_REGISTRY:
        FilePaper.on_the_list(path.case, kind).find(FilePaper.State.IN_REGISTRY, on=on, by=path.referent)
    guarantee = FilePaper.on_the_list(path.case, PaperKind.GUARANTEE)
    if path.row.dice("guarantee").random() < 0.5:  # noqa: PLR2004 - half have a Visale already
        guarantee.find(FilePaper.State.ORIGINAL_SEEN, on=on, by=path.referent)
    else:
        guarantee.ask(side=FilePaper.Side.ASSOCIATION, due_on=ready_on + timedelta(days=30), on=on, by=path.referent)
    tell_at(at(ready_on, 12))


def tell(world: "World") -> None:
    """What surrounds the passages: told when every path has been."""
    _papers_under_way(world)
    _announce(world)
    _see_the_dwelling(world)
    _describe_awards(world)
    _plan_coming_sittings(world)


def _papers_under_way(world: "World") -> None:
    """Households still in preparation: something was asked, of whom and for when."""
    on = world.calendar.eve
    for case in _cases(world).filter(state=State.PREPARATION).order_by("household__code"):
        tell_at(at(on, 11))
        FilePaper.on_the_list(case, PaperKind.IDENTITY).find(
            FilePaper.State.ORIGINAL_SEEN, on=on, by=case.referent, renew_by=on + timedelta(days=45)
        )
        FilePaper.on_the_list(case, PaperKind.TAX_NOTICE).ask(
            side=FilePaper.Side.ASSOCIATION,
            holder=case.referent,
            due_on=on + timedelta(days=10),
            on=on,
            by=case.referent,
        )
        FilePaper.on_the_list(case, PaperKind.OTHER, label="Attestation d'assurance habitation").ask(
            side=FilePaper.Side.SOCIAL, due_on=on + timedelta(days=20), on=on, by=world.who("sophie")
        )


def _announce(world: "World") -> None:
    """The referent told each household within two working days; the latest results are still to be told."""
    waiting = Announcement.objects.filter(case__in=_cases(world)).select_related(
        "presentation", "case__household", "announcer"
    )
    for one in waiting.order_by("presentation__cal_on", "created_at", "pk"):
        told = working_days.working_days_later(_known_on(one), 1 + Random(one.case.household.code).randrange(2))
        if told <= world.calendar.eve:
            tell_at(at(told, 15))
            one.tick(on=told, by=one.announcer or world.who("bruno"))


def _known_on(one: Announcement) -> date:
    """The day on which what must be announced happened."""
    passage: Any = one.presentation
    if one.what == Announcement.What.EFFECT:
        return passage.effective_on
    late = passage.cal_on + timedelta(days=4) if one.what == Announcement.What.NO_EFFECT else passage.cal_on
    return working_days.on_or_after(late)


def _see_the_dwelling(world: "World") -> None:
    """Each offer that was answered was seen first; the open one is to be seen."""
    for offer in Offer.objects.filter(case__in=_cases(world)).select_related("case__referent").order_by("notified_on"):
        viewing = DwellingViewing.of(offer)
        if offer.replied_on:
            tell_at(at(offer.replied_on, 11))
            viewing.note_done(on=offer.replied_on, by=offer.case.referent or world.who("bruno"))
        elif offer.state == Offer.State.OPEN:
            tell_at(at(world.calendar.eve, 11))
            viewing.plan(on=offer.reply_deadline, by=offer.case.referent or world.who("bruno"))


def _describe_awards(world: "World") -> None:
    """Diane answered for most attributions of the year: two out of three are known, one in three is in a QPV."""
    answers = CalPresentation.Known
    awarded = CalPresentation.objects.filter(case__in=_cases(world), decision__in="abc").select_related(
        "case__household"
    )
    for rank, passage in enumerate(awarded.order_by("cal_on", "case__household__code")):
        dice = Random(f"{passage.case.household.code} {passage.cal_on:%j}")
        known = rank % 3 != 0
        quartile = answers.YES if dice.random() < 0.8 else answers.NO  # noqa: PLR2004 - most are of the first quartile
        district = answers.YES if dice.random() < 1 / 3 else answers.NO
        tell_at(at(working_days.on_or_after(passage.cal_on + timedelta(days=1)), 10))
        passage.describe(
            first_quartile=quartile if known else answers.UNKNOWN,
            priority_district=district,
            by=world.who("diane"),
        )


def _plan_coming_sittings(world: "World") -> None:
    """The landlord's calendar: the commission sits every other week."""
    first = working_days.on_or_after(world.calendar.as_of + timedelta(days=6))
    for number in range(4):
        CalSitting.plan(world.agreement, working_days.on_or_after(first + timedelta(days=14 * number)))


def present_yesterday(world: "World", path: "AccessPath") -> None:
    """The commission sat yesterday and gave the dwelling to another: to be notified, announced, presented again."""
    diane, cal_on = world.who("diane"), world.calendar.eve
    tell_at(at(before(cal_on), 10))
    passage = CalPresentation.schedule(
        path.case, cal_on=cal_on, on=before(cal_on), dwelling=None, dwelling_reference="BD-2291, T2, rue du Canal",
        quota="state_priority", by=diane,
    )  # fmt: skip
    tell_at(at(cal_on, 12))
    passage.decide("d", motive=world.refusals["cal", "other_priority"], candidates_count=4, by=diane)


def _cases(world: "World") -> Any:
    return Case.objects.filter(agreement=world.agreement, track="access").select_related("referent")
