"""What a text for the committee must not say: a household's name, anybody's, and for a situation what touches private life.

Here it refuses, where the CAL note only points out: these texts leave for people who know nobody.
"""

import re
from typing import TYPE_CHECKING

from accompaniment.models import AlertWord
from accompaniment.word_alerts import Alert, Reader
from households.models import Person
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Membership

SHORTEST_NAME = 3
"""Under that, a family name is also a word."""
REACH = re.compile(r"\S+@\S+\.\w+|(?:\+33|0)[ .]?[1-9](?:[ .]?\d{2}){4}")
"""An e-mail address, a telephone number."""


def check_programme_text(text: str, member: "Membership") -> None:
    """Highlights, difficulties, decisions: nobody is named, whoever the writer follows."""
    names = Person.objects.visible_to(member).values_list("last_name", flat=True)
    _refuse_names(text, set(names))
    _refuse(Reader(()).alerts(text))


def check_situation_text(text: str, case: "Case") -> None:
    """The point to arbitrate: nobody named, not even the household, and no word of the list."""
    people = case.household.persons.all()
    _refuse_names(text, {word for one in people for word in (one.last_name, one.first_name)})
    _refuse(Reader(AlertWord.objects.filter(active=True)).alerts(text))


def _refuse_names(text: str, names: set[str]) -> None:
    words = set(re.findall(r"[\w'’-]+", text))
    for name in names:
        if len(name) >= SHORTEST_NAME and words & {name, name.upper(), name.capitalize()}:
            raise MoveRefused(f"« {name} » est le nom d'une personne suivie : employez le code du ménage.")
    if found := REACH.search(text):
        raise MoveRefused(f"« {found.group()} » permet de joindre quelqu'un : retirez-le.")


def _refuse(alerts: list[Alert]) -> None:
    for alert in alerts:
        better = f" À dire plutôt : {_ended(alert.better)}" if alert.better else ""
        raise MoveRefused(f"« {alert.found} » : {_ended(alert.reason)}{better}")


def _ended(text: str) -> str:
    """With a full stop."""
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."
