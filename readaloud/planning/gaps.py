"""Which kind of gap stands between two turns: it follows how the one ends and the other begins."""

from __future__ import annotations

import re

from readaloud.model import PauseKind

_ORDER: tuple[PauseKind, ...] = (
    "interruption",
    "resumption",
    "quick",
    "turn",
    "question",
    "trailing",
    "paragraph",
    "quotation",
    "aside",
    "page",
    "heading",
    "chapter",
    "silence",
)
STRENGTH: dict[PauseKind, int] = {kind: strength for strength, kind in enumerate(_ORDER)}
"""Of several gaps at one place the strongest stands: a note after an interruption is still set off as a note."""

_QUICK_WORDS = 3
"""An answer of so few words comes fast: in talk such turns are planned while the other still speaks (Levinson &
Torreira 2015)."""


def between_turns(before: str, after: str) -> PauseKind:
    """The gap between a turn that ends with `before` and one that begins with `after`."""
    end = before.rstrip().rstrip("\"”’')]")
    begin = after.lstrip().lstrip("\"“‘'([")
    if end.endswith(("—", "–", "--")):
        return "interruption"
    if begin.startswith(("—", "–", "--")):
        return "resumption"
    if end.endswith("…") or re.search(r"\.\s?\.\s?\.$", end):
        return "trailing"
    if end.endswith("?"):
        return "question"
    if len(after.split()) <= _QUICK_WORDS:
        return "quick"
    return "turn"
