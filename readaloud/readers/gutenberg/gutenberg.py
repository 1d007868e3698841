"""Plays in plain text, as Project Gutenberg publishes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar

from readaloud.model import Document, Metadata, Part
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Raw
from readaloud.readers.encodings import decode
from readaloud.readers.gutenberg.facts import Facts
from readaloud.readers.gutenberg.play import Play
from readaloud.readers.gutenberg.shape import first_line
from readaloud.readers.offsets.stretches import Account, anchored, settled, text_source

_START = re.compile(r"\*{3} ?START OF TH[EI]S? PROJECT GUTENBERG E-?(?:BOOK|TEXT)[^*]{0,300}(?:\*{3})?", re.IGNORECASE)
_SMALL_PRINT = re.compile(r"\*END\*? ?THE SMALL PRINT![^\n]*|\*END THE SMALL PRINT[^\n]*")
_END = re.compile(
    r"^[ \t]*(?:\*{3} ?END OF TH[EI]S? PROJECT GUTENBERG|End of (?:the |this )?(?:Project Gutenberg|E-?text))",
    re.IGNORECASE | re.M,
)
_FIELD = re.compile(r"^(?P<key>Title|Author|Translator|Language|Release Date|Editor):[ \t]*(?P<value>[^\r\n]*)", re.M)
_LANGUAGES = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "finnish": "fi", "swedish": "sv", "danish": "da", "norwegian": "no", "latin": "la", "greek": "el",
    "esperanto": "eo", "hungarian": "hu", "polish": "pl", "russian": "ru", "catalan": "ca", "tagalog": "tl",
    "welsh": "cy", "chinese": "zh", "japanese": "ja", "czech": "cs", "icelandic": "is",
}  # fmt: skip
_PREFIX = 65536


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the play."""

    begin: int
    end: int
    title: str = ""
    language: str = ""
    metadata: Metadata = field(default_factory=Metadata)


class Gutenberg:
    """Reads plain-text plays, with or without Project Gutenberg's header and licence."""

    name: ClassVar[str] = "gutenberg"
    description: ClassVar[str] = "plain-text plays, as Project Gutenberg publishes them"

    def accepts(self, raw: Raw) -> int:
        """Sure with the header of Project Gutenberg; without it only acts and many labels make a play."""
        head = raw.data[:_PREFIX].decode("utf-8", "replace")
        if "\0" in head or head.lstrip()[:1] == "<":
            return 0
        frame = _frame(head)
        framed = frame.begin > 0 or _SMALL_PRINT.search(head) is not None
        facts = Facts(head, frame.begin, len(head))
        if framed:
            return 90 if facts.labels else 60
        return 70 if facts.labels and facts.has_acts and facts.turns >= 6 else 0

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The play; header and licence are skipped."""
        source, encoding = decode(raw)
        account = Account(source)
        frame = _frame(source)
        account.skip(0, frame.begin, reasons.LICENCE)
        account.skip(frame.end, len(source), reasons.LICENCE)
        title = frame.title or first_line(source, frame.begin, frame.end) or raw.name.rsplit(".", 1)[0]
        play = Play(account, frame.begin, frame.end, title)
        play.read()
        blocks, notes = anchored(settled(play.blocks), play.notes)
        part = Part("main", title, tuple(blocks), tuple(notes), tuple(play.facts.people), text_labels=False)
        warnings = () if play.turns else (f"No speakers were found in {raw.name}; it is read as one voice's prose.",)
        return Document(
            title=title,
            language=frame.language,
            source=text_source(raw, encoding),
            parts=(part,),
            skips=account.skips(),
            metadata=frame.metadata,
            warnings=warnings,
        )


def _frame(source: str) -> _Frame:
    """Where the play begins and ends, and what the header says about it."""
    start = _START.search(source, 0, _PREFIX) or _SMALL_PRINT.search(source, 0, _PREFIX)
    begin = start.end() if start else 0
    end = len(source)
    if start is not None:
        # The licence is at the end; a play of many megabytes is not searched twice.
        last = _END.search(source, max(begin, len(source) // 3)) or _END.search(source, begin)
        end = last.start() if last else end
    told: dict[str, str] = {}
    for line in _FIELD.finditer(source, 0, begin):
        told.setdefault(line["key"], line["value"].strip())
    number = re.search(r"(?i)\[ebook (#[0-9]+)\]", told.get("Release Date", ""))
    return _Frame(
        begin,
        end,
        told.get("Title", ""),
        _LANGUAGES.get(told.get("Language", "").split(",")[0].strip().casefold(), ""),
        Metadata(
            author=told.get("Author", ""),
            date=told.get("Release Date", ""),
            publisher="Project Gutenberg" if start else "",
            identifier=f"Project Gutenberg {number[1]}" if number else "",
        ),
    )
