"""Rules of DAISY 2.02 for the navigation control centre and its metadata (sections 2.1 and appendix 2)."""

from __future__ import annotations

import re

from readaloud.checking.daisy_book import PAGES, Book, H, Par, clock_s

_ONCE = {
    "dc:title": r".*\S.*", "dc:date": r"\d{4}-\d\d-\d\d", "dc:format": "Daisy 2\\.02", "dc:identifier": r".*\S.*",
    "dc:publisher": r".*\S.*", "ncc:charset": "(?i)utf-8", "ncc:pageFront": r"\d+", "ncc:pageNormal": r"\d+",
    "ncc:pageSpecial": r"\d+", "ncc:tocItems": r"\d+", "ncc:totalTime": r"\d\d+:[0-5]\d:[0-5]\d",
    "ncc:footnotes": r"\d+", "ncc:multimediaType": "audioFullText", "ncc:depth": "[1-6]", "ncc:files": r"\d+",
    "ncc:maxPageNormal": r"\d+", "ncc:setInfo": r"\d+ of \d+",
}  # fmt: skip
"""Metadata that stands exactly once, with the form of its value."""
_SOME = {"dc:creator": r".*\S.*", "dc:language": r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", "ncc:narrator": r".*\S.*"}
"""Metadata that stands once or more."""
_CLASSES = (*PAGES, "noteref", "sidebar", "optional-prodnote")
_ROMAN = re.compile(r"(?=.)m*(d?c{0,3}|c[dm])(l?x{0,3}|x[lc])(v?i{0,3}|i[vx])", re.IGNORECASE)


def entry_faults(book: Book) -> list[str]:
    """Entries: a title first, headings without a level left out, each with an id and one link to something played."""
    wrong: list[str] = []
    entries = book.entries
    if not entries or (entries[0].tag, entries[0].get("class")) != (f"{H}h1", "title"):
        wrong.append("the first entry is no h1 with class title")
    ids: set[str] = set()
    level = 0
    for entry in entries:
        tag, kind, id = entry.tag.removeprefix(H), entry.get("class", ""), entry.get("id", "")
        links = list(entry.iter(f"{H}a"))
        text = "".join(entry.itertext()).strip()
        if not id or id in ids:
            wrong.append(f"“{text[:30]}” has no id of its own")
        ids.add(id)
        if len(links) != 1 or not text:
            wrong.append(f"the entry {id} has {len(links)} links and the text “{text[:30]}”")
        if re.fullmatch("h[1-6]", tag):
            if int(tag[1]) > level + 1:
                wrong.append(f"{tag} “{text[:30]}” follows a heading of level {level}")
            level = int(tag[1])
        elif not ((tag == "span" and kind in _CLASSES) or (tag == "div" and kind == "group")):
            wrong.append(f"{tag} with class {kind!r} may not stand in the control centre")
        if (kind == "page-normal" and not re.fullmatch("[0-9]+", text)) or (
            kind == "page-front" and not _ROMAN.fullmatch(text)
        ):
            wrong.append(f"“{text[:30]}” is no {kind}")
    return wrong


def target_faults(book: Book) -> list[str]:
    """Where entries lead: to pars, in the order in which those are played, and into every file of SMIL."""
    wrong: list[str] = []
    place = {f"{par.smil}#{par.id}": at for at, par in enumerate(book.pars)}
    last = -1
    for entry in book.entries:
        for link in entry.iter(f"{H}a"):
            at = place.get(link.get("href", ""))
            if at is None:
                wrong.append(f"{link.get('href')!r} leads to nothing that is played")
            elif at < last:
                wrong.append(f"{link.get('href')} stands after what is played later")
            last = max(last, at or 0)
    listed = [name for name in book.names if name.endswith(".smil") and name != "master.smil"]
    wrong += [f"no entry leads into {name}" for name in listed if name not in book.smils]
    if "master.smil" in book.names:
        refs = [ref.get("src", "") for ref in book.tree("master.smil").iter("ref")]
        if refs != book.smils:
            wrong.append("master.smil does not list the chapters in the order of the control centre")
    return wrong


def metadata_faults(book: Book) -> list[str]:
    """Metadata: what must stand there, in its form, and every count as it is."""
    wrong: list[str] = []
    told = book.metadata
    for name, form in _ONCE.items():
        values = told.get(name, [])
        if len(values) != 1 or not re.fullmatch(form, values[0], re.DOTALL):
            wrong.append(f"{name} is {values}")
    for name, form in _SOME.items():
        values = told.get(name, [])
        if not values or not all(re.fullmatch(form, value, re.DOTALL) for value in values):
            wrong.append(f"{name} is {values}")
    kinds = [entry.get("class", "") for entry in book.entries]
    levels = [int(e.tag.removeprefix(H)[1]) for e in book.entries if re.fullmatch("h[1-6]", e.tag.removeprefix(H))]
    numbers = [int(text) for e in book.entries if e.get("class") == "page-normal"
               if re.fullmatch("[0-9]+", text := "".join(e.itertext()).strip())]  # fmt: skip
    counts = {
        "ncc:pageNormal": kinds.count("page-normal"), "ncc:pageFront": kinds.count("page-front"),
        "ncc:pageSpecial": kinds.count("page-special"), "ncc:footnotes": kinds.count("noteref"),
        "ncc:tocItems": len(kinds), "ncc:depth": max(levels, default=0), "ncc:maxPageNormal": max(numbers, default=0),
        "ncc:files": len(book.names),
    }  # fmt: skip
    wrong += [
        f"{name} is {told[name][0]}, but there are {count}"
        for name, count in counts.items()
        if told.get(name) and told[name][0] != str(count)
    ]
    return wrong


def time_faults(book: Book) -> list[str]:
    """Times: of each chapter, of what is before it, and of the whole, from the clips themselves, rounded to seconds."""
    wrong: list[str] = []
    elapsed = 0.0
    for name in book.smils:
        length = length_ms(book.pars, name)
        told = {meta.get("name"): meta.get("content", "") for meta in book.tree(name).iter("meta")}
        for key, ms in (("ncc:totalElapsedTime", elapsed), ("ncc:timeInThisSmil", length)):
            if clock_s(told.get(key, "")) != int((ms + 500) // 1000):
                wrong.append(f"{name}: {key} is {told.get(key)!r}, but it is {ms / 1000:.3f} s")
        outer = book.tree(name).find("body/seq")
        if outer is None or outer.get("dur") != f"{length / 1000:.3f}s":
            wrong.append(
                f"{name}: it lasts {None if outer is None else outer.get('dur')}, its clips {length / 1000:.3f}s"
            )
        elapsed += length
    whole = book.metadata.get("ncc:totalTime", [""])[0]
    if clock_s(whole) != int((elapsed + 500) // 1000):
        wrong.append(f"ncc:totalTime is {whole}, but it is {elapsed / 1000:.3f} s")
    return wrong


def length_ms(pars: list[Par], smil: str) -> float:
    """Milliseconds of a chapter."""
    return sum(par.end_ms - par.begin_ms for par in pars if par.smil == smil)
