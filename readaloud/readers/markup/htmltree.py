"""The tree of an HTML page, built on the standard library's tokenizer so that each letter keeps its source offset.

lxml's HTML parser repairs broken pages in its own way and forgets where a text stood; the source text of `html` is
what `html.parser` gives (`checking/sources.py`), and only the same tokens can be laid over it letter by letter. What
is left to do is which end tags HTML lets an author leave out.
"""

from __future__ import annotations

from html.parser import HTMLParser

from readaloud.errors import SourceError
from readaloud.readers.markup.trees import DEEPEST, Element, SourceBuilder

_VOID = frozenset("area base br col embed frame hr img input keygen link meta param source track wbr".split())
_RAW = frozenset(("script", "style"))

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table "
    "tbody td tfoot th thead tr ul".split()
)
"""Elements that begin and end a paragraph."""

_ENDS_P = BLOCKS - frozenset("body caption dd dt html legend li summary tbody td tfoot th thead tr".split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu", "dir"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "thead": (frozenset(("tr", "thead", "tbody", "tfoot", "caption")), frozenset(("table",))),
    "tbody": (frozenset(("tr", "thead", "tbody", "tfoot", "caption")), frozenset(("table",))),
    "tfoot": (frozenset(("tr", "thead", "tbody", "tfoot", "caption")), frozenset(("table",))),
    "option": (frozenset(("option",)), frozenset(("select", "datalist"))),
    "optgroup": (frozenset(("option", "optgroup")), frozenset(("select",))),
    "body": (frozenset(("head",)), frozenset(("html",))),
}
"""Start tag → elements that it ends, and those beyond which it does not look."""


def parse_html(text: str, name: str, source: SourceBuilder) -> Element:
    """The tree of a page, its texts added to `source`; never fails but for marked sections nobody knows."""
    builder = _TreeBuilder(source)
    try:
        builder.feed(text)
        builder.close()
    except AssertionError as error:
        raise SourceError(
            f"{name} is not HTML: {error}.", tip="Open it in a browser and save the page again."
        ) from error
    return builder.finish()


class _TreeBuilder(HTMLParser):
    def __init__(self, source: SourceBuilder) -> None:
        super().__init__(convert_charrefs=True)
        self._source = source
        self._root = Element("#document", {}, begin=source.length)
        self._open = [self._root]
        self._templates = 0
        self._raw = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._templates += tag == "template"
        self._raw = tag in _RAW
        if tag in _ENDS_P:
            self._end_within(frozenset(("p",)), frozenset(("td", "th", "table", "button", "object", "caption")))
        if tag in _HEADINGS and self._open[-1].tag in _HEADINGS:
            self._pop()
        closes = _CLOSES.get(tag)
        if closes is not None:
            self._end_within(*closes)
        element = self._append(tag, attrs)
        if tag not in _VOID and len(self._open) < DEEPEST:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._append(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template" and self._templates > 0
        self._raw = False
        stop = frozenset(("table",)) if tag in BLOCKS else BLOCKS
        if tag != "table":
            self._end_within(frozenset((tag,)), stop)
        else:
            self._end_within(frozenset((tag,)), frozenset())

    def handle_data(self, data: str) -> None:
        if not self._raw and not self._templates:
            self._open[-1].children.append(self._source.add(data))

    def finish(self) -> Element:
        while len(self._open) > 1:
            self._pop()
        self._root.end = self._source.length
        return self._root

    def _append(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        parent = self._open[-1]
        here = self._source.length
        element = Element(tag, {name: value or "" for name, value in attrs}, parent, begin=here, end=here)
        parent.children.append(element)
        return element

    def _end_within(self, tags: frozenset[str], stop: frozenset[str]) -> None:
        """End the innermost open element of `tags`, and all in it, unless one of `stop` stands between."""
        for index in range(len(self._open) - 1, 0, -1):
            tag = self._open[index].tag
            if tag in tags:
                while len(self._open) > index:
                    self._pop()
                return
            if tag in stop:
                return

    def _pop(self) -> None:
        self._open.pop().end = self._source.length
