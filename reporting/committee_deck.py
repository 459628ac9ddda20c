"""The deck of a committee: twelve slides at most, from the same frozen figures as its synthesis (sheet 06 §6.8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from lodabord.kernel import slides
from lodabord.kernel.slides import Chart, Deck, Grid, Slide
from lodabord.templatetags.lodabord import FEW, short_date
from reporting import committee_messages as messages
from reporting.codes import WORDS
from reporting.committee_documents import Papers
from reporting.indicators import every
from reporting.indicators.cal import DECISIONS
from reporting.indicators.retention import RULE
from reporting.wording import NOTHING, say

Values = Mapping[str, Any]
TRACKS = ("Accès", "Maintien")
STEPS = {
    "D1": "vers le pré-diagnostic",
    "D2": "vers la pré-CAL favorable",
    "D3": "vers la préparation",
    "D4": "de préparation",
    "D5": "vers la première CAL",
    "D6": "vers l'attribution",
    "D7": "vers l'entrée",
}
MOST_SITUATIONS, MOST_DECISIONS = 9, 9
"""Rows that stay readable on one slide."""
SPANS = (("quarter", "Trimestre"), ("year", "Année"))


def deck(papers: Papers) -> bytes:
    """The file itself."""
    agreement = papers.agreement
    foot = (
        f"{agreement.code} — COPIL du {short_date(papers.on)} — {papers.version} — {papers.standing} — chiffres arrêtés "
        f"au {short_date(papers.as_of)}"
    )
    title = f"COPIL du {short_date(papers.on)}, {papers.period.label}"
    return slides.render(Deck(title, f"{agreement.association} et {agreement.landlord}", foot, slides_of(papers)))


def slides_of(papers: Papers) -> list[Slide]:
    """In the order of the meeting."""
    values, content = papers.values, papers.content
    return [
        _cover(papers),
        _places(values),
        _funnel(values),
        _cal(values),
        _delays(values),
        _follow_up(values),
        _retention(values),
        _arrears(values),
        _situations(content),
        _budget(values),
        _previous(content),
        _expected(content),
    ]


def _cover(papers: Papers) -> Slide:
    content = papers.content
    where = f", {content['place']}" if content["place"] else ""
    return Slide(
        f"Comité de pilotage du {short_date(papers.on)} : faits marquants",
        lines=content["highlights"] or ["Faits marquants à écrire."],
        subtitle=f"{papers.agreement.programme} · {papers.agreement.territory} · {papers.period.label} · "
        f"{content['hour']}{where} · {papers.version}",
        notes="\n".join(["Ordre du jour :", *content["agenda"]]) if content["agenda"] else "Ordre du jour à compléter.",
    )


def _places(values: Values) -> Slide:
    taken = _known(values, "A8", "quarter")
    free = [max(0, one["whole"] - one["part"]) for one in taken]
    return Slide(
        messages.places(values),
        chart=_chart(
            "Places occupées et libres", TRACKS, [("Occupées", [one["part"] for one in taken]), ("Libres", free)]
        ),
        grid=_figures(values, [("A6", "all"), ("A7", "access"), ("A7", "retention"), ("A9", "all"), ("A10", "all")]),
        notes=_definitions("A8", "A6", "A7", "A9", "A10"),
    )


def _funnel(values: Values) -> Slide:
    rows = messages.funnel_rows(values)
    names, counts = [name for name, _ in rows], [count for _, count in rows]
    return Slide(
        messages.funnel(values),
        chart=Chart(f"Entonnoir de l'année : {_spoken(names, counts)}", names, [("Ménages", counts)]) if rows else None,
        notes=_definitions("A1", "A2", "A5", "C3"),
    )


def _cal(values: Values) -> Slide:
    by = (values["C6"]["access"]["year"] or {}).get("by", {})
    names, counts = [WORDS[code] for code in DECISIONS], [by.get(code, 0) for code in DECISIONS]
    chart = Chart(f"Décisions de la CAL dans l'année : {_spoken(names, counts)}", names, [("Passages", counts)])
    return Slide(
        messages.cal(values),
        chart=chart if by else None,
        grid=_figures(values, [(code, "access") for code in ("C1", "C2", "C3", "C4", "C5", "C8")]),
        notes=_definitions("C2", "C3", "C4", "C5", "C8"),
    )


def _delays(values: Values) -> Slide:
    told = {code: values[code]["access"]["year"] for code in STEPS}
    kept = [(STEPS[code], value["median"]) for code, value in told.items() if value and value["n"]]
    names, medians = [name for name, _ in kept], [median for _, median in kept]
    chart = Chart(
        f"Médiane de chaque étape, en jours : {_spoken(names, medians)}", names, [("Jours (médiane)", medians)]
    )
    return Slide(
        messages.delays(values),
        chart=chart if kept else None,
        grid=_figures(values, [(code, "access") for code in ("D2", "D4", "D6", "D8")], spans=SPANS[1:]),
        notes=_definitions("D2", "D4", "D6", "D8"),
    )


def _follow_up(values: Values) -> Slide:
    names = {"V1": "Semaines visitées", "Q1": "Demi-journée", "Q2": "Journée"}
    series = [(label, [_percent(values[code]["all"][span]) for code in names]) for span, label in SPANS]
    spoken = ", ".join(f"{name} {say(values[code]['all']['year'])}" for code, name in names.items())
    chart = Chart(
        f"Visites et délais de réponse, en pour cent, sur l'année : {spoken}", list(names.values()), series,
        lying=False, form='0"%"',
    )  # fmt: skip
    return Slide(
        messages.follow_up(values),
        chart=chart if any(value is not None for _, shares in series for value in shares) else None,
        grid=_figures(values, [("V1", "access"), ("V1", "retention"), ("V2", "all"), ("Q1", "all"), ("Q2", "all")]),
        notes=_definitions("V1", "V2", "Q1", "Q2"),
    )


def _retention(values: Values) -> Slide:
    told = _known(values, "M1", "year")
    kept, lost = [one["part"] for one in told], [one["whole"] - one["part"] for one in told]
    wanted = [("M1", "access"), ("M1", "retention"), ("M2", "access"), ("M3", "access")]
    return Slide(
        messages.retention(values),
        chart=_chart("Ménages maintenus et non maintenus", TRACKS, [("Maintenus", kept), ("Non maintenus", lost)]),
        grid=_figures(values, wanted, spans=SPANS[1:]),
        notes=f"{RULE}\n{_definitions('M1', 'M2', 'M3')}",
    )


def _known(values: Values, code: str, span: str) -> list[Any]:
    """Of the two tracks, or nothing when one of them is unknown."""
    told = [values[code][track][span] for track in ("access", "retention")]
    return told if all(one is not None for one in told) else []


def _chart(what: str, names: Sequence[str], series: Sequence[tuple[str, list[int]]]) -> Chart | None:
    """Two stacked numbers of households for each track; none when they are unknown."""
    if not any(counts for _, counts in series):
        return None
    spoken = " ; ".join(f"{name} : {_spoken(names, counts)}" for name, counts in series)
    return Chart(f"{what} : {spoken}", names, series, stacked=True, form="0")


def _arrears(values: Values) -> Slide:
    told = values["M5"]["retention"]["year"]
    message = (
        f"Impayés du volet maintien : dette médiane, {say(told)} mois de loyer net"
        if told and told.get("n")
        else "Impayés du volet maintien : aucune dette à comparer dans l'année"
    )
    return Slide(
        message, grid=_figures(values, [("M5", "retention"), ("M6", "retention"), ("M7", "retention"), ("D9", "retention"),
                                        ("D10", "retention")]),
        notes=_definitions("M5", "M6", "M7"),
    )  # fmt: skip


def _situations(content: Mapping[str, Any]) -> Slide:
    told = content["situations"]
    if not told:
        return Slide("Aucune situation à arbitrer ce trimestre", lines=["Rien n'est soumis au comité."])
    rows = [
        (
            one["code"],
            f"{one['track']} : {one['stage']}",
            "—" if one["weeks"] is None else str(one["weeks"]),
            one["point"],
        )
        for one in told[:MOST_SITUATIONS]
    ]
    plural = "s" if len(told) > 1 else ""
    return Slide(
        f"{len(told)} situation{plural} à arbitrer",
        grid=Grid(
            "Situations à arbitrer, par code",
            [("Code", "Étape", "Semaines", "Point à arbitrer"), *rows],
            (2, 3, 1.5, 6),
        ),
        notes="Un ménage n'est dit que par son code ; le comité n'en entend rien de plus."
        + (f" {len(told) - MOST_SITUATIONS} autres sur demande." if len(told) > MOST_SITUATIONS else ""),
    )


def _budget(values: Values) -> Slide:
    by = (values["B1"]["all"]["year"] or {}).get("by", {})
    names = list(by)
    planned, spent = [by[name]["planned"] for name in names], [by[name]["spent"] for name in names]
    chart = Chart(
        f"Budget et dépense par financeur, en euros : {_spoken(names, planned)} prévus", names,
        [("Prévu", planned), ("Dépensé", spent)], form="#,##0",
    )  # fmt: skip
    return Slide(
        messages.budget(values),
        chart=chart if by else None,
        grid=_figures(values, [(code, "all") for code in ("B1", "B2", "B3", "B4")], spans=SPANS[1:]),
        notes=_definitions("B1", "B2", "B3", "B4"),
    )


def _previous(content: Mapping[str, Any]) -> Slide:
    told = content["previous"]
    if not told:
        return Slide("Aucune décision précédente à suivre", lines=["Les décisions de ce comité le seront au suivant."])
    settled = sum(one["state"] == "Faite" for one in told)
    rows = [
        (one["text"], one["owner"], one["due"], f"{one['state']} : {one['note']}" if one["note"] else one["state"])
        for one in told[:MOST_DECISIONS]
    ]
    return Slide(
        f"Décisions précédentes : {settled} faite{'s' if settled > 1 else ''} sur {len(told)}",
        grid=Grid("Suite des décisions précédentes", [("Décision", "Qui", "Pour le", "État"), *rows], (5, 3, 1.4, 3)),
    )


def _expected(content: Mapping[str, Any]) -> Slide:
    corrected = [
        f"{one['label']} ({one['quarter']}) : {one['presented']} présenté, {one['recomputed']} recalculé — {one['reason']}"
        for one in content["corrections"]
    ]
    notes = "\n".join(["Chiffres corrigés depuis leur présentation :", *corrected]) if corrected else ""
    lines = [
        *(f"À décider : {line}" for line in content["expected"]),
        *(f"Difficulté : {line}" for line in content["difficulties"]),
    ]
    return Slide("Difficultés et décisions attendues", lines=lines or ["Rien n'est attendu du comité."], notes=notes)


def _figures(values: Values, wanted: Sequence[tuple[str, str]], spans: Sequence[tuple[str, str]] = SPANS) -> Grid:
    """A table of indicators: the label, then each span."""
    tracks = {"access": " (accès)", "retention": " (maintien)", "all": ""}
    twice = {code for code, _ in wanted if sum(one == code for one, _ in wanted) > 1}
    rows = [
        (
            values[code]["label"] + (tracks[track] if code in twice else ""),
            *(NOTHING if (told := values[code][track][span]) is None else say(told) for span, _ in spans),
        )
        for code, track in wanted
    ]
    widths = (5, *(3 for _ in spans))
    return Grid("Chiffres du message, par période", [("Indicateur", *(label for _, label in spans)), *rows], widths)


def _definitions(*codes: str) -> str:
    """How to read them, from the registry that computed them."""
    return "\n".join(f"{one.code}. {one.label} : {one.definition}" for one in every() if one.code in codes)


def _spoken(names: Sequence[str], values: Sequence[Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in zip(names, values, strict=True))


def _percent(value: Any) -> float | None:
    """Under ten a percentage says less than its two terms: the table beside gives them."""
    if not value or value["whole"] < FEW:
        return None
    return round(100 * value["part"] / value["whole"], 1)
