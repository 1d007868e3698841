"""The abbreviations of a TEI document: its list of terms, and what its text marks as one."""

from __future__ import annotations

from readaloud.model import Abbreviation
from readaloud.readers.tei.tree import TEI, Element, words


def terms(root: Element) -> tuple[Abbreviation, ...]:
    """Each short form once: those that a list explains, `<term>` in `<list type="terms">`, then those of `<gloss>`."""
    found: dict[str, Abbreviation] = {}
    for listed in root.iter(f"{TEI}list"):
        if listed.get("type") != "terms":
            continue
        for item in listed.iterchildren(f"{TEI}item"):
            term = next(item.iter(f"{TEI}term"), None)
            if term is None:
                continue
            short, whole = words(term), words(item)
            long = whole.partition(short)[2].strip(" ,;:") if short in whole else ""
            if short:
                found.setdefault(short, Abbreviation(short, long))
    for gloss in root.iter(f"{TEI}gloss"):
        short = words(gloss)
        if short:
            found.setdefault(short, Abbreviation(short))
    return tuple(found.values())
