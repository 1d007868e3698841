"""What the words for a person tell of gender and age: "an old woman", "King of Denmark", "aged 12"; never a surname."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from readaloud.data import table
from readaloud.planning.names import Gender, expanded, fold

Age = Literal["", "child", "young", "adult", "old"]


@dataclass(frozen=True, slots=True)
class Told:
    """Gender and age, each empty where nothing tells it."""

    gender: Gender = ""
    age: Age = ""

    def __or__(self, other: Told) -> Told:
        """What the other adds."""
        return Told(self.gender or other.gender, self.age or other.age)


NOTHING = Told()


def told_by_label(label: str, *, names_people: bool) -> Told:
    """What a label tells by itself: `OLD WOMAN`, `Unidentified Man`, `KÖNIGIN`.

    `names_people` for documents in which a bare word may be a surname: there `King` alone tells nothing, but `The King` does.
    """
    words = _words(expanded(label))
    number = bool(words) and words[-1].isdigit()
    words = [w for w in words if not w.isdigit()]
    if not words:
        return NOTHING
    qualifiers, articles = _set("qualifiers", "words"), _set("qualifiers", "articles")
    before, head = words[:-1], words[-1]
    if head in _set("qualifiers", "voices"):  # "Male Voice", "Woman's voice"
        return _noun([], re.sub(r"'s$|s'$", "", before[-1])) if before else NOTHING
    known = all(w in qualifiers for w in before) or (before and before[0] in articles)
    if not known or (names_people and not before and not number):
        return NOTHING
    return _noun(before, head)


def told_by_title(name: str) -> Told:
    """What stands before a name: `Queen Gertrude`, `Old Adam`."""
    words = _words(name)
    age: Age = "old" if words and words[0] in ("old", "alter", "vieux") and len(words) > 1 else ""
    words = [w for w in words if w not in _set("qualifiers", "words")]
    if len(words) < 2 or words[0].endswith("'s"):
        return Told("", age)
    return Told(_gender_of(words[0], "titles"), age)


def told_by_description(text: str) -> Told:
    """What a description tells: its first noun that tells anything, unless it is another person's."""
    found = Told("", age_in(text))
    for clause in re.split(r"[,;.()]|\s[—–-]\s", text):
        words = _words(clause)
        end = next((i for i, w in enumerate(words) if i and w in _set("related", "words")), len(words))
        if words[:end]:
            found |= _noun(words[: end - 1], words[end - 1])
    return found


_YEARS = re.compile(
    r"\b(?:aged?|alter)\s*:?\s*(\d{1,3})\b|\b(\d{1,3})\s*(?:-?year|years|yrs|jahre|ans)\b|^\s*\(?(\d{1,3})\)?\s*$"
)
_DECADE = re.compile(
    r"\bin (?:his|her|their) (?:early |late |mid-?\s?)?(teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"
)
_DECADES = dict(
    zip("teens twenties thirties forties fifties sixties seventies eighties nineties".split(), range(15, 100, 10), strict=True)
)  # fmt: skip


def age_in(text: str) -> Age:
    """The age that a number tells: `aged 12`, `70 years`, `in his sixties`."""
    folded = fold(text)
    years = _YEARS.search(folded)
    decade = _DECADE.search(folded)
    if years:
        return _age_of(int(next(filter(None, years.groups()))))
    return _age_of(_DECADES[decade[1]]) if decade else ""


def age_of(text: str) -> Age:
    """The age that markup gives: a number, a range (its begin counts), or a word (`child`, `senior`)."""
    number = re.match(r"\s*(\d{1,3})(?!\d)", text)
    if number:
        return _age_of(int(number[1]))
    return _noun(_words(text)[:-1], _words(text)[-1]).age if _words(text) else ""


def _age_of(years: int) -> Age:
    """Voices break at about 13 and are old from about 60 on (Linville 2001, Vocal Aging)."""
    return "child" if years < 13 else "young" if years < 25 else "adult" if years < 60 else "old"


def _noun(before: list[str], head: str) -> Told:
    """What a noun and the adjectives before it tell."""
    gender = _gender_of(head) or _gender_of(re.sub(r"s$", "", head))
    age: Age = ""
    for word in (*before, head, re.sub(r"s$", "", head)):
        for kind in ("old", "young", "child", "adult"):
            if word in _set(kind):
                age = age or kind
    child = head in _set("child")
    # A boy is a child, but a stable boy, a flower girl is only young.
    if child and age in ("", "child", "young"):
        age = "young" if any(w not in _set("qualifiers", "words") for w in before) else "child"
    return Told(gender, age)


def _gender_of(word: str, where: str = "") -> Gender:
    for gender in ("female", "male"):
        if word in _set(where or gender, gender if where else ""):
            return gender
    return ""


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", fold(text))


@cache
def _set(name: str, inner: str = "") -> frozenset[str]:
    found = table("people_words.toml")[name]
    return frozenset((found[inner] if inner else found).split())
