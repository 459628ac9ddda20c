"""What is left to do of a committee, in order: each step with its state, and the act that settles it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from lodabord.templatetags.lodabord import short_date
from reporting.committee_reminders import MINUTES_WITHIN
from reporting.committee_sending import SYNTHESIS_AHEAD
from reporting.models import Committee

FIGURES_AHEAD = timedelta(days=15)


@dataclass(frozen=True)
class Step:
    """A step: what it is, how far it went, where it is done. `tone` as the badges'."""

    label: str
    told: str
    tone: str
    url: str = ""
    action: str = ""


def steps_of(
    committee: Committee, seats: Sequence[Any], situations: Sequence[Any], decisions: Sequence[Any],
    papers: Sequence[Any], today: date,
) -> list[Step]:  # fmt: skip
    """Before the meeting its preparation, after it what remains; nothing once it is over or cancelled."""
    if committee.state == Committee.State.CANCELLED:
        return []
    sent = {paper.kind for paper in papers}
    if committee.state == Committee.State.HELD:
        return _after(committee, decisions, sent, today)
    return _before(committee, seats, situations, sent, today)


def _page(name: str, committee: Committee) -> str:
    return reverse(f"copil:{name}", args=[committee.pk])


def _before(
    committee: Committee, seats: Sequence[Any], situations: Sequence[Any], sent: set[str], today: date
) -> list[Step]:
    on = committee.meeting.on
    waiting = sum(one.validated_at is None for one in situations)
    prepared = committee.state == Committee.State.PREPARED
    return [
        Step(
            "Participants", _many(len(seats), "invité", "invités") if seats else "à inviter",
            "done" if seats else "todo", _page("seats", committee), "Modifier" if seats else "Inviter",
        ),
        _figures(committee, prepared, "synthesis" in sent, today),
        Step(
            "Faits marquants, difficultés, décisions attendues",
            "écrits" if committee.highlights else "à écrire", "done" if committee.highlights else "todo",
            _page("texts", committee), "Modifier" if committee.highlights else "Écrire",
        ),
        Step(
            "Situations à arbitrer",
            f"{waiting} à valider par l'autre partenaire" if waiting else _many(len(situations), "inscrite", "inscrites"),
            "soon" if waiting else "done" if situations else "todo",
            reverse("copil:meeting_situation", args=[committee.meeting_id]), "Ajouter",
        ),
        Step(
            "Synthèse",
            "envoyée" if "synthesis" in sent else f"à envoyer avant le {short_date(on - SYNTHESIS_AHEAD)}",
            "done" if "synthesis" in sent else _tone(on - SYNTHESIS_AHEAD, today),
            _page("sending", committee) if prepared else "",
            "Envoyer de nouveau" if "synthesis" in sent else "Envoyer",
        ),
        Step(
            "Tenue", f"le {short_date(on)}", "todo", _page("holding", committee) if prepared and on <= today else "",
            "Noter les présences",
        ),
    ]  # fmt: skip


def _figures(committee: Committee, prepared: bool, sent: bool, today: date) -> Step:
    if prepared and committee.prepared_at:
        told = f"figés le {short_date(committee.prepared_at)}"
        return Step("Chiffres", told, "done", "" if sent else _page("preparation", committee), "Figer de nouveau")
    end = committee.period.end
    if end >= today:
        return Step("Chiffres", f"à figer après le {short_date(end)}", "todo")
    tone = _tone(committee.meeting.on - FIGURES_AHEAD, today)
    return Step("Chiffres", f"{committee.period.label} à figer", tone, _page("preparation", committee), "Préparer")


def _after(committee: Committee, decisions: Sequence[Any], sent: set[str], today: date) -> list[Step]:
    due = committee.meeting.on + MINUTES_WITHIN
    over = "minutes" in sent
    return [
        Step(
            "Décisions", _many(len(decisions), "notée", "notées") if decisions else "à noter",
            "done" if decisions else "todo", "" if over else _page("decision_new", committee), "Ajouter",
        ),
        Step(
            "Relevé de décisions", "envoyé" if over else f"à envoyer avant le {short_date(due)}",
            "done" if over else _tone(due, today),
            "" if over or not decisions else _page("minutes", committee), "Envoyer",
        ),
    ]  # fmt: skip


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count < 2 else many}"  # noqa: PLR2004 - French plural starts at two


def _tone(due: date, today: date) -> str:
    return "late" if today > due else "soon"
