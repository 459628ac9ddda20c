"""Making a committee's documents, away from the page that asked. The work to do is in PostgreSQL."""

from django.db import transaction
from django.utils import timezone

from lodabord.kernel.pdf import PdfUnavailable
from reporting import committee_deck, committee_documents
from reporting.committee_content import content_of
from reporting.committee_documents import Papers
from reporting.editions import Edition
from reporting.models import CommitteeFile
from reporting.models.committee_file import State


def write_one() -> bool:
    """The next file that nobody holds; False when none waits."""
    with transaction.atomic():
        waiting = CommitteeFile.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=State.PENDING)
        file = waiting.select_related(
            "agreement__programme", "agreement__landlord", "agreement__association", "agreement__territory",
            "paper__snapshot", "committee__meeting", "committee__snapshot",
        ).order_by("requested_at").first()  # fmt: skip
        if file is None:
            return False
        write(file)
        return True


def write(file: CommitteeFile) -> None:
    """Its content, or why there is none. Any failure is told on the page and not tried for ever."""
    try:
        with transaction.atomic():
            content = make(file)
        file.content, file.state = content, State.READY
    except PdfUnavailable as missing:
        file.state, file.problem = State.FAILED, str(missing)
    except Exception:
        file.state, file.problem = State.FAILED, "Le fichier n'a pas pu être écrit. Réessayez."
    file.save(update_fields=["state", "content", "problem"])


def make(file: CommitteeFile) -> bytes:
    """The document itself, from what was sent or from what is being prepared."""
    papers = _papers(file)
    if file.document == CommitteeFile.Document.DECK:
        return committee_deck.deck(papers)
    return committee_documents.as_pdf(file.document, papers)


def _papers(file: CommitteeFile) -> Papers:
    edition, today = Edition(file.edition), timezone.localdate(file.requested_at)
    if file.paper is not None:
        return Papers(
            file.agreement, file.paper.content, file.paper.snapshot.told(edition), edition, today,
            sent_on=timezone.localdate(file.paper.sent_at),
        )  # fmt: skip
    committee = file.committee
    content = content_of(committee, for_funders=edition == Edition.FUNDER)
    return Papers(file.agreement, content, committee.snapshot.told(edition), edition, today)  # type: ignore[union-attr]
