"""The committee's report as parts: each with its message, its tables and its drawing (sheet 06 §6.8).

Made from told values (a snapshot's, or those just computed), so that the page, the PDF and the HTML
file say the same. Parts without content are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from households.models import ExitReason, PriorityPublic
from lodabord.partners.models import Agreement, PrescriberType
from lodabord.templatetags.lodabord import euros, number
from reporting import drawings, masked_tables, sentences
from reporting.editions import Edition
from reporting.indicators import THEMES, every
from reporting.indicators.retention import RULE
from reporting.periods import Quarter
from reporting.wording import NOTHING, breakdown, say

Values = Mapping[str, Any]
TRACK_LABEL = {"access": "Accès", "retention": "Maintien", "all": "Les deux volets"}
ONLY = dict.fromkeys(("A2", "A3", "A4", "A5"), ("access", "all"))
"""Pré-CAL and pre-diagnosis belong to the access track."""
SPAN_LABEL = {"quarter": "Trimestre", "year": "Année", "agreement": "Convention"}


@dataclass(frozen=True)
class Line:
    """An indicator, by span."""

    code: str
    label: str
    cells: list[str]


@dataclass(frozen=True)
class Table:
    caption: str
    lines: list[Line]


@dataclass(frozen=True)
class Breakdown:
    caption: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Drawing:
    """A chart whose title is its message."""

    message: str
    svg: SafeString


@dataclass(frozen=True)
class Part:
    """A part of the report. `message` is what it has to say, in one sentence."""

    anchor: str
    title: str
    message: str
    tables: list[Table] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    breakdowns: list[Breakdown] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


PARTS: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    # anchor, title, tracks, indicators
    ("activite", "Activité et places", ("access", "retention"),
     ("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10")),
    ("parcours", "Parcours d'accès : étapes et délais, en jours", ("access",),
     ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8")),
    ("cal", "Commission d'attribution", ("access",), ("C1", "C2", "C3", "C4", "C5", "C7", "C8")),
    ("accompagnement", "Accompagnement : visites et demandes", ("access", "retention"),
     ("V1", "V2", "V3", "V4", "V5", "V6", "Q1", "Q2", "Q3", "Q4", "S1", "T1")),
    ("maintien", "Maintien dans le logement", ("access", "retention"), ("M1", "M2", "M3", "M4")),
    ("volet-maintien", "Volet maintien", ("retention",), ("D9", "D10", "M5", "M6", "M7")),
    ("publics", "Publics", ("all",), ("P1", "P2", "P3")),
    ("sorties", "Sorties", ("access", "retention"), ("E1", "E2")),
    ("budget", "Budget", ("all",), ("B1", "B2", "B3", "B4")),
]  # fmt: skip


def document(told: Values, agreement: Agreement, today: date, edition: Edition) -> dict[str, Any]:
    """Everything the report's template shows."""
    values = told["indicators"]
    as_of, end = date.fromisoformat(told["as_of"]), date.fromisoformat(told["end"])
    return {
        "agreement": agreement,
        "quarter": Quarter.named(told["quarter"]),
        "as_of": as_of,
        "made_on": today,
        "provisional": as_of < end,
        "edition": edition,
        "masked": edition == Edition.FUNDER,
        "terms": agreement.terms_on(as_of),
        "key_figures": key_figures(values),
        "facts": sentences.salient(values),
        "spans": [SPAN_LABEL[span] for span in _spans(values)],
        "parts": [part for part in (_part(*one, values) for one in PARTS) if part.tables],
        "annex": annex(),
        **masked_tables.printed(agreement.terms_on(as_of)),
        "rule": RULE,
        "skipped": told.get("skipped_stages", 0),
    }


def key_figures(values: Values) -> list[dict[str, str]]:
    """The figures of the first page, over the year."""
    picked = [
        ("A6", "all", "ménages accompagnés"),
        ("A8", "access", "places d'accès occupées à la date du rapport"),
        ("C3", "access", "ménages passés en CAL ayant obtenu une attribution"),
        ("D8", "access", "jours de l'orientation à l'entrée (médiane)"),
        ("V1", "all", "semaines dues avec une visite"),
        ("Q1", "all", "demandes traitées dans la demi-journée"),
        ("M1", "access", "ménages d'accès maintenus dans leur logement"),
        ("M1", "retention", "ménages du volet maintien maintenus"),
    ]
    return [{"code": code, "value": _key(values[code][track]["year"]), "label": label} for code, track, label in picked]


def _key(value: Any) -> str:
    """Short: of a delay, its median only."""
    if "median" not in value:
        return say(value)
    return number(value["median"]) if value["n"] else NOTHING


def _spans(values: Values) -> list[str]:
    """In the first year of an agreement the year and the agreement are one: told once."""
    same = all(
        say(one[track]["year"]) == say(one[track]["agreement"]) for code, one in values.items() for track in TRACK_LABEL
    )
    return ["quarter", "year"] if same else list(SPAN_LABEL)


def _part(anchor: str, title: str, tracks: tuple[str, ...], codes: tuple[str, ...], values: Values) -> Part:
    tables = [Table(TRACK_LABEL[track], _lines(values, codes, track)) for track in tracks]
    return Part(
        anchor=anchor,
        title=title,
        message=sentences.message(anchor, values),
        tables=[one for one in tables if one.lines],
        drawings=[Drawing(message, svg) for message, svg in drawings.of(anchor, values)],
        breakdowns=_breakdowns(anchor, values),
        notes=sentences.notes(anchor),
    )


def _lines(values: Values, codes: tuple[str, ...], track: str) -> list[Line]:
    """The indicators that say something for that track."""
    lines, spans = [], _spans(values)
    for code in codes:
        told = values[code][track]
        if track not in ONLY.get(code, TRACK_LABEL):
            continue
        if any(_says(told[span]) for span in spans):
            lines.append(Line(code, values[code]["label"], [say(told[span]) for span in spans]))
    return lines


def _says(value: Any) -> bool:
    """Not undefined, and not about nobody."""
    if value is None:
        return False
    if "whole" in value:
        return bool(value["whole"])
    if "n" in value:
        return bool(value["n"] or value.get("pending"))
    return True


BREAKDOWNS: dict[str, list[tuple[str, str, str, str]]] = {
    # anchor: (indicator, track, key, caption)
    "activite": [("A1", "access", "by", "Orientations reçues dans l'année, par prescripteur"),
                 ("A1", "all", "by", "Orientations et repérages de l'année, les deux volets, par origine")],
    "accompagnement": [("S1", "all", "by", "Suspensions commencées dans l'année, par motif"),
                       ("T1", "all", "by", "Contacts de l'année par thème travaillé")],
    "publics": [("P1", "all", name, f"Ménages accompagnés dans l'année : {label}") for name, label in (
        ("composition", "composition"), ("situation", "situation à l'orientation"), ("age", "âge du titulaire"),
        ("sexe", "sexe du titulaire"), ("prescripteur", "prescripteur"),
        ("souffrance_psychique", "souffrance psychique"))]
    + [("P3", "all", "by", "Publics prioritaires parmi les ménages accompagnés dans l'année")],
    "sorties": [("E1", "all", "by", "Sorties de l'année, les deux volets, par motif")],
}  # fmt: skip


def _breakdowns(anchor: str, values: Values) -> list[Breakdown]:
    labels = sentences.labels(_reference_labels())
    told = []
    for code, track, key, caption in BREAKDOWNS.get(anchor, []):
        year = values[code][track]["year"] or {}
        by = year.get("by", {}) if key == "by" else year.get("profile", {}).get(key, {})
        if by and not (track == "all" and code == "A1" and values["A1"]["access"]["year"].get("by")):
            told.append(Breakdown(caption, breakdown(by, labels)))
    return told + (_money(values) if anchor == "budget" else [])


def _money(values: Values) -> list[Breakdown]:
    by = (values["B1"]["all"]["year"] or {}).get("by", {})
    lines = [(name, f"{euros(one['planned'])} prévus, {euros(one['spent'])} dépensés") for name, one in by.items()]
    return [Breakdown("Budget de l'année par financeur", lines)] if lines else []


def _reference_labels() -> dict[str, str]:
    exits = dict(ExitReason.objects.values_list("code", "label"))
    exits |= dict(PriorityPublic.objects.values_list("code", "label"))
    return exits | dict(PrescriberType.objects.values_list("code", "label"))


def annex() -> list[tuple[str, list[Any]]]:
    """The definitions, by theme, from the very registry that computed."""
    indicators = every()
    return [(label, [one for one in indicators if one.theme == theme]) for theme, label in THEMES.items()]
