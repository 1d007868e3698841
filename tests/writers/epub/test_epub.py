"""The EPUB writer: what is in the book, and that it holds for whatever stands in a document."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from readaloud.errors import OutputError
from readaloud.model import Cover, Edition, Script
from readaloud.settings import Settings
from readaloud.writers.epub.parts import MOST_UNITS
from readaloud.writers.epub.publication import publication
from readaloud.writers.epub.writer import EpubWriter
from tests import awkward
from tests.editions import edition_of, edition_of_file, written
from tests.writers.epub.books import XHTML, faults, pages_of, texts

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture(scope="module")
def sample_edition(sample: Path) -> Edition:
    return edition_of_file(sample)


@pytest.fixture(scope="module")
def book(sample_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(sample_edition, "epub", tmp_path_factory.mktemp("book"))[0].path


def made(script: Script, place: Path, settings: Settings | None = None) -> Path:
    return written(edition_of(script), "epub", place, settings)[0].path


def test_the_container(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        entries = archive.infolist()
        assert entries[0].filename == "mimetype" and archive.read("mimetype") == b"application/epub+zip"
        assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert all(
            (e.compress_type == zipfile.ZIP_STORED) == e.filename.endswith((".mp3", "mimetype")) for e in entries
        )
        assert book.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


def test_nothing_is_wrong_with_the_sample(book: Path) -> None:
    assert faults(book) == []


def test_a_turn_on_the_page(book: Path) -> None:
    (turn, *_) = pages_of(book)["EPUB/0002.xhtml"].findall(f".//{XHTML}div[@class='turn voice-2']")
    first = turn.find(f".//{XHTML}span")
    assert first is not None and "".join(first.itertext()) == "L: For eleven minutes."
    label = first.find(f"{XHTML}b[@class='speaker']")
    assert label is not None and label.text == "L:"


def test_notes_and_pages_can_be_skipped_and_found(book: Path) -> None:
    overlay = etree.fromstring(texts(book)["EPUB/0001.smil"].encode())
    smil = "{http://www.w3.org/ns/SMIL}"
    (sequence,) = overlay.iter(f"{smil}seq")
    assert sequence.get(EPUB_TYPE) == "footnote" and len(sequence) == 2
    pages = etree.fromstring(texts(book)["EPUB/0002.smil"].encode())
    assert [par.get(EPUB_TYPE) for par in pages.iter(f"{smil}par")][:2] == ["pagebreak", None]
    navs = {
        nav.get("id"): [a.get("href") for a in nav.iter(f"{XHTML}a")]
        for nav in pages_of(book)["EPUB/nav.xhtml"].iter(f"{XHTML}nav")
    }
    assert navs["page-list"] == ["0002.xhtml#page-1", "0003.xhtml#page-2"]
    assert navs["notes"] == ["0001.xhtml#note-1", "0002.xhtml#note-2", "0004.xhtml#note-3"]
    assert navs["landmarks"] == ["title.xhtml", "0001.xhtml"]


def test_remarks_are_never_tagged_so_that_readers_skip_them(book: Path) -> None:
    skipped = {"footnote", "endnote", "pagebreak", "note", "rearnote", "sidebar", "marginalia", "annotation"}
    for name, tree in pages_of(book).items():
        for element in tree.iter(f"{XHTML}span", f"{XHTML}p"):
            if "stage" in (element.get("class") or "").split():
                assert not skipped & set((element.get(EPUB_TYPE) or "").split()), name


def test_metadata_of_accessibility(book: Path) -> None:
    package = texts(book)["EPUB/package.opf"]
    metas = re.findall(r'<meta property="([^"]+)"[^>]*>([^<]*)', package)
    told = {name: [value for other, value in metas if other == name] for name, _ in metas}
    assert told["schema:accessMode"] == ["textual"]
    assert told["schema:accessModeSufficient"] == ["textual", "auditory"]
    assert {
        "synchronizedAudioText",
        "tableOfContents",
        "structuralNavigation",
        "readingOrder",
        "pageBreakMarkers",
        "pageNavigation",
    } <= set(told["schema:accessibilityFeature"])
    assert told["schema:accessibilityHazard"] == ["none"] and len(told["schema:accessibilitySummary"]) == 1
    assert "conformsTo" not in package and told["media:active-class"] == ["-epub-media-overlay-active"]
    assert len(told["pageBreakSource"]) == 1


AWKWARD = {**awkward.DOCUMENTS, "a-chapter-of-1000-turns": lambda: awkward.long_chapter(1000)}


@pytest.mark.parametrize("name", AWKWARD)
def test_whatever_stands_in_a_document(name: str, tmp_path: Path) -> None:
    assert faults(made(AWKWARD[name](), tmp_path)) == []


@pytest.mark.parametrize("settings", [Settings(notes="at-end", pages="tone", note_end="words"), Settings(notes="skip", pages="skip"),
                                      Settings(notes="after-turn", pages="silent", stage="sound", supplied="marked")], ids=str)  # fmt: skip
def test_however_notes_and_pages_are_heard(sample: Path, settings: Settings, tmp_path: Path) -> None:
    book = written(edition_of_file(sample, settings), "epub", tmp_path)[0].path
    assert faults(book) == []
    words = "".join("".join(tree.itertext()) for tree in pages_of(book).values())
    assert "The Board kept all twelve keepers" in words and "Page 42." in words


def test_text_is_text_and_every_word_is_there(tmp_path: Path) -> None:
    script = awkward.awkward()
    book = made(script, tmp_path)
    shown = ""
    for tree in pages_of(book).values():
        assert not list(tree.iter(f"{XHTML}script"))
        shown += "".join(tree.itertext())
    letters = "".join(sign for sign in shown if sign.isprintable() and not sign.isspace())
    for utterance in script.utterances():
        words = utterance.spoken if utterance.kind in ("announcement", "page") else utterance.text
        # Signs that stand in the text, as that of a note, are not the utterance's.
        for word in words.split():
            clean = "".join(sign for sign in word if sign.isprintable())
            assert clean in letters or clean in ("Turkish.", "<script>alert('1')</script>"), word
    assert "<script>alert('1')</script>&]]>-->" in letters.replace("*", "")


def test_directions_and_languages_are_told(tmp_path: Path) -> None:
    hebrew = pages_of(made(awkward.plain("שלום.", language="he"), tmp_path / "he"))["EPUB/0001.xhtml"]
    assert hebrew.get("dir") == "rtl" and hebrew.get("lang") == "he"
    assert 'page-progression-direction="rtl"' in texts(tmp_path / "he/book.epub")["EPUB/package.opf"]
    mixed = pages_of(made(awkward.awkward(), tmp_path / "en"))["EPUB/0001.xhtml"]
    assert [p.get("dir") for p in mixed.iter(f"{XHTML}p") if "שלום, עולם" in "".join(p.itertext())] == ["rtl"]
    swedish = pages_of(made(awkward.plain("Ett.", language="sv"), tmp_path / "sv"))["EPUB/cast.xhtml"]
    assert [h.get("lang") for h in swedish.iter(f"{XHTML}h1")] == ["en"]
    assert "".join(mixed.itertext()).count("終わり。次の文。") == 1


def test_a_long_chapter_is_several_files_with_one_sound(tmp_path: Path) -> None:
    book = made(awkward.long_chapter(1000), tmp_path)
    found = texts(book)
    parts = [name for name in found if re.fullmatch(r"EPUB/\d+\.xhtml", name)]
    assert len(parts) == -(-1000 // MOST_UNITS)
    sounds = {
        src
        for name in found
        if re.fullmatch(r"EPUB/\d+\.smil", name)
        for src in re.findall(r'audio src="([^"]+)"', found[name])
    }
    assert len(sounds) == 1
    assert found["EPUB/nav.xhtml"].count('href="0') == 2, "contents and landmarks name the chapter once"


def test_a_turn_that_is_too_long_goes_on_in_the_next_file(tmp_path: Path) -> None:
    from tests.editions import say, script_of

    script = script_of(*(say(f"Sentence {number}.") for number in range(MOST_UNITS + 5)))
    (label,) = pages_of(made(script, tmp_path))["EPUB/0002.xhtml"].findall(f".//{XHTML}b[@class='speaker']")
    assert label.text == "A:" and "(continued)" in "".join((label.getparent()).itertext())


def test_colours_go_to_those_who_say_most_and_names_to_all(tmp_path: Path) -> None:
    tree = pages_of(made(awkward.crowd(118), tmp_path))["EPUB/0001.xhtml"]
    turns = tree.findall(f".//{XHTML}div")
    assert len({turn.get("class") for turn in turns}) == 12
    assert all(turn.find(f".//{XHTML}b[@class='speaker']") is not None for turn in turns)


def test_a_cover_is_the_books_image_and_stands_on_its_first_page(sample_edition: Edition) -> None:
    files = dict(publication(replace(sample_edition, cover=Cover(b"png", "image/png", 8, 8, "A lamp."))).files)
    assert files["EPUB/cover.png"] == b"png"
    assert b'properties="cover-image"' in files["EPUB/package.opf"] and b"alternativeText" in files["EPUB/package.opf"]
    assert b'<img src="cover.png" alt="A lamp."/>' in files["EPUB/title.xhtml"]


def test_each_change_gives_another_identifier() -> None:
    ids = [
        re.search(
            r"urn:uuid:[0-9a-f-]{36}",
            dict(publication(edition_of(awkward.plain(text))).files)["EPUB/package.opf"].decode(),
        )[0]
        for text in ("One.", "Two.", "One.")
    ]
    assert ids[0] == ids[2] != ids[1]


def test_a_place_that_cannot_be_written_is_an_error(sample_edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"book\.epub"):
        EpubWriter().begin(sample_edition, tmp_path / "missing", "book", Settings())
