"""The history of one paper, read from the journal: who said what of it, and when."""

from typing import Any

from allocations.models import FilePaper
from households.journal import sentence
from households.models import Event
from lodabord.templatetags.lodabord import short_date

LAST = 6


def history_of(paper: FilePaper, membership: Any) -> str:
    """« Constatée au SNE le 12/05/2026 par Leïla Marchal ; demandée le … », the latest first."""
    if paper._state.adding:
        return "Personne n'a encore rien noté sur cette pièce."
    events = Event.objects.visible_to(membership).filter(record_id=paper.pk).select_related("by")[:LAST]
    told = [f"{sentence(one)}, {short_date(one.at)}{f' ({one.by})' if one.by else ''}" for one in events]
    return "Historique : " + " ; ".join(told) + "."
