"""Which part of a saved web page is the document, and which is the frame around it.

In this order: FRUS pages' `tei-div`; a `main` or `article` element or role, or schema.org's `articleBody`, when it
holds at least half of the page's prose; else the deepest element that holds most of the prose, prose being text in
paragraphs that is not in links. A headline (`h1`) that stands before it is taken along. Inside, blocks that are named
as page furniture, or that are little more than links, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from readaloud.readers.markup.htmltree import BLOCKS
from readaloud.readers.markup.semantics import classes, types, why_skipped
from readaloud.readers.markup.trees import Element, Text

OUTSIDE = "outside the article"
FURNITURE = "page furniture"

_PROSE = frozenset("p pre blockquote li dd dt td h1 h2 h3 h4 h5 h6".split())
_FURNITURE = re.compile(
    r"^(?:share|sharing|social|addtoany|breadcrumbs?|menu|nav|navbar|navigation|sidebar|widget|related|recirc|promo|"
    r"advert(?:isement)?|ads?|banner|cookies?|consent|newsletter|subscribe|signup|comments?|disqus|pagination|pager|"
    r"toolbar|tools|toc|skip-?link|sr-only|visually-hidden|screen-reader-text|print-?only|masthead|site-?(?:header|"
    r"footer)|global-?(?:header|footer|nav)|mw-editsection|mw-jump-link|noprint|catlinks|navbox|printfooter|"
    r"post-?(?:tags|meta|nav)|pg-boilerplate|pgheader|pgfooter|entry-?meta|tag-?list|author-?bio|modal|popup|tooltip)$"
)
_SHARE = 0.5
"""Least share of the prose that an element named as the main one must hold to be believed."""
_MOST = 0.8
"""Share of the prose that the deepest container must hold where nothing is named."""


@dataclass(frozen=True, slots=True)
class Main:
    """The document in a page."""

    element: Element
    headline: Element | None = None
    """A headline that stands outside."""


def find_main(source: str, root: Element) -> Main:
    """Look for the document in a page."""
    body = next(root.iter("body"), root)
    prose = _prose(source, body)
    element = _named(body, prose) or _densest(body, prose)
    if any(True for _ in element.iter("h1")):
        return Main(element)
    headlines = [
        h
        for h in body.iter("h1")
        if h.end <= element.begin and source[h.begin : h.end].strip() and not any(why_skipped(a) for a in h.ancestors())
    ]
    titles = [title for title in root.iter("title") if title.parent is not None and title.parent.tag == "head"]
    page = _letters(source[titles[0].begin : titles[0].end]) if titles else ""
    fitting = [h for h in headlines if _letters(source[h.begin : h.end]) in page] if page else headlines
    return Main(element, fitting[-1] if fitting else None)


def is_furniture(source: str, element: Element) -> bool:
    """Whether a block inside the document is of the page's frame after all."""
    if element.tag not in BLOCKS or element.tag in ("body", "main", "article"):
        return False
    names = classes(element) | {element.get("id").casefold()}
    if any(_FURNITURE.match(name) for name in names):
        return True
    if element.tag not in ("ul", "ol", "aside", "footer", "header", "div", "section", "menu", "form"):
        return False
    words = len(source[element.begin : element.end].split())
    linked = sum(len(source[a.begin : a.end].split()) for a in element.iter("a") if a.get("href"))
    in_notes = any(a.get("href").startswith("#") or "#fn" in a.get("href") for a in element.iter("a"))
    return 0 < words <= 3 * linked // 2 and linked >= 3 and len(list(element.iter("a"))) >= 3 and not in_notes


def _prose(source: str, body: Element) -> dict[int, int]:
    """Characters of prose that each element holds."""
    found: dict[int, int] = {}

    def count(element: Element, inside: bool, linked: bool) -> int:
        if why_skipped(element):
            return 0
        inside = inside or element.tag in _PROSE
        linked = linked or (element.tag == "a" and bool(element.get("href")))
        total = 0
        for child in element.children:
            if isinstance(child, Element):
                total += count(child, inside, linked)
            elif inside and not linked:
                total += len(source[child.begin : child.end].strip())
        found[id(element)] = total
        return total

    count(body, body.tag != "body", False)
    if not found.get(id(body)):
        for element in body.iter():
            found[id(element)] = sum(len(source[t.begin : t.end].strip()) for t in _texts(element))
    return found


def _texts(element: Element) -> list[Text]:
    return [child for inner in element.iter() for child in inner.children if isinstance(child, Text)]


def _named(body: Element, prose: dict[int, int]) -> Element | None:
    least = prose[id(body)] * _SHARE
    kinds: tuple[Callable[[Element], bool], ...] = (
        lambda e: any(name.startswith("tei-div") for name in classes(e)),
        lambda e: "articleBody" in e.words("itemprop"),
        lambda e: e.tag == "article" or "article" in types(e),
        lambda e: e.tag == "main" or "main" in types(e),
    )
    for fits in kinds:
        found = [element for element in body.iter() if fits(element)]
        outermost = [e for e in found if not any(a in found for a in e.ancestors())]
        best = max(outermost, key=lambda e: prose.get(id(e), 0), default=None)
        if best is not None and prose.get(id(best), 0) and prose[id(best)] >= least:
            return best
    return None


def _densest(body: Element, prose: dict[int, int]) -> Element:
    element = body
    while True:
        inner = max(element.elements(), key=lambda e: prose.get(id(e), 0), default=None)
        if (
            inner is None
            or inner.tag in _PROSE
            or inner.tag not in BLOCKS
            or inner.tag in ("table", "tbody", "tr", "ul", "ol", "dl")
        ):
            return element
        if not prose[id(body)] or prose.get(id(inner), 0) < prose[id(body)] * _MOST:
            return element
        element = inner


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
