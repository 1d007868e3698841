"""Sets the reading view as the transcript of the player page, and the table of what is heard when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from readaloud.writers.reading import (
    Block,
    Heading,
    Heard,
    Labels,
    Note,
    PageMark,
    Paragraph,
    Run,
    Section,
    Sentence,
    Turn,
    View,
    direction,
    glue,
    printable,
    runs,
    units,
    walk,
)
from readaloud.writers.reading.letters import text_direction

COLOURS = 12
"""Classes `v1` … in the style sheet; who comes after the twelfth shares a colour, and is told by the name."""
PART = 40
"""Blocks in a part; the style sheet guesses its height before it is drawn."""
SPEECH, NOTE, PAGE = 0, 1, 2
"""`Timing.kinds`: what a listener can leave out."""


@dataclass(slots=True)
class Timing:
    """What is heard, one entry a sentence or page, in the order of the page; entry 5 is the element `u5`."""

    begins: list[int] = field(default_factory=list)
    """Milliseconds."""
    ends: list[int] = field(default_factory=list)
    """Milliseconds; the end of the sound."""
    blocks: list[int] = field(default_factory=list)
    """The block `b…` that it stands in: a turn, or a heading or paragraph outside of turns."""
    kinds: list[int] = field(default_factory=list)
    speakers: list[int] = field(default_factory=list)
    """Index into the speakers of the page; −1 for nobody known."""
    pages: list[int] = field(default_factory=list)
    """How many pages began before it or with it."""

    def as_json(self) -> dict[str, Any]:
        """As the page reads it."""
        return {name: getattr(self, name) for name in self.__slots__}


class Transcript:
    """The transcript while it is set."""

    def __init__(self, view: View, words: Labels) -> None:
        self.timing = Timing()
        self.colours = colours(view)
        self._view, self._words = view, words
        self._speakers = {speaker.id: index for index, speaker in enumerate(view.speakers)}
        self._names = {speaker.id: printable(speaker.name) for speaker in view.speakers if not speaker.role}
        self._named: set[str] = set()
        self._notes: dict[str, Note] = {}
        for section in view.sections:
            for block in walk(section.blocks):
                if isinstance(block, Note):
                    self._notes.setdefault(block.key, block)
        self._block = -1
        self._page = 0
        self._level = 1
        self._kind = SPEECH
        self._marked: set[str] = set()

    def html(self) -> str:
        """All sections."""
        opening = (self._view.opening,) if self._view.opening is not None else ()
        return "\n".join(self._section(section) for section in (*opening, *self._view.sections))

    def _section(self, section: Section) -> str:
        # A chapter that is named by the page with which it begins has its name there.
        titled = isinstance(next(iter(section.blocks), None), PageMark) or any(
            isinstance(block, Heading) for block in walk(section.blocks)
        )
        heading = ""
        self._named.clear()
        if not titled and section.title.strip():
            self._level = 2
            heading = f'<h2 class="title">{_text(section.title)}</h2>\n'
        body = "\n".join(_parts(self._blocks(section.blocks, outermost=True)))
        kind = "chapter opening" if section is self._view.opening else "chapter"
        return f'<section class="{kind}" id="c{section.number}">\n{heading}{body}\n</section>'

    # -- blocks -------------------------------------------------------------------------------------------------------

    def _blocks(self, blocks: Sequence[Block], *, outermost: bool = False) -> list[str]:
        """The elements of blocks; items of a list one after another are one list."""
        made: list[str] = []
        items: list[str] = []

        def close() -> None:
            if items:
                made.append(f"<ul{self._name(outermost)}>{''.join(items)}</ul>")
                items.clear()

        for block in blocks:
            if isinstance(block, Paragraph) and block.form == "list-item" and not block.quoted:
                if outermost and not items:
                    self._block += 1
                items.append(f"<li>{self._content(block.content)}</li>")
                continue
            close()
            if outermost:
                self._block += 1
            made.append(self._one(block, self._name(outermost)))
        close()
        return made

    def _name(self, outermost: bool) -> str:
        return f' id="b{self._block}"' if outermost else ""

    def _one(self, block: Block, name: str) -> str:
        if isinstance(block, Heading):
            self._level = level = min(block.level + 1, self._level + 1, 6)
            return f"<h{level}{name}>{self._content(block.content)}</h{level}>"
        if isinstance(block, Paragraph):
            return self._paragraph(block, name)
        if isinstance(block, PageMark):
            return f'<div class="page"{name}>{self._pagebreak(block)}</div>'
        if isinstance(block, Note):
            return self._note(block, name)
        return self._turn(block, name)

    def _paragraph(self, paragraph: Paragraph, name: str) -> str:
        classes = [kind for kind, on in (
            ("stage", paragraph.stage), ("dateline", paragraph.form == "dateline"),
            ("continues", paragraph.continues), ("quoted", paragraph.quoted),
        ) if on]  # fmt: skip
        first = next((part.text for part in paragraph.content if isinstance(part, Sentence)), "")
        way = text_direction(first)
        attributes = name + (f' class="{" ".join(classes)}"' if classes else "")
        if way and way != direction(self._view.language):
            attributes += f' dir="{way}"'
        return f"<p{attributes}>{self._content(paragraph.content)}</p>"

    def _turn(self, turn: Turn, name: str) -> str:
        colour = self.colours.get(turn.speaker, 0)
        label = ""
        if turn.label:
            more = ""
            if turn.continues:
                more = f' <span class="continued"{self._own()}>{_text(self._words.say("turn.continued"))}</span>'
            end = "" if turn.label[-1:] in ".:!?" else self._words.say("turn.separator")
            # The colon is for ears and print: on the screen the name stands apart.
            label = f'<p class="speaker{self._known(turn)}>{_text(turn.label)}<span class="colon">{_text(end)}</span>{more}</p>\n'
        body = "\n".join(self._blocks(turn.blocks))
        return f'<div class="turn v{colour}"{name}>\n{label}<div class="said">{body}</div></div>'

    def _known(self, turn: Turn) -> str:
        """Rest of the label's attributes: the whole name of who has but a letter, shown once a chapter and to a class."""
        name = self._names.get(turn.speaker, "")
        if not name or _bare(name) == _bare(turn.label):
            return '"'
        first = "" if turn.speaker in self._named else " first"
        self._named.add(turn.speaker)
        return f'{first}" data-name="{_text(name)}"'

    def _note(self, note: Note, name: str) -> str:
        kind, self._kind = self._kind, NOTE
        label = note.label
        if label.heard is not None and any(sign.isalnum() for sign in note.n) and self._same_words():
            # Read, `4` is quicker than `four`, which is what was said.
            label = replace(label, text=self._words.say("note.words", n=note.n))
        parts = (label, *note.content, *((note.closing,) if note.closing is not None else ()))
        body = self._content(parts)
        self._kind = kind
        back = ""
        if note.key in self._marked:
            told = self._words.say("note.back", n=note.n or self._words.say("note.sign"))
            back = (
                f' <a class="back" href="#noteref-{note.number}" role="doc-backlink" aria-label="{_text(told)}">↩</a>'
            )
        inner = f'<div class="note" id="note-{note.number}" role="doc-footnote"><p>{body}{back}</p></div>'
        return f"<div{name}>{inner}</div>" if name else inner

    # -- sentences ----------------------------------------------------------------------------------------------------

    def _content(self, content: Sequence[Sentence | PageMark]) -> str:
        made: list[str] = []
        before = ""
        for part in content:
            after = part.text if isinstance(part, Sentence) else part.words
            if made:
                made.append(glue(before, after))
            made.append(self._sentence(part) if isinstance(part, Sentence) else self._pagebreak(part))
            before = after
        return "".join(made)

    def _sentence(self, sentence: Sentence) -> str:
        classes = " ".join(("s", sentence.kind) if sentence.kind in ("stage", "announcement") else ("s",))
        attributes = self._heard(sentence.heard, self._kind, sentence.speaker)
        if sentence.kind == "announcement":
            attributes += self._announced()
        made: list[str] = []
        for part in runs(sentence):
            if isinstance(part, Run):
                made.append(_dressed(part))
            elif part.page is not None:
                made.append(self._pagebreak(part.page))
            else:
                made.append(self._reference(part.noteref))
        return f'<span class="{classes}"{attributes}>{"".join(made)}</span>'

    def _pagebreak(self, page: PageMark) -> str:
        self._page += 1
        label = _text(page.label or self._words.say("page.unnumbered"))
        shown = self._words.say("page.words", n=page.label) if page.label and self._same_words() else page.words
        attributes = self._heard(page.heard, PAGE, "pages") + self._announced()
        return (
            f'<span class="pagebreak" role="doc-pagebreak" aria-label="{label}" data-page="{page.number}"'
            f"{attributes}>{_text(shown)}</span>"
        )

    def _reference(self, key: str) -> str:
        note = self._notes.get(key)
        if note is None:
            return ""
        name = "" if key in self._marked else f' id="noteref-{note.number}"'
        self._marked.add(key)
        return f'<a class="noteref" href="#note-{note.number}" role="doc-noteref"{name}>{_text(note.n or "*")}</a>'

    def _heard(self, heard: Heard | None, kind: int, speaker: str) -> str:
        """The element's id; what is not heard has none."""
        if heard is None:
            return ""
        timing, rate = self.timing, self._view.rate
        timing.begins.append(heard.begin * 1000 // rate)
        timing.ends.append(heard.end * 1000 // rate)
        timing.blocks.append(self._block)
        timing.kinds.append(kind)
        timing.speakers.append(self._speakers.get(speaker, -1))
        timing.pages.append(self._page)
        return f' id="u{len(timing.begins) - 1}"'

    def _same_words(self) -> bool:
        """Whether what is shown and what is said of pages and notes is in one language."""
        return self._words.language == self._view.words_language.split("-")[0].lower()

    def _announced(self) -> str:
        other = self._view.words_language
        return f' lang="{_text(other)}"' if other != self._view.language else ""

    def _own(self) -> str:
        same = self._words.language == self._view.language.split("-")[0].lower()
        return "" if same else f' lang="{self._words.language}"'


def colours(view: View) -> dict[str, int]:
    """A colour for each speaker, different ones for those who say most."""
    said: Counter[str] = Counter()
    for section in view.sections:
        for block in section.blocks:
            if isinstance(block, Turn):
                said[block.speaker] += sum(len(unit.text) for unit in units([block]) if isinstance(unit, Sentence))
    people = sorted((s.id for s in view.speakers if not s.role), key=lambda id: -said[id])
    return {id: number % COLOURS + 1 for number, id in enumerate(people)}


def _text(text: str) -> str:
    return escape(printable(text))


def _parts(made: list[str]) -> Iterator[str]:
    """Blocks in parts that a browser draws when they come near, however long a chapter is."""
    for begin in range(0, len(made), PART):
        blocks = made[begin : begin + PART]
        kind = "part short" if len(blocks) <= PART // 4 else "part"
        yield f'<div class="{kind}">\n' + "\n".join(blocks) + "\n</div>"


def _bare(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _dressed(run: Run) -> str:
    made = _text(run.text)
    for kind, value in reversed(run.looks):
        if kind == "emphasis":
            made = f"<em>{made}</em>"
        elif kind == "strong":
            made = f"<strong>{made}</strong>"
        elif kind == "foreign":
            made = f'<i lang="{_text(value)}">{made}</i>'
        else:
            made = f'<span class="supplied">{made}</span>'
    return made
