import json
import struct
from pathlib import Path

import av
import mutagen.mp4
import numpy as np
import pytest

from readaloud.assembly.timeline import build_edition
from tests.sounds import COVER, Sounding, cast_of, decoded, script_of, sounding
from tests.tools import output_of

METADATA = {
    "author": "Office of the Historian",
    "date": "1972-02-21",
    "publisher": "Government Printing Office",
    "series": "Foreign Relations",
    "identifier": "978-0-16-076773-5",
    "citation": "Foreign Relations of the United States, Document 7",
    "rights": "Public domain",
    "description": "A talk — with “quotes”.",
}

DESCRIPTION = (
    "A talk — with “quotes”. With Ada and Bob. 1972-02-21. From Foreign Relations. Published by Government Printing Office. "
    "This is a reading with synthetic voices."
)


def atoms(data: bytes, path: str = "") -> dict[str, bytes]:
    """Contents of the atoms that hold no others, by their path; of several, the last."""
    found = {}
    place = 0
    while place < len(data):
        size, name = struct.unpack(">I4s", data[place : place + 8])
        here = f"{path}/{name.decode('latin-1')}"
        body = data[place + 8 : place + size]
        if name in (b"moov", b"udta", b"trak", b"tref", b"edts"):
            found.update(atoms(body, here))
        found[here] = body
        place += size
    return found


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sounding, Path]:
    titles = ["Opening", "Überblick – 中文", "“Quotes” & <signs>"]
    material = sounding(titles=titles, title="7. The Book", cover=COVER, **METADATA)
    return material, material.write("m4b", tmp_path_factory.mktemp("m4b"))[0].path


def test_it_is_an_audiobook_that_plays_before_it_is_loaded(book: tuple[Sounding, Path]) -> None:
    data = book[1].read_bytes()
    assert data[4:12] == b"ftypM4B "
    names = list(atoms(data))
    assert names.index("/moov") < names.index("/mdat"), "faststart"


def test_the_tags_that_players_read(book: tuple[Sounding, Path]) -> None:
    tags = mutagen.mp4.MP4(book[1]).tags
    assert tags is not None
    assert {
        name: tags[name][0]
        for name in (
            "©nam",
            "©alb",
            "©ART",
            "aART",
            "©wrt",
            "©nrt",
            "©gen",
            "©day",
            "desc",
            "ldes",
            "cprt",
            "©pub",
            "©mvn",
            "©mvi",
            "trkn",
        )
    } == {
        "©nam": "7. The Book",
        "©alb": "7. The Book",
        "©ART": METADATA["author"],
        "aART": METADATA["author"],
        "©wrt": "Synthetic voices (tone)",
        "©nrt": "Synthetic voices (tone)",
        "©gen": "Audiobook",
        "©day": METADATA["date"],
        "desc": DESCRIPTION,
        "ldes": DESCRIPTION,
        "cprt": METADATA["rights"],
        "©pub": METADATA["publisher"],
        "©mvn": METADATA["series"],
        "©mvi": 7,
        "trkn": (1, 1),
    }
    assert tags["stik"] == [2]
    freeform = {
        name: tags[f"----:com.apple.iTunes:{name}"][0].decode()
        for name in ("publisher", "series", "series-part", "isbn", "citation", "language")
    }
    assert freeform == {
        "publisher": METADATA["publisher"],
        "series": METADATA["series"],
        "series-part": "7",
        "isbn": "9780160767735",
        "citation": METADATA["citation"],
        "language": "en-US",
    }


def test_what_the_source_does_not_tell_is_not_tagged(tmp_path: Path) -> None:
    tags = mutagen.mp4.MP4(sounding(1, 1).write("m4b", tmp_path)[0].path).tags
    assert tags is not None
    told = ["----:com.apple.iTunes:language", "desc", "ldes", "stik", "trkn", "©alb", "©gen", "©nam", "©nrt", "©wrt"]
    assert sorted(tags) == told
    assert tags["desc"] == ["With Ada and Bob. This is a reading with synthetic voices."], "always there"


def test_the_cover_is_in_the_file(book: tuple[Sounding, Path]) -> None:
    tags = mutagen.mp4.MP4(book[1]).tags
    assert tags is not None
    (cover,) = tags["covr"]
    assert bytes(cover) == COVER.data
    assert cover.imageformat == mutagen.mp4.MP4Cover.FORMAT_JPEG


def test_no_clock_is_in_the_file(book: tuple[Sounding, Path]) -> None:
    found = atoms(book[1].read_bytes())
    assert found["/moov/mvhd"][4:12] == bytes(8), "creation and modification time"
    assert b"Lavf" not in book[1].read_bytes()


def test_chapters_are_in_the_track_and_in_the_neros_list(book: tuple[Sounding, Path]) -> None:
    material, path = book
    edition = material.edition
    with av.open(path) as container:
        told = [
            (chapter["metadata"]["title"], int(chapter["start"] * chapter["time_base"] * 1000))
            for chapter in container.chapters()
        ]
    wanted = [(chapter.title, edition.milliseconds(chapter.begin)) for chapter in edition.chapters]
    assert told == wanted
    assert [(chapter.title, round(chapter.start * 1000)) for chapter in mutagen.mp4.MP4(path).chapters or ()] == wanted
    assert "/moov/trak/tref/chap" in atoms(path.read_bytes()) or b"chap" in path.read_bytes()


@pytest.mark.parametrize("count", [255, 256, 300])
def test_more_chapters_than_the_neros_list_can_hold(count: int, tmp_path: Path) -> None:
    material = sounding(count, 1, seconds=0.05)
    path = material.write("m4b", tmp_path)[0].path
    told = json.loads(output_of("ffprobe", "-v", "error", "-of", "json", "-show_chapters", str(path)))["chapters"]
    assert [chapter["tags"]["title"] for chapter in told] == [f"Chapter {number + 1}" for number in range(count)]
    begins = [material.edition.milliseconds(chapter.begin) for chapter in material.edition.chapters]
    assert [round(float(chapter["start_time"]) * 1000) for chapter in told] == begins
    assert len(mutagen.mp4.MP4(path).chapters or ()) == min(count, 255)


@pytest.mark.parametrize("title", ["é" * 200, "x" * 254 + "é", "中" * 86, "x" * 255, "😀" * 64])
def test_a_long_title_is_cut_between_characters(title: str, tmp_path: Path) -> None:
    path = sounding(titles=[title, "Next"]).write("m4b", tmp_path)[0].path
    first, second = mutagen.mp4.MP4(path).chapters or ()
    assert len(first.title.encode()) <= 255
    assert first.title.removesuffix("…") == title[: len(first.title.removesuffix("…"))]
    assert first.title == title or len(first.title.encode()) > 248
    assert second.title == "Next"


@pytest.mark.parametrize("format", ["m4b", "mp3", "mp3-chapters", "opus", "flac", "wav"])
def test_an_edition_in_which_nothing_is_said(format: str, tmp_path: Path) -> None:
    material = Sounding(build_edition(script_of([]), cast_of(), {}), {}, {})
    assert np.abs(decoded(material.write(format, tmp_path)[0].path)).max() < 1e-3


def test_the_language_of_the_sound_is_told(book: tuple[Sounding, Path]) -> None:
    with av.open(book[1]) as container:
        assert container.streams.audio[0].metadata["language"] == "eng"
