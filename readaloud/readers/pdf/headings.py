"""Which paragraphs of a PDF are its title and headings, by the size and weight of their type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from readaloud.readers.pdf.assembly import Group
from readaloud.readers.talk.labels import candidate
from readaloud.readers.talk.paragraphs import Paragraph

_LARGER = 1.08
_LONGEST = 200
_MOST_LINES = 4


def headed(groups: Sequence[Group], size: float) -> list[Group]:
    """The groups with title and headings told; `size` is that of the text."""
    counts = Counter(group.paragraph.plain for group in groups)
    large = [
        round(group.size, 1)
        for group in groups
        if _may_be(group) and group.size > _LARGER * size and not _is_label(group.paragraph.plain)
    ]
    levels = {one: index for index, one in enumerate(sorted(set(large), reverse=True))}
    title = _title(groups, size)
    result: list[Group] = []
    for index, group in enumerate(groups):
        plain = group.paragraph.plain
        kind, level = group.paragraph.kind, group.paragraph.level
        if index in title:
            kind, level = "title", 1
        elif _may_be(group) and not _is_label(plain):
            if round(group.size, 1) in levels:
                at = levels[round(group.size, 1)]
                kind, level = "heading", min(6, 2 + max(0, at - bool(title)))
            elif group.bold and plain[-1:] not in ".,;:?!" and counts[plain] < 3:
                kind, level = "heading", min(6, 2 + max(0, len(levels) - bool(title)))
        if kind != group.paragraph.kind:
            group = replace(group, paragraph=replace(_plain(group), kind=kind, level=level, breaks=(), wraps=()))
        result.append(group)
    return result


def _plain(group: Group) -> Paragraph:
    """A heading's type is no emphasis."""
    paragraph = group.paragraph
    marks = tuple(mark for mark in paragraph.text.marks if mark.kind != "strong")
    return replace(paragraph, text=replace(paragraph.text, marks=marks))


def _may_be(group: Group) -> bool:
    plain = group.paragraph.plain
    return (
        group.paragraph.kind == "paragraph"
        and 0 < len(plain) <= _LONGEST
        and group.lines <= _MOST_LINES
        and any(map(str.isalpha, plain))
        and not plain.startswith("[")
    )


def _is_label(text: str) -> bool:
    found = candidate(text)
    return found is not None and found.stop == "colon" and found.form not in ("field", "place", "other")


def _title(groups: Sequence[Group], size: float) -> set[int]:
    """The largest type of the first page that has words."""
    first = next((group.page for group in groups if group.paragraph.plain), 0)
    own = [i for i, group in enumerate(groups) if group.page == first and _may_be(group)]
    largest = max((groups[i].size for i in own), default=0.0)
    if largest <= _LARGER * size:
        return set()
    at = next(i for i in own if groups[i].size > 0.98 * largest)
    return {at}
