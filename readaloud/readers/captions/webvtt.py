"""WebVTT captions and transcripts, https://www.w3.org/TR/webvtt1/."""

from __future__ import annotations

import re
from typing import ClassVar

from readaloud.model import Block, Document, Part
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Raw
from readaloud.readers.captions.captions import TIMING, Caption, Turns, find_labels, milliseconds, skip_timing
from readaloud.readers.captions.cue_text import CueText
from readaloud.readers.encodings import decode
from readaloud.readers.offsets.stretches import Account, Passage, lines, settled, text_source

_SIGNATURE = re.compile(r"\ufeff?WEBVTT(?=[ \t\r\n]|$)[ \t]*(?:-[ \t]*)?")
_OTHER = re.compile(r"(?:(NOTE)|(STYLE|REGION))(?=[ \t]|$)")
_HEADER = re.compile(r"(Kind|Language|Title)[ \t]*:[ \t]*(.*)", re.IGNORECASE)


class WebVTT:
    """Reads WebVTT; the voices of its cues become speakers."""

    name: ClassVar[str] = "webvtt"
    description: ClassVar[str] = "WebVTT captions and transcripts"

    def accepts(self, raw: Raw) -> int:
        """The signature on the first line is enough."""
        return 100 if _SIGNATURE.match(raw.data[:64].decode("utf-8", "replace")) else 0

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The transcript: timings, notes and style sheets are left out."""
        source, encoding = decode(raw)
        account = Account(source)
        reader = _Cues(account)
        reader.read()
        voiced = any(line.voice is not None for caption in reader.captions for line in caption.lines)
        in_text = not voiced and find_labels(reader.captions)
        turns = Turns(account)
        turns.read(reader.captions)
        title = reader.title or raw.name.rsplit(".", 1)[0]
        blocks = (*reader.blocks, *settled(turns.blocks))
        return Document(
            title=title,
            language=reader.language,
            source=text_source(raw, encoding),
            parts=(Part("main", title, blocks, text_labels=in_text),),
            skips=account.skips(),
            warnings=tuple(reader.warnings),
        )


class _Cues:
    """The blocks of a WebVTT file."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.captions: list[Caption] = []
        self.blocks: list[Block] = []
        self.title = ""
        self.language = ""
        self.warnings: list[str] = []

    def read(self) -> None:
        """Read header and cues."""
        shown = lines(self._account.source)
        cue_text = CueText(self._account)
        at = self._header(shown)
        group: list[tuple[int, int]] = []
        for begin, end in [*shown[at:], (0, 0)]:
            if self._account.source[begin:end].strip():
                group.append((begin, end))
            elif group:
                self._group(group, cue_text)
                group = []
        cue_text.finish(self.captions)
        self.warnings += cue_text.warnings

    def _header(self, shown: list[tuple[int, int]]) -> int:
        """The signature with the title behind it, and header lines up to the first empty one."""
        source = self._account.source
        for at, (begin, end) in enumerate(shown):
            signature = _SIGNATURE.match(source, begin, end) if at == 0 else None
            if signature is not None:
                self._account.skip(begin, signature.end(), reasons.MARKUP)
                passage = Passage(self._account)
                passage.add(signature.end(), end)
                if passage.length:
                    block = passage.block("title", level=1)
                    self.title = block.text
                    self.blocks.append(block)
                continue
            if not source[begin:end].strip():
                return at
            if TIMING.match(source, begin, end):
                return at
            told = _HEADER.match(source, begin, end)
            if told is not None and told[1].lower() == "language":
                self.language = told[2].strip()
            self._account.skip(begin, end, reasons.METADATA)
        return len(shown)

    def _group(self, group: list[tuple[int, int]], cue_text: CueText) -> None:
        source = self._account.source
        timing = next((n for n, (b, e) in enumerate(group[:2]) if TIMING.match(source, b, min(e, b + 1000))), None)
        if timing is None:
            other = _OTHER.match(source, *group[0])
            reason = reasons.COMMENT if other is None or other[1] else reasons.STYLE
            # Without times it is no cue: players show nothing of it.
            self._account.skip(group[0][0], group[-1][1], reason)
            return
        if timing:
            self._account.skip(*group[0], reasons.CUE_IDENTIFIER)
        begin, end = group[timing]
        match = TIMING.match(source, begin, min(end, begin + 1000))
        assert match is not None
        skip_timing(self._account, begin, end)
        caption = Caption(*milliseconds(match))
        cue_text.read(caption, group[timing + 1 :])
        self.captions.append(caption)
