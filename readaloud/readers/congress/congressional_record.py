"""The Congressional Record and hearings of Congress, as the Government Publishing Office gives them (`.htm`, `.txt`)."""

from __future__ import annotations

import re
from typing import ClassVar

from readaloud.errors import SourceError
from readaloud.model import Document, Metadata, Part
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Raw
from readaloud.readers.congress.record import Record
from readaloud.readers.encodings import decode
from readaloud.readers.offsets.stretches import Account, settled, text_source

_HEADER = re.compile(
    r"\[Congressional Record(?:,)? (?:Volume|Vol\.?) \d+|\[(?:House|Senate|Joint|Congressional) (?:Hearing|Report)"
    r"|From the (?:Congressional Record Online|U\.S\. Government (?:Publishing|Printing) Office)"
)
_HEARING = re.compile(r"\[(?:House|Senate|Joint) Hearing")
_RECORD = re.compile(r"\[(?P<series>Congressional Record[^\[\]()]{0,60}?)\s*\((?P<date>[^()]{0,60})\)\]")
_PRE = re.compile(r"<pre\b[^<>]{0,200}>", re.IGNORECASE)
_PRE_END = re.compile(r"</pre\s*>", re.IGNORECASE)
_PREFIX = 16384


class CongressionalRecord:
    """Reads the Congressional Record and hearings as text, bare or inside `<pre>`."""

    name: ClassVar[str] = "congressional-record"
    description: ClassVar[str] = "the Congressional Record and hearings of Congress"

    def accepts(self, raw: Raw) -> int:
        """The header line that the Government Publishing Office puts above each document."""
        head = raw.data[:_PREFIX].decode("utf-8", "replace")
        return 95 if _HEADER.search(head) and (not head.lstrip().startswith("<") or _PRE.search(head)) else 0

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The record; page marks become pages, time marks are left out."""
        source, encoding = decode(raw)
        account = Account(source)
        begin, end = 0, len(source)
        if (opened := _PRE.search(source, 0, _PREFIX)) is not None:
            begin = opened.end()
            closed = _PRE_END.search(source, begin)
            end = closed.start() if closed else end
            account.skip(0, begin, reasons.METADATA)
            account.skip(end, len(source), reasons.MARKUP)
        elif source.lstrip()[:1] == "<":
            raise SourceError(
                f"{raw.name} is HTML, but its text does not stand in <pre> as in the Congressional Record.",
                tip="Choose the reader for HTML, or download the text version.",
            )
        header = _RECORD.search(source, 0, _PREFIX)
        record = Record(account, hearing=_HEARING.search(source, 0, _PREFIX) is not None)
        record.read(begin, end)
        title = record.title or raw.name.rsplit(".", 1)[0]
        return Document(
            title=title,
            language="en-US",
            source=text_source(raw, encoding),
            parts=(Part("main", title, tuple(settled(record.blocks))),),
            skips=account.skips(),
            metadata=Metadata(
                date=header["date"] if header else "",
                series=" ".join(header["series"].rstrip(", ").split()) if header else "",
                publisher="U.S. Government Publishing Office",
            ),
        )
