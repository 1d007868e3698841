"""What each paragraph of a plain-text play is, before anyone asks who speaks: heading, contents, cast list, note."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeAlias

from readaloud.readers.gutenberg.cast import is_cast_paragraph, is_cast_title
from readaloud.readers.gutenberg.text import Lines, paragraphs, plain

Kind: TypeAlias = Literal[
    "plain", "heading", "closing", "contents", "cast-title", "cast", "definition", "definition-rest", "transcriber",
    "picture",
]  # fmt: skip

_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|last)"
_NUMBER = rf"(?:[ivxlc]+|\d+|one|two|three|four|five|six|seven|{_ORDINAL})"
_ACT = re.compile(
    rf"(?:(?:the )?{_ORDINAL} act|act (?:the )?{_NUMBER}|prologue|epilogue|induction|interlude|preface|introduction"
    r"|chapter [ivxlc\d]+|book [ivxlc\d]+)(?P<rest>.*)",
    re.IGNORECASE,
)
_SCENE = re.compile(
    rf"(?:(?:the )?{_ORDINAL} (?:scene|tableau)|(?:scene|tableau|episode) (?:the )?{_NUMBER}|scena {_NUMBER})(?P<rest>.*)",
    re.IGNORECASE,
)
_DE = r"(?:erste[rs]|zweite[rs]|dritte[rs]|vierte[rs]|fünfte[rs]|sechste[rs]|siebente[rs]|siebte[rs]|achte[rs]|neunte[rs]|zehnte[rs]|letzte[rs])"
_FR = r"(?:premi(?:er|[èe]re)|deuxi[èe]me|seconde?|troisi[èe]me|quatri[èe]me|cinqui[èe]me|derni(?:er|[èe]re))"
_ES = r"(?:primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|[úu]ltim[oa])"
_IT = r"(?:prim[oa]|second[oa]|terz[oa]|quart[oa]|quint[oa]|ultim[oa])"
_DIGITS = r"(?:[ivxlc]+|\d+)"
_ACT_ABROAD = re.compile(
    rf"(?:(?:{_DE}|{_DIGITS}\.) (?:akt|aufzug)|(?:akt|aufzug) {_DIGITS}|vorspiel|nachspiel|prolog|epilog"
    rf"|acte (?:{_FR}|{_DIGITS})|{_FR} acte|prologue|[ée]pilogue"
    rf"|acto (?:{_ES}|{_DIGITS}|[úu]nico)|jornada (?:{_ES}|{_DIGITS})|atto (?:{_IT}|{_DIGITS}|unico)|prologo|epilogo)"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
"""Acts of German, French, Spanish and Italian plays …"""
_SCENE_ABROAD = re.compile(
    rf"(?:(?:{_DE}|{_DIGITS}\.) (?:auftritt|s[zc]ene|bild)|(?:auftritt|szene) {_DIGITS}"
    rf"|sc[èe]ne (?:{_FR}|{_DIGITS})|escena (?:{_ES}|{_DIGITS})|scena (?:{_IT}|{_DIGITS}))(?P<rest>.*)",
    re.IGNORECASE,
)
"""… and their scenes."""
_BARE_SCENE = re.compile(r"(?:the )?scene[.:]?|setting[.:]?", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:the )?end(?: of (?:the )?.{0,60})?|finis|(?:the |slow |quick )?curtain(?: (?:falls|drops|descends|rises)\b.{0,40})?"
    r"|act[- ]drop|tableau"
    r"|explicit.{0,40}|applause",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:table of )?contents\.?:?", re.IGNORECASE)
_TRANSCRIBER = re.compile(
    r"\[?(?:_|=)*(?:transcriber(?:'|’)?s?(?:'|’)? notes?|note of the transcriber|errata .{0,12}transcriber"
    r"|produced by |e-?text prepared by |transcribed (?:from|by) |this (?:e-?text|e-?book) was produced|credits: )",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\[_?Illustration\b")
_DEFINITION = re.compile(r"\[(?:Footnote |Note )?(?P<label>\d{1,3}|[A-Za-z]|\*{1,3}|†|‡)(?::|\](?=\s*\S))[ \t]*")


@dataclass(slots=True)
class Piece:
    """A paragraph and what it is."""

    lines: Lines
    kind: Kind = "plain"
    level: int = 0
    mark_end: int = 0
    """Where the text of a note's definition begins."""
    label: str = ""
    """Of a note's definition."""


def heading_level(text: str) -> int:
    """2 for an act, 3 for a scene, 0 for anything else."""
    if len(text) > 160:
        return 0
    for pattern, level in ((_ACT, 2), (_SCENE, 3), (_ACT_ABROAD, 2), (_SCENE_ABROAD, 3)):
        match = pattern.fullmatch(text.strip("[]() "))
        if match is None:
            continue
        rest = match["rest"].strip()
        if text.isupper() or not rest or (rest[0] in ".:,—-([" and rest != ":"):
            return level
    return 3 if _BARE_SCENE.fullmatch(text) else 0


def is_closing(text: str) -> bool:
    """Whether a paragraph ends an act or the play."""
    return len(text) < 90 and _CLOSING.fullmatch(text.strip("[]()_.*=- ").replace("_", "")) is not None


def first_line(source: str, begin: int, end: int) -> str:
    """The first line that is neither heading nor a note of those who made the text: the title, if it is short."""
    for piece in shape(source, paragraphs(source, begin, min(end, begin + 4000))):
        if piece.kind == "plain":
            line = plain(source, *piece.lines.lines[0])
            return line if len(line) <= 80 else ""
    return ""


def shape(source: str, paragraphs: list[Lines]) -> list[Piece]:
    """Each paragraph with its kind."""
    pieces = [Piece(lines) for lines in paragraphs]
    _definitions(source, pieces)
    at = 0
    named = False  # whether the paragraph before is a label alone on its line: what follows is said
    while at < len(pieces):
        piece = pieces[at]
        below_label, named = named, False
        begin, end = piece.lines.lines[0]
        first = plain(source, begin, min(end, begin + 400))
        whole = plain(source, piece.lines.begin, min(piece.lines.end, piece.lines.begin + 400))
        if piece.kind != "plain":
            at += 1
        elif _TRANSCRIBER.match(source[piece.lines.begin : piece.lines.begin + 60]):
            at = _transcriber(source, pieces, at)
        elif _PICTURE.match(source[piece.lines.begin : piece.lines.begin + 20]):
            at = _bracketed(source, pieces, at, "picture")
        elif _CONTENTS.fullmatch(first):
            at = _contents(source, pieces, at)
        elif is_cast_title(source, *piece.lines.lines[0]):
            at = _cast(source, pieces, at)
        else:
            if below_label and not whole.isupper():
                pass
            elif is_closing(whole):
                piece.kind = "closing"
            elif level := heading_level(first):
                _heading(source, piece, first, whole, level)
            else:
                named = len(piece.lines.lines) == 1 and whole.isupper() and len(whole) < 60 and whole[-1] in ".:"
            at += 1
    return pieces


def _heading(source: str, piece: Piece, first: str, whole: str, level: int) -> None:
    if len(piece.lines.lines) <= 3 and len(whole) <= 160:
        piece.kind, piece.level = "heading", level
    elif heading_level(first) and (len(first) < 30 or first.isupper()):
        # The lines below are no heading any more; `play` parts them.
        piece.kind, piece.level = "heading", level


def _transcriber(source: str, pieces: list[Piece], at: int) -> int:
    """A note of those who made the electronic text: in brackets, or up to the next larger gap."""
    if source[pieces[at].lines.begin] == "[":
        return _bracketed(source, pieces, at, "transcriber")
    lines = pieces[at].lines
    titled = len(lines.lines) == 1 and re.match(
        r"[\W_]*(?:transcriber|note of|errata)", source[lines.begin : lines.end], re.I
    )
    pieces[at].kind = "transcriber"
    at += 1
    while titled and at < len(pieces) and pieces[at].lines.above < 3:
        if heading_level(plain(source, *pieces[at].lines.lines[0])):
            break
        pieces[at].kind = "transcriber"
        at += 1
    return at


def _bracketed(source: str, pieces: list[Piece], at: int, kind: Kind) -> int:
    """Paragraphs up to the bracket that closes the first; only the first where none does."""
    depth = 0
    for last in range(at, min(at + 60, len(pieces))):
        text = source[pieces[last].lines.begin : pieces[last].lines.end]
        depth += text.count("[") - text.count("]")
        if depth <= 0:
            break
    else:
        last = at
    for piece in pieces[at : last + 1]:
        piece.kind = kind
    return last + 1


def _contents(source: str, pieces: list[Piece], at: int) -> int:
    """A table of contents: lines that are headings, none of them twice."""
    pieces[at].kind = "contents"
    seen: set[str] = set()
    at += 1
    while at < len(pieces):
        titles = [plain(source, *line) for line in pieces[at].lines.lines]
        listed = sum(1 for title in titles if heading_level(title) or re.search(r"\s\d{1,3}$", title))
        if listed < max(1, 0.5 * len(titles)) or any(title.casefold() in seen for title in titles[:1]):
            break
        seen.update(title.casefold() for title in titles[:1] if heading_level(title) == 2)
        pieces[at].kind = "contents"
        at += 1
    return at


def _cast(source: str, pieces: list[Piece], at: int) -> int:
    pieces[at].kind = "cast-title"
    at += 1
    while at < len(pieces):
        piece = pieces[at]
        first = plain(source, *piece.lines.lines[0])
        if heading_level(first) or piece.lines.above > 4 or not is_cast_paragraph(source, piece.lines):
            break
        if piece.kind == "plain":
            piece.kind = "cast"
        at += 1
    return at


def _definitions(source: str, pieces: list[Piece]) -> None:
    """Notes: paragraphs that open with a mark which also stands in the text."""
    found: list[tuple[int, re.Match[str]]] = []
    for at, piece in enumerate(pieces):
        match = _DEFINITION.match(source, piece.lines.begin, min(piece.lines.end, piece.lines.begin + 40))
        if match is not None:
            found.append((at, match))
    if not found:
        return
    defined = Counter(match["label"] for _, match in found)
    starts = {match.start() for _, match in found}
    marks: Counter[str] = Counter()
    for mark in re.finditer(r"\[(\d{1,3}|[A-Za-z]|\*{1,3}|†|‡)\]", source):
        if mark[1] in defined and mark.start() not in starts:
            marks[mark[1]] += 1
    used: Counter[str] = Counter()
    for at, match in found:
        piece, label = pieces[at], match["label"]
        if used[label] >= marks[label]:
            continue
        used[label] += 1
        if match[0].rstrip().endswith(":"):
            end = _bracketed(source, pieces, at, "definition-rest")
            del end
        piece.kind, piece.label, piece.mark_end = "definition", label, match.end()
