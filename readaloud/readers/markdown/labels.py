"""Speakers in Markdown interviews: labels in bold or italics, and questions set off by markup alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from readaloud.model import Inline
from readaloud.readers.markdown.blocks import Kind
from readaloud.readers.offsets.mapped import Mapped

TIME = re.compile(r"[\[(]\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]")
_NO_SPEAKER = re.compile(
    r"(?:break|note|notes|editor['’]s note|music|theme music|sponsors?|warning|tip|important|update|tl;?dr|summary|links?|"
    r"date|location|guests|hosts|topics?|transcript|disclaimer|example|see also|related|correction)s?",
    re.IGNORECASE,
)
_END = re.compile(r"\s*[:：]\s*$")
_TIME_END = re.compile(r"\s*" + TIME.pattern + r"\s*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of text, before anyone knows who says it."""

    kind: Kind
    text: Mapped
    level: int = 0


@dataclass(frozen=True, slots=True)
class BoldLabel:
    """A label in bold or italics at the start of a paragraph."""

    text: str
    separator: str
    begin: int
    end: int
    """Of the label in the paragraph, without separator."""
    after: int
    """Where the speech begins."""
    time: tuple[int, int] | None = None
    """A time mark that is printed with the label."""

    @property
    def key(self) -> str:
        """The same for all ways to print it."""
        return re.sub(r"\W+", " ", self.text).strip().casefold()


def bold_label(piece: Piece) -> BoldLabel | None:
    """What may be a label: `**Name:**`, `**Name**:`, `__Name__`, also behind a time mark."""
    text = piece.text.text
    begin = 0
    if (time := TIME.match(text)) is not None:
        begin = time.end() + len(text[time.end() :]) - len(text[time.end() :].lstrip())
    mark = _mark_at(piece.text.marks, begin)
    if mark is None:
        return None
    end = mark.end
    separator = ""
    label = text[begin:end]
    if (colon := _END.search(label)) is not None:
        separator = colon[0].strip()
        end = begin + colon.start()
    after = mark.end
    stamp: tuple[int, int] | None = None
    behind = text[after:]
    if not separator and behind.lstrip()[:1] in (":", "："):
        separator = behind.lstrip()[0]
        after += len(behind) - len(behind.lstrip()) + 1
    inner = _TIME_END.search(text, begin, end)
    if inner is not None:
        stamp = (inner.start() + len(inner[0]) - len(inner[0].lstrip()), inner.end())
        end = inner.start()
    elif (outer := re.match(r"\s*" + TIME.pattern + r"\s*:?", text[after:])) is not None and not text[after:].strip(
        " :"
    )[len(outer[0].strip(" :")) :]:
        after += outer.end()
    label = text[begin:end]
    words = label.split()
    if not (0 < len(words) <= 8 and len(label) <= 70) or not any(map(str.isalpha, label)):
        return None
    if label.rstrip()[-1] in "?!,;" or (not separator and label.rstrip().endswith(".") and len(words) > 2):
        return None
    return BoldLabel(label, separator, begin, end, after, stamp)


def _mark_at(marks: Sequence[Inline], begin: int) -> Inline | None:
    strong = [mark for mark in marks if mark.begin == begin and mark.kind in ("strong", "emphasis")]
    return max(strong, key=lambda mark: (mark.kind == "strong", mark.end), default=None)


def speakers_of(pieces: Sequence[Piece]) -> frozenset[str]:
    """Keys of the labels that are speakers'; empty where the text has no dialogue in this form."""
    found = [label for piece in pieces if piece.kind != "heading" and (label := bold_label(piece)) is not None]
    stopped = Counter(label.key for label in found if label.separator)
    silent = _silent(pieces)
    taken = {
        label.key
        for label in found
        if label.separator and label.key not in silent and _NO_SPEAKER.fullmatch(label.text.strip()) is None
    }
    alone = Counter(
        label.key
        for piece in pieces
        if piece.kind == "paragraph"
        and (label := bold_label(piece)) is not None
        and not label.separator
        and not piece.text.text[label.after :].strip()
    )
    taken |= {key for key, count in alone.items() if count >= 2 and len(key.split()) <= 4}
    turns = sum(stopped[key] + alone[key] for key in taken)
    recurring = sum(1 for key in taken if stopped[key] + alone[key] > 1)
    if turns < 2 or (not recurring and len(taken) < 2):
        return frozenset()
    prose = sum(1 for piece in pieces if piece.kind == "paragraph")
    # A manual has a bold lead here and there; an interview lives on them.
    if turns < 0.1 * prose or (not recurring and turns < 0.5 * prose):
        return frozenset()
    return frozenset(taken)


def _silent(pieces: Sequence[Piece]) -> set[str]:
    """Labels that nobody's words ever follow: `**Break:** [15:45]`."""
    spoken: set[str] = set()
    seen: set[str] = set()
    for piece, following in zip_longest(pieces, pieces[1:]):
        label = bold_label(piece)
        if label is None:
            continue
        seen.add(label.key)
        rest = TIME.sub("", piece.text.text[label.after :])
        alone = not piece.text.text[label.after :].strip() and following is not None and bold_label(following) is None
        if re.search(r"[^\W_]", rest) or alone:
            spoken.add(label.key)
    return seen - spoken


def question_kind(pieces: Sequence[Piece]) -> str:
    """The markup that sets questions off in an interview without labels; empty where there is none.

    `heading`, `quote`, or `strong` and `emphasis` for whole paragraphs in bold or italics.
    """
    kinds = Counter(kind for piece in pieces if (kind := _set_off(piece)))
    asked = Counter(kind for piece in pieces if (kind := _set_off(piece)) and _asks(piece))
    for kind, count in asked.most_common():
        answers = sum(1 for piece in pieces if piece.kind == "paragraph" and _set_off(piece) != kind)
        if count >= 2 and count >= 0.6 * kinds[kind] and answers >= count:
            return kind
    return ""


def is_question(piece: Piece, kind: str) -> bool:
    """Whether a block is one of the questions."""
    return bool(kind) and _set_off(piece) == kind and (kind != "heading" or _asks(piece))


def _asks(piece: Piece) -> bool:
    return piece.text.text.rstrip(" \"'”’)*").endswith("?")


def _set_off(piece: Piece) -> str:
    if piece.kind in ("heading", "quote"):
        return piece.kind if piece.level != 1 else ""
    if piece.kind != "paragraph":
        return ""
    text = piece.text.text
    for mark in piece.text.marks:
        if mark.kind in ("strong", "emphasis") and mark.begin == 0 and mark.end >= len(text.rstrip(" ?!.")):
            return mark.kind
    return ""
