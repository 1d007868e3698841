"""What captions show: everything that is heard or printed beside it, in order, each with its time and its words' times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from readaloud.model import Cue, Edition
from readaloud.writers.reading import PageMark, Sentence, View, units

UNHEARD_MS = 300
"""A pause that is long enough to show what is printed and not heard, as a row of dots is."""
_AT_MOST_MS = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or page with the time at which it is shown."""

    sentence: Sentence
    """A page is a sentence of the kind `page`, with its words."""
    begin: int
    """Samples."""
    end: int
    """Samples; later than `begin` unless no time is left."""
    words: tuple[tuple[int, float], ...] = ()
    """Begin in samples and place in the text, as a share of it, of each word whose time is known."""


def lines(edition: Edition, view: View, *, overlapping: bool) -> tuple[Line, ...]:
    """Everything with a time of its own; without `overlapping` each ends at the latest where the next one begins."""
    cues = {cue.utterance.id: cue for cue in edition.cues}
    pages = {speaker.role: speaker.id for speaker in view.speakers}.get("pages", "pages")
    found: list[Line] = []
    for unit in (unit for section in view.all_sections for unit in units(section.blocks)):
        if isinstance(unit, PageMark):
            if unit.heard is not None:
                shown = Sentence("", "page", unit.words, pages, heard=unit.heard)
                found.append(Line(shown, unit.heard.begin, unit.heard.end))
        elif unit.text.strip() and (cue := cues.get(unit.id)) is not None:
            found.append(_line(unit, cue))
    return _timed(found, edition.timeline.rate, overlapping)


def _line(sentence: Sentence, cue: Cue) -> Line:
    if sentence.heard is None:
        return Line(sentence, cue.begin, cue.begin)
    spoken = cue.utterance.spoken
    # Words are those that are said; those that are printed differ where numbers and abbreviations are read out.
    shares = tuple((word.begin, word.offset / max(1, len(spoken))) for word in cue.words)
    return Line(sentence, sentence.heard.begin, sentence.heard.end, shares)


def _timed(found: Sequence[Line], rate: int, overlapping: bool) -> tuple[Line, ...]:
    """Gives what is not heard the pause before the next sound, and shortens what is talked over where it must be."""
    timed: list[Line] = []
    ended = 0
    for line in found:
        if line.end > line.begin:
            ended = max(ended, line.end)
        elif line.begin > ended and (
            (line.begin - ended) * 1000 >= UNHEARD_MS * rate
            or not (timed and timed[-1].sentence.speaker == line.sentence.speaker)
        ):
            line = replace(line, begin=max(ended, line.begin - _AT_MOST_MS * rate // 1000), end=line.begin)
            ended = line.end
        timed.append(line)
    shortened: list[Line] = []
    following: int | None = None
    for line in reversed(_joined(timed)):
        if following is not None and line.end <= line.begin:
            line = replace(line, begin=min(line.begin, following), end=min(line.end, following))
        elif following is not None and not overlapping:
            line = replace(line, end=max(line.begin, min(line.end, following)))
        shortened.append(line)
        following = line.begin
    return tuple(reversed(shortened))


def _joined(found: Sequence[Line]) -> tuple[Line, ...]:
    """Puts what there is no time for to the words before it, if the same voice says them."""
    kept: list[Line] = []
    for line in found:
        before = kept[-1] if kept else None
        fits = before is not None and before.sentence.speaker == line.sentence.speaker and before.end > before.begin
        if line.end > line.begin or not fits or before is None:
            kept.append(line)
            continue
        text = f"{before.sentence.text} {line.sentence.text}"
        share = len(before.sentence.text) / max(1, len(text))
        words = tuple((begin, place * share) for begin, place in before.words)
        kept[-1] = replace(before, sentence=replace(before.sentence, text=text), words=words)
    return tuple(kept)
