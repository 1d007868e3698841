"""Captions joined into turns: cues follow one another while the same voice goes on, and timings are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from readaloud.model import Block, Inline
from readaloud.readers import reasons
from readaloud.readers.offsets.mapped import Mapped
from readaloud.readers.offsets.stretches import Account
from readaloud.readers.talk.remarks import in_brackets, in_parentheses, remarks

TIMING = re.compile(
    r"[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})[ \t]*-->[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})(?:[ \t].*)?$"
)
_LABEL = re.compile(
    r"[ \t]*(?:(?:-|–|—|>>+)[ \t]*)?(?P<label>(?:[^\W\d_]|\[)[^:<>\n]{0,58}?)[ \t]*(?P<separator>:)(?=[ \t]|$|[\"“])[ \t]*"
)
_CAPS = re.compile(r"[^a-z]*[A-ZÀ-Þ][^a-z]*")
_NAMED = re.compile(
    r"(?:[A-Z][\w'’.\-]*)(?: (?:[A-Z][\w'’.\-]*|de|van|von|and|&|of|the|\d+)){0,4}(?: ?[(\[][^()\[\]]*[)\]])?"
)
_DASH = re.compile(r"[ \t]*(?:[-–—]|>>+)[ \t]*(?=\S)")
_WHOLE_REMARK = re.compile(
    r"[\s\-–—♪#*]*(?:\[[^\[\]]*\]|\([^()]*\)|[♪#*]+)(?:[\s.♪#]*(?:\[[^\[\]]*\]|\([^()]*\)))*[\s.♪#]*"
)
_SENTENCE_END = re.compile(r"[.!?…♪][\"'”’)\]]*$")
_PAUSE_MS = 4000
"""A silence after which a new paragraph begins, where a sentence has ended too."""


def milliseconds(match: re.Match[str]) -> tuple[int, int]:
    """Begin and end of a cue."""
    groups = match.groups()
    return _clock(groups[:4]), _clock(groups[4:8])


def _clock(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


@dataclass(slots=True)
class Line:
    """One line of a cue, or the part of one that one voice says."""

    text: Mapped
    voice: str | None = None
    """What the markup says about who speaks; None where it says nothing."""
    italic: bool = False
    """Whether all of it is in italics."""
    label: tuple[int, int, int, str] | None = None
    """A label in the text: begin, end, where the speech begins, and its separator."""
    dash: bool = False
    """Whether a dash or `>>` says that another speaker begins."""


@dataclass(slots=True)
class Caption:
    """One cue."""

    begin: int
    """Milliseconds."""
    end: int
    lines: list[Line] = field(default_factory=list)


def find_labels(captions: list[Caption]) -> bool:
    """Mark the labels in the texts of captions whose markup names nobody (`NAME: text`, `>> Name: text`); whether there are any."""
    found: dict[str, list[tuple[Line, re.Match[str]]]] = {}
    for caption in captions:
        for line in caption.lines:
            text = line.text.text
            line.dash = _DASH.match(text) is not None
            match = _LABEL.match(text)
            if match is not None and len(match["label"].split()) <= 6:
                found.setdefault(_key(match["label"]), []).append((line, match))
    marked = False
    total = sum(len(places) for places in found.values())
    for places in found.values():
        label = places[0][1]["label"]
        dashed = any(line.dash for line, _ in places)
        caps = _CAPS.fullmatch(label) is not None
        named = _NAMED.fullmatch(label) is not None
        if (caps and (total > 1 or dashed)) or (named and (len(places) > 1 or dashed or total >= 4)):
            for line, match in places:
                line.label = (match.start("label"), match.end("label"), match.end(), match["separator"])
                marked = True
    return marked


def _key(label: str) -> str:
    return re.sub(r"\W+", " ", re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", label)).strip().casefold()


class Turns:
    """Joins captions into turns."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._turn = -1
        self._voice: str | None = None
        self._speaking = False
        self._marked = False
        self._passage: list[Mapped] = []
        self._label: tuple[str, str] | None = None
        self._ended = 0
        self.blocks: list[Block] = []

    def read(self, captions: list[Caption]) -> None:
        """Read all captions; a voice that markup names goes on until another is named."""
        marked = sum(1 for caption in captions if any(line.voice is not None for line in caption.lines))
        # Where few cues name their voice, the name stands only where the speaker changes.
        keeps = 2 * marked < len(captions)
        for caption in captions:
            if (
                self._passage
                and caption.begin - self._ended > _PAUSE_MS
                and _SENTENCE_END.search(self._passage[-1].text)
            ):
                self._close()
            for line in caption.lines:
                self._read(line, keeps)
            self._ended = caption.end
        self._close()

    def _read(self, line: Line, keeps: bool) -> None:
        text = line.text
        if not text.text and not text.marks:
            return
        remark = _is_remark(line)
        if line.label is not None:
            begin, end, after, separator = line.label
            label = text.text[begin:end]
            for first, last in text.spans(0, after):
                self._account.skip(first, last, reasons.LABEL)
            self._begin(label, label, separator)
            self._add(text.part(after, len(text.text)))
        elif remark and line.voice is None:
            self._remark(text)
        elif line.voice is not None:
            if not self._speaking or line.voice != self._voice:
                self._begin(line.voice, line.voice, "")
            self._add(text)
        elif line.dash:
            # Another speaker, whom nobody names.
            self._end()
            dash = _DASH.match(text.text)
            self._add(text.part(dash.end() if dash else 0, len(text.text)))
        else:
            if self._speaking and self._marked and not keeps:
                self._end()
            self._add(text)

    def _begin(self, voice: str, label: str, separator: str) -> None:
        self._close()
        self._turn += 1
        self._voice = voice
        self._speaking = True
        self._marked = not separator
        self._label = (label, separator)

    def _end(self) -> None:
        self._close()
        self._speaking = False
        self._voice = None

    def _add(self, text: Mapped) -> None:
        if text.text:
            self._passage.append(text)

    def _remark(self, text: Mapped) -> None:
        """A remark on a line of its own stands inside the paragraph only where a sentence goes on."""
        if self._passage and not _SENTENCE_END.search(self._passage[-1].text):
            self._passage.append(_all_stage(text))
            return
        self._close()
        turn = self._turn if self._speaking and self._label is None else None
        self.blocks.append(Block("stage", text.text, (), turn=turn, source_begin=text.source(0)))

    def _close(self) -> None:
        texts, self._passage = self._passage, []
        label, self._label = self._label, None
        if not texts and label is None:
            return
        pieces: list[str] = []
        marks: list[Inline] = []
        length = 0
        for text in texts:
            if pieces:
                length += 1
            marks += [Inline(m.begin + length, m.end + length, m.kind, m.value) for m in text.marks]
            pieces.append(text.text)
            length += len(text.text)
        whole = " ".join(pieces)
        staged = [(mark.begin, mark.end) for mark in marks if mark.kind == "stage"]
        marks += [m for m in remarks(whole, self._speaking) if not any(b <= m.begin < e for b, e in staged)]
        values: dict[str, Any] = {}
        if self._speaking:
            values["turn"] = self._turn
        if label is not None:
            values.update(label=label[0], separator=label[1])
        begin = next((place for text in texts if (place := text.source(0)) is not None), None)
        self.blocks.append(
            Block(
                "speech" if self._speaking else "narration",
                whole,
                tuple(sorted(marks, key=lambda mark: mark.begin)),
                source_begin=begin,
                **values,
            )
        )


def _is_remark(line: Line) -> bool:
    text = line.text.text
    if _WHOLE_REMARK.fullmatch(text):
        return True
    return line.italic and heard(text)


def heard(text: str) -> bool:
    """Whether words tell what is heard: `Laughter`, `applause`."""
    bare = text.strip(" .[]()*♪")
    return bool(bare) and (in_parentheses(bare) == "stage" or in_brackets(bare) == "stage")


def _all_stage(text: Mapped) -> Mapped:
    return text.with_marks([Inline(0, len(text.text), "stage")]) if text.text else text


def skip_timing(account: Account, begin: int, end: int) -> None:
    """Leave out a line with a cue's times and settings."""
    account.skip(begin, end, reasons.CUE_TIMING)
