"""Breaks a text into lines that fit a box, at the largest size that does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readaloud.writers.cover.faces import Face

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

LEADING = 1.12
"""From one line to the next, as a share of the size."""

_IDEOGRAPH = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_TOKEN = re.compile(rf"\s*(?:{_IDEOGRAPH}[\u3001\u3002\u300d\u300f\uff01\uff09\uff0c\uff1f]*|(?:(?!{_IDEOGRAPH})\S)+)")
"""A word with the space before it; an ideograph is a word, and takes closing signs along."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines and their size."""

    font: FreeTypeFont
    size: int
    """Pixels."""
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        """Pixels."""
        return round(len(self.lines) * self.size * LEADING)


def fitted(text: str, face: Face, width: int, height: int, largest: int, least: int) -> Fitted:
    """The text in the box; at the least size, words that are too long are cut, and what is too much ends in `…`."""
    step = max(1, (largest - least) // 16)
    for size in range(largest, least, -step):
        font = face.at(size)
        lines = _wrapped(text, font, width)
        if lines and len(lines) * size * LEADING <= height:
            return Fitted(font, size, lines)
    font = face.at(least)
    lines = _wrapped(text, font, width) or _wrapped(text, font, width, cut=True)
    most = max(1, int(height / (least * LEADING)))
    if len(lines) > most:
        lines = (*lines[: most - 1], _ended(lines[most - 1], font, width))
    return Fitted(font, least, lines)


def _wrapped(text: str, font: FreeTypeFont, width: int, *, cut: bool = False) -> tuple[str, ...]:
    """The lines; none where a word is longer than a line and may not be cut."""
    lines = [""]
    for token in _TOKEN.findall(text):
        if font.getlength((lines[-1] + token).strip()) <= width:
            lines[-1] += token
            continue
        word = token.strip()
        if font.getlength(word) <= width:
            lines.append(word)
        elif not cut:
            return ()
        else:
            lines.append("")
            for sign in word:
                if font.getlength(lines[-1] + sign) > width:
                    lines.append("")
                lines[-1] += sign
    return tuple(line.strip() for line in lines if line.strip())


def _ended(line: str, font: FreeTypeFont, width: int) -> str:
    while line and font.getlength(line + "…") > width:
        line = line[:-1]
    # Rather a word less than half a word, unless it is the only one.
    whole = line.rsplit(" ", 1)[0] if " " in line else line
    return whole.rstrip(" ,;:–—-") + "…"
