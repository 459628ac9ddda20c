"""What the association writes about a note and keeps of papers: drafts, comments, photographs not transmitted."""

from datetime import date

from accompaniment.models import Paper
from lodabord.kernel import uploads
from lodabord.partners.models import Terms
from tests.factories import note as made


def plant(cast, case):
    """A later draft under comment, and a paper whose own text is a secret, kept before the lease."""
    draft = made.draft(case, text="CANARI-brouillon")
    comment = made.comment(cast, draft, text="CANARI-remarque")
    comment.deal_with("CANARI-suite-remarque", by=cast.leila.professional)
    Terms.objects.filter(agreement=case.agreement).update(attachments_enabled=True)
    file = uploads.decode(made.pdf(text="CANARI-piece"))
    paper = Paper.objects.create(
        case=case, kind="ressources", detail="CANARI-precision", media_type=file.media_type, pages=file.pages,
        size=len(file.content), sha256=file.sha256, content=file.content, added_on=date(2025, 4, 10),
        created_by=cast.leila.professional,
    )  # fmt: skip
    return {draft.pk, comment.pk, paper.pk}
