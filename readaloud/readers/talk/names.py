"""Names of people that a document mentions, as evidence that a label means a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readaloud.model import Person
from readaloud.readers.talk.labels import key_of
from readaloud.readers.words import word_map, word_set

_WORD = r"(?:(?:Mc|Mac|O[’']|D[’']|De|Le|La|Van|von|de )?[A-Z][a-zà-öø-ÿ]+(?:-[A-Z][a-z]+)?)"
_PAIR = re.compile(rf"\b(?P<given>{_WORD}|[A-Z]\.)\s(?P<middle>(?:[A-Z]\.\s|{_WORD}\s)?)(?P<surname>{_WORD})\b")
_LAST_BEFORE = re.compile(rf"(?<=[a-z’\-] )({_WORD})(?=,| and\b| to\b| with\b|$)")
"""The last capitalized word before a boundary in a title: `Secretary of State Kissinger and …`."""
_IN_BRACKETS = re.compile(rf"\((?:Mr\. |Mrs\. |Dr\. )?((?:[A-Z]\.\s)?{_WORD}(?:\s{_WORD})?)\)")


class Names:
    """What is known of the people in a document, by surname and by initials."""

    def __init__(self) -> None:
        """Nobody is known yet."""
        self._surnames: dict[str, int] = {}
        self._initials: dict[str, int] = {}

    def add_person(self, person: Person) -> None:
        """Someone the document lists; those who are present weigh most."""
        self._add(person.name, 3 if person.present else 2)

    def add_title(self, text: str) -> None:
        """Names in a title: `(Kissinger)`, `Ambassador Dobrynin`."""
        for match in _IN_BRACKETS.finditer(text):
            self._add(match.group(1), 3)
        self.add_mentions([text], 3)
        for match in _LAST_BEFORE.finditer(text):
            if key_of(match.group(1)) not in word_set("talk", "title_words"):
                self._add(match.group(1), 2)

    def add_mentions(self, texts: Iterable[str], weight: int = 1) -> None:
        """Names in running text: a given name or a title before a capitalized word."""
        for text in texts:
            for match in _PAIR.finditer(text):
                given = match.group("given")
                if key_of(given) in word_set("talk", "honorifics"):
                    self._add(match.group("middle") + match.group("surname"), weight)
                elif given.endswith(".") or given in _given_names():
                    self._add(match.group(), weight)
            for match in re.finditer(rf"\b(?:Mr|Mrs|Ms|Dr|Gen|Adm|Amb|Sen|Col)\.\s(?:[A-Z]\.\s)*({_WORD})", text):
                self._add(match.group(1), weight)

    def _add(self, name: str, weight: int) -> None:
        words = [word for word in re.split(r"[\s\-]+", name.replace(",", " ")) if word and word[0].isupper()]
        words = [word for word in words if key_of(word) not in ("jr", "sr", "ii", "iii")]
        while len(words) > 1 and key_of(words[0]) in word_set("talk", "honorifics"):
            words = words[1:]
        if not words or (key_of(words[-1]) in word_set("talk", "offices") and words[0] not in _given_names()):
            return
        surname = key_of(words[-1])
        self._surnames[surname] = max(weight, self._surnames.get(surname, 0))
        if len(words) > 1:
            initials = "".join(word[0] for word in words).casefold()
            self._initials[initials] = max(weight, self._initials.get(initials, 0))
            short = (words[0][0] + words[-1][0]).casefold()
            self._initials[short] = max(weight, self._initials.get(short, 0))

    @property
    def present(self) -> frozenset[str]:
        """Surnames of those who, by title or list, take part."""
        return frozenset(surname for surname, weight in self._surnames.items() if weight >= 3)

    def surname(self, key: str) -> int:
        """How surely a surname is someone's in this document: 0 to 3."""
        return self._surnames.get(key, 0)

    def initials(self, key: str) -> int:
        """How surely initials, or the beginning of a surname, are someone's: 0 to 3."""
        if len(key) == 1:
            return max((w for surname, w in self._surnames.items() if surname.startswith(key)), default=0)
        known = self._initials.get(key, 0)
        if len(key) >= 2:
            known = max([known, *(w for surname, w in self._surnames.items() if surname.startswith(key))])
        return known


def is_given_name(word: str) -> bool:
    """Whether it is a given name that the catalogue knows."""
    return word in _given_names()


def long_forms(key: str) -> frozenset[str]:
    """The names that a short form stands for: `bill` for William; all in lower case."""
    return word_map("given_names", "nicknames").get(key, frozenset())


def _given_names() -> frozenset[str]:
    return word_set("given_names", "female") | word_set("given_names", "male") | word_set("given_names", "either")
