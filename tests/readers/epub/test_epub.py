"""EPUB 2 and 3, and XHTML taken out of one: each directory is one behaviour, an EPUB's `in` its unpacked files."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.errors import SourceError
from readaloud.readers.base import Choice, Raw
from readaloud.readers.markup.epub import Epub
from tests.readers.ledger import assert_whole
from tests.readers.markup_golden import assert_sound, compare, shown

HERE = Path(__file__).parent
BOOKS = sorted(path.parent for path in HERE.glob("*/in"))
PAGES = sorted(path.parent for path in HERE.glob("*/in.xhtml"))
CORPUS = Path(os.environ.get("READALOUD_CORPUS", HERE.parents[3] / "shared" / "corpus"))
CHAPTERS = sorted((CORPUS / "samples" / "se-epub").glob("*.xhtml"))
CONTAINER = "META-INF/container.xml"


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """An EPUB of these files, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {"mimetype": b"application/epub+zip", **files}.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED if name == "mimetype" else method)
    return out.getvalue()


def folder(path: Path) -> dict[str, bytes]:
    return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


def small(**changes: bytes) -> dict[str, bytes]:
    """The smallest book; changes are given by the member's last name, `container`, `opf`, `a`, `b`."""
    files = {
        CONTAINER: b'<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>',
        "p.opf": b'<package><metadata><title>T</title></metadata><manifest><item id="a" href="a.xhtml" '
        b'media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>'
        b'</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        "a.xhtml": b"<html><body><p>One.</p></body></html>",
        "b.xhtml": b"<html><body><p>Two.</p></body></html>",
    }
    names = {"container": CONTAINER, "opf": "p.opf", "a": "a.xhtml", "b": "b.xhtml"}
    return files | {names.get(name, name): data for name, data in changes.items()}


def error(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        Epub().read(Raw("book.epub", data), Choice())
    return caught.value


@pytest.mark.parametrize("case", BOOKS, ids=lambda path: path.name)
def test_book(case: Path, request: pytest.FixtureRequest) -> None:
    raw = Raw("book.epub", packed(folder(case / "in")))
    assert Epub().accepts(raw) == 100
    document = Epub().read(raw, Choice())
    compare(shown(document), case / "golden.txt", request.config.getoption("--update-golden", False))
    assert_whole(document, raw.data)
    assert_sound(document)


@pytest.mark.parametrize("case", PAGES, ids=lambda path: path.name)
def test_single_document(case: Path, request: pytest.FixtureRequest) -> None:
    raw = Raw("in.xhtml", (case / "in.xhtml").read_bytes())
    assert Epub().accepts(raw) > 80
    document = Epub().read(raw, Choice())
    compare(shown(document), case / "golden.txt", request.config.getoption("--update-golden", False))
    assert_whole(document, raw.data)
    assert_sound(document)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_word_of_the_corpus_is_accounted_for(path: Path) -> None:
    raw = Raw(path.name, path.read_bytes())
    document = Epub().read(raw, Choice())
    assert_whole(document, raw.data)
    assert_sound(document)
    assert {skip.reason for skip in document.skips} <= {"metadata", "speaker label"}


def test_broken_chapter_is_named_with_its_place() -> None:
    message = error(packed(small(b=b"<html>\n<body><p>Two.</body></html>"))).message
    assert message.startswith("b.xhtml in book.epub is not well-formed XML: line 2, column ")


def test_missing_chapter_is_named() -> None:
    files = small()
    del files["b.xhtml"]
    assert error(packed(files)).message == "book.epub lacks a file that it names: b.xhtml."


def test_unknown_entity_is_named() -> None:
    page = b'<!DOCTYPE html PUBLIC "x" "http://example.invalid/x.dtd"><html><body><p>&nosuch;</p></body></html>'
    assert "uses the entity &nosuch;, which it does not declare" in error(packed(small(a=page))).message


def test_protected_book_says_so() -> None:
    found = error(
        packed(small() | {"META-INF/encryption.xml": _encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")})
    )
    assert found.message == "book.epub is protected (DRM): its text is encrypted and cannot be read."


def test_obfuscated_fonts_are_no_protection() -> None:
    files = small() | {"META-INF/encryption.xml": _encryption("http://www.idpf.org/2008/embedding")}
    document = Epub().read(Raw("book.epub", packed(files)), Choice())
    assert [block.text for block in document.parts[0].blocks] == ["One.", "Two."]


def _encryption(method: str) -> bytes:
    return (
        f'<encryption><EncryptedData><EncryptionMethod Algorithm="{method}"/><CipherData>'
        '<CipherReference URI="f.otf"/></CipherData></EncryptedData></encryption>'
    ).encode()


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "a/../../b", "C:/evil", "..\\evil"])
def test_paths_that_lead_out_are_refused(name: str) -> None:
    assert "path leads out of the archive" in error(packed(small() | {name: b"x"})).message


def test_spine_that_leads_out_is_refused() -> None:
    files = small()
    files["p.opf"] = files["p.opf"].replace(b"b.xhtml", b"../../b.xhtml")
    assert "leads out of the archive" in error(packed(files)).message


def test_zip_bomb_is_refused() -> None:
    page = b"<html><body><p>" + b"0" * (4 << 20) + b"</p></body></html>"
    assert "as a ZIP bomb does" in error(packed(small(a=page), zipfile.ZIP_DEFLATED)).message


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readaloud.readers.markup.zips.MOST_MEMBERS", 3)
    assert "holds more than 3 files" in error(packed(small())).message


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.txt": b"x"}, "book.epub is a ZIP archive, but no EPUB: it lacks META-INF/container.xml."),
        (small(container=b"<container/>"), "book.epub names no package in META-INF/container.xml."),
        (small(opf=b"<package/>"), "book.epub has no documents in its spine."),
        (small(container=b'<c><rootfile full-path="q.opf"/></c>'), "book.epub lacks a file that it names: q.opf."),
        (
            small(a=b"<html/>", b=b"<html/>"),
            "book.epub has no words to read: its documents hold none.",
        ),
    ],
    ids=["no-container", "no-package", "no-spine", "missing-package", "no-words"],
)
def test_no_book(files: Mapping[str, bytes], message: str) -> None:
    assert error(packed(files)).message == message


def test_cut_off_archive() -> None:
    assert "is not a readable ZIP archive" in error(packed(small())[:200]).message


@given(case=st.sampled_from(BOOKS), at=st.floats(0, 1), put=st.binary(max_size=6), cut=st.integers(0, 30))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_archives_give_a_document_or_a_source_error(case: Path, at: float, put: bytes, cut: int) -> None:
    data = packed(folder(case / "in"))
    place = int(at * len(data))
    _reads_or_refuses(data[:place] + put + data[place + cut :])


@given(
    case=st.sampled_from(BOOKS), pick=st.integers(0, 100), at=st.floats(0, 1), put=st.text("<>/&;a\"'= -", max_size=6)
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_members_give_a_document_or_a_source_error(case: Path, pick: int, at: float, put: str) -> None:
    files = folder(case / "in")
    name = sorted(files)[pick % len(files)]
    place = int(at * len(files[name]))
    files[name] = files[name][:place] + put.encode() + files[name][place + 1 :]
    _reads_or_refuses(packed(files))


TAGS = (
    "section div p h1 h2 hgroup table tr td span b i em a blockquote ul ol li sup br nav aside header footer figure pre "
    "dl dt dd del"
).split()
ATTRIBUTES = st.sampled_from(
    [
        *[""] * 4,
        *(f' epub:type="{word}"' for word in "z3998:persona z3998:stage-direction noteref endnote pagebreak".split()),
        *(f' epub:type="{word}"' for word in "endnotes titlepage halftitlepage z3998:verse backlink".split()),
        ' id="x"',
        ' href="#x"',
        ' hidden="hidden"',
        ' xml:lang="la"',
        ' class="speaker"',
        ' title="7"',
    ]
)
WORDS = st.sampled_from(["one ", "Two.", " ", "3", "\n  ", "&amp;", "A:", "↩"])
TREES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, attributes, children: f"<{tag}{''.join(attributes)}>{''.join(children)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(ATTRIBUTES, max_size=2, unique_by=lambda attribute: attribute[:6]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(st.lists(TREES, min_size=1, max_size=5))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_tree_is_accounted_for(trees: list[str]) -> None:
    page = f'<html xmlns:epub="http://www.idpf.org/2007/ops"><body><p>w</p>{"".join(trees)}</body></html>'
    raw = Raw("in.xhtml", page.encode())
    document = Epub().read(raw, Choice())
    assert_whole(document, raw.data)
    assert_sound(document)


def _reads_or_refuses(data: bytes) -> None:
    raw = Raw("book.epub", data)
    Epub().accepts(raw)
    try:
        document = Epub().read(raw, Choice())
    except SourceError:
        return
    assert_whole(document, raw.data)
    assert_sound(document)
