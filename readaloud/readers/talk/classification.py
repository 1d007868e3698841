"""Classification marks at the ends of paragraphs, `(S)`, which are printed but not spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from readaloud.model import Inline, Skip
from readaloud.readers import reasons
from readaloud.readers.talk.paragraphs import Paragraph

_MARK: Final = re.compile(
    r"(?<=[.?!”\"’)\]:;,\w]) (?P<mark>\((?:TS|S|C|U|R|LOU|FOUO|OUO|SBU)(?:/{1,2}(?:NF|NOFORN|SI|TK|REL|XGDS|EXDIS|NODIS|FRD|RD|S|C))*\))"
    r"(?=$)"
)


def without_classification(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Skip]]:
    """The paragraphs with such marks told, and the marks as skips."""
    result: list[Paragraph] = []
    skips: list[Skip] = []
    for paragraph in paragraphs:
        match = _MARK.search(paragraph.plain[-40:]) if paragraph.kind in ("paragraph", "list-item") else None
        if match is None:
            result.append(paragraph)
            continue
        shift = max(0, len(paragraph.plain) - 40)
        begin, end = shift + match.start("mark"), shift + match.end("mark")
        skips += [Skip(b, e, reasons.CLASSIFICATION) for b, e in paragraph.text.spans(begin, end)]
        mark = Inline(begin, end, "skip", reasons.CLASSIFICATION)
        result.append(replace(paragraph, text=paragraph.text.with_marks([mark])))
    return result, skips
