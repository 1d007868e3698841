"""Rules of DAISY 2.02 for what is played (section 2.2, and the Skippable Structures Recommendation of 2003)."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

from readaloud.checking.daisy_book import PAGES, Book, H
from readaloud.checking.lighting import ROUNDING_MS

_SKIPPED = ("pagenumber-on", "footnote-on", "sidebar-on", "prodnote-on", "")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,8}\.(html|smil|mp3|css)")


def structure_faults(book: Book) -> list[str]:
    """What each file of SMIL is made of."""
    wrong: list[str] = []
    for name in book.smils:
        root = book.tree(name)
        metas = [meta.get("name") for meta in root.iter("meta")]
        if root.tag != "smil" or metas.count("dc:format") != 1 or len(list(root.iter("region"))) != 1:
            wrong.append(f"{name} is no SMIL 1.0 with its format and one region")
        body = root.find("body")
        outer = list(body) if body is not None else []
        if [element.tag for element in outer] != ["seq"]:
            wrong.append(f"{name}: its body is not one seq")
            continue
        ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
        wrong += [f"{name}: the id {id} stands twice" for id, times in ids.items() if times > 1]
        if not any(child.tag == "par" for child in outer[0]):
            wrong.append(f"{name} has no par of its own")
        for child in outer[0]:
            if child.tag == "seq" and [inner.tag for inner in child] != ["par", "par"]:
                wrong.append(f"{name}: a note is not a seq of two pars")
            for par in child.iter("par"):
                wrong += _par_faults(name, par)
    return wrong


def _par_faults(name: str, par: Any) -> list[str]:
    at = f"{name}#{par.get('id')}"
    wrong = []
    if par.get("endsync") != "last":
        wrong.append(f"{at} does not end with its last part")
    tags = sorted(child.tag for child in par)
    if tags not in (["audio", "text"], ["text"]) or not all(child.get("id") for child in par):
        wrong.append(f"{at} is made of {tags}, or of parts without an id")
    if par.get("system-required", "") not in _SKIPPED:
        wrong.append(f"{at} requires {par.get('system-required')!r}")
    return wrong


def target_faults(book: Book) -> list[str]:
    """What pars lead to: each to an element of its own, and to a sound that is there."""
    wrong: list[str] = []
    seen: set[str] = set()
    for par in book.pars:
        if book.element(par.text) is None:
            wrong.append(f"{par.smil}#{par.id} reads {par.text!r}, which is not there")
        if par.text in seen:
            wrong.append(f"{par.text} is read twice")
        seen.add(par.text)
        if par.audio and par.audio not in book.names:
            wrong.append(f"{par.audio} is not there")
    return wrong


def skip_faults(book: Book) -> list[str]:
    """Pages and notes, and nothing else, can be switched off; a note's mark comes before its body."""
    wrong: list[str] = []
    for par in book.pars:
        element = book.element(par.text)
        if element is None:
            continue
        kind = element.get("class", "")
        wanted = "pagenumber-on" if kind in PAGES else "footnote-on" if kind in ("noteref", "notebody") else ""
        if par.required != wanted:
            wrong.append(
                f"{par.text} ({kind or element.tag.removeprefix(H)}) requires {par.required!r}, not {wanted!r}"
            )
    for one, other in pairwise(book.pars):
        if one.nested and (one.smil, one.nested) == (other.smil, other.nested):
            kinds = [_class(book, par.text) for par in (one, other)]
            if kinds != ["noteref", "notebody"]:
                wrong.append(f"the seq of {one.text} is not a mark and the body of its note")
    return wrong


def _class(book: Book, place: str) -> str:
    element = book.element(place)
    return "" if element is None else str(element.get("class", ""))


def clip_faults(book: Book) -> list[str]:
    """Clips follow one another from the beginning of each sound on, without gap or overlap."""
    wrong: list[str] = []
    ends: dict[str, float] = {}
    for par in book.pars:
        if not par.audio:
            continue
        if par.end_ms <= par.begin_ms:
            wrong.append(f"{par.smil}#{par.id} ends at {par.end_ms} ms, before it begins")
        if abs(par.begin_ms - ends.get(par.audio, 0)) > ROUNDING_MS:
            wrong.append(
                f"{par.smil}#{par.id} begins at {par.begin_ms} ms of {par.audio}, not at {ends.get(par.audio, 0)}"
            )
        ends[par.audio] = par.end_ms
    return wrong


def link_faults(book: Book) -> list[str]:
    """Every link of the texts leads to an element that is there."""
    wrong: list[str] = []
    for name in book.texts:
        for element in book.tree(name).iter(f"{H}a", f"{H}link"):
            href = element.get("href", "")
            file, mark, _ = href.partition("#")
            place = href if file else f"{name}{href}"
            if (mark and book.element(place) is None) or (not mark and file not in book.names):
                wrong.append(f"{name}: {href!r} leads to nothing")
    return wrong


def name_faults(book: Book) -> list[str]:
    """Names of files: few plain letters, as old players hold them; texts that nothing reads are no part of the book."""
    wrong = [f"{name} is no name for old players" for name in book.names if not _NAME.fullmatch(name)]
    read = {par.audio for par in book.pars} | set(book.texts) | set(book.smils)
    read |= {book.ncc_name, "master.smil", "default.css"}
    return wrong + [f"nothing leads to {name}" for name in book.names if name not in read]
