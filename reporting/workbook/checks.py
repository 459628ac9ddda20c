"""What must never be false of a story: the order of its dates, and the invariants of the field (sheet 04 §4.5 bis)."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone

from reporting.workbook.course import Course, effect_of
from reporting.workbook.problems import Problem
from reporting.workbook.rows import Row

Known = tuple[date | None, str]
"""A day that must come before, and its name."""
APPOINTMENTS = frozenset({"visite_domicile", "bureau", "exterieur", "psychologue"})


def check(course: Course, today: date) -> list[Problem]:
    """All that is wrong in one story."""
    parts = [_entry, _decisions, _measures, _suspensions, _exits, _leases, _requests, _accounts]
    found = [problem for part in parts for problem in part(course, today)]
    if course.story.is_access:
        found += [problem for part in (_commission, _offers) for problem in part(course, today)]
    return [*found, *_visits(course, today)]


def _day(told: date) -> str:
    return f"{told:%d/%m/%Y}"


def after(row: Row, column: str, *earlier: Known) -> Iterator[Problem]:
    """The date of this column is not before any of the ones known: the first that it precedes is told."""
    told = row[column]
    if told is None:
        return
    day = timezone.localtime(told).date() if isinstance(told, datetime) else told
    for known, name in earlier:
        if known is not None and day < known:
            yield row.problem(
                column, f"{_day(day)} précède {name} ({_day(known)}) (attendu : une date égale ou postérieure)."
            )
            return


def past(row: Row, column: str, today: date) -> Iterator[Problem]:
    told = row[column]
    if told is None:
        return
    day = timezone.localtime(told).date() if isinstance(told, datetime) else told
    if day > today:
        yield row.problem(column, f"{_day(day)} est à venir (attendu : une date passée, au plus le {_day(today)}).")


def _opening(course: Course) -> Known:
    return course.opened_on, "l'orientation" if course.story.is_access else "le repérage"


def _entry(course: Course, today: date) -> Iterator[Problem]:
    household, told = course.story.household, course.story.orientation
    yield from past(household, "date_naissance", today)
    if told is None:
        return
    yield from past(told, "date", today)
    yield from past(told, "classee_le", today)
    yield from after(told, "classee_le", _opening(course), (course.prediagnosed_on, "le pré-diagnostic"),
                     (course.retained_on, "la décision"))  # fmt: skip
    if told["classee_le"] and not told["motif_classement"] and "motif_classement" not in told.wrong:
        yield told.problem("motif_classement", "un classement indique son motif (attendu : un code de la liste).")
    if told["motif_classement"] and not told["classee_le"] and "classee_le" not in told.wrong:
        yield told.problem("classee_le", "un motif de classement va avec sa date (attendu : une date).")
    if told["classee_le"] and course.measures:
        yield told.problem("classee_le", "ce ménage a eu une mesure (attendu : sa fin dans la feuille « sorties »).")
    if course.story.track == "retention" and told["prescripteur_type"]:
        yield told.problem(
            "prescripteur_type", "le volet maintien n'a pas de prescripteur (attendu : une cellule vide)."
        )
    if course.story.is_access and told["motifs"]:
        yield told.problem("motifs", "le volet accès n'a pas de motifs (attendu : une cellule vide).")


def _decisions(course: Course, today: date) -> Iterator[Problem]:
    for row in course.story.of("prediagnostics"):
        yield from past(row, "date", today)
        yield from after(row, "date", _opening(course))
    for sheet in ("pre_cal", "arbitrages"):
        for row in course.story.of(sheet):
            yield from past(row, "date", today)
            yield from after(row, "date", _opening(course), (course.prediagnosed_on, "le pré-diagnostic"))
    final = [row for row in course.rows("pre_cal", "date") if row["decision"] not in (None, "ajourne")]
    for before, later in pairwise(final):
        told = (
            f"la décision du {_day(before['date'])} était définitive (attendu : une seule décision hors ajournement)."
        )
        yield later.problem("decision", told)


def _measures(course: Course, today: date) -> Iterator[Problem]:
    for row in course.story.of("mesures"):
        yield from past(row, "debut", today)
        yield from past(row, "fin", today)
        yield from after(row, "fin", (row["debut"], "le début"))
        known = [_opening(course), (course.retained_on, "la décision d'entrée")]
        if row["nature"] == "suivi" and course.story.is_access:
            known += [
                (course.prep_ended_on, "la fin de la préparation"),
                (course.housed_from, "l'entrée dans le logement"),
            ]
        yield from after(row, "debut", *known)
        if row["nature"] == "preparation" and course.story.track == "retention":
            yield row.problem("nature", "le volet maintien n'a pas de préparation (attendu : suivi).")
        if row["motif_fin"] and row["fin"] is None and "fin" not in row.wrong:
            yield row.problem("fin", "un motif de fin va avec sa date (attendu : une date).")
    for before, later in pairwise(course.measures):
        if before.end is None or later.start < before.end:
            told = f"une mesure est déjà en cours depuis le {_day(before.start)} (attendu : une mesure à la fois)."
            yield later.row.problem("debut", told)


def _suspensions(course: Course, today: date) -> Iterator[Problem]:
    for pause in course.suspensions:
        row = pause.row
        yield from past(row, "debut", today)
        yield from past(row, "fin", today)
        yield from after(row, "fin", (pause.start, "le début de la suspension"))
        around = next((one for one in course.follow_ups if one.holds(pause.start)), None)
        if around is None:
            told = f"aucun suivi n'est en cours le {_day(pause.start)} (attendu : une suspension pendant un suivi)."
            yield row.problem("debut", told)
        elif around.end and (pause.end is None or pause.end > around.end):
            told = f"le suivi finit le {_day(around.end)} (attendu : une réactivation au plus tard ce jour-là)."
            yield row.problem("fin", told)
    for before, later in pairwise(course.suspensions):
        if before.end is None or later.start < before.end:
            told = f"une suspension est déjà en cours depuis le {_day(before.start)} (attendu : une à la fois)."
            yield later.row.problem("debut", told)


def _exits(course: Course, today: date) -> Iterator[Problem]:
    for row in course.story.of("sorties"):
        yield from past(row, "date", today)
        yield from after(row, "date", _opening(course))
    for leaving in course.exits:
        begun = [one for one in course.measures if one.start <= leaving.on]
        if not begun:
            told = "aucune mesure n'a commencé avant (attendu : « classee_le » dans « orientations », ou une mesure)."
            yield leaving.row.problem("date", told)
        late = [one.row for one in begun if one.end and one.end > leaving.on]
        for row in late:
            yield row.problem(
                "fin", f"la sortie est du {_day(leaving.on)} (attendu : une fin au plus tard ce jour-là)."
            )
    for before, later in pairwise(course.exits):
        if before.reopened_on is None:
            told = f"le ménage est déjà sorti le {_day(before.on)} (attendu : une mesure reprise entre les deux)."
            yield later.row.problem("date", told)


def _leases(course: Course, today: date) -> Iterator[Problem]:
    leases = course.rows("baux", "entree_le")
    for row in course.story.of("baux"):
        yield from past(row, "entree_le", today)
        yield from after(row, "entree_le", (row["signe_le"], "la signature du bail"))
        yield from after(row, "fin", (row["entree_le"], "l'entrée dans le logement"))
    if course.story.is_access and leases:
        known = [_opening(course), (course.retained_on, "la décision de pré-CAL"),
                 (course.prep_ended_on, "la fin de la préparation"), (_accepted(course), "l'offre acceptée")]  # fmt: skip
        yield from after(leases[0], "signe_le", *known)
        yield from after(leases[0], "entree_le", *known)
    for before, later in pairwise(leases):
        if before["fin"] is None or later["entree_le"] < before["fin"]:
            told = f"le ménage habite déjà un logement depuis le {_day(before['entree_le'])} (attendu : un à la fois)."
            yield later.problem("entree_le", told)
    for leaving in course.exits:
        if course.story.is_access:
            yield from after(leaving.row, "date", (course.housed_from, "l'entrée dans le logement"))


def _accepted(course: Course) -> date | None:
    return next((row["notifiee_le"] for row in course.rows("offres") if row["reponse"] == "accepted"), None)


def _commission(course: Course, today: date) -> Iterator[Problem]:
    for row in course.story.of("cal"):
        yield from past(row, "date", today)
        yield from after(row, "date", _opening(course), (course.retained_on, "la décision de pré-CAL"),
                         (course.prep_started_on, "le début de la préparation"),
                         (course.prep_ended_on, "la fin de la préparation"))  # fmt: skip
        ranked = row["decision"] == "b"
        if ranked and row["rang"] is None and "rang" not in row.wrong:
            yield row.problem("rang", "la décision b porte un rang (attendu : un nombre entier à partir de 1).")
        if row["rang"] is not None and row["decision"] in ("a", "c", "d", "e"):
            yield row.problem("rang", "seule la décision b porte un rang (attendu : une cellule vide).")
        if row["effet"] and row["decision"] in ("d", "e"):
            yield row.problem("effet", "une non-attribution n'a pas d'effet (attendu : non, ou une cellule vide).")


def _offers(course: Course, today: date) -> Iterator[Problem]:
    awards = [row["date"] for row in course.rows("cal", "date", "decision") if effect_of(row) == "effective"]
    for number, row in enumerate(course.rows("offres", "notifiee_le")):
        yield from past(row, "notifiee_le", today)
        yield from past(row, "repondue_le", today)
        yield from after(row, "repondue_le", (row["notifiee_le"], "la notification"))
        if len([day for day in awards if day <= row["notifiee_le"]]) <= number and course.rows("cal"):
            told = "aucun passage en CAL suivi d'effet ne la précède (attendu : un passage avec effet « oui » avant)."
            yield row.problem("notifiee_le", told)
    waiting = [row for row in course.rows("offres", "notifiee_le") if row["reponse"] is None and not row.wrong]
    for row in waiting[1:]:
        yield row.problem("reponse", "une autre offre attend déjà sa réponse (attendu : une seule offre sans réponse).")


def _visits(course: Course, today: date) -> Iterator[Problem]:
    for row in course.story.of("visites"):
        yield from after(row, "date", _opening(course))
        if row["statut"] == "porte_close" and row["nature"] and row["nature"] not in APPOINTMENTS:
            yield row.problem(
                "statut", "« porte_close » concerne une visite ou un rendez-vous (attendu : un autre état)."
            )
        if row["statut"] not in ("realisee", "porte_close"):
            continue
        yield from past(row, "date", today)
        if row["nature"] == "visite_domicile" and row["statut"] == "realisee" and row["date"]:
            yield from _home_visit(course, row)


def _home_visit(course: Course, row: Row) -> Iterator[Problem]:
    """Invariant 7."""
    day: Any = row["date"]
    if not any(one.holds(day) for one in course.measures):
        told = f"aucune mesure n'est en cours le {_day(day)} (attendu : une visite pendant une mesure, ou un autre contact)."
        yield row.problem("date", told)
    elif any(one.holds(day) for one in course.suspensions):
        told = f"l'accompagnement est suspendu le {_day(day)} (attendu : une visite hors suspension)."
        yield row.problem("date", told)


def _requests(course: Course, today: date) -> Iterator[Problem]:
    for row in course.story.of("sollicitations"):
        yield from past(row, "recue_a", today)
        yield from past(row, "intervention_a", today)
        yield from after(row, "recue_a", _opening(course))
        if row["recue_a"] and row["intervention_a"] and row["intervention_a"] < row["recue_a"]:
            yield row.problem("intervention_a", "l'intervention précède la demande (attendu : une heure postérieure).")


def _accounts(course: Course, today: date) -> Iterator[Problem]:
    for row in course.story.of("impayes"):
        yield from past(row, "date", today)
        if row["dette"] is None and "dette" not in row.wrong:
            yield row.problem("dette", "un relevé dit la dette (attendu : un montant, 0 s'il n'y en a pas).")
    for row in course.story.of("troubles"):
        yield from past(row, "date", today)
        yield from past(row, "cesse_le", today)
        yield from after(row, "cesse_le", (row["date"], "le constat"))
    for row in course.story.of("relais"):
        yield from past(row, "demande_le", today)
        yield from past(row, "effectif_le", today)
        yield from after(row, "demande_le", _opening(course))
        yield from after(row, "effectif_le", (row["demande_le"], "la demande"))
