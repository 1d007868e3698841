"""Markdown's blocks with their lines in the source, as markdown-it-py finds them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from readaloud.readers.offsets.stretches import lines

Kind: TypeAlias = Literal["paragraph", "heading", "list-item", "quote", "row", "code", "rule", "html", "note"]

_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_INDENTED = re.compile(r"(?: {2,}|\t)\s*\S")
_CELL = re.compile(r"(?<!\\)\|")
_RULE_ROW = re.compile(r"[\s|:\-]+")
_ATX = re.compile(r"[ \t]*#{1,6}(?:[ \t]+|$)")


@dataclass(frozen=True, slots=True)
class MarkdownBlock:
    """One block that holds text."""

    kind: Kind
    line: int
    spans: tuple[tuple[int, int], ...]
    """Stretches of the source, one for each line, without the signs of the block."""
    level: int = 0
    """Of a heading."""
    label: str = ""
    """Of a note."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """What a Markdown text is made of."""

    blocks: tuple[MarkdownBlock, ...]
    definitions: tuple[tuple[int, int], ...]
    """Stretches that define the addresses of links."""
    references: frozenset[str]
    """Labels of those links, as CommonMark compares them."""


def blocks_of(source: str, begin: int) -> Blocks:
    """The blocks of a text from `begin` on."""
    from markdown_it import MarkdownIt

    places = lines(source, begin)
    shown = [source[first:last] for first, last in places]
    found = _take_notes(shown, places)
    taken = {block.line for block in found}
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    env: dict[str, Any] = {}
    # A zero byte or another line end of Unicode changes nothing in the number of lines.
    tokens = parser.parse("\n".join(shown), env)
    for position, token in enumerate(tokens):
        if token.map is None:
            continue
        first, last = token.map
        last = min(last, len(places))
        if token.type == "inline":
            opener = tokens[position - 1]
            if opener.type in ("th_open", "td_open"):
                continue
            kind, level = _kind(tokens, position)
            content = token.content.split("\n")
            spans = tuple(_spans(source, places[first:last], content, opener.markup))
            found.append(MarkdownBlock(kind, first, spans, level))
        elif token.type == "tr_open":
            found.append(MarkdownBlock("row", first, _cells(source, places[first])))
        elif token.type in ("fence", "code_block", "html_block"):
            kind = "code" if token.type == "fence" else "html" if token.type == "html_block" else "paragraph"
            # A note inside ends the block: what stands after it comes after it.
            run: list[tuple[int, int]] = []
            begun = first
            for line in range(first, last):
                if line in taken and run:
                    found.append(MarkdownBlock(kind, begun, tuple(run)))
                    run = []
                if shown[line].strip():
                    begun = begun if run else line
                    run.append(places[line])
            found.append(MarkdownBlock(kind, begun, tuple(run)))
        elif token.type == "hr":
            found.append(MarkdownBlock("rule", first, ()))
    references = env.get("references", {})
    definitions = [reference["map"] for reference in references.values() if "map" in reference]
    return Blocks(
        tuple(sorted(found, key=lambda block: block.line)),
        tuple((places[a][0], places[min(b, len(places)) - 1][1]) for a, b in definitions if a < len(places)),
        frozenset(references),
    )


def _take_notes(shown: list[str], places: list[tuple[int, int]]) -> list[MarkdownBlock]:
    """Definitions of footnotes, which CommonMark does not know; their lines are emptied."""
    found: list[MarkdownBlock] = []
    at = 0
    fence = ""
    while at < len(shown):
        sign = _FENCE.match(shown[at])
        if sign is not None and (not fence or (sign[1].startswith(fence) and not shown[at][sign.end() :].strip())):
            fence = "" if fence else sign[1]
        match = None if fence else _NOTE.match(shown[at])
        if match is None:
            at += 1
            continue
        first = at
        spans = [(places[at][0] + match.end(), places[at][1])]
        shown[at] = ""
        at += 1
        while at < len(shown) and _NOTE.match(shown[at]) is None:
            goes_on = shown[at].strip() and at == first + len(spans)
            indented = _INDENTED.match(shown[at]) is not None
            if not (
                goes_on or indented or (not shown[at].strip() and _INDENTED.match("".join(shown[at + 1 : at + 2])))
            ):
                break
            spans.append(places[at])
            # Only the lines right below, and those that are indented, belong to the note.
            if shown[at].strip() and not indented and not goes_on:
                break
            shown[at] = ""
            at += 1
        found.append(MarkdownBlock("note", first, tuple(spans), label=match[1]))
    return found


def _kind(tokens: list[Any], position: int) -> tuple[Kind, int]:
    opener = tokens[position - 1]
    if opener.type == "heading_open":
        return "heading", int(opener.tag[1])
    depth = 0
    for token in reversed(tokens[max(0, position - 40) : position - 1]):
        depth += token.nesting
        if depth > 0:
            if token.type == "list_item_open":
                return "list-item", 0
            if token.type == "blockquote_open":
                return "quote", 0
            depth -= 1
    return "paragraph", 0


def _spans(source: str, places: list[tuple[int, int]], content: list[str], markup: str) -> list[tuple[int, int]]:
    """Where each line of a block's content stands: at the end of its line in the source."""
    found = []
    for (begin, end), wanted in zip(places, content, strict=False):
        line = source[begin:end]
        text = wanted.strip()
        stop = len(line.rstrip())
        if not text:
            continue
        if line.rstrip().endswith(text):
            start = stop - len(text)
        else:
            start = line.rfind(text)
            stop = start + len(text)
        if start < 0:  # a sign was replaced on the way; the whole line is better than none
            start, stop = len(line) - len(line.lstrip()), len(line.rstrip())
            heading = _ATX.match(line) if markup.startswith("#") else None
            start = heading.end() if heading is not None else start
        found.append((begin + start, begin + stop))
    return found


def _cells(source: str, place: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    begin, end = place
    line = source[begin:end]
    if _RULE_ROW.fullmatch(line):
        return ()
    cuts = [-1, *(match.start() for match in _CELL.finditer(line)), len(line)]
    found = []
    for first, last in pairwise(cuts):
        cell = line[first + 1 : last]
        if cell.strip():
            lead = len(cell) - len(cell.lstrip())
            found.append((begin + first + 1 + lead, begin + first + 1 + len(cell.rstrip())))
    return tuple(found)
