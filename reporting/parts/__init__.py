"""The committee's report, part by part (sheet 06 §6.8): fifteen functions of one context, in their order."""

from collections.abc import Callable

from reporting.parts.activity import activity
from reporting.parts.cal import cal
from reporting.parts.committee import decisions, difficulties, highlights, situations
from reporting.parts.context import Context
from reporting.parts.definitions import definitions
from reporting.parts.follow_up import follow_up
from reporting.parts.money import money
from reporting.parts.path import path
from reporting.parts.people import exits, publics
from reporting.parts.programme import programme
from reporting.parts.retention import retention, retention_track
from reporting.parts.shapes import Part

PARTS: tuple[Callable[[Context], Part], ...] = (
    programme, highlights, activity, path, cal, follow_up, retention, retention_track, publics, exits, money, situations,
    difficulties, decisions, definitions,
)  # fmt: skip


def parts(context: Context) -> list[Part]:
    """All of them, empty ones included: their numbers never move."""
    return [one(context) for one in PARTS]
