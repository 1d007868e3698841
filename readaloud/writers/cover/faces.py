"""Finds a typeface that has the signs of a text: ours, or one of the system's."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from readaloud import data

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

OURS = "fonts/DejaVuSansCondensed-Bold.ttf"
"""Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic; Pillow's own typeface has no letter beyond ASCII."""

SYSTEM = (
    "NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Bold.otf", "NotoSansJP-Bold.otf", "YuGothB.ttc",
    "msyhbd.ttc", "msgothic.ttc", "malgunbd.ttf", "PingFang.ttc", "Hiragino Sans GB.ttc", "AppleSDGothicNeo.ttc",
    "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "NotoSansDevanagari-Bold.ttf", "NotoSansBengali-Bold.ttf",
    "NotoSansTamil-Bold.ttf", "NotoSansThai-Bold.ttf", "NotoSansEthiopic-Bold.ttf", "NirmalaB.ttf", "Nirmala.ttf",
    "LeelaUIb.ttf", "Arial Unicode.ttf", "unifont.otf",
)  # fmt: skip
"""What Linux, Windows and macOS bring for other scripts; Pillow looks in the folders of the system."""

_NOBODYS = "\U0010ffff"
"""A sign that no typeface has: it shows the box that stands for what is missing."""


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface at no size yet."""

    font: FreeTypeFont
    shaped: bool
    """Whether the text needs its signs joined or ordered."""

    def at(self, pixels: int) -> FreeTypeFont:
        """The same at a size."""
        from PIL.ImageFont import Layout

        return self.font.font_variant(size=pixels, layout_engine=Layout.RAQM if self.shaped else Layout.BASIC)


def face_for(text: str) -> tuple[Face | None, str]:
    """The first typeface with all signs of the text, or that with most of them, and the text without the others.

    None where less than half can be shown, or where they would need to be joined and Pillow cannot do that here.
    """
    from PIL import features

    signs = {sign for sign in text if not sign.isspace()}
    shaped = any(_needs_shaping(sign) for sign in signs)
    if not signs or (shaped and not (features.check_feature("raqm") and features.check_feature("fribidi"))):
        return None, ""
    best: tuple[int, FreeTypeFont, set[str]] | None = None
    for name in (OURS, *SYSTEM):
        font = _font(name)
        if font is None:
            continue
        missing = _missing(font, signs)
        if best is None or len(missing) < best[0]:
            best = (len(missing), font, missing)
        if not missing:
            break
    assert best is not None, "our own typeface is always there"
    shown = " ".join("".join(sign for sign in text if sign not in best[2]).split())
    lost = sum(sign in best[2] for sign in text)
    return (None, "") if 2 * lost > len(text.replace(" ", "")) else (Face(best[1], shaped), shown)


def from_the_right(text: str) -> bool:
    """Whether its first letter belongs to a script that is read from right to left."""
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind != "L" for kind in strong if kind in ("L", "R", "AL")), False)


def _needs_shaping(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in ("R", "AL", "AN") or (
        unicodedata.category(sign) in ("Mn", "Mc") or 0x0900 <= ord(sign) < 0x1100 or 0x1780 <= ord(sign) < 0x1900
    )


@lru_cache(maxsize=len(SYSTEM) + 1)
def _font(name: str) -> FreeTypeFont | None:
    from PIL import ImageFont

    if name != OURS:
        try:
            return ImageFont.truetype(name, 32)
        except OSError:
            return None
    return ImageFont.truetype(io.BytesIO(resources.files(data.__name__).joinpath(name).read_bytes()), 32)


def _missing(font: FreeTypeFont, signs: set[str]) -> set[str]:
    from PIL.ImageFont import Layout

    small = font.font_variant(layout_engine=Layout.BASIC)

    def look(sign: str) -> tuple[object, bytes]:
        mask = small.getmask(sign)
        return mask.size, bytes(mask)

    box = look(_NOBODYS)
    return {sign for sign in signs if look(sign) == box}
