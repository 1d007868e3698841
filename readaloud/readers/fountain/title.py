"""The title page of a Fountain screenplay: keys and values above the first empty line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from readaloud.model import Block, Metadata
from readaloud.readers import reasons
from readaloud.readers.fountain.lines import View, add_emphasized
from readaloud.readers.offsets.stretches import Account, Passage

_KEY = re.compile(r"([A-Za-z][\w .'’/-]{0,38}?)\s*:")
_KNOWN = frozenset(
    (
        "title",
        "credit",
        "author",
        "authors",
        "source",
        "notes",
        "date",
        "draft date",
        "copyright",
        "contact",
        "contact info",
        "revision",
        "language",
        "lang",
        "written by",
        "episode",
        "series",
    )
)
_SPOKEN = frozenset({"title", "credit", "author", "authors", "source", "episode", "series"})


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What the title page tells."""

    lines: int = 0
    """Number of lines that belong to it."""
    title: str = ""
    language: str = ""
    metadata: Metadata = field(default_factory=Metadata)
    blocks: tuple[Block, ...] = ()


def read_title_page(shown: list[View], account: Account) -> TitlePage:
    """The title page, empty where there is none.

    Title, credit, author and source are spoken, as they are on a title card; dates, contacts and rights are not.
    """
    first = next((at for at, view in enumerate(shown) if not view.blank), None)
    if first is None or not _begins(shown[first:]):
        return TitlePage()
    spoken: list[tuple[str, Passage]] = []  # in the order of the source, a key given twice as well
    told: dict[str, str] = {}
    key, last = "", first
    for at in range(first, len(shown)):
        view = shown[at]
        match = _KEY.match(view.text)
        if view.blank or (match is None and not view.text[:1].isspace()):
            break
        last = at + 1
        begin = 0
        if match is not None:
            key, begin = match[1].lower(), match.end()
            view.skip(account, 0, begin, reasons.TITLE_PAGE)
        if key in _SPOKEN:
            # "Written by" and the name are one sentence.
            joins = key in ("author", "authors") and bool(spoken) and spoken[-1][0] == "credit"
            if match is not None and not joins:
                spoken.append((key, Passage(account)))
            passage = spoken[-1][1]
            passage.gap()
            begun = passage.here()
            add_emphasized(view, passage, begin, len(view.text))
            told[key] = f"{told.get(key, '')} {passage.build().text[begun:]}".strip()
        else:
            told[key] = f"{told.get(key, '')} {view.text[begin:].strip()}".strip()
            view.skip(account, begin, len(view.text), reasons.TITLE_PAGE)
    blocks = []
    for key, passage in spoken:
        if passage.length:
            block = passage.block("title", level=1) if key == "title" else passage.block("narration")
            blocks.append(block)
    metadata = Metadata(
        author=told.get("author", "") or told.get("authors", ""),
        date=told.get("draft date", "") or told.get("date", ""),
        rights=told.get("copyright", ""),
    )
    language = told.get("language", "") or told.get("lang", "")
    return TitlePage(last, told.get("title", ""), language, metadata, tuple(blocks))


def _begins(shown: list[View]) -> bool:
    """Whether keys that title pages have stand above the first empty line."""
    if _KEY.match(shown[0].text) is None:
        return False
    for view in shown[:40]:
        if view.blank:
            return False
        match = _KEY.match(view.text)
        if match is not None and match[1].lower() in _KNOWN:
            return True
    return False
