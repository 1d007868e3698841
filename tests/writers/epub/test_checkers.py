"""EPUBs before the official checkers and in readers; each checker has a book that it must refuse."""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests import awkward as documents
from tests import checkers
from tests.cli.tool import edition, make, run
from tests.editions import edition_of, note, page, say, script_of, tell, written
from tests.sounds import sounding
from tests.tools import require
from tests.writers.epub.books import broken, faults


@pytest.fixture(scope="module")
def sample_edition(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(sample, tmp_path_factory.mktemp("made"), "--format", "epub")


@pytest.fixture(scope="module")
def book(sample_edition: Path) -> Path:
    return sample_edition / "lighthouse-call.epub"


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(edition_of(documents.awkward()), "epub", tmp_path_factory.mktemp("awkward"))[0].path


# -- the official ones ------------------------------------------------------------------------------------------------


def test_epubcheck_says_nothing_of_an_awkward_document_and_can_refuse(
    awkward: Path, book: Path, tmp_path: Path
) -> None:
    wrong = broken(book, tmp_path, "EPUB/0001.xhtml", lambda t: t.replace('id="s-2"', 'id="s-3"', 1))
    before, refused, after = checkers.epubcheck([awkward, wrong, book], tmp_path)
    assert before == after == []
    assert any("RSC-005" in line for line in refused)


def test_ace_finds_no_violation(book: Path, tmp_path: Path) -> None:
    assert checkers.ace(book, tmp_path) == []


def test_ace_finds_no_violation_in_an_awkward_document(awkward: Path, tmp_path: Path) -> None:
    assert checkers.ace(awkward, tmp_path) == []


def test_ace_can_refuse(book: Path, tmp_path: Path) -> None:
    wrong = broken(book, tmp_path, "EPUB/style.css", lambda t: t + "\np { color: #ccc; background: #fff; }")
    assert any("color-contrast" in line for line in checkers.ace(wrong, tmp_path / "report"))


def test_thorium_reads_every_clip_and_what_may_be_skipped(book: Path, sample_edition: Path) -> None:
    told = checkers.thorium(book)
    made = edition(sample_edition)
    heard = [c for c in made["cues"] if c["end_ms"] > c["begin_ms"]]
    assert len(told["pars"]) == len(heard)
    skipped = [role for par in told["pars"] for role in par["roles"] if role in ("footnote", "pagebreak")]
    notes = [c for c in made["cues"] if c["kind"] == "note" or (c.get("n") and c["kind"] == "announcement")]
    assert skipped.count("footnote") == len(notes) and skipped.count("pagebreak") == len(made["pages"])
    assert [title for title, _ in told["pages"]] == [p["label"] for p in made["pages"]]
    assert told["active"] == "-epub-media-overlay-active"


def test_thorium_sees_when_a_note_cannot_be_skipped(book: Path, tmp_path: Path) -> None:
    wrong = broken(book, tmp_path, "EPUB/0001.smil", lambda t: t.replace(' epub:type="footnote"', "", 1))
    assert not any("footnote" in par["roles"] for par in checkers.thorium(wrong)["pars"] if "0001" in par["text"])


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few seconds with a note, a page and two chapters."""
    from readaloud.model import Inline, Mark
    from tests.editions import announce

    script = script_of(
        Mark("chapter", "Opening"), announce("A reading of a short talk."), announce("Ada is heard in it."),
        Mark("chapter", "One"), tell("The title of it", "heading", level=1),
        say("The first of all sentences.", marks=(Inline(9, 9, "noteref", "1"), Inline(14, 14, "pagebreak", "7"))), page("7"),
        note("1", "What is told in the note."), say("The second of the sentences.", opens=False),
        Mark("chapter", "Two"), say("The third of the sentences.", "bob", 1), announce("This is where it ends."),
    )  # fmt: skip
    return written(edition_of(script), "epub", tmp_path_factory.mktemp("short"))[0].path


def in_order(book: Path) -> list[str]:
    """What is lit when a book is played from its first page to its last."""
    with zipfile.ZipFile(book) as archive:
        package = archive.read("EPUB/package.opf").decode()
        spine = re.findall(r'itemref idref="x-([^"]+)"', package)
        return [
            f"EPUB/{src}"
            for name in spine
            for src in re.findall(r'text src="([^"]+)"', archive.read(f"EPUB/{name}.smil").decode())
        ]


def test_foliate_plays_every_clip_inin_order(short: Path, browser: Any) -> None:
    told = checkers.played_through(short, browser)
    assert told == {"lit": in_order(short), "errors": []}
    assert len(told["lit"]) == 9


def test_foliate_lights_what_a_wrong_overlay_says(short: Path, browser: Any, tmp_path: Path) -> None:
    def swap(text: str) -> str:
        return text.replace("#s-1", "#s-0").replace("#s-2", "#s-1").replace("#s-0", "#s-2")

    wrong = broken(short, tmp_path, "EPUB/0001.smil", swap)
    assert checkers.played_through(wrong, browser)["lit"] != in_order(short)


def test_sound_begins_in_chromium_where_it_does_on_the_timeline(browser: Any, tmp_path: Path) -> None:
    material = sounding(1, 1)
    (file,) = material.write("epub", tmp_path)
    with zipfile.ZipFile(file.path) as archive:
        sound = base64.b64encode(archive.read("EPUB/audio-0000.mp3")).decode()
    tab = browser.new_page()
    heard, length = tab.evaluate(
        """async (sound) => {
          const bytes = Uint8Array.from(atob(sound), (c) => c.charCodeAt(0));
          const heard = await new OfflineAudioContext(1, 1, 22050).decodeAudioData(bytes.buffer);
          return [heard.getChannelData(0).findIndex((sample) => Math.abs(sample) > 0.1), heard.length];
        }""",
        sound,
    )  # fmt: skip
    tab.close()
    wanted = int(np.argmax(np.abs(material.samples()) > 0.1))
    assert abs(heard - wanted) <= 22, "a thousandth of a second"
    assert length >= material.edition.timeline.length - 1


# -- our own ----------------------------------------------------------------------------------------------------------


CONTROLS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a-clip-past-its-audio": (
        "EPUB/0001.smil", lambda t: re.sub(r'(.*)clipEnd="0:00:(\d\d)', r'\1clipEnd="0:01:\2', t, flags=re.DOTALL), "after its audio",
    ),
    "a-gap": ("EPUB/0001.smil", lambda t: re.sub(r'(#s-3"/>.*?clipBegin="0:00:)02', r"\g<1>03", t, count=1), "a gap"),
    "an-overlap": ("EPUB/0001.smil", lambda t: re.sub(r'(#s-3"/>.*?clipBegin="0:00:)02', r"\g<1>01", t, count=1), "an overlap"),
    "a-clip-without-length": (
        "EPUB/0001.smil", lambda t: re.sub(r'clipBegin="([^"]+)" clipEnd="[^"]+"', r'clipBegin="\1" clipEnd="\1"', t, count=1), "no length",
    ),
    "one-target-twice": ("EPUB/0001.smil", lambda t: t.replace("#s-3", "#s-2"), "lit by 2 clips"),
    "a-target-that-is-not-there": ("EPUB/0001.smil", lambda t: t.replace("#s-3", "#s-999"), "is not there"),
    "a-par-without-audio": ("EPUB/0001.smil", lambda t: re.sub(r"<audio [^>]+/>", "", t, count=1), "has no audio"),
    "no-active-class": ("EPUB/style.css", lambda t: t.replace("-epub-media-overlay-active", "lit"), "no style sheet has"),
    "a-highlight-that-cannot-be-read": ("EPUB/style.css", lambda t: t.replace("#ffe680; color: #1a1a1a", "#ffe680; color: #ffffff"), "contrast"),
    "a-highlight-with-one-colour": ("EPUB/style.css", lambda t: t.replace("#ffe680; color: #1a1a1a", "#ffe680"), "both colours"),
    "a-heading-that-skips": ("EPUB/0001.xhtml", lambda t: t.replace("<h1>", "<h4>").replace("</h1>", "</h4>"), "follows one of level"),
    "a-note-link-to-nowhere": ("EPUB/0001.xhtml", lambda t: t.replace('href="#note-1"', 'href="#note-9"'), "leads nowhere"),
    "a-note-link-to-no-note": ("EPUB/0001.xhtml", lambda t: t.replace('href="#note-1"', 'href="#s-1"'), "not lead to a footnote"),
    "a-way-back-to-no-mark": ("EPUB/0001.xhtml", lambda t: t.replace('href="#noteref-1"', 'href="#s-1"'), "not lead to a noteref"),
    "a-page-that-is-not-listed": ("EPUB/nav.xhtml", lambda t: t.replace("#page-2", "#start"), "not the same in order"),
    "a-wrong-total": ("EPUB/package.opf", lambda t: re.sub(r'(media:duration">)0:', r"\g<1>9:", t, count=1), "together"),
    "a-wrong-length": ("EPUB/package.opf", lambda t: re.sub(r'(refines="#o-0001">)0:00', r"\g<1>0:07", t, count=1), "the package says otherwise"),
    "a-media-type-that-differs": ("mimetype", lambda t: t + " ", "stored media type"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTROLS)
def test_our_own_checks_can_refuse(name: str, book: Path, tmp_path: Path) -> None:
    file, change, message = CONTROLS[name]
    wrong = broken(book, tmp_path, file, change)
    assert any(message in fault for fault in faults(wrong)), faults(wrong)


def test_check_proves_the_book_of_an_edition(sample_edition: Path) -> None:
    require("java")
    ran = run("check", sample_edition)
    assert ran.code == 0, ran.out
    assert "cues light their own words when they are heard" in ran.out
    assert "EPUBCheck: no error, warning or usage" in ran.out


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("EPUB/0002.xhtml", lambda t: t.replace("She was two miles off", "She was ten miles off"), "is not what is lit"),
        ("EPUB/0002.smil", lambda t: re.sub(r"#s-(\d)\"", lambda m: f'#s-{int(m[1]) % 9 + 1}"', t), "is not what is lit"),
        ("EPUB/package.opf", lambda t: "<broken", "not well-formed"),
    ],
    ids=["other-words", "clips-of-others", "no-xml"],
)  # fmt: skip
def test_check_finds_a_book_that_is_not_the_editions(
    sample_edition: Path, book: Path, file: str, change: Callable[[str], str], message: str, tmp_path: Path
) -> None:
    from readaloud.checking.epub import check_book

    wrong = broken(book, tmp_path, file, change)
    found = [f for f in check_book(wrong, edition(sample_edition), program=None) if not f.ok]
    assert any(message in f.text for f in found), found


def test_check_says_what_it_could_not_check(sample_edition: Path, book: Path) -> None:
    from readaloud.checking.epub import check_book

    found = list(check_book(book, edition(sample_edition), program=None))
    assert all(f.ok for f in found) and "not checked by EPUBCheck" in found[-1].text
    assert [f.unchecked for f in found[-2:]] == [False, True]


@pytest.mark.sweep
@pytest.mark.timeout(1800)
def test_epubcheck_says_nothing_of_what_is_awkward_in_other_ways(tmp_path: Path) -> None:
    from tests.writers.epub.test_epub import AWKWARD

    books = [written(edition_of(script()), "epub", tmp_path / name)[0].path for name, script in AWKWARD.items()]
    assert dict(zip(AWKWARD, checkers.epubcheck(books, tmp_path), strict=True)) == {name: [] for name in AWKWARD}
