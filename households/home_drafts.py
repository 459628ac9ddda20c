"""« Brouillons à reprendre » in « À faire »: what one began to write and did not send."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from households.keeping import author_of
from households.models import Draft
from households.todo import Row, Section
from lodabord.templatetags.lodabord import moment

SHOWN = 5


def sections(request: HttpRequest, today: date) -> list[Section]:
    """One section when something waits, none otherwise."""
    drafts = list(Draft.objects.of(author_of(request))[: SHOWN + 1])
    if not drafts:
        return []
    rows = [
        Row(
            one.title,
            "commencé, pas envoyé",
            when=moment(one.saved_at),
            action_label="Reprendre",
            action_url=one.resume_url,
        )
        for one in drafts[:SHOWN]
    ]
    if len(drafts) > SHOWN:
        rows.append(Row("Et d'autres", "la page « Mes brouillons » les montre tous", url=reverse("drafts:drafts")))
    return [Section("Brouillons à reprendre", 18, rows)]
