"""Sending a committee's papers: from that moment funders read them, and nothing can change in what was sent."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from households.stateful import MoveRefused
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.db.locks import hold
from reporting.committee_content import content_of
from reporting.models import Committee, CommitteePaper, Situation

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

SYNTHESIS_AHEAD = timedelta(days=8)
"""The synthesis reaches the members eight days before."""


def unvalidated(committee: Committee) -> int:
    """Situations that funders would not read."""
    return Situation.objects.filter(meeting=committee.meeting, validated_at__isnull=True).count()


def send_synthesis(committee: Committee, *, at: datetime, by: "Professional | None") -> CommitteePaper:
    """Before the committee: the frozen figures, the highlights, the situations validated so far."""
    if committee.state != Committee.State.PREPARED:
        raise MoveRefused("Préparez d'abord ce COPIL : la synthèse porte ses chiffres figés.")
    if not committee.highlights:
        raise MoveRefused("Écrivez d'abord les faits marquants : la synthèse commence par eux.")
    return _send(committee, CommitteePaper.Kind.SYNTHESIS, at=at, by=by)


def send_minutes(committee: Committee, *, at: datetime, by: "Professional | None") -> CommitteePaper:
    """After it: who came, what was decided. Sent once."""
    if committee.state != Committee.State.HELD:
        raise MoveRefused("Notez d'abord que le COPIL s'est tenu, et qui était présent.")
    if not committee.decisions.exists():  # type: ignore[attr-defined]
        raise MoveRefused("Notez d'abord les décisions, ou au moins « Aucune décision » avec son suivi.")
    if committee.papers.minutes().exists():  # type: ignore[attr-defined]
        raise MoveRefused("Le relevé de décisions est déjà envoyé.")
    return _send(committee, CommitteePaper.Kind.MINUTES, at=at, by=by)


def _send(committee: Committee, kind: str, *, at: datetime, by: "Professional | None") -> CommitteePaper:
    with transaction.atomic():
        hold(f"committee:{committee.pk}")
        committee.refresh_from_db()
        with acting_as(SYSTEM):
            content = content_of(committee, for_funders=True)
            return CommitteePaper.keep(committee, kind, content, at=at, by=by)
