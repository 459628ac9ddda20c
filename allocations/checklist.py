"""The checklist of a CAL file: what is read by itself (number, note), what people keep (papers), what blocks.

Built for one household or for a list of them in the same number of queries. Nothing is written here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocations.models.file_paper import BLOCKING, DERIVED, FilePaper
from households.models import Case, HousingRequest, Transmission
from households.papers import PaperKind
from households.stateful import MoveRefused
from lodabord.templatetags.lodabord import short_date

STATUS_TONES = {"active": "done", "to_renew": "soon", "expired": "late", "struck_off": "late", "to_create": "late"}
TONES = {"missing": "late", "to_renew": "soon", "in_registry": "done", "original_seen": "done", "not_needed": "done"}
NO_NUMBER = "Il manque une demande de logement social en cours de validité avec son numéro unique (CCH L441-2-1)."
NO_NOTE = "La note d'accompagnement n'a pas encore été transmise par l'association."
NOTE = "note"


@dataclass(frozen=True)
class Line:
    """One item of the list, as it stands that day."""

    kind: str
    label: str
    told: str
    """Its state in words, with its date."""
    tone: str
    good: bool
    blocking: bool
    got_by: str = ""
    """Who must get it, when it is not there."""
    due_on: date | None = None
    paper: FilePaper | None = None
    """The kept line; None for what is read by itself or was never spoken of."""
    derived: bool = False

    @property
    def is_asked(self) -> bool:
        """Missing or to renew, and told so by somebody."""
        return self.paper is not None and self.paper.state in (FilePaper.State.MISSING, FilePaper.State.TO_RENEW)

    @property
    def named_with_its_holder(self) -> str:
        """« Avis d'imposition » (à obtenir par Leïla Marchal, avant le 12/05/2026)."""
        by = f" (à obtenir par {self.got_by}" if self.got_by else ""
        due = f", avant le {short_date(self.due_on)}" if by and self.due_on else ""
        return f"« {self.label} »{by}{due}{')' if by else ''}"


@dataclass(frozen=True)
class Checklist:
    """A household's whole list on a day."""

    case: Case
    day: date
    lines: tuple[Line, ...]
    number: str = ""
    note: Transmission | None = None

    @property
    def blocking(self) -> list[Line]:
        """What prevents an inscription."""
        return [line for line in self.lines if line.blocking and not line.good]

    @property
    def to_get(self) -> list[Line]:
        """What somebody should be busy with: what blocks, what was asked for, what expires soon. Not the note,
        which has its own place in « À faire »."""
        return [
            line
            for line in self.lines
            if line.kind != NOTE and (line.tone == "soon" if line.good else line.blocking or line.is_asked)
        ]

    @property
    def good_count(self) -> int:
        return sum(line.good for line in self.lines)

    def require_number(self) -> None:
        """No candidature without a number in force (CCH L441-2-1)."""
        if not self.lines[0].good:
            raise MoveRefused(NO_NUMBER)

    def require_examinable(self) -> None:
        """A number, the note, and no blocking paper missing; the sentence says which one and who gets it."""
        self.require_number()
        if self.note is None:
            raise MoveRefused(NO_NOTE)
        if self.blocking:
            missing = " ; ".join(line.named_with_its_holder for line in self.blocking)
            raise MoveRefused(f"Il manque au dossier : {missing}.")


def checklist_of(case: Case, day: date) -> Checklist:
    """The list of one household."""
    return checklists([case], day)[case.pk]


def checklists(cases: Iterable[Case], day: date) -> dict[Any, Checklist]:
    """The lists of several households, by case. Their household and its request should be loaded with them."""
    cases = list(cases)
    papers, sent = _papers(cases), _sent(cases)
    return {case.pk: _checklist(case, papers[case.pk], sent[case.pk], day) for case in cases}


def _papers(cases: list[Case]) -> dict[Any, list[FilePaper]]:
    found: dict[Any, list[FilePaper]] = defaultdict(list)
    by_pk = {case.pk: case for case in cases}
    for paper in FilePaper.objects.filter(case__in=by_pk).select_related("holder"):
        paper.case = by_pk[paper.case_id]
        found[paper.case_id].append(paper)
    return found


def _sent(cases: list[Case]) -> dict[Any, dict[str, Transmission]]:
    """The last version of what the association transmitted for the commission."""
    found: dict[Any, dict[str, Transmission]] = defaultdict(dict)
    kinds = [Transmission.Kind.CAL_NOTE, Transmission.Kind.CERTIFICATE]
    rows = Transmission.objects.filter(case__in=[case.pk for case in cases], kind__in=kinds)
    for one in rows.select_related("recipient").order_by("version"):
        found[one.case_id][one.kind] = one
    return found


def _checklist(case: Case, papers: list[FilePaper], sent: dict[str, Transmission], day: date) -> Checklist:
    request = getattr(case.household, "housing_request", None)
    note = sent.get(Transmission.Kind.CAL_NOTE)
    kept = {paper.kind: paper for paper in papers if paper.kind != PaperKind.OTHER}
    others = [paper for paper in papers if paper.kind == PaperKind.OTHER]
    wanted = [kind for kind in PaperKind if kind not in DERIVED | {PaperKind.OTHER}]
    lines = [_request_line(request, day), _note_line(case, note)]
    lines += [_paper_line(case, kind, kept.get(kind), request, sent, day) for kind in wanted]
    lines += [_kept_line(paper, day) for paper in others]
    return Checklist(case, day, tuple(lines), number=request.number if request else "", note=note)


def _request_line(request: HousingRequest | None, day: date) -> Line:
    status = request.status_on(day) if request else HousingRequest.Status.TO_CREATE
    until = f", valable jusqu'au {short_date(request.expires_on)}" if request and request.expires_on else ""
    told = {
        "to_create": "numéro unique absent",
        "struck_off": f"radiée le {short_date(request.struck_off_on)}" if request else "",
        "expired": f"expirée le {short_date(request.expires_on)}" if request else "",
    }.get(status, f"{status.label.lower()}{until}")
    good = status in (HousingRequest.Status.ACTIVE, HousingRequest.Status.TO_RENEW)
    return Line(
        PaperKind.REQUEST, PaperKind.REQUEST.label, told, STATUS_TONES[status], good, blocking=True, derived=True,
        got_by="" if good else "l'association, avec le ménage",
    )  # fmt: skip


def _note_line(case: Case, note: Transmission | None) -> Line:
    told = f"transmise le {short_date(note.sent_on)}, version {note.version}" if note else "pas encore transmise"
    by = "" if note else str(case.referent or "l'association")
    return Line(
        NOTE, Transmission.Kind.CAL_NOTE.label, told, "done" if note else "late", note is not None, blocking=True,
        derived=True, got_by=by,
    )  # fmt: skip


def _paper_line(
    case: Case,
    kind: PaperKind,
    paper: FilePaper | None,
    request: HousingRequest | None,
    sent: dict[str, Transmission],
    day: date,
) -> Line:
    """What people said of it; else what can be read of itself; else « à vérifier »."""
    if paper is not None:
        return _kept_line(paper, day)
    read = _read_by_itself(case, kind, request, sent)
    if read:
        return Line(kind, kind.label, read, "done", good=True, blocking=False, derived=True)
    blocking = kind in BLOCKING
    return Line(
        kind, kind.label, "à vérifier", "todo", good=False, blocking=blocking,
        got_by=str(case.referent or "l'association"), due_on=case.prep_planned_end if blocking else None,
    )  # fmt: skip


def _read_by_itself(case: Case, kind: PaperKind, request: HousingRequest | None, sent: dict[str, Transmission]) -> str:
    """What the programme knows without asking anybody."""
    certificate = sent.get(Transmission.Kind.CERTIFICATE)
    if kind == PaperKind.CERTIFICATE and certificate:
        return f"transmise le {short_date(certificate.sent_on)}"
    if kind == PaperKind.PRIORITY and request is not None and not request.priority_public:
        return "sans objet : la demande ne relève pas d'un public prioritaire"
    alone = case.household.composition == "single" and not case.household.dependants
    return "sans objet : personne seule, sans enfant à charge" if kind == PaperKind.FAMILY and alone else ""


def _kept_line(paper: FilePaper, day: date) -> Line:
    state = paper.state_on(day)
    missing = state in (FilePaper.State.MISSING, FilePaper.State.TO_RENEW)
    return Line(
        paper.kind, str(paper), _told(paper, state, day), TONES[state], paper.good_on(day), paper.blocking,
        got_by=paper.got_by if missing else "", due_on=paper.due_on if missing else None, paper=paper,
    )  # fmt: skip


def _told(paper: FilePaper, state: FilePaper.State, day: date) -> str:
    """« original vu le 12/05/2026, à renouveler avant le 01/09/2026 »."""
    renewal = f"à renouveler avant le {short_date(paper.renew_by)}"
    if state == FilePaper.State.TO_RENEW:
        return renewal
    if state == FilePaper.State.MISSING:
        return "manquante" if paper.renew_by is None else f"périmée depuis le {short_date(paper.renew_by)}"
    if state == FilePaper.State.NOT_NEEDED:
        return "sans objet"
    seen = f"{'au SNE' if state == FilePaper.State.IN_REGISTRY else 'original vu'} le {short_date(paper.checked_on)}"
    return f"{seen}, {renewal}" if paper.renew_by else seen
