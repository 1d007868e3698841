"""Finds the title of a plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from readaloud.readers.talk.labels import candidate, key_of, names_itself
from readaloud.readers.talk.paragraphs import Paragraph

_NUMBERED = re.compile(r"\d{1,4}\.\s+[A-Z“\"\[(]")
_REFERENCE = re.compile(
    r"[\d./\-–½¼¾ A-Z:]*\d[\d./\-–½¼¾ A-Z:]*|.{0,60}\b(?:Files?|Lot|Collection|Papers)\b.{0,40}:?.{0,40}"
)
_MAX_TITLE = 400
_LOOK = 4
"""Paragraphs at the beginning among which the title is."""


def title_of(body: Sequence[Paragraph], name: str) -> tuple[list[Paragraph], str]:
    """The body with its title told, and the title's words; from the file's name when the text has none."""
    result = _first_line_apart(list(body))
    index = _title_index(result)
    if index is None:
        return result, name.rsplit(".", 1)[0] if "." in name[1:] else name
    result[index] = replace(result[index], kind="title", level=1)
    return result, result[index].plain


def _first_line_apart(body: list[Paragraph]) -> list[Paragraph]:
    """Where no blank line stands after the title, its line is made a paragraph of its own."""
    index = next((i for i, p in enumerate(body) if p.kind != "pagebreak"), None)
    if index is None or not body[index].breaks or body[index].kind != "paragraph":
        return body
    text = body[index]
    first, rest = text.part(0, text.breaks[0]), text.part(text.breaks[0], len(text.plain))
    if not _is_title(first.plain) and not _REFERENCE.fullmatch(first.plain):
        return body
    further = _first_line_apart([rest]) if _REFERENCE.fullmatch(first.plain) else [rest]
    return [*body[:index], first, *further, *body[index + 1 :]]


def _title_index(body: Sequence[Paragraph]) -> int | None:
    first = [i for i, p in enumerate(body[:12]) if p.kind != "pagebreak"][:_LOOK]
    first = [i for i in first if body[i].kind == "paragraph"] if first and body[first[0]].kind == "paragraph" else []
    if not first:
        return None
    for i in first[:2]:
        if _NUMBERED.match(body[i].plain) and _is_title(body[i].plain):
            return i
    at = first[0]
    if len(first) > 1 and _REFERENCE.fullmatch(body[at].plain) and _is_title(body[first[1]].plain):
        at = first[1]
    return at if _is_title(body[at].plain) else None


def _is_title(text: str) -> bool:
    if not text or len(text) > _MAX_TITLE:
        return False
    found = candidate(text)
    if (
        found is not None
        and found.stop == "colon"
        and not found.empty
        and found.form in ("title", "office", "role", "initials", "name", "field")
        and not names_itself(found.key)
        and not names_itself(key_of(text[found.end :]))
    ):
        # `Mr. Brown: …` is speech; `Hearing: The Budget of 1974` cannot be told from it and is left to the speech.
        return False
    if (
        found is not None
        and found.stop == "full stop"
        and not found.empty
        and found.form in ("title", "role", "office")
    ):
        return False
    if len(text) > 60 and re.search(r"[a-z]{2}[.?!]\s+[A-Z]", text) and not _NUMBERED.match(text):
        return False
    return not text.endswith(("?", "!", ",", ";", "—")) or _NUMBERED.match(text) is not None
