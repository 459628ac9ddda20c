"""Part 5: what the commission decided, and for whom it was when it awarded."""

from reporting.codes import WORDS
from reporting.indicators.cal import DECISIONS
from reporting.parts.awards import awards
from reporting.parts.context import Context
from reporting.parts.shapes import Block, Chart, Part
from reporting.parts.tables import bars, comparison, indicators

CODES = ("C1", "C2", "C3", "C4", "C5", "C7", "C8")


def cal(context: Context) -> Part:
    """Passages, awards, offers."""
    told, passages = context.year("C3", "access"), context.year("C1", "access")
    message = "Aucun ménage n'est passé en CAL cette année."
    if told["whole"]:
        message = (
            f"{told['part']} ménages sur {told['whole']} passés en CAL dans l'année ont obtenu une attribution suivie "
            f"d'une offre, en {passages['count']} passages."
        )
    blocks: list[Block] = [
        *_decisions(context),
        *comparison(context, ("C1", "access"), ("C2", "access"), ("C3", "access"), ("C4", "access"), ("C5", "access")),
        *indicators(context, CODES, "access"),
        *awards(context),
    ]
    return Part(5, "cal", "Commission d'attribution", message, tuple(blocks))


def _decisions(context: Context) -> list[Chart]:
    by = context.year("C6", "access")["by"]
    awards = sum(by[code] for code in ("a", "b1", "b2", "c"))
    effective = context.year("C2", "access")["part"]
    message = f"{sum(by.values())} passages : {awards} attributions, dont {effective} suivies d'une offre au ménage"
    return bars(message, [(WORDS[code], by[code]) for code in DECISIONS], what="Passages")
