"""For the funder's annual return: months of measure and households by phase, derived, with their rule."""

from typing import Any

from lodabord.templatetags.lodabord import number
from reporting.annual_return import PHASES, RULE, RULE_VERSION
from reporting.parts.context import TRACK_LABEL, Context
from reporting.parts.shapes import Block, Caution, Heading, Line, Table


def annual(context: Context) -> list[Block]:
    """Nothing for a report frozen before they were derived."""
    told = context.beside.get("annual")
    if not told:
        return []
    year = told["year"]
    return [
        Heading("Pour le bilan annuel du financeur"),
        _months(told, context.spans),
        _phases(year),
        Caution((f"{RULE} Règle v{told.get('rule_version', RULE_VERSION)}.",)),
    ]


def _months(told: dict[str, Any], spans: tuple[str, ...]) -> Table:
    def said(track: str, span: str) -> str:
        one = told[span]["tracks"][track]
        return f"{number(one['months'])} ({one['days']} jours)"

    lines = [Line(TRACK_LABEL[track], tuple(said(track, span) for span in spans)) for track in ("access", "retention")]
    lines.append(Line("dont jours suspendus", tuple(str(told[span]["suspended_days"]) for span in spans)))
    names = {"quarter": "Trimestre", "year": "Année", "agreement": "Convention"}
    return Table("Mois-mesure, déduits des jours de mesure", ("Volet", *(names[one] for one in spans)), tuple(lines))


def _phases(year: dict[str, Any]) -> Table:
    lines = tuple(
        Line(label, (str(one["now"]), str(one["households"]), str(one["days"])))
        for name, label in PHASES.items()
        if (one := year["phases"][name])["households"]
    )
    return Table("Ménages par phase", ("Phase", "À la date du rapport", "Dans l'année", "Jours"), lines)
