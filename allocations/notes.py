"""A transmitted note as the landlord reads it: the version she had, what changed since, her questions."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from households.models import NoteQuestion, Reading, Transmission
from households.models.note_question import ASKERS
from households.note_content import Change, changes, sections_of
from households.stages import State as Stage
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.roles import LANDLORD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lodabord.partners.models import Membership

READ_AS = Transmission._meta.label_lower
"""How the reading journal names a transmitted note."""


def already_read(member: "Membership", notes: "Iterable[Transmission]") -> set[Any]:
    """Of these notes, those this person has opened. Her own readings, asked of the journal by the programme itself."""
    asked = [note.pk for note in notes]
    with acting_as(SYSTEM):
        mine = Reading.objects.filter(by=member.professional_id, model=READ_AS, record_id__in=asked)
        return set(mine.values_list("record_id", flat=True))


def note_sheet(request: HttpRequest, note: Transmission) -> dict[str, Any]:
    """All that `allocations/_note_sheet.html` shows, for any page of this room.

    A page that opens something else than the note itself also journals that it was read
    (`journal_reading(request, note)`): what changed is told since the last version one has opened.
    """
    member: Any = request.membership  # type: ignore[attr-defined]
    versions = list(Transmission.objects.visible_to(member).filter(case=note.case_id).notes())
    earlier = [one for one in versions if one.version < note.version]
    read = already_read(member, earlier) if earlier else set()
    compared = _asked_for(request, earlier) or next((one for one in earlier if one.pk in read), None)
    compared = compared or (earlier[0] if earlier else None)
    later = [one for one in versions if one.version > note.version]
    return {
        "note": note,
        "latest": later[0] if later else None,
        "versions": versions,
        "compared": compared,
        "had_it": compared is not None and compared.pk in read,
        "parts": _parts(member, note, compared),
        "may_ask": member.role in ASKERS and note.case.state != Stage.CLOSED,
        "me": member.professional_id,
    }


def _asked_for(request: HttpRequest, earlier: list[Transmission]) -> Transmission | None:
    """« ?depuis=1 »: the version to compare with, if she chose one."""
    return next((one for one in earlier if str(one.version) == request.GET.get("depuis", "")), None)


def _parts(member: "Membership", note: Transmission, compared: Transmission | None) -> list[dict[str, Any]]:
    """Each section, what changed in it, and the questions asked on it, whichever version they were asked on."""
    asked = NoteQuestion.objects.visible_to(member).filter(case=note.case_id)
    questions = list(asked.select_related("transmission", "created_by", "answered_by"))
    told: list[Change] = changes(compared.content, note.content) if compared else []
    changed = {one.section.code: one for one in told}
    return [
        {
            "section": section,
            "change": changed.get(section.code),
            "questions": [one for one in questions if one.section == section.code],
        }
        for section in sections_of(note.content)
    ]


def new_versions_for(member: "Membership") -> list[Transmission]:
    """Later versions of notes she has read, that she has not opened yet; for households still before their lease."""
    if member.role not in LANDLORD:
        return []
    sent = Transmission.objects.visible_to(member).filter(case__moved_in_on__isnull=True).exclude(case__state="closed")
    notes = list(sent.notes().select_related("case__household").prefetch_related("case__household__persons"))
    by_case: dict[Any, list[Transmission]] = {}
    for note in notes:
        by_case.setdefault(note.case_id, []).append(note)
    several = [versions for versions in by_case.values() if len(versions) > 1]
    read = already_read(member, [note for versions in several for note in versions]) if several else set()
    return [
        versions[0]
        for versions in several
        if versions[0].pk not in read and any(one.pk in read for one in versions[1:])
    ]
