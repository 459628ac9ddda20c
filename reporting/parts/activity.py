"""Part 3: what came in, which places are taken."""

from lodabord.kernel.charts import Series, columns
from reporting.parts.annual import annual
from reporting.parts.context import TRACK_LABEL, Context
from reporting.parts.shapes import Block, Chart, Line, Part, Table
from reporting.parts.tables import bars, by_year, comparison, drawn, indicators
from reporting.wording import say

CODES = ("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10")
TOGETHER = ("A1", "A6", "A7", "A8", "A9")


def activity(context: Context) -> Part:
    """Referrals, sessions, places."""
    access, retention = context.of_quarter("A8", "access"), context.of_quarter("A8", "retention")
    message = (
        f"À la date du rapport, {access['part']} places d'accès sur {access['whole']} et {retention['part']} places de "
        f"maintien sur {retention['whole']} sont occupées."
    )
    blocks: list[Block] = [
        *_places(context),
        *comparison(context, ("A1", "all"), ("A6", "all"), ("A8", "access"), ("A8", "retention"), ("A9", "all")),
        *indicators(context, TOGETHER, "all"),
        *indicators(context, CODES, "access", "retention"),
        *_prescribers(context),
        *annual(context),
    ]
    return Part(3, "activite", "Activité et places", message, tuple(blocks))


def _places(context: Context) -> list[Chart]:
    """Places taken at the end of each quarter, by track."""
    told = [*((one.quarter.short, one.values) for one in context.earlier), (context.quarter.short, context.values)]
    tracks = ("access", "retention")
    taken = {track: [values["A8"][track]["quarter"] for _, values in told] for track in tracks}
    now = {track: taken[track][-1] for track in tracks}
    message = (
        f"Places occupées à la fin du trimestre : {now['access']['part']} sur {now['access']['whole']} en accès, "
        f"{now['retention']['part']} sur {now['retention']['whole']} en maintien"
    )
    if len(told) == 1:
        return bars(message, [(TRACK_LABEL[track], now[track]["part"]) for track in tracks], what="Places occupées")
    names = [name for name, _ in told]
    series = [Series(TRACK_LABEL[track], [one["part"] for one in taken[track]]) for track in tracks]
    lines = tuple(Line(TRACK_LABEL[track], tuple(say(one) for one in taken[track])) for track in tracks)
    table = Table(message, ("Volet", *names), lines)
    return [drawn(message, columns(message, names, series), table)]


def _prescribers(context: Context) -> list[Table]:
    """By track when it can be told; else both tracks together."""
    access = by_year(context, "A1", "access", "Orientations reçues dans l'année, par prescripteur")
    together = by_year(context, "A1", "all", "Orientations et repérages de l'année, les deux volets, par origine")
    return access or together
