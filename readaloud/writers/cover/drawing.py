"""Draws a cover: series, title, who speaks when, and cast."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from readaloud.model import Cover, Edition
from readaloud.writers.cover.faces import face_for, from_the_right
from readaloud.writers.cover.lines import LEADING, Fitted, fitted
from readaloud.writers.cover.wording import wording

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

SIZE = 1600
"""Pixels of either side: shops and podcast apps ask for 1,400 and more."""

MARGIN = 100
"""Pixels without text at each side: players round the corners."""

TITLE_SIZES = (330, 142)
"""Pixels. At 160 pixels of a thumbnail the smallest is 14 pixels high; a longer title ends in `…` on the cover."""

SMALL_SIZES = (74, 58)

PALETTE = (
    ("#12304a", "#a6d4f2"),
    ("#3a1d4d", "#dcbdf2"),
    ("#17392a", "#aee3c2"),
    ("#4a1c22", "#f5bfbf"),
    ("#3d2f10", "#f0d79f"),
    ("#12393b", "#a4e3e2"),
    ("#27275a", "#c5caff"),
    ("#2e2e2e", "#dedede"),
)
"""Grounds and tints; white on each ground has a contrast of 11:1 and more, each tint on its ground 8:1."""

WHITE = "#ffffff"

LANES = 6
"""Speakers whose talk is drawn; the others are together in the last lane."""

_LANES_TOP, _LANES_HEIGHT = 1170, 150
_CAST_TOP = 1370


def drawn(edition: Edition) -> tuple[Cover, tuple[str, ...]]:
    """The cover, and a warning where no typeface here has the title's signs."""
    from PIL.Image import new
    from PIL.ImageDraw import Draw

    words = wording(edition)
    ground, tint = colours(words.series or words.title)
    image = new("RGB", (SIZE, SIZE), ground)
    draw = Draw(image)
    _draw_lanes(draw, edition, tint)
    top = MARGIN
    small = _fit(words.series or words.reading, round(2 * SMALL_SIZES[0] * LEADING), SMALL_SIZES)
    if small is not None:
        _draw_lines(draw, small, top, tint)
        top += small.height + 50
    title = _fit(words.title, _LANES_TOP - 50 - top, TITLE_SIZES)
    if title is not None:
        _draw_lines(draw, title, top, WHITE)
    cast = _fit(words.cast, SIZE - MARGIN // 2 - _CAST_TOP, SMALL_SIZES)
    if cast is not None:
        _draw_lines(draw, cast, _CAST_TOP, WHITE)
    warnings: tuple[str, ...] = ()
    if title is None and words.title:
        warnings = (
            "No typeface here has the letters of the title, so the cover is without it; install one, or give a --cover.",
        )
    return Cover(_jpeg(image), "image/jpeg", SIZE, SIZE, words.alt), warnings


def titled(title: str, below: str) -> bytes:
    """A JPEG in the same manner for what is no single edition: its title, and a line below."""
    from PIL.Image import new
    from PIL.ImageDraw import Draw

    ground, tint = colours(title)
    image = new("RGB", (SIZE, SIZE), ground)
    draw = Draw(image)
    large = _fit(title, _CAST_TOP - 100 - MARGIN, TITLE_SIZES)
    if large is not None:
        _draw_lines(draw, large, MARGIN, WHITE)
    small = _fit(below, SIZE - MARGIN // 2 - _CAST_TOP, SMALL_SIZES)
    if small is not None:
        draw.rectangle((MARGIN, _CAST_TOP - 40, SIZE - MARGIN, _CAST_TOP - 32), fill=tint)
        _draw_lines(draw, small, _CAST_TOP, tint)
    return _jpeg(image)


def colours(key: str) -> tuple[str, str]:
    """Ground and tint: the same for a series, so that its editions are seen to belong together."""
    return PALETTE[hashlib.sha256(key.encode()).digest()[0] % len(PALETTE)]


def _jpeg(image: Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=85, subsampling="4:2:0", optimize=True)
    return file.getvalue()


def _fit(text: str, height: int, sizes: tuple[int, int]) -> Fitted | None:
    face, shown = face_for(text)
    return None if face is None else fitted(shown, face, SIZE - 2 * MARGIN, height, *sizes)


def _draw_lines(draw: ImageDraw, text: Fitted, top: int, colour: str) -> None:
    right = from_the_right(text.lines[0])
    for number, line in enumerate(text.lines):
        place = (SIZE - MARGIN if right else MARGIN, top + round(number * text.size * LEADING))
        draw.text(place, line, fill=colour, font=text.font, anchor="ra" if right else "la")


def _draw_lanes(draw: ImageDraw, edition: Edition, tint: str) -> None:
    """A lane for each speaker from left to right, a bar where they are heard: the picture of this talk and no other."""
    ids = [speaker.id for speaker in edition.script.speakers if not speaker.role]
    rows = {id: min(number, LANES - 1) for number, id in enumerate(ids)}
    count = min(len(ids), LANES) or 1
    step = _LANES_HEIGHT / count
    thick = max(8, round(step * 0.72))
    length = max(1, edition.timeline.length)
    for cue in edition.cues:
        if cue.utterance.speaker in rows or not ids:
            row = rows.get(cue.utterance.speaker, 0)
            left = cue.begin * SIZE // length
            right = max(left + 3, cue.end * SIZE // length)
            top = _LANES_TOP + round(row * step)
            draw.rectangle((left, top, right, top + thick), fill=tint)
