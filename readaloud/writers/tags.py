"""What catalogues and players are told about an edition, before a container gives it its own names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readaloud.model import Edition

GENRE = "Audiobook"

_LANGUAGES = {
    "ar": "ara", "bg": "bul", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "ga": "gle", "he": "heb", "hi": "hin", "hr": "hrv",
    "hu": "hun", "is": "isl", "it": "ita", "ja": "jpn", "ko": "kor", "la": "lat", "lt": "lit", "lv": "lav", "nb": "nob",
    "nl": "nld", "nn": "nno", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv",
    "sr": "srp", "sv": "swe", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip
"""ISO 639-1 to ISO 639-2/T, which MP4 and ID3 want; others are `und`."""


@dataclass(frozen=True, slots=True)
class Tags:
    """Each is empty when the source does not tell it."""

    title: str
    author: str
    narrator: str
    date: str
    """As printed or ISO 8601."""
    year: str
    """Four digits, taken from the date."""
    description: str
    publisher: str
    series: str
    identifier: str
    isbn: str
    rights: str
    language: str
    """BCP 47."""
    language_code: str
    """ISO 639-2/T."""


@dataclass(frozen=True, slots=True)
class TimedTitle:
    """A chapter in milliseconds, rounded down: the same in every container and in `edition.json`."""

    title: str
    begin_ms: int
    end_ms: int


def timed_titles(edition: Edition) -> tuple[TimedTitle, ...]:
    """The edition's chapters; each ends where the next one begins."""
    ms = edition.milliseconds
    return tuple(TimedTitle(chapter.title, ms(chapter.begin), ms(chapter.end)) for chapter in edition.chapters)


def tags_of(edition: Edition) -> Tags:
    """From the source's metadata; who published a document stands for its author where it names none."""
    script, told = edition.script, edition.script.metadata
    year = re.search(r"(?<!\d)(1\d{3}|20\d{2})(?!\d)", told.date)
    digits = re.sub(r"[\s-]|^urn:isbn:", "", told.identifier.strip().lower()).upper()
    return Tags(
        title=script.title,
        author=told.author or told.publisher,
        narrator=edition.narrator,
        date=told.date,
        year=year[1] if year else "",
        description=told.description,
        publisher=told.publisher,
        series=told.series,
        identifier=told.identifier,
        isbn=digits if re.fullmatch(r"97[89]\d{10}|\d{9}[\dX]", digits) else "",
        rights=told.rights,
        language=script.language,
        language_code=language_code(script.language),
    )


def language_code(tag: str) -> str:
    """ISO 639-2/T of a BCP 47 tag: `en-US` → `eng`; `und` where it is not known."""
    first = tag.split("-")[0].lower()
    return first if re.fullmatch("[a-z]{3}", first) else _LANGUAGES.get(first, "und")
