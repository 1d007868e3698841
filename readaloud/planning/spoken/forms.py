"""The forms in which a rule says what it caught, as in `{n:cardinal}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from readaloud.planning.spoken.numerals import Numerals, roman

_FIRST = 30
"""1930: dates in figures with two for the year came with the typed form."""


def letters(caught: str) -> str:
    """Letters one by one: `ABM` → `A.B.M`.

    Every engine says dotted capitals as letters; without a last stop none takes it for the end of a sentence. Measured
    on espeak-ng: `ABM` is said "abbem", `A B M` with the article "a".
    """
    return ".".join(c for c in caught if c.isalnum())


def _integer(caught: str) -> int:
    return int(re.sub(r"\D", "", caught))


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + ("es" if word.endswith("x") else "s")


def _minutes(caught: str, say: Numerals) -> str:
    number = int(caught)
    if not number:
        return ""
    return f" {say.words['oh']} {say.cardinal(number)}" if caught.startswith("0") else f" {say.cardinal(number)}"


def _clock(caught: str, say: Numerals) -> str:
    """Of four figures: `0800` → `oh eight hundred`, `1510` → `fifteen ten`."""
    hours, minutes = caught[:2], caught[2:]
    first = say.cardinal(int(hours))
    if hours.startswith("0"):
        first = f"{say.words['oh']} {first}" if hours != "00" else say.words["zero"]
    return first + (_minutes(minutes, say) or f" {say.words['hundred']}")


def _two(caught: str, say: Numerals) -> str:
    """A year of two figures: `06` → `oh six`."""
    if caught == "00":
        return f"{say.words['oh']} {say.words['oh']}"
    return f"{say.words['oh']} {say.cardinal(int(caught))}" if caught.startswith("0") else say.cardinal(int(caught))


def _century(caught: str, say: Numerals) -> str:
    """A year of two figures in a date: typescripts of the twentieth century write so, and people since 2000."""
    number = int(caught)
    return say.year((2000 if number < _FIRST else 1900) + number)


def _figures(caught: str, say: Numerals) -> str:
    """Of a telegram or file: four figures in pairs, more of them one by one."""
    return say.pairs(caught) if len(caught) <= 4 else say.digits(caught)


def _phone(caught: str, say: Numerals) -> str:
    return ", ".join(say.digits(part) for part in re.findall(r"\d+", caught))


def _feminine(caught: str, say: Numerals) -> str:
    """French `vingt et une`, German `eine`; other numbers have one form."""
    if caught == "1":
        return say.words["feminine"]
    said = say.value(caught)
    return f"{said}e" if said.endswith("et un") else said


def _address(caught: str, say: Numerals) -> str:
    """A web or mail address, its points and strokes said."""
    bare = re.sub(r"^(?:https?|ftp)://(?:www\.)?|^www\.|^mailto:|/$", "", caught)
    for mark in (".", "/", "@", "-", "_", "?", "=", "&", "#", "~", "%", ":", "+"):
        bare = bare.replace(mark, f" {say.words.get(mark, '')} ")
    return " ".join(say.digits(part) if part.isdigit() else part for part in bare.split())


def _mixed(caught: str, say: Numerals) -> str:
    """Letters and figures in one word: `77D112` → `seventy-seven D one twelve`."""
    parts = re.findall(r"\d+|[^\W\d_]+", caught)
    return " ".join(_figures(p, say) if p.isdigit() else letters(p) if p.isupper() else p for p in parts)


def _parts(caught: str, say: Numerals) -> str:
    """Symbols with strokes: `A/RES/242` → `A Res two forty-two`, `S/P` → `S.P`."""
    parts = re.findall(r"[^\W_]+", caught)
    if all(len(p) == 1 and p.isalpha() for p in parts):
        return ".".join(parts)
    return " ".join(_mixed(p, say) if any(c.isdigit() for c in p) else p for p in parts)


def _designator(caught: str) -> str:
    """Of aircraft, rockets, boxes: `MiG–` → `Mig`, `SS` → `S.S`."""
    bare = caught.rstrip("–-")
    spelled = bare.isupper() and (len(bare) < 3 or not re.search("[AEIOU]", bare))
    return letters(bare) if spelled else bare.capitalize()


def _inside(caught: str, say: Numerals) -> str:
    """Of a section: `(b)(2)` → `B two`."""
    parts = re.findall(r"[a-z]+|\d+", caught)
    return " ".join(say.cardinal(int(p)) if p.isdigit() else letters(p.upper()) for p in parts)


def _initials(caught: str) -> str:
    return letters(caught) + (" " if caught.endswith(" ") else "")


FORMS: Mapping[str, Callable[[str, Numerals], str]] = {
    "number": lambda caught, say: say.value(caught),
    "feminine": _feminine,
    "counted": lambda caught, say: say.words["counted"] if caught == "1" else say.value(caught),
    "cardinal": lambda caught, say: say.cardinal(_integer(caught)),
    "ordinal": lambda caught, say: say.ordinal(_integer(caught)),
    "ordinals": lambda caught, say: _plural(say.ordinal(_integer(caught))),
    "plural": lambda caught, say: _plural(say.pairs(caught)),
    "year": lambda caught, say: say.year(_integer(caught)),
    "decade": lambda caught, say: _plural(say.year(_integer(caught))),
    "two": _two,
    "century": _century,
    "digits": lambda caught, say: say.digits(caught),
    "pairs": lambda caught, say: say.pairs(caught),
    "figures": _figures,
    "phone": _phone,
    "minutes": _minutes,
    "minutes plain": lambda caught, say: f" {say.cardinal(int(caught))}" if int(caught) else "",
    "clock": _clock,
    "address": _address,
    "mixed": _mixed,
    "parts": _parts,
    "inside": _inside,
    "initials": lambda caught, _: _initials(caught),
    "designator": lambda caught, _: _designator(caught),
    "letters": lambda caught, _: letters(caught),
    "lower": lambda caught, _: caught.lower(),
    "capital": lambda caught, _: caught[:1].upper() + caught[1:].lower(),
    "roman": lambda caught, say: say.cardinal(roman(caught)),
    "roman rank": lambda caught, say: say.ordinal(roman(caught)),
    "roman year": lambda caught, say: say.year(roman(caught)),
    "roman ordinal": lambda caught, say: say.ordinal(roman(caught)).title(),
}
"""Form → what is said for what a group caught."""
