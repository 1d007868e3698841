"""Character references of HTML that stand for a sign and not for a letter: `&amp;`, `&#8212;`, `&nbsp;`.

Where the source text is the file's own text, a reference's letters are markup and the sign has no letters to account
for. One that stands for a letter (`&eacute;`) is left as it is printed: its letter is not in the source text.
"""

from __future__ import annotations

import re
from html import unescape

REFERENCE = re.compile(r"&(?:\#\d{1,7}|\#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad")


def sign_of(reference: str) -> str | None:
    """The sign, a space for white space, nothing for invisible ones; None when it is unknown or stands for a letter."""
    sign = unescape(reference)
    if sign == reference or any(character.isalnum() for character in sign):
        return None
    if sign.isspace():
        return " "
    return "".join(character for character in sign if character not in _INVISIBLE and character.isprintable())
