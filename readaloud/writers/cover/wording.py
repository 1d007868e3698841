"""What a cover says, and what is said of it to those who do not see it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from readaloud.catalogue import catalogue
from readaloud.model import Cover, Edition
from readaloud.writers.tags import people

NAMED_PEOPLE = 4
"""More names could not be read at the size of a cover."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The lines of a cover."""

    title: str
    series: str
    cast: str
    reading: str
    """What stands in the place of what there is not."""
    alt: str


def wording(edition: Edition) -> Wording:
    """The lines for an edition, in its language."""
    words = catalogue(edition.script.language)
    title, series = _line(edition.title), _line(edition.script.metadata.series)
    names = _line(people(edition, NAMED_PEOPLE, words))
    cast = words.say("cover.cast", names=names) if names else ""
    parts = [
        words.say("cover.alt", title=title or words.say("cover.reading")),
        series and words.say("cover.series", series=series),
        cast,
    ]
    alt = "; ".join(part.rstrip(".") for part in parts if part) + "."
    return Wording(title, series, cast, words.say("cover.reading"), alt)


def described(cover: Cover, edition: Edition) -> Cover:
    """A person's picture, of which nothing is known but whose cover it is."""
    words = catalogue(edition.script.language)
    return replace(cover, alt=words.say("cover.alt", title=_line(edition.title)) + ".")


def _line(text: str) -> str:
    """In one line, composed, without signs that only steer a terminal or a text's direction."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
