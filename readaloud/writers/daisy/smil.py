"""Writes which element is read while which part of the sound plays: SMIL 1.0, one file for each chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from readaloud.writers.daisy.text import NOTE, PAGE
from readaloud.writers.daisy.xml import FORMAT, GENERATOR, clock, one_line, seconds, smil
from readaloud.writers.reading import Stretch
from readaloud.writers.reading.elements import Element, lines
from readaloud.writers.reading.lit import Spoken

PAGES_ON, NOTES_ON = "pagenumber-on", "footnote-on"
"""`system-required` of what a listener can switch off (Skippable Structures Recommendation, 2003)."""


@dataclass(frozen=True, slots=True)
class Par:
    """An element and its part of the sound."""

    id: str
    text: str
    """Place of the element: `t0001.html#s-3`."""
    stretch: Stretch | None
    """None where nothing is heard."""
    required: str = ""
    """`system-required`."""


@dataclass(frozen=True, slots=True)
class Course:
    """What a chapter plays, in order."""

    items: tuple[tuple[Par, ...], ...]
    """Each a par, or the mark and the body of a note, one after the other."""
    pars: tuple[str | None, ...]
    """Id of the par of each thing that is heard; None for what would not last a millisecond."""
    marked: Mapping[str, str]
    """Key of a note → id of the par of its mark."""

    @property
    def length_ms(self) -> int:
        """Milliseconds."""
        stretches = [par.stretch for item in self.items for par in item if par.stretch is not None]
        return sum(stretch.end_ms - stretch.begin_ms for stretch in stretches)


def course(
    file: str, spoken: Sequence[Spoken], stretches: Sequence[Stretch | None], labels: Mapping[int, str],
    marks: Mapping[str, str],
) -> Course:  # fmt: skip
    """What a chapter plays: `labels` are the notes' labels by their index, `marks` the places of notes' marks by key."""
    items: list[list[Par]] = []
    pars: list[str | None] = []
    marked: dict[str, str] = {}
    note = ""
    for at, (one, stretch) in enumerate(zip(spoken, stretches, strict=True)):
        if stretch is None:
            pars.append(None)
            continue
        id = f"p{at + 1}"
        if one.within[1] != NOTE:
            note = ""
            items.append([Par(id, f"{file}#{one.id}", stretch, PAGES_ON if one.type == PAGE else "")])
        elif at in labels and labels[at] in marks and labels[at] not in marked:
            note = one.within[0]
            marked[labels[at]] = id
            items.append([Par(id, marks[labels[at]], stretch, NOTES_ON)])
        elif note == one.within[0] and items[-1][-1].text == f"{file}#{note}":
            body = items[-1][-1]  # the sentences of a note are one part of the sound
            id = body.id
            items[-1][-1] = replace(body, stretch=Stretch((body.stretch or stretch).begin_ms, stretch.end_ms))
        else:
            body = Par(id, f"{file}#{one.within[0]}", stretch, NOTES_ON)
            if note == one.within[0]:
                items[-1].append(body)
            else:
                items.append([body])
            note = one.within[0]
        pars.append(id)
    if items and all(len(item) > 1 for item in items):  # a chapter must have a par outside of notes
        items = [[par] for item in items for par in item]
    return Course(tuple(map(tuple, items)) or ((Par("p1", f"{file}#start", None),),), tuple(pars), marked)


def head(identifier: str, title: str, more: Mapping[str, str]) -> Element:
    """What a file of SMIL says of itself."""
    told = {"dc:format": FORMAT, "dc:identifier": identifier, "dc:title": title, "ncc:generator": GENERATOR, **more}
    metas = (smil("meta", {"name": name, "content": one_line(value)}) for name, value in told.items())
    return lines(smil("head"), *metas, smil("layout", {}, smil("region", {"id": "textView"})))


def chapter(played: Course, sound: str, head: Element) -> Element:
    """The SMIL of a chapter."""
    outer = smil("seq", {"dur": seconds(played.length_ms)})
    for item in played.items:
        pars = [_par(par, sound) for par in item]
        lines(outer, *(pars if len(pars) == 1 else [lines(smil("seq"), *pars)]))
    return lines(smil("smil"), head, lines(smil("body"), outer))


def master(chapters: Sequence[tuple[str, str]], head: Element) -> Element:
    """The master SMIL: files and titles of the chapters, in order."""
    refs = (
        smil("ref", {"id": f"r{number}", "title": one_line(title), "src": file})
        for number, (file, title) in enumerate(chapters, 1)
    )
    return lines(smil("smil"), head, lines(smil("body"), *refs))


def timed(before_ms: int, length_ms: int, title: str) -> dict[str, str]:
    """What a chapter says of its time: how much is before it, and how much is in it."""
    return {"title": title, "ncc:totalElapsedTime": clock(before_ms), "ncc:timeInThisSmil": clock(length_ms)}


def _par(par: Par, sound: str) -> Element:
    number = par.id[1:]
    made = smil("par", {"endsync": "last", "id": par.id, "system-required": par.required})
    content = [smil("text", {"id": f"t{number}", "src": par.text})]
    if par.stretch is not None:
        times = {
            "clip-begin": f"npt={seconds(par.stretch.begin_ms)}",
            "clip-end": f"npt={seconds(par.stretch.end_ms)}",
        }
        content.append(smil("audio", {"src": sound, **times, "id": f"a{number}"}))
    return lines(made, *content)
