"""Where a listener can go: chapters at parts, headings and print pages, and the cues of the pages."""

from __future__ import annotations

from dataclasses import dataclass

from readaloud.model import Mark, Pause
from readaloud.planning.asides import page_cue
from readaloud.planning.chapters import Scheme
from readaloud.planning.desk import Desk


@dataclass(slots=True)
class Navigation:
    """The chapter and the page that a script has come to."""

    desk: Desk
    scheme: Scheme
    content: bool = False
    """Whether anything but page cues came since the last chapter mark."""
    _paged: bool = False
    """Whether print pages are chapters here."""
    _page_heard: bool = False
    """Whether anything was said since the last page began."""
    _scene: bool = False
    """Whether the next heading begins a scene."""

    def part(self, number: int) -> None:
        """A part begins, and a chapter with it where the scheme says so."""
        self._paged = self.scheme.by_page or (number, -1) in self.scheme.long
        begin = self.scheme.part_title(number, self.desk.words)
        if begin:
            self.chapter(begin)
        self._scene = len(self.scheme.titles) > 1

    def heading(self, title: str, *, long: bool) -> None:
        """A heading that begins a chapter; `long` when each print page under it is a chapter too."""
        self._paged = long
        if self.content:
            self.chapter(title)
        else:
            self._rename(title)
        self._scene = self._scene or self.scheme.scenes

    def scene(self) -> None:
        """A heading is about to be said: where it begins a scene, a tone is heard before it."""
        if self._scene:
            self.desk.add(Mark("tone", "scene"))
            self._scene = False

    def chapter(self, title: str, *, unheard: bool = False) -> None:
        """A chapter begins; an unheard one leaves the talk its pace."""
        self.desk.chapter(title, unheard=unheard)
        self.content = False

    def said(self) -> None:
        """Words of the body were said."""
        self.content = self._page_heard = True

    def page(self, label: str, before: str) -> None:
        """A print page begins after the words `before`."""
        words, pages = self.desk.words, self.desk.settings.pages
        self.think()
        if self._paged and pages != "skip":
            if self.content:
                self.chapter(words.say("chapter.page", n=label), unheard=pages == "silent")
            elif self.scheme.by_page:
                self._rename(self.scheme.page_title(words, label, self._title()))
        page_cue(self.desk, label, before)

    def think(self) -> None:
        """Time to think about the page that ended."""
        if self._page_heard and self.desk.settings.thinking_time:
            self.desk.entries.append(Pause(seconds=self.desk.settings.thinking_time))
        self._page_heard = False

    def _rename(self, title: str) -> None:
        entries = self.desk.entries
        for i in range(len(entries) - 1, -1, -1):
            entry = entries[i]
            if isinstance(entry, Mark) and entry.kind == "chapter":
                entries[i] = Mark("chapter", title)
                return
        self.chapter(title)

    def _title(self) -> str:
        for entry in reversed(self.desk.entries):
            if isinstance(entry, Mark) and entry.kind == "chapter":
                return entry.value
        return ""
