"""Writes WebVTT: who says what, when, for players of video and audio on the web (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from readaloud.model import Edition, InlineKind
from readaloud.settings import Settings
from readaloud.writers.captions.cards import Card, clock, dealt
from readaloud.writers.captions.heard import lines
from readaloud.writers.reading import Run, View, labels, names, printable, reading_view, runs
from readaloud.writers.textfile import TextWriting

COLUMNS, ROWS = 42, 2
"""Of a card: the usual measure of captions (Netflix Timed Text Style Guide, 42 characters a line)."""
_LOOKS: dict[InlineKind, str] = {"emphasis": "i", "strong": "b", "foreign": "lang"}


class VttWriter:
    """One WebVTT file."""

    name: ClassVar[str] = "vtt"
    description: ClassVar[str] = "WebVTT captions with the speakers' names, for web players and podcast apps"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> TextWriting:
        """Writes `folder/stem.vtt`."""
        return TextWriting(edition, "vtt", [(folder / f"{stem}.vtt", vtt)])


def vtt(edition: Edition) -> str:
    """The whole file; cues overlap where speech does."""
    view = reading_view(edition)
    words = labels(view.language)
    called = names(view, words)
    timed = lines(edition, view, overlapping=True)
    shown = dealt(timed, view.rate, edition.timeline.length, COLUMNS, ROWS, overlapping=True)
    parts = ["WEBVTT", "\n".join(_header(view, words.say("title.untitled"), words.say("title.heard")))]
    for card in shown:
        name = called.get(card.sentence.speaker, card.sentence.speaker)
        language = view.words_language if card.sentence.kind in ("announcement", "page") else view.language
        text = "\n".join(_rows(card))
        if language != view.language:
            text = f"<lang {_escaped(language)}>{text}</lang>"
        parts.append(f"{clock(card.begin_ms, '.')} --> {clock(card.end_ms, '.')}\n<v {_name(name)}>{text}")
    return "\n\n".join(parts) + "\n"


def _header(view: View, untitled: str, made: str) -> Iterator[str]:
    """A comment, since the format has no other place for it (section 4.1)."""
    yield "NOTE"
    for line in (" ".join(printable(view.title).split()) or untitled, made, f"Language: {view.language}"):
        yield line.replace("-->", "->")  # a comment must not contain it


def _rows(card: Card) -> Iterator[str]:
    for begin, end in card.rows:
        at = 0
        made = ""
        for part in runs(card.sentence):
            if not isinstance(part, Run):
                continue
            inside = part.text[max(0, begin - at) : max(0, end - at)]
            at += len(part.text)
            text = _spaced(inside)
            if not text:
                continue
            for kind, value in reversed(part.looks):
                tag = _LOOKS.get(kind)
                if tag == "lang" and value:
                    text = f"<lang {_escaped(value)}>{text}</lang>"
                elif tag and tag != "lang":
                    text = f"<{tag}>{text}</{tag}>"
            made += text
        yield made


def _spaced(text: str) -> str:
    """One line of text, blanks at its ends kept: words go on there."""
    inside = " ".join(printable(text).split())
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and inside else ""
    return _escaped(f"{before}{inside}{after}")


def _name(name: str) -> str:
    """The annotation of a voice span: on one line, and what would end it written as a reference."""
    return _escaped(" ".join(printable(name).split()))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
