"""Reading a note for what it must not say: words of the list, and people other than the household named.

It never blocks: it points out, says why, offers a better wording. What the head keeps, the head confirms.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accompaniment.models.alert_word import AlertWord

if TYPE_CHECKING:
    from households.models import Case

SOMEBODY = re.compile(r"\b(?:M\.|MM\.|Mme|Mlle|Mr|Monsieur|Madame|Dr|Docteur|Me|Maître)\s+([A-ZÉÈÀÂÎÔÇ][\w'’-]*)")
"""A civility followed by a name. An initial alone (« Mme B. ») names nobody."""
AN_INITIAL = 1


@dataclass(frozen=True)
class Alert:
    """Something to look at again: the very words, what they touch, why, and what to say instead."""

    found: str
    kind: str
    reason: str
    better: str


def plain(text: str) -> str:
    """Without capitals nor accents, letter for letter: positions stay those of the text."""
    return "".join(_letter(one) for one in text)


def _letter(one: str) -> str:
    bare = unicodedata.normalize("NFD", one)[0].lower()
    return bare if len(bare) == 1 else one


class Reader:
    """Reads texts with the list in force and the people who may be named."""

    def __init__(self, words: Iterable[AlertWord], known: Iterable[str] = ()) -> None:
        self.words = {plain(one.word.rstrip("*").strip()): one for one in words}
        whole = [re.escape(stem) for stem, one in self.words.items() if not one.word.endswith("*")]
        starts = [re.escape(stem) for stem, one in self.words.items() if one.word.endswith("*")]
        parts = [rf"(?P<whole>{'|'.join(_longest_first(whole))})\b"] if whole else []
        parts += [rf"(?P<start>{'|'.join(_longest_first(starts))})\w*"] if starts else []
        self.pattern = re.compile(rf"\b(?:{'|'.join(parts)})") if parts else None
        self.known = {plain(one) for one in known if one}

    @classmethod
    def for_case(cls, case: "Case") -> "Reader":
        """The household and those who follow it may be named; anybody else is a third party."""
        known = [word for person in case.household.persons.all() for word in (person.last_name, person.first_name)]
        team = [one for one in (case.referent, case.deputy) if one is not None]
        known += [word for one in team for word in (one.last_name, one.first_name)]
        return cls(AlertWord.objects.filter(active=True), known)

    def alerts(self, text: str) -> list[Alert]:
        """Each thing pointed out once, in the order of the text."""
        found = sorted([*self._words(text), *self._names(text)], key=lambda one: one[0])
        return list({alert.found.lower(): alert for _, alert in reversed(found)}.values())[::-1]

    def _words(self, text: str) -> Iterator[tuple[int, Alert]]:
        if self.pattern is None:
            return
        for hit in self.pattern.finditer(plain(text)):
            stem = hit.groupdict().get("whole") or hit.groupdict().get("start") or ""
            word = self.words[stem]
            told = text[hit.start() : hit.end()]
            yield hit.start(), Alert(told, word.get_kind_display(), word.reason, word.better)

    def _names(self, text: str) -> Iterator[tuple[int, Alert]]:
        for hit in SOMEBODY.finditer(text):
            name = hit.group(1)
            if len(name) > AN_INITIAL and plain(name) not in self.known:
                kind = AlertWord.Kind.THIRD_PARTY.label
                reason = "Une autre personne est nommée : elle n'a pas donné son accord."
                yield hit.start(), Alert(hit.group(0), kind, reason, "Dites son rôle : « un proche », « le service »…")


def _longest_first(words: list[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)
