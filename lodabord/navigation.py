"""The menu: each entry names the rule of the page it leads to, so that nobody is shown a closed door."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Group:
    """Several lines under one word; a group of one is shown as its line."""

    label: str
    entries: list[Entry]

    @property
    def current(self) -> bool:
        return any(entry.current for entry in self.entries)


MENU: list[tuple[str, list[tuple[str, str]]]] = [
    ("", [("À faire", "home")]),
    ("", [("Ma semaine", "accompaniment:week")]),
    ("", [("L'équipe", "accompaniment:team")]),
    (
        "Accompagnement",
        [
            ("Ma journée", "accompaniment:day"),
            ("Calendrier", "accompaniment:calendar"),
            ("Absences", "accompaniment:absences"),
            ("Appels et demandes", "accompaniment:requests"),
            ("Permanence", "accompaniment:duty"),
            ("Comptes rendus à compléter", "accompaniment:visit_reports"),
            ("Suites à donner", "accompaniment:next_steps"),
            ("Ateliers de préparation", "accompaniment:prep_sessions"),
            ("Activités collectives", "accompaniment:group_activities"),
            ("Relais", "accompaniment:relays"),
        ],
    ),
    ("", [("Mes orientations", "households:own_referrals")]),
    (
        "Dossiers",
        [
            ("Tous les dossiers", "households:cases"),
            ("Où en sont les dossiers", "households:stages"),
            ("Après la fin", "accompaniment:after_the_end"),
            ("Délégation des visas", "delegations:index"),
        ],
    ),
    (
        "Attribution",
        [
            ("Pré-CAL", "allocations:sessions"),
            ("Besoins à venir", "allocations:needs"),
            ("CAL et propositions", "allocations:cal"),
            ("Logements", "allocations:dwellings"),
            ("Entrées et baux", "allocations:move_ins"),
        ],
    ),
    (
        "Locataires",
        [
            ("Ménages logés", "allocations:housed"),
            ("Impayés", "allocations:arrears_list"),
            ("Entre partenaires", "allocations:daily"),
            ("Mes repérages", "households:own_reports"),
        ],
    ),
    ("", [("Rapports", "reporting:reports")]),
    ("", [("Paramètres", "admin:index")]),
]
"""Every page of the menu, in order, by group; each shows only to whom its own rule lets in."""


def context(request: HttpRequest) -> dict[str, Any]:
    """For every template: the menu of the current membership."""
    if getattr(request, "membership", None) is None:
        return {"navigation": [], "bell": False}
    groups = [Group(label, _entries(request, lines)) for label, lines in MENU]
    bell = resolve(reverse("households:reminders")).func.access_rule(request)  # type: ignore[attr-defined]
    return {"navigation": [group for group in groups if group.entries], "bell": bell}


def _entries(request: HttpRequest, lines: list[tuple[str, str]]) -> list[Entry]:
    """The lines this person may open; the current one is the longest address that begins the page's."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from lodabord.kernel.access import rule_of

    elsewhere = import_string(settings.ACCESS_RULES_OF_PACKAGES)
    shown = []
    for label, name in lines:
        url = reverse(name)
        view = resolve(url).func
        rule = getattr(view, "menu_rule", None) or rule_of(view, name, elsewhere)
        if rule is not None and rule(request):
            shown.append((label, url))
    here = max((url for _, url in shown if _leads_to(url, request.path)), key=len, default="")
    return [Entry(label, url, url == here) for label, url in shown]


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
