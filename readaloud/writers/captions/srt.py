"""Writes SRT, the captions that everything reads, as podcasts want them: two lines of 32 signs, the name at each change."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from readaloud.model import Edition
from readaloud.settings import Settings
from readaloud.writers.captions.cards import Card, clock, dealt
from readaloud.writers.captions.heard import Line, lines
from readaloud.writers.fitting import width_of
from readaloud.writers.reading import Labels, Sentence, View, labels, names, printable, reading_view
from readaloud.writers.textfile import TextWriting

COLUMNS, ROWS = 32, 2
"""Of a card (Podcasting 2.0, transcripts.md, "SRT")."""
LONGEST_NAME = 24
"""Columns; for a longer name the label stands, if it is shorter."""
_JOINER = "\u2060"
_MARKUP = re.compile(r"<(?=[A-Za-z/!])|\{(?=\\|[A-Za-z]:)|--(?=>)")
"""What players take for tags or times; the format has no way to escape them."""
_BRACKETED = re.compile(r"[(\[{（［【].*[)\]}）］】][.]?", re.DOTALL)


class SrtWriter:
    """One SRT file."""

    name: ClassVar[str] = "srt"
    description: ClassVar[str] = "SRT captions in short lines, for video editors, media players and podcast apps"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> TextWriting:
        """Writes `folder/stem.srt`."""
        return TextWriting(edition, "srt", [(folder / f"{stem}.srt", srt)])


def srt(edition: Edition) -> str:
    """The whole file, one card at a time."""
    view = reading_view(edition)
    naming = _Naming(view, labels(view.language))
    timed = tuple(naming.bracketed(line) for line in lines(edition, view, overlapping=False))
    shown = dealt(
        timed,
        view.rate,
        edition.timeline.length,
        COLUMNS,
        ROWS,
        lambda a, b: width_of(naming.before(a, b)),
        overlapping=False,
    )
    parts = []
    before: Sentence | None = None
    for number, card in enumerate(shown, 1):
        name = naming.before(before, card.sentence) if card.opens else ""
        before = card.sentence
        parts.append(f"{number}\n{clock(card.begin_ms, ',')} --> {clock(card.end_ms, ',')}\n{_text(card, name)}\n")
    return "\n".join(parts)


class _Naming:
    """Who is named before which sentence: somebody who did not say the one before."""

    def __init__(self, view: View, words: Labels) -> None:
        self._separator = words.say("turn.separator")
        self._names = {id: _short(name, view, id) for id, name in names(view, words).items()}
        self._people = {speaker.id for speaker in view.speakers if not speaker.role}

    def before(self, before: Sentence | None, sentence: Sentence) -> str:
        """`Ada: `, or nothing."""
        if _nameless(sentence) or not self._people:
            return ""
        if before is not None and before.speaker == sentence.speaker and not _nameless(before):
            return ""
        return f"{self._names.get(sentence.speaker, sentence.speaker)}{self._separator} "

    def bracketed(self, line: Line) -> Line:
        """Remarks and pages in brackets, as captions have what is no speech."""
        sentence = line.sentence
        if not _nameless(sentence) or _BRACKETED.fullmatch(sentence.text.strip()):
            return line
        return replace(line, sentence=replace(sentence, text=f"[{sentence.text.strip()}]"))


def _nameless(sentence: Sentence) -> bool:
    return sentence.kind in ("stage", "page")


def _short(name: str, view: View, id: str) -> str:
    """A name that leaves room beside it: the label of one that is long, and no more of it than one line holds."""
    if width_of(name) > LONGEST_NAME:
        speaker = next(speaker for speaker in view.speakers if speaker.id == id)
        told = (" ".join(printable(label).split()) for label in speaker.labels)
        name = min([name, *(label for label in told if label)], key=width_of)
    while width_of(name) > COLUMNS - 4:
        name = name.rstrip("…")[:-1].rstrip() + "…"
    return name


def _text(card: Card, name: str) -> str:
    shown = [" ".join(printable(card.sentence.text[begin:end]).split()) for begin, end in card.rows]
    shown[0] = f"{name}{shown[0]}".strip()
    return _MARKUP.sub(lambda match: match[0] + _JOINER, "\n".join(shown))
