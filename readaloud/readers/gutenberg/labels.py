"""Speakers' labels in plain-text plays: what one looks like, and which of the likely ones a play really uses.

Plays are printed with labels alone on a line (`ROPER.`), in front of the speech (`ROPER. I see.`), in italics
(`_Rop._ I see.`) or in mixed case (`Roper [rising]. I see.`). One shape proves nothing; that it comes again and again
with the same names does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Style: TypeAlias = Literal["caps", "italic", "mixed"]

LONGEST = 160
"""Characters of a line that are looked at."""

_TITLE = r"(?:MRS|MR|MS|DR|ST|MME|MLLE|LT|COL|CAPT|GEN|SGT|REV|HON|PROF|MESSRS|SIG|Mrs|Mr|Ms|Dr|St|Mme|Mlle|Lt|Col|Capt|Gen|Sgt|Rev|Hon|Prof|Messrs|Sig)\."
_UPPER = "A-ZÀ-ÖØ-ÞŒŠŽ"
_CAPS = (
    rf"(?:\d+(?:ST|ND|RD|TH|st|nd|rd|th)?|(?:Mc|Mac|Fitz|De|Le|La|O['’])?[{_UPPER}](?:[{_UPPER}'’]|-(?!-))*(?:['’]s)?)"
)
_SMALL = r"(?:and|of|the|de|von|van|du|la|le|a|an|in|with|at|to|&)"
_NAME = r"(?:\d+(?:st|nd|rd|th)?|[A-ZÀ-ÖØ-ÞŒŠŽ][\wÀ-ÿ]*(?:['’\-][\wÀ-ÿ]+)*)"
_DOT = r"(?:\.(?=,? (?:and|AND|&) ))?"
_CAPS_LABEL = re.compile(rf"(?:{_TITLE}[ ]+)*{_CAPS}{_DOT}(?:,?[ ]+(?:{_TITLE}|{_CAPS}{_DOT}|{_SMALL}(?=[ ]))){{0,11}}")
_MIXED_LABEL = re.compile(rf"(?:{_TITLE}[ ]+)*{_NAME}{_DOT}(?:,?[ ]+(?:{_TITLE}|{_NAME}{_DOT}|{_SMALL}(?=[ ]))){{0,4}}")
_SEPARATOR = re.compile(r"(?:[.:](?:--|—)?|--|—)(?=$|[\s_\[(\"'“‘]|(?<=[-—]))")
_STOP = re.compile(
    r"(?:the )?(?:act|scene|end|finis|curtain|exit|exeunt|enter|re-enter|note|notes|contents|time|place|period|"
    r"copyright|characters|persons|dramatis|cast|setting|scenery|synopsis|transcriber|illustration|chapter|book|"
    r"volume|preface|introduction|by|first act|second act|third act|fourth act|fifth act|epilogue|prologue|"
    r"i|o|oh|ah|produced|london|new york|flourish|alarums?|sennet|trumpets?|thunder|music|dumb show|song|air)\b(?! [a-z]+ (?:knight|lord))",
    re.IGNORECASE,
)
_COMMON = frozenset(
    "yes no oh ah well why what good now come here there then and but so thank indeed never very nay aye ay "
    "how who when where stop hush quite perhaps please sir madam exit exeunt enter note ha ho hm true right ill o it "
    "not nothing really certainly of course farewell away go look see".split()
)
_ARTICLES = frozenset({"the", "an", "and", "of"})


@dataclass(frozen=True, slots=True)
class Label:
    """A likely label at the start of a line."""

    begin: int
    """Offset in the source; of the name, without emphasis signs."""
    end: int
    after: int
    """Where the speech begins."""
    text: str
    separator: str
    style: Style
    alone: bool
    """Whether nothing follows on its line."""
    directed: bool = False
    """Whether a direction in brackets follows."""

    @property
    def key(self) -> str:
        """The same for all ways to print it."""
        return label_key(self.text)

    @property
    def shape(self) -> tuple[Style, bool]:
        """What is counted together."""
        return self.style, self.alone


def label_key(text: str) -> str:
    """Letters and digits of a label, in lower case."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def likely_label(source: str, begin: int, end: int) -> Label | None:
    """The label that a line from `begin` to `end` may open with."""
    line = source[begin : min(end, begin + LONGEST)]
    cut = end > begin + LONGEST
    at = len(line) - len(line.lstrip())
    italic = line[at : at + 1] == "_"
    at += italic
    for pattern, style in ((_CAPS_LABEL, "caps"), (_MIXED_LABEL, "mixed")):
        match = pattern.match(line, at)
        if match is None:
            continue
        found = _after(line, match.end(), italic)
        if found is None:
            continue
        separator, after = found
        text = " ".join(match[0].split())
        if not _plausible(text, style):
            continue
        behind = line[after:].lstrip(" \t")
        # A brace joins speeches that are said at once; what follows it belongs to all of them.
        alone = not cut and (not behind or behind[0] == "}")
        kind: Style = "italic" if italic else "caps" if style == "caps" else "mixed"
        if kind == "mixed" and not separator and line[after : after + 1] not in ("[", "("):
            return None
        directed = line[after : after + 1] in ("[", "(")
        return Label(begin + at, begin + match.end(), begin + after, text, separator, kind, alone, directed)
    return None


def _after(line: str, at: int, italic: bool) -> tuple[str, int] | None:
    """Separator and where the speech begins, after a name that ends at `at`."""
    if italic and line[at : at + 1] == "_":
        at, italic = at + 1, False
    match = _SEPARATOR.match(line, at)
    separator = ""
    if match is not None:
        separator, at = match[0], match.end()
    if italic:
        if line[at : at + 1] != "_":
            return None
        at += 1
    if match is None and italic is False:
        match = _SEPARATOR.match(line, at)
        if match is not None and not separator:
            separator, at = match[0], match.end()
    rest = line[at:]
    stripped = rest.lstrip()
    after = at + len(rest) - len(stripped)
    if separator or not stripped or stripped[0] in "[(":
        return separator, after
    return None


def _plausible(text: str, style: str) -> bool:
    key = label_key(text)
    if not key or _STOP.match(text) or len(text) > 80:
        return False
    words = key.split()
    if style == "caps":
        # A lone letter or number is no name; "A." may open any sentence or list.
        named = [word for word in words if len(word) > 1 and not word.isdigit() and word not in _ARTICLES]
        return bool(named) and not text.split()[-1].islower()
    return words[0] not in _COMMON and not text.split()[-1].islower()


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that a play uses."""

    shapes: frozenset[tuple[Style, bool]] = frozenset()
    main: frozenset[tuple[Style, bool]] = frozenset()
    """Shapes so usual that a name which comes only once is taken too."""
    known: frozenset[str] = frozenset()
    """Keys that come more than once or are in the cast list."""
    bare: bool = False
    """Whether most labels have no separator."""

    def __bool__(self) -> bool:
        return bool(self.shapes)

    def accept(self, label: Label | None) -> bool:
        """Whether a likely label is one."""
        if label is None or not any(label.style == style for style, _ in self.shapes):
            return False
        parts = [label_key(part) for part in re.split(r",|\band\b|\bAND\b|&", label.text)]
        if label.key in self.known or (len(parts) > 1 and all(part in self.known for part in parts if part)):
            # A name in the play's style, but not in its shape, may as well begin a sentence.
            return label.shape in self.shapes or (label.directed and bool(label.separator))
        if label.shape not in self.main or len(label.text.split()) > 12:
            return False
        if label.style == "mixed":
            return len(label.text.split()) <= 2 or label.directed
        return bool(label.separator) or label.directed or (self.bare and label.alone and len(label.text.split()) <= 4)


def labels_of(likely: Iterable[Label], cast: Iterable[str], paragraphs: int) -> Labels:
    """The labels that a play with so many paragraphs uses, from the likely ones at the starts of its paragraphs."""
    found = list(likely)
    per_style = Counter((label.key, label.style) for label in found)
    recurring: Counter[tuple[Style, bool]] = Counter()
    listed = {label_key(name) for name in cast} - {""}
    listed |= {label.key for label in found if _is_listed(label.key, listed)}
    for label in found:
        if per_style[label.key, label.style] > 1 or (label.style != "mixed" and label.key in listed):
            recurring[label.shape] += 1
    least = max(2, max(recurring.values(), default=0) * 0.15)
    shapes = {shape for shape, count in recurring.items() if count >= least}
    for alone in (True, False):
        if ("mixed", alone) in shapes and not _many(found, alone, listed, paragraphs):
            shapes.discard(("mixed", alone))
    # The same names now alone on a line, now before the speech: one style with both shapes.
    for style, alone in list(shapes):
        other = (style, not alone)
        if recurring[other] >= 2:
            shapes.add(other)
    known = {
        key
        for (key, style), count in per_style.items()
        if (key in listed or count > (2 if style == "mixed" else 1)) and any(style == shape for shape, _ in shapes)
    }
    used = [label for label in found if label.shape in shapes and label.key in known]
    if len(used) < 3 or len({label.key for label in used}) < 2:
        singles = {label.key for label in found if label.shape in shapes and label.separator}
        if not (used and len(singles) >= 2 and len(found) >= 3):
            return Labels()
    usual = 0.3 * max((recurring[shape] for shape in shapes), default=0)
    main = {shape for shape in shapes if recurring[shape] >= usual}
    if len(used) < 0.4 * paragraphs or sum(1 for label in found if label.shape in shapes) < 0.6 * paragraphs:
        main -= {("mixed", True), ("mixed", False)}
    bare = 2 * sum(1 for label in used if not label.separator) > len(used)
    return Labels(frozenset(shapes), frozenset(main), frozenset(known | listed), bare)


def _is_listed(key: str, listed: Iterable[str]) -> bool:
    """Whether the words of a label are in one name of the cast list: `LIL` for `LIL HALE`."""
    words = set(key.split())
    return any(words <= set(name.split()) for name in listed)


def _many(found: list[Label], alone: bool, listed: set[str], paragraphs: int) -> bool:
    """Whether mixed-case labels are so many and so alike that they cannot be the first words of sentences."""
    keys = Counter(label.key for label in found if label.shape == ("mixed", alone))
    often = sum(count for key, count in keys.items() if count > 2 or key in listed)
    return often >= 4 and often >= 0.3 * paragraphs and sum(1 for count in keys.values() if count > 1) >= 2
