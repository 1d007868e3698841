"""A collection of real editions is published, proved, and read by others; each rule that is checked can be broken."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from readaloud.checking.collection import check_collection
from readaloud.collection import publish, remarks
from tests.cli.tool import make, run, tree
from tests.collection import volumes
from tests.conftest import ROOT

BASE = "https://example.org/läs ning/"
FORMATS = "mp3,podcast,vtt,srt,txt,html,player"


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("volume")
    call = folder / "an odd name #1 & é?.xml"
    shutil.copy(ROOT / "tests/readers/frus_tei/telephone_call/in.xml", call)
    make(sample, folder, "--format", FORMATS)
    make(call, folder, "--format", FORMATS)
    call.unlink()
    volumes.of_editions(folder)
    publish(folder, base_url=BASE)
    return folder


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "volume"))


def test_it_is_proved(made: Path) -> None:
    ran = run("check", made)
    assert ran.code == 0, ran.out
    assert "every link leads to a file that is what it is said to be" in ran.out and "2 documents" in ran.out


def test_another_reader_reads_the_feed(made: Path) -> None:
    found = feedparser.parse((made / "feed.xml").read_bytes())
    assert not found.bozo and found.version == "rss20" and len(found.entries) == 2
    call = next(entry for entry in found.entries if entry.title.startswith("12."))
    assert call.published == "Thu, 04 May 1972 00:00:01 +0000" and call.published_parsed.tm_year == 1972
    (sound,) = call.enclosures
    assert sound.type == "audio/mpeg" and int(sound.length) == next(made.glob("an odd*/*.mp3")).stat().st_size
    assert "Papers of the Harbour Board, Volume I (Board Press, 1999), Document 12" in call.description
    assert call.dcterms_bibliographiccitation.endswith("Document 12") and call.dc_identifier == "made1/d12"
    assert {link.rel for link in found.feed.links} == {"alternate", "self"}


def test_chapters_and_transcripts_and_people_are_told(made: Path) -> None:
    root = etree.parse(made / "feed.xml")
    for item in root.iter("item"):
        podcast = [e for e in item if str(e.tag).startswith("{https://podcastindex.org/namespace/1.0}")]
        kinds = [e.get("type") for e in podcast if e.tag.endswith("}transcript")]
        assert kinds == ["text/vtt", "application/json", "application/x-subrip", "text/html", "text/plain"]
        assert sum(e.tag.endswith("}chapters") for e in podcast) == 1
        assert [e.text for e in podcast if e.tag.endswith("}person")]
        assert all(url.startswith("https://example.org/l%C3%A4s%20ning/") for e in podcast if (url := e.get("url")))


def test_what_audiobookshelf_reads(made: Path) -> None:
    """As its parser does: elements by their names with prefixes, `meta` by its name."""
    (path,) = made.glob("an odd*/metadata.opf")
    root = etree.parse(path).getroot()
    metadata = root[0]
    names = [f"{e.prefix}:{etree.QName(e).localname}" if e.prefix else etree.QName(e).localname for e in metadata]
    assert root.prefix is None and metadata.prefix is None and "dc:title" in names
    told = {name: e.text for name, e in zip(names, metadata, strict=True)}
    assert told["dc:title"].startswith("12. Transcript") and told["dc:date"] == "1972-05-04"
    assert [e.text for e in metadata if e.tag.endswith("}tag")]
    series = {e.get("name"): e.get("content") for e in metadata if etree.QName(e).localname == "meta"}
    assert series["calibre:series"] == "Papers of the Harbour Board, Volume I"


def test_the_same_again_and_nothing_half_written(copied: Path) -> None:
    before = tree(copied)
    times = {path: path.stat().st_mtime_ns for path in copied.rglob("*")}
    assert {path.name for path in publish(copied, base_url=BASE)} == {
        "index.html", "feed.xml", "collection.jpg", "metadata.opf",
    }  # fmt: skip
    assert tree(copied) == before
    assert all(path.stat().st_mtime_ns == time for path, time in times.items() if path.is_file())


def test_without_an_address_there_is_no_feed(copied: Path) -> None:
    ran = run("publish", copied)
    assert ran.code == 0 and "There is no podcast feed" in ran.out and not (copied / "feed.xml").exists()
    assert "feed.xml" not in (copied / "index.html").read_text("utf-8")
    assert run("check", copied).code == 0
    ran = run("publish", copied, "--base-url", BASE, "--json")
    assert "feed.xml" in ran.json["files"] and ran.json["remarks"] == []


def test_what_cannot_be_written_is_told_without_advice_about_another_command(copied: Path) -> None:
    (copied / "index.html").unlink()
    (copied / "index.html").mkdir()
    ran = run("publish", copied)
    assert ran.code == 1 and "index.html cannot be written" in ran.err and " -o" not in ran.err


def test_ones_own_picture(copied: Path) -> None:
    shutil.copy(next(copied.glob("light*/cover.jpg")), copied / "cover.jpg")
    publish(copied, base_url=BASE)
    assert "/cover.jpg" in (copied / "feed.xml").read_text("utf-8").split("<item>")[0]
    assert all(finding.ok for finding in check_collection(copied))


def test_what_should_be_known(tmp_path: Path) -> None:
    files = [{"path": "a/a.m4b", "format": "m4b", "bytes": 5}, {"path": "a/a.mp3", "format": "mp3", "bytes": 5}]
    flac = [{"path": "b/b.flac", "format": "flac", "bytes": 5}]
    documents = [
        volumes.document("a", files=files), volumes.document("b", files=flac),
        volumes.document("c", status="failed", reason="It is broken."),
        {"id": "d", "folder": "d", "title": "picture.png", "status": "skipped", "speakers": []},
    ]  # fmt: skip
    volumes.write(tmp_path, documents)
    told = " ".join(remarks(tmp_path, base_url=BASE))
    assert "none of the formats mp3 and m4b: b" in told and "play these twice" in told and ": a." in told
    assert "could not be made: 1" in told and "--format podcast makes: a, b" in told


Change = Callable[[Path], None]


def edit(name: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        (path,) = folder.glob(name)
        text = path.read_text("utf-8")
        assert re.search(old, text), old
        path.write_text(re.sub(old, new, text, count=1), "utf-8")

    return change


def without(name: str) -> Change:
    return lambda folder: next(folder.glob(name)).unlink()


FAULTS: dict[str, Change] = {
    "not-well-formed": edit("feed.xml", "</item>", ""),
    "another-version": edit("feed.xml", 'version="2.0"', 'version="1.0"'),
    "no-title": edit("feed.xml", "<title>[^<]*</title>", ""),
    "an-unknown-element": edit("feed.xml", "<generator>", "<maker>x</maker><generator>"),
    "two-titles": edit("feed.xml", "<generator>", "<title>x</title><generator>"),
    "no-language": edit("feed.xml", "<language>en-US", "<language>English please"),
    "no-enclosure": edit("feed.xml", "<enclosure [^>]*>", ""),
    "a-wrong-length": edit("feed.xml", 'length="', 'length="1'),
    "a-wrong-type": edit("feed.xml", "audio/mpeg", "audio/ogg"),
    "a-date-before-1970": edit("feed.xml", "<pubDate>[^<]*", "<pubDate>Tue, 04 Aug 1914 00:00:00 +0000"),
    "a-date-with-another-weekday": edit("feed.xml", "<pubDate>Thu", "<pubDate>Mon"),
    "a-date-that-is-none": edit("feed.xml", "<pubDate>[^<]*", "<pubDate>1972-05-04"),
    "no-guid": edit("feed.xml", "<guid [^>]*>[^<]*</guid>", ""),
    "a-guid-as-a-link": edit("feed.xml", ' isPermaLink="false"', ""),
    "another-feeds-guid": edit("feed.xml", "<podcast:guid>....", "<podcast:guid>0000"),
    "an-unknown-medium": edit("feed.xml", ">audiobook<", ">book<"),
    "locked-by-nobody": edit("feed.xml", ">no</podcast:locked", ">maybe</podcast:locked"),
    "a-person-without-a-name": edit("feed.xml", "(<podcast:person [^>]*>)[^<]*", r"\1"),
    "a-role-that-is-none": edit("feed.xml", 'role="guest"', 'role="statesman"'),
    "a-name-too-long": edit("feed.xml", "(<podcast:person [^>]*>)", r"\1" + "x" * 129),
    "chapters-twice": edit("feed.xml", "(<podcast:chapters [^>]*>)", r"\1\1"),
    "chapters-of-another-type": edit("feed.xml", r"application/json\+chapters", "application/json"),
    "a-transcript-in-the-channel": edit("feed.xml", "<podcast:medium>", '<podcast:transcript url="x" type="text/vtt"/><podcast:medium>'),
    "an-attribute-of-nobody": edit("feed.xml", "<podcast:chapters ", '<podcast:chapters title="x" '),
    "no-picture": edit("feed.xml", "<itunes:image [^>]*>", ""),
    "no-category": edit("feed.xml", r"(?s)<itunes:category text=\"Arts\">.*?</itunes:category>", ""),
    "two-of-one-number": edit("feed.xml", "<itunes:episode>2", "<itunes:episode>1"),
    "http": edit("feed.xml", '<enclosure url="https', '<enclosure url="http'),
    "signs-not-encoded": edit("feed.xml", "an%20odd", "an odd"),
    "a-link-elsewhere": edit("feed.xml", '<enclosure url="https://example.org', '<enclosure url="https://example.com'),
    "out-of-the-folder": edit("feed.xml", r'(<enclosure url="https://example.org/[^/]*/)', r"\1../"),
    "a-file-that-is-missing": without("light*/*.vtt"),
    "chapters-that-are-none": edit("light*/*.chapters.json", '"chapters"', '"others"'),
    "chapters-that-go-back": edit("light*/*.chapters.json", '"startTime": 0.0', '"startTime": 9.5'),
    "chapters-after-the-end": edit("light*/*.chapters.json", r'(?s)(.*)"startTime": [\d.]+', r'\1"startTime": 99999.0'),
    "a-transcript-of-nothing": edit("light*/*.transcript.json", r"(?s)\[.*\]", "[]"),
    "captions-without-a-head": edit("light*/*.vtt", "WEBVTT", "WEB"),
    "sound-that-is-none": lambda folder: next(folder.glob("light*/*.mp3")).write_bytes(b"x" * next(folder.glob("light*/*.mp3")).stat().st_size),
    "a-script-in-the-index": edit("index.html", "</main>", "<script>alert(1)</script></main>"),
    "a-handler-in-the-index": edit("index.html", "<main ", '<main onclick="x()" '),
    "a-link-to-nothing-in-the-index": edit("index.html", 'href="lighthouse-call/', 'href="lighthouse-talk/'),
    "a-document-not-in-the-index": edit("index.html", "<li data-year", "<li data-x"),
    "no-policy": edit("index.html", "default-src 'none'", "default-src 'self'"),
}  # fmt: skip


def lengths_told_anew(folder: Path) -> None:
    """So that a change inside a file is found by its own rule, and not because the file is of another length."""
    path = folder / "collection.json"
    told = json.loads(path.read_text("utf-8"))
    for document in told["documents"]:
        for file in document["files"]:
            if (folder / file["path"]).is_file():
                file["bytes"] = (folder / file["path"]).stat().st_size
    path.write_text(json.dumps(told), "utf-8")


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found(name: str, copied: Path) -> None:
    assert all(finding.ok for finding in check_collection(copied))
    FAULTS[name](copied)
    lengths_told_anew(copied)
    assert not all(finding.ok for finding in check_collection(copied))


def test_a_file_that_is_not_as_the_list_tells(copied: Path) -> None:
    told = json.loads((copied / "collection.json").read_text("utf-8"))
    told["documents"][0]["files"][0]["bytes"] += 1
    (copied / "collection.json").write_text(json.dumps(told), "utf-8")
    ran = run("check", copied)
    assert ran.code == 6 and "bytes, not" in ran.out
    (copied / "collection.json").write_text("{", "utf-8")
    assert run("check", copied).code == 6


BROKEN: dict[str, Any] = {
    "no-file": None,
    "not-json": "{",
    "no-table": [],
    "no-id": {"documents": [{"folder": "a"}]},
    "a-path-that-leads-out": {"documents": [volumes.document("a", folder="../a")]},
    "a-file-that-leads-out": {"documents": [volumes.document("a", files=[{"path": "/etc/passwd", "format": "mp3", "bytes": 1}])]},
    "a-number-as-a-text": {"documents": [volumes.document("a", duration_ms="long")]},
    "two-of-one-id": {"documents": [volumes.document("a"), volumes.document("a")]},
    "documents-as-a-text": {"documents": "all"},
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_collection_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    told = BROKEN[name]
    if told is not None:
        (tmp_path / "collection.json").write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    ran = run("publish", tmp_path)
    assert ran.code == 3 and ran.err.startswith("Error: "), ran.err
    assert [path.name for path in tmp_path.iterdir()] == ([] if told is None else ["collection.json"])


@pytest.mark.parametrize(
    "address",
    ["example.org", "http://example.org", "ftp://example.org/", "https://", "https://a/?b", "https://[x", "/a"],
)
def test_an_address_that_is_none(address: str, tmp_path: Path) -> None:
    volumes.write(tmp_path, volumes.varied(2))
    ran = run("publish", tmp_path, "--base-url", address)
    assert ran.code == 2 and "--base-url" in ran.err and len(list(tmp_path.iterdir())) == 1
