"""The text of captions: voices, tags, character references and time stamps inside cues."""

from __future__ import annotations

import re
from html import unescape

from readaloud.model import InlineKind
from readaloud.readers import reasons
from readaloud.readers.captions.captions import Caption, Line, heard
from readaloud.readers.offsets.entities import REFERENCE, sign_of
from readaloud.readers.offsets.stretches import Account, Passage

_TOKEN = re.compile(
    r"(?P<tag><(?P<close>/?)(?P<name>[A-Za-z]{0,8})(?P<classes>(?:\.[^\s<>.]{1,100}){0,8})(?:[ \t\n]+(?P<value>[^<>]{0,500}))?>)"
    r"|(?P<time><[\d:.]{3,20}>)|(?P<position>\{\\[a-z]+[^{}\n]{0,40}\})|(?P<reference>" + REFERENCE.pattern + ")"
)
_KINDS: dict[str, InlineKind] = {"i": "emphasis", "b": "strong", "lang": "foreign"}
_MARKUP = frozenset({"i", "b", "u", "c", "v", "lang", "ruby", "rt", "font", "s", "em", "strong", "span", "br", "p", ""})


class CueText:
    """Reads the lines of cues."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._stamped = False
        self.warnings: list[str] = []

    def read(self, caption: Caption, spans: list[tuple[int, int]]) -> None:
        """Read the lines of one cue; a voice goes on over lines until its tag ends or another begins."""
        voice: str | None = None
        opened: list[tuple[str, str]] = []
        for begin, end in spans:
            voice = self._line(caption, begin, end, voice, opened)

    def _line(
        self, caption: Caption, begin: int, end: int, voice: str | None, opened: list[tuple[str, str]]
    ) -> str | None:
        source = self._account.source
        passage = Passage(self._account)
        places = [(name, value, passage.here()) for name, value in opened]
        at = begin
        for token in _TOKEN.finditer(source, begin, end):
            passage.add(at, token.start())
            at = token.end()
            if token["reference"]:
                sign = sign_of(token[0])
                if sign is None:
                    if unescape(token[0]) != token[0]:
                        self.warnings.append(f"{token[0]} stands for a letter and is read as it is printed.")
                    passage.add(token.start(), token.end())
                else:
                    passage.literal(sign)
                    self._account.skip(token.start(), token.end(), reasons.MARKUP)
            elif token["time"]:
                self._stamped = True
                self._account.skip(token.start(), token.end(), reasons.CUE_TIMING)
            elif token["tag"] and token["name"].lower() not in _MARKUP:
                passage.add(token.start(), token.end())
            else:
                if token["tag"] and token["name"].lower() == "v":
                    self._finish(caption, passage, places, voice)
                    passage = Passage(self._account)
                    places = [(name, value, 0) for name, value, _ in places]
                    voice = self._voice(token)
                else:
                    self._account.skip(token.start(), token.end(), reasons.MARKUP)
                    if token["tag"]:
                        self._tag(passage, places, token)
        passage.add(at, end)
        opened[:] = [(name, value) for name, value, _ in places]
        self._finish(caption, passage, places, voice)
        return voice

    def _voice(self, token: re.Match[str]) -> str | None:
        begin, end = token.span("value") if token["value"] else (token.end(), token.end())
        self._account.skip(token.start(), begin, reasons.MARKUP)
        self._account.skip(begin, end, reasons.LABEL)
        name = " ".join(unescape(token["value"] or "").split())
        return name if name and not token["close"] else None

    @staticmethod
    def _tag(passage: Passage, places: list[tuple[str, str, int]], token: re.Match[str]) -> None:
        name = token["name"].lower()
        if name == "br":
            passage.gap()
        elif not token["close"]:
            places.append((name, (token["value"] or "").strip(), passage.here()))
        else:
            for number in range(len(places) - 1, -1, -1):
                if places[number][0] == name:
                    _, value, begin = places.pop(number)
                    if name in _KINDS:
                        passage.mark(begin, _KINDS[name], value)
                    return

    def _finish(
        self, caption: Caption, passage: Passage, places: list[tuple[str, str, int]], voice: str | None
    ) -> None:
        """End a line: `<i>Laughs</i>` is a remark and no emphasis."""
        for name, value, begin in places:
            if name in _KINDS:
                passage.mark(begin, _KINDS[name], value)
        text = passage.build()
        if not text.text:
            return
        marks = []
        italic = False
        for mark in text.marks:
            whole = mark.kind == "emphasis" and mark.end - mark.begin == len(text.text)
            italic = italic or whole
            if mark.kind == "emphasis" and heard(text.text[mark.begin : mark.end]):
                marks.append(type(mark)(mark.begin, mark.end, "stage"))
            else:
                marks.append(mark)
        caption.lines.append(Line(type(text)(text.text, text.runs, tuple(marks)), voice, italic))

    def finish(self, captions: list[Caption]) -> None:
        """Rolling captions, which carry time stamps, show each line twice or more: only the first is kept."""
        if not self._stamped:
            return
        shown: list[str] = []
        for caption in captions:
            texts = [line.text.text for line in caption.lines]
            kept = []
            for line in caption.lines:
                if line.text.text in shown:
                    for begin, end in line.text.spans():
                        self._account.skip(begin, end, reasons.REPEATED)
                else:
                    kept.append(line)
            caption.lines = kept
            shown = texts
