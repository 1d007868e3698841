"""What catalogues and players are told about an edition, before a container gives it its own names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readaloud.catalogue import Catalogue, catalogue
from readaloud.model import Edition, Metadata

GENRE = "Audiobook"

NAMED_PEOPLE = 12
"""How many speakers a description names; it says how many more there are."""

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
    """Without a comma or `&`: Audiobookshelf takes the parts for people."""
    date: str
    """As printed or ISO 8601 without the time of day."""
    year: str
    """Four digits, taken from the date."""
    description: str
    """Never empty: the source's own, then who speaks, when, where it is from, and that the voices are synthetic."""
    publisher: str
    series: str
    series_part: str
    """Number within the series."""
    identifier: str
    isbn: str
    citation: str
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
    words = catalogue(script.language)
    date = _date(told.date)
    year = re.search(r"(?<!\d)(1\d{3}|20\d{2})(?!\d)", date)
    digits = re.sub(r"[\s-]|^urn:isbn:", "", told.identifier.strip().lower()).upper()
    return Tags(
        title=script.title,
        author=told.author or told.publisher,
        narrator=words.say("tags.narrator", engines=" + ".join(_engines(edition))),
        date=date.partition(" ")[0] if re.match(r"\d{4}-", date) else date,
        year=year[1] if year else "",
        description=_description(edition, date, words),
        publisher=told.publisher,
        series=told.series,
        series_part=series_part(script.title, told),
        identifier=told.identifier,
        isbn=digits if re.fullmatch(r"97[89]\d{10}|\d{9}[\dX]", digits) else "",
        citation=told.citation,
        rights=told.rights,
        language=script.language,
        language_code=language_code(script.language),
    )


def series_part(title: str, told: Metadata) -> str:
    """A document's number in its volume (`178. Transcript of …`), or the volume's in its series (`…, Volume XII`)."""
    if not told.series:
        return ""
    if number := re.match(r"(\d{1,5})\. ", title):
        return number[1]
    volume = re.search(r"(?i)\b(?:volume|vol\.|band|tome)\s+([IVXLC]+|\d+)\b", title)
    if volume is None:
        return ""
    return volume[1] if volume[1].isdigit() else str(_roman(volume[1].upper()))


def people(edition: Edition, most: int, words: Catalogue) -> str:
    """Who speaks, by name and in order; empty where the document names nobody."""
    names = [speaker.name for speaker in edition.script.speakers if not speaker.role and not speaker.members]
    names = [name for name in dict.fromkeys(names) if name]
    if len(names) > most:
        return words.say("tags.more", names=", ".join(names[: most - 1]), count=len(names) - most + 1)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words.say('words.and')} {names[-1]}"


def _description(edition: Edition, date: str, words: Catalogue) -> str:
    told = edition.script.metadata
    names = people(edition, NAMED_PEOPLE, words)
    sentences = [
        told.description and told.description.rstrip() + ("" if told.description.rstrip()[-1:] in '.!?”"' else "."),
        names and words.say("tags.people", names=names),
        date and words.say("tags.date", date=date),
        told.series and words.say("tags.series", series=told.series.rstrip(".")),
        told.publisher and words.say("tags.publisher", publisher=told.publisher.rstrip(".")),
        words.say("opening.what"),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _date(told: str) -> str:
    """Without what stands in brackets (`[EBook #21849]`); ISO 8601 with its time of day readable."""
    date = re.sub(r"\s*\[[^]]*\]", "", told).strip().rstrip(".,")
    return re.sub(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*", r"\1 \2", date)


def _engines(edition: Edition) -> dict[str, None]:
    return dict.fromkeys(casting.voice.engine for casting in edition.cast.castings)


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[sign] for sign in numeral]
    return sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True))


def language_code(tag: str) -> str:
    """ISO 639-2/T of a BCP 47 tag: `en-US` → `eng`; `und` where it is not known."""
    first = tag.split("-")[0].lower()
    return first if re.fullmatch("[a-z]{3}", first) else _LANGUAGES.get(first, "und")
