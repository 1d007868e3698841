"""What attributes say about an element of HTML or XHTML: EPUB's types, ARIA's roles, and the classes people use."""

from __future__ import annotations

import re

from readaloud.readers import reasons
from readaloud.readers.markup.trees import Element, plain

NAVIGATION = "navigation"
HIDDEN = "hidden on the page"

_TYPES = re.compile(r"^(?:z3998:|se:|doc-|pg:)")
_PAGE_CLASS = re.compile(
    r"(?:^|[-_])(?:pb\d*|page-?break|page-?num(?:ber)?|page-?no|pagenr|pgnum|pgno)$", re.IGNORECASE
)
_PAGE_TEXT = re.compile(
    r"^[\[(]?\s*(?:(?:page|pg|p|seite|s)\b\.?\s*)?([\dA-Za-z.,:*–-]{1,12})\s*[\])]?\.?$", re.IGNORECASE
)
_PAGE_ID = re.compile(r"^(?:page|pg|pb|p)[-_.]?(\d+|[ivxlcdm]+)$", re.IGNORECASE)
_NO_DISPLAY = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_STAGE_CLASS = frozenset("stage stagedir stage-direction stagedirection stage_direction sd didascalie".split())
_NEVER = {
    "head": reasons.METADATA,
    "title": reasons.METADATA,
    "nav": NAVIGATION,
    "noscript": HIDDEN,
    "button": NAVIGATION,
    "select": NAVIGATION,
    "datalist": NAVIGATION,
    "textarea": NAVIGATION,
    "iframe": HIDDEN,
    "object": HIDDEN,
    "audio": HIDDEN,
    "video": HIDDEN,
    "canvas": HIDDEN,
    "svg": "picture",
    "script": reasons.MARKUP,
    "style": reasons.MARKUP,
    "template": reasons.MARKUP,
    "rp": reasons.MARKUP,
    "rt": "pronunciation printed beside the word",
    "annotation": reasons.MARKUP,
    "annotation-xml": reasons.MARKUP,
    "del": reasons.DELETED,
}
_PARTS = {
    "titlepage": reasons.FRONT_MATTER,
    "imprint": reasons.FRONT_MATTER,
    "copyright-page": reasons.FRONT_MATTER,
    "cover": reasons.FRONT_MATTER,
    "colophon": reasons.BACK_MATTER,
    "uncopyright": reasons.BACK_MATTER,
    "toc": NAVIGATION,
    "toc-brief": NAVIGATION,
    "landmarks": NAVIGATION,
    "page-list": NAVIGATION,
    "pagelist": NAVIGATION,
    "loi": NAVIGATION,
    "lot": NAVIGATION,
    "loa": NAVIGATION,
    "lov": NAVIGATION,
    "index": NAVIGATION,
    "navigation": NAVIGATION,
    "search": NAVIGATION,
    "menu": NAVIGATION,
    "menubar": NAVIGATION,
    "toolbar": NAVIGATION,
    "dialog": NAVIGATION,
    "alert": NAVIGATION,
    "tablist": NAVIGATION,
}


def types(element: Element) -> frozenset[str]:
    """EPUB's types and ARIA's roles, without their prefixes."""
    words = element.words("epub:type", "role")
    return frozenset(_TYPES.sub("", word) for word in words) if words else words


def classes(element: Element) -> frozenset[str]:
    """Class names in lower case."""
    return frozenset(word.casefold() for word in element.words("class"))


def why_skipped(element: Element) -> str:
    """Why an element with all that is in it is not spoken; empty when it is."""
    reason = _NEVER.get(element.tag, "")
    if reason:
        return reason
    for word in types(element):
        if word in _PARTS:
            return _PARTS[word]
    if "hidden" in element.attributes and element.get("hidden") != "until-found":
        return HIDDEN
    if _NO_DISPLAY.search(element.get("style")):
        return HIDDEN
    if element.get("aria-hidden") == "true" and not is_page_break(element):
        return HIDDEN
    return ""


def is_page_break(element: Element) -> bool:
    """Whether a print page begins here."""
    if element.tag == "pagenum" or "pagebreak" in types(element):
        return True
    return any(_PAGE_CLASS.search(word) for word in element.words("class")) and element.end - element.begin <= 24


def page_label(source: str, element: Element) -> str:
    """The label of the page that begins, `234` of `[Page 234]`; empty when it has none."""
    for words in (element.get("aria-label"), element.get("title"), plain(source, element), element.get("data-n")):
        match = _PAGE_TEXT.match(words.strip().rstrip(".")) if words else None
        if match:
            return match[1]
    for name in (element.get("id", "xml:id"), *(child.get("id", "name") for child in element.elements())):
        match = _PAGE_ID.match(name)
        if match:
            return match[1]
    return ""


def is_stage(element: Element) -> bool:
    """Whether it is a stage direction."""
    return "stage-direction" in types(element) or not classes(element).isdisjoint(_STAGE_CLASS)
