"""The directory of the demo, and what was asked of it: obtained, refused, silent, dropped, waiting for too long."""

from datetime import date, timedelta

from accompaniment import relays
from accompaniment.models import Relay, RelayKind, RelayState
from lodabord.demo.calendar import at
from lodabord.demo.world import World
from lodabord.kernel.clock import tell as at_the_time

DIRECTORY: list[tuple[str, str, str, str, str]] = [
    ("service_social", "Service social de secteur Démo", "Accès aux droits, budget, aides de la famille.", "06 39 98 01 01",
     "Lundi au vendredi, 9 h à 12 h"),
    ("fsl", "Fonds de solidarité Démo", "Dépôt de garantie, impayés, énergie.", "06 39 98 01 02", "Mardi et jeudi matin"),
    ("budget", "Point conseil budget Démo", "Budget, surendettement, sur rendez-vous.", "06 39 98 01 03", ""),
    ("alimentaire", "Épicerie solidaire Démo", "Courses à petit prix.", "06 39 98 01 04", "Mercredi, 14 h à 18 h"),
    ("lien_social", "Centre social des Essais", "Ateliers, sorties, accueil des familles.", "06 39 98 01 05", ""),
    ("emploi", "Maison de l'emploi Démo", "Recherche d'emploi, formation.", "06 39 98 01 06", ""),
    ("justice", "Point d'accès au droit Démo", "Avocat et conciliateur, gratuit.", "06 39 98 01 07", "Vendredi matin"),
    ("sante_cmp", "Centre médico-psychologique Démo", "Premier accueil infirmier, sans avance de frais.", "06 39 98 01 08", ""),
    ("sante_medecin", "Centre de santé Démo", "Médecine générale, infirmiers.", "06 39 98 01 09", "Lundi au samedi"),
]  # fmt: skip
WANTED: list[tuple[str, str, str, int, str, int, str]] = [
    ("A01", "fsl", "Aide au dépôt de garantie.", 120, RelayState.OBTAINED, 24, "Accord reçu par courrier."),
    ("A03", "lien_social", "Un lieu où sortir avec les enfants.", 60, RelayState.OBTAINED, 12, "Inscrits au mercredi."),
    ("A03", "sante_medecin", "Un médecin traitant dans le quartier.", 70, RelayState.OBTAINED, 30, "Premier rendez-vous pris."),
    ("A06", "alimentaire", "Colis le temps de l'ouverture des droits.", 45, RelayState.REFUSED, 8, "Complet jusqu'au printemps."),
    ("A10", "emploi", "Reprendre une formation.", 40, RelayState.DROPPED, 15, "Préfère attendre d'être installé."),
    ("A10", "sante_cmp", "Un premier accueil.", 50, RelayState.NO_ANSWER, 32, "Trois messages laissés."),
    ("M02", "budget", "Revoir le plan d'apurement.", 22, "", 0, ""),
    ("A13", "justice", "Question sur une ancienne dette.", 6, "", 0, ""),
]  # fmt: skip
"""Household, kind, what is expected, days since it was asked, what came of it, after how many days, in which words."""


def tell(world: World) -> None:
    """The directory, then the requests of the households still followed."""
    lines = _directory(world)
    today = world.calendar.as_of
    for code, kind, what_for, ago, state, after, words in WANTED:
        row, case = world.cases[code]
        on, by = today - timedelta(days=ago), world.who(world.referent_of(row.code))
        if case.closed_on is not None or on < case.opened_on:
            continue
        at_the_time(at(on, 15))
        line = lines[kind]
        asked = relays.ask(
            case, kind=line.kind, relay=line, what_for=what_for, asked_on=on, agreed_on=on, today=on, by=by
        )
        if state:
            told = on + timedelta(days=after)
            at_the_time(at(told, 11))
            asked.settle(state, on=told, outcome=words, today=told, by=by)


def _directory(world: World) -> dict[str, Relay]:
    on: date = world.calendar.as_of - timedelta(days=30)
    at_the_time(at(on, 9))
    kinds = RelayKind.objects.in_bulk()
    return {
        kind: Relay.add(
            world.agreement, on=on, by=world.who("ines"), kind=kinds[kind], service=service, does=does, phone=phone,
            hours=hours, territory="Métropole Démo",
        )
        for kind, service, does, phone, hours in DIRECTORY
    }  # fmt: skip
