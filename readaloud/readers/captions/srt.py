"""SubRip captions (`.srt`)."""

from __future__ import annotations

import re
from typing import ClassVar

from readaloud.errors import SourceError
from readaloud.model import Document, Part
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Raw
from readaloud.readers.captions.captions import TIMING, Caption, Turns, find_labels, milliseconds, skip_timing
from readaloud.readers.captions.cue_text import CueText
from readaloud.readers.encodings import decode
from readaloud.readers.offsets.stretches import Account, lines, settled, text_source

_NUMBER = re.compile(r"\s*\d{1,9}\s*")
_FIRST = re.compile(r"\ufeff?\s*(?:\d{1,9}[ \t]*\r?\n)?[ \t]*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->")


class SubRip:
    """Reads SubRip captions; `NAME: text` makes speakers."""

    name: ClassVar[str] = "srt"
    description: ClassVar[str] = "SubRip captions"

    def accepts(self, raw: Raw) -> int:
        """A number and a line of times at the very beginning are enough."""
        return 98 if _FIRST.match(raw.data[:200].decode("utf-8", "replace")) else 0

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The captions as turns; numbers and times are left out."""
        source, encoding = decode(raw)
        account = Account(source)
        cue_text = CueText(account)
        captions = _captions(account, cue_text)
        if not captions:
            raise SourceError(
                f"{raw.name} holds no captions: no line has times like 00:00:01,000 --> 00:00:04,000.",
                tip="Check that it is a SubRip file.",
            )
        cue_text.finish(captions)
        find_labels(captions)
        turns = Turns(account)
        turns.read(captions)
        title = raw.name.rsplit(".", 1)[0]
        return Document(
            title=title,
            language="",
            source=text_source(raw, encoding),
            parts=(Part("main", title, tuple(settled(turns.blocks))),),
            skips=account.skips(),
            warnings=tuple(cue_text.warnings),
        )


def _captions(account: Account, cue_text: CueText) -> list[Caption]:
    """The cues: a number, the times, and lines up to the next number and times."""
    source = account.source
    shown = lines(source)
    timings = [
        (at, match)
        for at, (begin, end) in enumerate(shown)
        if (match := TIMING.match(source, begin, min(end, begin + 1000))) is not None
    ]
    found: list[Caption] = []
    numbered: list[int | None] = []
    for at, _ in timings:
        before = at - 1 if at and _NUMBER.fullmatch(source, *shown[at - 1]) else None
        numbered.append(before)
    first = timings[0][0] if timings else 0
    for begin, end in shown[: numbered[0] if numbered and numbered[0] is not None else first]:
        account.skip(begin, end, reasons.COMMENT)
    for number, (at, match) in enumerate(timings):
        if numbered[number] is not None:
            account.skip(*shown[at - 1], reasons.CUE_IDENTIFIER)
        skip_timing(account, *shown[at])
        stop = len(shown)
        if number + 1 < len(timings):
            stop = timings[number + 1][0] - (1 if numbered[number + 1] is not None else 0)
        caption = Caption(*milliseconds(match))
        cue_text.read(caption, [span for span in shown[at + 1 : stop] if source[span[0] : span[1]].strip()])
        found.append(caption)
    return found
