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


ENTRIES = [
    ("À faire", "home"),
    ("Ma semaine", "accompaniment:week"),
    ("Appels et demandes", "accompaniment:requests"),
    ("Dossiers", "households:cases"),
    ("Mes orientations", "households:own_referrals"),
    ("Mes repérages", "households:own_reports"),
    ("Pré-CAL", "allocations:sessions"),
    ("CAL et propositions", "allocations:cal"),
    ("Logés", "allocations:housed"),
    ("Impayés", "allocations:arrears_list"),
    ("Rapports", "reporting:reports"),
    ("Paramètres", "admin:index"),
]
"""Every page of the menu, in order; each shows only to whom its own rule lets in, or its narrower `menu_rule`."""


def context(request: HttpRequest) -> dict[str, Any]:
    """For every template: the menu of the current membership."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from lodabord.kernel.access import rule_of

    if getattr(request, "membership", None) is None:
        return {"navigation": []}
    elsewhere = import_string(settings.ACCESS_RULES_OF_PACKAGES)
    shown = []
    for label, name in ENTRIES:
        url = reverse(name)
        view = resolve(url).func
        rule = getattr(view, "menu_rule", None) or rule_of(view, name, elsewhere)
        if rule is not None and rule(request):
            shown.append(Entry(label, url, request.path == url or (url != "/" and request.path.startswith(url))))
    return {"navigation": shown}
