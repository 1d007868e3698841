"""The rules of the tags that podcasts have beside RSS: where each may stand, how often, and what it must tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ATOM = "http://www.w3.org/2005/Atom"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"

_MEDIUMS = "podcast|music|video|film|audiobook|newsletter|blog|publisher|course"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_CAST = "host|co-host|guest host|guest|voice actor|narrator|announcer|reporter"
"""Roles of the Podcast Taxonomy's group `cast`."""


@dataclass(frozen=True, slots=True)
class _Rule:
    where: str
    """`channel`, `item`, or both with a blank."""
    once: bool = True
    text: str = ""
    """What its text must match; empty for an element that has none."""
    needs: tuple[tuple[str, str], ...] = ()
    """Attributes that it must have, with what each must match."""
    may: tuple[tuple[str, str], ...] = ()
    """Others that it may have."""
    required: bool = False


_RULES = {
    f"{{{PODCAST}}}guid": _Rule("channel", text=_UUID),
    f"{{{PODCAST}}}medium": _Rule("channel", text=f"({_MEDIUMS})L?|mixed"),
    f"{{{PODCAST}}}locked": _Rule("channel", text="yes|no", may=(("owner", r"\S+@\S+"),)),
    f"{{{PODCAST}}}episode": _Rule("item", text=r"\d+(\.\d+)?", may=(("display", ".{1,32}"),)),
    f"{{{PODCAST}}}chapters": _Rule("item", needs=(("url", ".+"), ("type", r"application/json\+chapters"))),
    f"{{{PODCAST}}}transcript": _Rule(
        "item", once=False,
        needs=(("url", ".+"), ("type", "text/plain|text/html|text/vtt|application/json|application/x-subrip")),
        may=(("language", r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"), ("rel", "captions")),
    ),
    f"{{{PODCAST}}}person": _Rule(
        "channel item", once=False, text=".{1,128}",
        may=(("role", f"(?i:{_CAST})"), ("group", "(?i:cast)"), ("img", ".+"), ("href", ".+")),
    ),
    f"{{{ITUNES}}}image": _Rule("channel item", needs=(("href", r".+\.(jpe?g|png)"),), required=True),
    f"{{{ITUNES}}}category": _Rule("channel", once=False, needs=(("text", ".+"),), required=True),
    f"{{{ITUNES}}}explicit": _Rule("channel item", text="true|false", required=True),
    f"{{{ITUNES}}}author": _Rule("channel item", text=".+"),
    f"{{{ITUNES}}}type": _Rule("channel", text="episodic|serial"),
    f"{{{ITUNES}}}duration": _Rule("item", text=r"[1-9]\d*"),
    f"{{{ITUNES}}}episode": _Rule("item", text=r"[1-9]\d*"),
    f"{{{ITUNES}}}episodeType": _Rule("item", text="full|trailer|bonus"),
}  # fmt: skip
_APPLE_LONGEST = 4000
"""Bytes of a description."""


def tag_faults(channel: Any) -> Iterator[str]:
    """What is against the rules, with its place."""
    yield from _in(channel, "channel", "the channel")
    for tag, rule in _RULES.items():
        if rule.required and channel.find(tag) is None:
            yield f"the channel has no {_short(tag)}"
    items = channel.findall("item")
    serial = channel.findtext(f"{{{ITUNES}}}type") == "serial"
    for number, item in enumerate(items, 1):
        yield from _in(item, "item", f"item {number}")
        if serial and item.find(f"{{{ITUNES}}}episode") is None:
            yield f"item {number} of a serial has no itunes:episode"
    numbers = [item.findtext(f"{{{ITUNES}}}episode") for item in items]
    if serial and len(set(numbers)) < len(numbers):
        yield "two episodes have the same number"


def _in(parent: Any, kind: str, place: str) -> Iterator[str]:
    seen: set[str] = set()
    if len((parent.findtext("description") or "").encode()) > _APPLE_LONGEST:
        yield f"{place} has a description of more than {_APPLE_LONGEST} bytes"
    for element in parent:
        if not isinstance(element.tag, str) or not element.tag.startswith((f"{{{PODCAST}}}", f"{{{ITUNES}}}")):
            continue
        name, rule = _short(element.tag), _RULES.get(element.tag)
        if rule is None:
            yield f"{place} has {name}, whose rules are not known here"
            continue
        if kind not in rule.where.split():
            yield f"{place} has {name}, which does not belong there"
        if rule.once and element.tag in seen:
            yield f"{place} has {name} twice"
        seen.add(element.tag)
        yield from (f"{place}: {name} {fault}" for fault in _faults(element, rule))


def _faults(element: Any, rule: _Rule) -> Iterator[str]:
    text = (element.text or "").strip()
    if rule.text and not re.fullmatch(rule.text, text):
        yield f"cannot be {text[:60]!r}"
    if not rule.text and text:
        yield f"has a text, {text[:60]!r}"
    known = dict((*rule.needs, *rule.may))
    yield from (f"has no {name}" for name, _ in rule.needs if name not in element.attrib)
    for name, value in element.attrib.items():
        if name not in known:
            yield f"has {name}, which it never has"
        elif not re.fullmatch(known[name], value):
            yield f"cannot have {name}={value[:60]!r}"


def _short(tag: str) -> str:
    return tag.replace(f"{{{PODCAST}}}", "podcast:").replace(f"{{{ITUNES}}}", "itunes:")
