"""What is wrong with the container and the pages of an EPUB, beyond what EPUBCheck and Ace tell."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import urldefrag

from readaloud.checking.epub_book import NS, TYPE, Book, documents

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""


def container_faults(book: Book) -> list[str]:
    """OCF 3.3, section 4.3: the file tells what it is by its first bytes."""
    first = book.archive.infolist()[0]
    if first.filename != "mimetype" or first.compress_type or book.archive.read("mimetype") != b"application/epub+zip":
        return ["the first entry is not the stored media type"]
    return [f"{entry.filename} stands twice" for entry in _doubled(book)]


def _doubled(book: Book) -> list[Any]:
    seen = Counter(entry.filename for entry in book.archive.infolist())
    return [entry for entry in book.archive.infolist() if seen[entry.filename] > 1]


def heading_faults(book: Book) -> list[str]:
    """No heading is more than one level below the one before it, through the whole book."""
    wrong, last = [], 0
    for path in documents(book):
        for heading in book.tree(path).iter():
            found = re.fullmatch(r"\{.*\}h([1-6])", str(heading.tag))
            if found is None:
                continue
            level = int(found[1])
            if level > last + 1:
                wrong.append(f"{path}: a heading of level {level} follows one of level {last}")
            last = level
    return wrong


def note_faults(book: Book) -> list[str]:
    """Each note mark leads to a note, each link back to a mark, and what they lead to is there."""
    wrong = []
    for path in documents(book):
        for link in book.tree(path).iter(f"{{{NS['h']}}}a"):
            types, role = link.get(TYPE, "").split(), link.get("role", "")
            wanted = "footnote" if "noteref" in types else "noteref" if role == "doc-backlink" else None
            href, fragment = urldefrag(link.get("href", ""))
            if not fragment:
                continue
            file = path if not href else f"{path.rpartition('/')[0]}/{href}".lstrip("/")
            target = book.element(f"{file}#{fragment}")
            if target is None:
                wrong.append(f"{path}: the link to {link.get('href')} leads nowhere")
            elif wanted and wanted not in target.get(TYPE, "").split():
                wrong.append(f"{path}: the link to {link.get('href')} does not lead to a {wanted}")
    return wrong


def page_faults(book: Book) -> list[str]:
    """The list of pages is that of the markers, in order."""
    marked = [
        f"{path}#{element.get('id')}"
        for path in documents(book)
        for element in book.tree(path).iter()
        if "pagebreak" in (element.get(TYPE) or "").split()
    ]
    listed = []
    for id, item in book.items.items():
        if "nav" in (item.get("properties") or "").split():
            path = book.href(id)
            for nav in book.tree(path).iter(f"{{{NS['h']}}}nav"):
                if nav.get(TYPE) == "page-list":
                    base = path.rpartition("/")[0]
                    listed += [f"{base}/{a.get('href')}".lstrip("/") for a in nav.iter(f"{{{NS['h']}}}a")]
    return (
        [] if marked == listed else [f"{len(marked)} pages are marked, {len(listed)} listed, and not the same in order"]
    )


def highlight_faults(book: Book) -> list[str]:
    """The class that readers set is in the style sheets, and what it lights can be read."""
    wrong = []
    styles = "\n".join(
        book.archive.read(book.href(id)).decode("utf-8", "replace")
        for id, item in book.items.items()
        if item.get("media-type") == "text/css"
    )
    for meta in book.metas("media:active-class"):
        name = (meta.text or "").strip()
        rule = re.search(rf"\.{re.escape(name)}\s*\{{([^}}]*)\}}", styles)
        if rule is None:
            wrong.append(f"no style sheet has the class {name}")
            continue
        ground = re.search(r"background(?:-color)?:\s*#([0-9a-fA-F]{6})", rule[1])
        letters = re.search(r"(?<![-\w])color:\s*#([0-9a-fA-F]{6})", rule[1])
        if ground is None or letters is None:
            wrong.append(f"the class {name} does not set both colours, so it may vanish in a dark theme")
        elif contrast(ground[1], letters[1]) < LEAST_CONTRAST:
            wrong.append(f"the contrast of {name} is {contrast(ground[1], letters[1]):.1f}, less than {LEAST_CONTRAST}")
    return wrong


def contrast(a: str, b: str) -> float:
    """WCAG 2.2 contrast ratio of two colours in hexadecimal."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
