"""Writes a script with numbered turns and a cast sheet as a page to print, for a class that reads along or plays a part."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import ClassVar

from readaloud.catalogue import Catalogue, catalogue
from readaloud.errors import OutputError
from readaloud.model import Edition, Mark, Speaker, Utterance
from readaloud.settings import Settings
from readaloud.writers.base import Written
from readaloud.writers.reading import direction, labels, printable

NAME = "script-numbered.html"

_STYLE = """\
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 42rem; padding: 0 1rem; font: 1.125rem/1.5 Georgia, "Times New Roman", serif;
  color: #111; background: #fff; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2rem; } h3 { font-size: 1.1rem; }
table { border-collapse: collapse; width: 100%; } th, td { padding: .25rem .5rem; text-align: start;
  border-bottom: 1px solid #767676; vertical-align: top; overflow-wrap: anywhere; } td.count, th.count { text-align: end; }
h1, p { overflow-wrap: break-word; } .turn { margin: .6rem 0; padding-inline-start: 3.25rem; position: relative; break-inside: avoid; }
.turn p { margin: 0 0 .3rem; } .number { position: absolute; inset-inline-start: 0; width: 2.5rem; text-align: end; color: #595959;
  font: .9rem/1.7 Arial, sans-serif; } .speaker { font-weight: bold; } .yours { border-inline-start: .25rem solid #111; }
.letter { margin-inline-start: 1.5rem; } .page { color: #595959; font: .85rem Arial, sans-serif; text-align: end; }
@media print { body { margin: 0; max-width: none; font-size: 12pt; } @page { margin: 2cm; } }
"""


class NumberedWriter:
    """A page to print."""

    name: ClassVar[str] = "print"
    description: ClassVar[str] = "a numbered script with a cast sheet as HTML, to print for a class"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> NumberedWriting:
        """Nothing is opened yet."""
        return NumberedWriting(edition, folder / NAME)


class NumberedWriting:
    """The page; it needs no samples."""

    def __init__(self, edition: Edition, path: Path) -> None:
        self._edition, self._path = edition, path

    def write(self, block: bytes) -> None:
        """The samples are not heard on paper."""

    def finish(self) -> tuple[Written, ...]:
        """Writes the file."""
        try:
            self._path.write_text(page(self._edition), encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputError.of(error, self._path.name) from error
        return (Written(self._path, "print"),)

    def abandon(self) -> None:
        """Nothing is open."""


def page(edition: Edition) -> str:
    """The whole page."""
    script, words = edition.script, catalogue(edition.script.language)
    silent = {cue.utterance.speaker for cue in edition.cues if cue.silent}
    title = _text(script.title).strip() or _text(labels(script.language).say("title.untitled"))
    parts = [
        f'<!DOCTYPE html>\n<html lang="{_text(script.language)}" dir="{direction(script.language)}">\n<head>\n<meta charset="utf-8">',
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>',
        f"<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
        *_cast(edition, words, silent),
        f"<h2>{_text(words.say('print.script'))}</h2>",
        *_Pages(edition, words, silent).lines(),
        *_notes(edition, words),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _cast(edition: Edition, words: Catalogue, silent: set[str]) -> Iterator[str]:
    script = edition.script
    people = [s for s in script.speakers if not s.role]
    if not people:
        return
    heads = [words.say(f"print.{name}") for name in ("part", "who", "turns", "words")]
    yield f'<h2 id="cast">{_text(words.say("print.cast"))}</h2>\n<table aria-labelledby="cast">\n<thead><tr>'
    yield "".join(
        f'<th scope="col"{count}>{_text(head)}</th>'
        for head, count in zip(heads, ("", "", ' class="count"', ' class="count"'), strict=True)
    )
    yield "</tr></thead>\n<tbody>"
    for speaker in people:
        own = [u for u in script.utterances() if u.speaker == speaker.id and u.kind in ("speech", "heading")]
        if not own:
            continue
        turns = len({u.turn for u in own})
        count = sum(len(u.text.split()) for u in own)
        part = ", ".join(speaker.labels) or speaker.name
        yield (
            f'<tr><th scope="row">{_text(part)}</th><td>{_text(_who(speaker, words, silent))}</td>'
            f'<td class="count">{turns}</td><td class="count">{count}</td></tr>'
        )
    yield "</tbody>\n</table>"


def _who(speaker: Speaker, words: Catalogue, silent: set[str]) -> str:
    told = [speaker.name, speaker.description]
    if speaker.far:
        told.append(words.say("print.far"))
    if speaker.id in silent:
        told.append(words.say("print.yours"))
    return ", ".join(x for x in told if x)


class _Pages:
    """The entries as paragraphs: a turn is one block, its number beside it."""

    def __init__(self, edition: Edition, words: Catalogue, silent: set[str]) -> None:
        self._script, self._words = edition.script, words
        self._yours = {u.turn for u in self._script.utterances() if u.speaker in silent}
        self._notes = {u.key: u.n for u in self._script.utterances() if u.kind == "note"}
        self._named: set[int] = set()
        self._turn: int | None = None
        self._paragraph: list[str] = []
        self._letter = False

    def lines(self) -> Iterator[str]:
        for entry in self._script.entries:
            if isinstance(entry, Mark):
                continue
            if isinstance(entry, Utterance) and entry.kind not in ("note", "announcement"):
                yield from self._utterance(entry)
        yield from self._leave()

    def _utterance(self, entry: Utterance) -> Iterator[str]:
        if entry.kind == "page":
            yield from self._end_paragraph()
            told = self._words.say("page.begin", n=entry.n) if entry.n else self._words.say("page.begin_unnumbered")
            yield f'<p class="page" role="doc-pagebreak" aria-label="{_text(entry.n or told)}">{_text(told)}</p>'
            return
        if entry.turn != self._turn:
            yield from self._leave()
            if entry.turn is not None:
                yield from self._enter(entry)
        if entry.kind == "heading" and entry.turn is None:
            yield from self._end_paragraph()
            if entry.text.split() != self._script.title.split():  # that stands above already
                yield f"<h3>{self._marked(entry)}</h3>"
            return
        if entry.opens and entry.turn is not None and self._paragraph and not self._fresh():
            yield from self._end_paragraph()
        self._letter = self._letter or entry.quoted
        self._paragraph.append(f"<em>{_text(entry.text)}</em>" if entry.kind == "stage" else self._marked(entry))
        if entry.turn is None:
            yield from self._end_paragraph()

    def _fresh(self) -> bool:
        """Whether nothing but the speaker's name stands in the paragraph."""
        return len(self._paragraph) == 1 and self._paragraph[0].startswith('<span class="speaker"')

    def _enter(self, entry: Utterance) -> Iterator[str]:
        self._turn = turn = entry.turn or 0
        speaker = self._script.speaker(entry.speaker) if entry.kind != "stage" else None
        yours = turn in self._yours
        label = entry.label or (speaker.name if speaker is not None else "")
        more = f" ({self._words.say('print.yours')})" if yours else ""
        # A turn that goes on after what is nobody's has its number twice, and its name in addresses once.
        id = "" if turn in self._named else f' id="turn-{turn}"'
        self._named.add(turn)
        yield f'<div class="turn{" yours" if yours else ""}"{id}>'
        yield f'<span class="number" title="{_text(self._words.say("print.turn", n=turn))}">{turn}</span>'
        self._paragraph.append(f'<span class="speaker">{_text(label + more)}:</span>')

    def _end_paragraph(self) -> Iterator[str]:
        if self._paragraph:
            kind = ' class="letter"' if self._letter else ""
            yield f"<p{kind}>{' '.join(self._paragraph)}</p>"
        self._paragraph, self._letter = [], False

    def _marked(self, entry: Utterance) -> str:
        """The words with the signs of their notes."""
        pieces, at = [], 0
        for mark in sorted((m for m in entry.marks if m.kind == "noteref"), key=lambda m: m.begin):
            if mark.value not in self._notes:
                continue
            sign = _text(self._notes[mark.value]) or "*"
            pieces.append(_text(entry.text[at : mark.begin]))
            pieces.append(f'<sup><a href="#{_anchor(mark.value)}" role="doc-noteref">{sign}</a></sup>')
            at = mark.begin
        return "".join(pieces) + _text(entry.text[at:])

    def _leave(self) -> Iterator[str]:
        yield from self._end_paragraph()
        if self._turn is not None:
            yield "</div>"
        self._turn = None


def _text(text: str) -> str:
    return escape(printable(text))


def _anchor(key: str) -> str:
    return "note-" + "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in key)


def _notes(edition: Edition, words: Catalogue) -> Iterator[str]:
    notes: dict[str, tuple[str, list[str]]] = {}
    for utterance in edition.script.utterances():
        if utterance.kind == "note":
            notes.setdefault(utterance.key, (utterance.n, []))[1].append(utterance.text)
    if not notes:
        return
    yield f'<section role="doc-endnotes" aria-labelledby="notes">\n<h2 id="notes">{_text(words.say("print.notes"))}</h2>'
    for key, (n, texts) in notes.items():
        yield f'<p id="{_anchor(key)}"><strong>{_text(n) or "*"}</strong> {_text(" ".join(texts))}</p>'
    yield "</section>"
