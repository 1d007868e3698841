"""Fountain screenplays."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar

from readaloud.model import Block, Document, Doubt, Part, Role
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Raw
from readaloud.readers.encodings import decode
from readaloud.readers.fountain.lines import View, add_emphasized, views
from readaloud.readers.fountain.title import TitlePage, read_title_page
from readaloud.readers.offsets.stretches import Account, Passage, settled, text_source

_HEADING = re.compile(r"\s*(?:(?:int|ext|est)(?:\./?|/)?(?:int|ext)?|i\.?/e|e\.?/i)[. ]", re.IGNORECASE)
_FORCED_HEADING = re.compile(r"\s*\.(?=\w)")
_SCENE_NUMBER = re.compile(r"\s*#[^\s#]{1,20}#\s*$")
_PAGE_BREAK = re.compile(r"\s*={3,}\s*$")
_TRANSITION = re.compile(r"[^a-z]*\bTO:\s*$")
_CENTERED = re.compile(r"\s*>(?=.*<\s*$)")
_EXTENSION = re.compile(r"\s*\([^()]*\)\s*$")
# A line that ends so is a shout in the action, whatever the specification says: "SCANNING THE AISLES…".
_NO_NAME = re.compile(r"(?:[…!?:;,]|\.\.\.|--|—)$")
_LONGEST_CUE = 120
_PREFIX = 65536


class Fountain:
    """Reads screenplays written in Fountain (https://fountain.io/syntax)."""

    name: ClassVar[str] = "fountain"
    description: ClassVar[str] = "Fountain screenplays"

    def accepts(self, raw: Raw) -> int:
        """Scene headings and cues make it sure; the name decides for a file without them."""
        head = raw.data[:_PREFIX].decode("utf-8", "replace")
        named = raw.name.lower().endswith((".fountain", ".spmd"))
        if head.lstrip().startswith(("<", "{", "WEBVTT", "---")) or "\0" in head:
            return 0
        shown = head.splitlines()
        scenes = sum(
            1
            for before, line in zip(["", *shown], shown, strict=False)
            if not before.strip() and len(line) < _LONGEST_CUE and (_HEADING.match(line) and line.isupper())
        )
        if named:
            return 95 if scenes else 85
        cues = sum(
            1
            for before, line, after in zip(["", *shown], shown, [*shown[1:], ""], strict=False)
            if not before.strip() and after.strip() and _cue(line) is not None
        )
        if scenes and cues >= 2:
            return 80 if scenes > 1 else 60
        return 0

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The screenplay; scene headings become headings, action narration."""
        source, encoding = decode(raw)
        account = Account(source)
        shown = views(account)
        title_page = read_title_page(shown, account)
        screenplay = _Screenplay(account, title_page)
        screenplay.read(shown[title_page.lines :])
        title = title_page.title or raw.name.rsplit(".", 1)[0]
        return Document(
            title=title,
            language=title_page.language,
            source=text_source(raw, encoding),
            parts=(Part("main", title, tuple(settled(screenplay.blocks)), text_labels=False),),
            skips=account.skips(),
            metadata=title_page.metadata,
            doubts=tuple(screenplay.doubts),
        )


def _cue(line: str) -> tuple[int, int] | None:
    """Begin and end of the label in a character cue; None where the line is none."""
    if len(line) > _LONGEST_CUE:
        return None
    text = line.rstrip()
    if text.endswith("^"):
        text = text[:-1].rstrip()
    begin = len(text) - len(text.lstrip())
    end = len(text)
    if text[begin : begin + 1] == "@":
        return (begin + 1 + len(text[begin + 1 :]) - len(text[begin + 1 :].lstrip()), end) if end > begin + 1 else None
    name = text[begin:]
    while (extension := _EXTENSION.search(name)) is not None:
        name = name[: extension.start()]
    letters = any(map(str.isalpha, name))
    if not letters or name != name.upper() or name[0] in "!.>~#=(" or "^" in name or name.startswith("[["):
        return None
    return begin, end


class _Screenplay:
    """The elements of a screenplay, one after the other."""

    def __init__(self, account: Account, title_page: TitlePage) -> None:
        self._account = account
        self._shown: list[View] = []
        self._turn = -1
        self._action: Passage | None = None
        self.blocks: list[Block] = list(title_page.blocks)
        self.doubts: list[Doubt] = []

    def read(self, shown: list[View]) -> None:
        self._shown = shown
        at = 0
        while at < len(shown):
            at = self._element(at)
        self._close()

    def _element(self, at: int) -> int:
        """Read the element that begins on a line; the number of the line after it."""
        view = self._shown[at]
        text = view.text
        first = text.lstrip()[:1]
        parted = at == 0 or self._ends(at - 1)
        if view.blank or _PAGE_BREAK.match(text):
            self._close()
        elif first == "#":
            self._unspoken(view, reasons.SECTION)
        elif first == "=":
            self._unspoken(view, reasons.SYNOPSIS)
        elif first == "!":
            self._close()
            self._add_action(view, text.index("!") + 1)
        elif first == "~":
            self._single(view, "narration", text.index("~") + 1)
        elif first == ">":
            self._forced_right(view)
        elif parted and (forced := _FORCED_HEADING.match(text)):
            self._heading(view, forced.end())
        elif parted and _HEADING.match(text):
            self._heading(view, 0)
        elif parted and _TRANSITION.match(text):
            self._single(view, "narration", 0)
        elif parted and (cue := self._speaks(at)) is not None:
            return self._dialogue(at, *cue)
        else:
            self._add_action(view, 0)
        return at + 1

    def _ends(self, at: int) -> bool:
        """Whether an element ends with this line, so that the next line begins one."""
        view = self._shown[at]
        return (
            view.blank
            or view.parted
            or _PAGE_BREAK.match(view.text) is not None
            or view.text.lstrip()[:1] in ("#", "=")
        )

    def _speaks(self, at: int) -> tuple[int, int] | None:
        """Begin and end of the label, if a cue stands here and words follow."""
        view = self._shown[at]
        if at + 1 >= len(self._shown) or self._shown[at + 1].blank or _PAGE_BREAK.match(self._shown[at + 1].text):
            return None
        cue = _cue(view.text)
        if cue is not None and view.text.lstrip()[0] != "@" and _NO_NAME.search(view.text[: cue[1]]):
            shout = view.text.strip()
            self.doubts.append(Doubt(shout, "Is this line a character's cue or a shout in the action?", "action"))
            return None
        return cue

    def _close(self) -> None:
        if self._action is not None and self._action.length:
            self.blocks.append(self._action.block("narration"))
        self._action = None

    def _unspoken(self, view: View, reason: str) -> None:
        self._close()
        view.skip(self._account, 0, len(view.text), reason)

    def _add_action(self, view: View, begin: int) -> None:
        if self._action is None:
            self._action = Passage(self._account)
        self._action.gap()
        add_emphasized(view, self._action, begin, len(view.text))

    def _single(self, view: View, role: Role, begin: int, end: int | None = None, level: int = 0) -> None:
        """One line that is a block by itself."""
        self._close()
        paragraph = Passage(self._account)
        add_emphasized(view, paragraph, begin, len(view.text) if end is None else end)
        if paragraph.length:
            self.blocks.append(paragraph.block(role, level=level))

    def _forced_right(self, view: View) -> None:
        """`> centered <` or `> TRANSITION:`."""
        begin = view.text.index(">") + 1
        end = view.text.rindex("<") if _CENTERED.match(view.text) else None
        self._single(view, "narration", begin, end)

    def _heading(self, view: View, begin: int) -> None:
        number = _SCENE_NUMBER.search(view.text[-40:])
        end = len(view.text)
        if number is not None:
            end -= len(number[0])
            view.skip(self._account, end, len(view.text), reasons.SCENE_NUMBER)
        self._single(view, "heading", begin, end, level=2)

    def _dialogue(self, at: int, begin: int, end: int) -> int:
        """A cue and what is said under it, up to an empty line that is not of two spaces."""
        self._close()
        cue = self._shown[at]
        cue.skip(self._account, begin, end, reasons.LABEL)
        label = " ".join(cue.text[begin:end].split())
        self._turn += 1
        paragraphs: list[Passage] = [Passage(self._account)]
        remark: int | None = None
        at += 1
        while at < len(self._shown):
            view = self._shown[at]
            text = view.text.strip()
            if _PAGE_BREAK.match(view.text) or (not text and len(view.text) < 2):
                break
            paragraph = paragraphs[-1]
            if not text:
                if self._breaks_off(at + 1):
                    break
                if paragraph.length:
                    paragraphs.append(Passage(self._account))
                remark = None
            else:
                paragraph.gap()
                if text[0] == "(" and remark is None and self._closes(at):
                    remark = paragraph.here()
                lyric = view.text.index("~") + 1 if text[0] == "~" else 0
                add_emphasized(view, paragraph, lyric, len(view.text))
                if remark is not None and text[-1] == ")":
                    paragraph.mark(remark, "stage")
                    remark = None
            at += 1
        self._add_turn(paragraphs, label)
        return at

    def _breaks_off(self, at: int) -> bool:
        """Whether a new element stands below a line of spaces, which an editor's indentation may have left there."""
        return at < len(self._shown) and (
            self._speaks(at) is not None
            or _HEADING.match(self._shown[at].text) is not None
            or self._shown[at].text.lstrip()[:1] in ("!", "@", "#", ">", "=")
        )

    def _closes(self, at: int) -> bool:
        """Whether the parenthesis that begins this line is a remark: it ends with a line, this one or the next few."""
        depth = 0
        for view in self._shown[at : at + 6]:
            text = view.text.strip()
            if not text:
                return False
            depth += text.count("(") - text.count(")")
            if depth <= 0:
                return text[-1] == ")"
        return False

    def _add_turn(self, paragraphs: list[Passage], label: str) -> None:
        spoken = [paragraph for paragraph in paragraphs if paragraph.length] or paragraphs[:1]
        blocks = [paragraph.block("speech", turn=self._turn) for paragraph in spoken]
        self.blocks += [replace(blocks[0], label=label), *blocks[1:]]
