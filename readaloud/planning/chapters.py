"""Where chapters begin and what they are called: by parts, by headings, or by print pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from readaloud.model import Block, Document, Part
from readaloud.planning.announcements import Catalogue
from readaloud.settings import Settings

_LEAST_WORDS = 25
"""A heading with less under it than this (`SUBJECT`, `PARTICIPANTS`) opens no chapter of its own: at 165 words a minute
it would be over in nine seconds, before a listener has let go of the button."""
_MOST_WORDS = 1650
"""Ten minutes at 165 words a minute: past that a listener who lost the place would search long."""
_LONGEST_TITLE = 120
"""Letters; players cut longer ones off, often without a sign."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one document is cut into chapters."""

    by_page: bool
    """Whether each print page is a chapter."""
    inner_chapters: bool
    """Whether notes read at the end have a chapter of their own."""
    titles: tuple[str, ...]
    """Of each part; empty where the part's first heading gives the title."""
    headings: dict[tuple[int, int], str] = field(default_factory=dict)
    """Part and block where a chapter begins → its title."""
    long: frozenset[tuple[int, int]] = frozenset()
    """Of those, the ones with so many words under them that each print page there is a chapter too; block −1 is what
    comes before the first heading."""

    @property
    def scenes(self) -> bool:
        """Whether a tone is heard before the heading of a chapter: where there are several."""
        return len(self.titles) > 1 or len(self.headings) > 1

    def part_title(self, number: int, words: Catalogue) -> str:
        """Title of the chapter that begins with a part."""
        return self.titles[number] or words.say("chapter.beginning")

    def heading_title(self, part: int, block: int) -> str:
        """Title of the chapter that begins with a block; empty if none does."""
        return self.headings.get((part, block), "")

    def page_title(self, words: Catalogue, label: str, current: str) -> str:
        """What a chapter is called in which nothing but page cues came so far, when another page begins."""
        for title in (words.say("chapter.pages", first="\0", last="\0"), words.say("chapter.page", n="\0")):
            found = re.fullmatch(re.escape(title).replace("\0", "(.+?)"), current)
            if found:
                return words.say("chapter.pages", first=found[1], last=label)
        return words.say("chapter.page", n=label)


def scheme(document: Document, settings: Settings) -> Scheme:
    """The chapters of a document."""
    parts = document.parts
    if len(parts) > 1:
        return Scheme(False, False, tuple(short(part.title) or f"{i + 1}" for i, part in enumerate(parts)))
    headings = _headings(parts[0]) if parts else {}
    if headings:
        long = _long(parts[0], headings) if settings.pages != "skip" else frozenset()
        return Scheme(False, True, (short(document.title),), headings, long)
    pages = any(b.role == "pagebreak" or any(m.kind == "pagebreak" for m in b.marks) for b in parts[0].blocks)
    if pages and settings.pages != "skip":
        return Scheme(True, True, ("",))
    return Scheme(False, True, (short(document.title),))


def _long(part: Part, headings: dict[tuple[int, int], str]) -> frozenset[tuple[int, int]]:
    """Chapters at headings that last over ten minutes and hold print pages."""
    found: set[tuple[int, int]] = set()
    begin, words, pages = -1, 0, 0
    for index, block in enumerate((*part.blocks, None)):
        if block is None or (0, index) in headings:
            if words > _MOST_WORDS and pages:
                found.add((0, begin))
            begin, words, pages = index, 0, 0
        if block is not None:
            words += len(block.text.split())
            pages += (block.role == "pagebreak") + sum(m.kind == "pagebreak" for m in block.marks)
    return frozenset(found)


def short(title: str) -> str:
    """A title that players show whole: cut at a word."""
    title = " ".join(title.split())
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(",;:—–-") + "…"


def _headings(part: Part) -> dict[tuple[int, int], str]:
    """Chapters at headings: a run of headings is one, and an inner one is named with those above it."""
    found: dict[tuple[int, int], str] = {}
    above: dict[int, str] = {}
    run: list[tuple[int, Block]] = []
    begin = 0
    words = 0
    open_run: tuple[int, str] | None = None

    def close() -> None:
        nonlocal open_run
        if open_run is not None and words >= _LEAST_WORDS:
            found[0, open_run[0]] = open_run[1]
        open_run = None

    for index, block in enumerate(part.blocks):
        if block.role == "heading":
            if not run:
                close()
                begin, words = index, 0
            run.append((index, block))
            continue
        if block.role in ("pagebreak", "unspoken") and run:
            continue
        if run:
            for _, heading in run:
                above = {level: text for level, text in above.items() if level < heading.level}
                above[heading.level] = heading.text
            title = ", ".join(text.rstrip(".") for _, text in sorted(above.items()) if text)
            open_run = (begin, short(title))
            run = []
        words += len(block.text.split())
    close()
    return found
