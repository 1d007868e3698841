import json
from itertools import pairwise
from pathlib import Path

import mutagen.id3
import mutagen.mp3
import pytest

from readaloud.errors import OutputError
from readaloud.writers import id3
from readaloud.writers.encoding import lame_lift
from readaloud.writers.tags import TimedTitle
from tests.sounds import COVER, Sounding, sounding
from tests.tools import output_of
from tests.writers.test_m4b import DESCRIPTION, METADATA

TITLES = ["Opening", "Überblick – 中文", "A much longer title, so that the frames differ in size", "“Q” & <s>", "Z"]


@pytest.fixture(scope="module")
def podcast(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sounding, Path]:
    material = sounding(titles=TITLES, title="The Book, Volume XII", cover=COVER, **METADATA)
    return material, material.write("mp3", tmp_path_factory.mktemp("mp3"))[0].path


def ffprobe_chapters(path: Path) -> list[tuple[str, int]]:
    told = json.loads(output_of("ffprobe", "-v", "error", "-of", "json", "-show_chapters", str(path)))["chapters"]
    return [(chapter["tags"]["title"], round(float(chapter["start_time"]) * 1000)) for chapter in told]


def contents(path: Path) -> tuple[mutagen.id3.CTOC, dict[str, mutagen.id3.CTOC], dict[str, mutagen.id3.CHAP]]:
    tags = mutagen.id3.ID3(path)
    tables = {table.element_id: table for table in tags.getall("CTOC")}
    (top,) = [table for table in tables.values() if table.flags & mutagen.id3.CTOCFlags.TOP_LEVEL]
    return top, tables, {chapter.element_id: chapter for chapter in tags.getall("CHAP")}


def test_chapters_are_listed_in_order_with_their_titles(podcast: tuple[Sounding, Path]) -> None:
    material, path = podcast
    edition = material.edition
    wanted = [(chapter.title, edition.milliseconds(chapter.begin)) for chapter in edition.chapters]
    assert [title for title, _ in wanted] == TITLES
    assert ffprobe_chapters(path) == wanted


def test_the_table_of_contents_is_one_that_players_follow(podcast: tuple[Sounding, Path]) -> None:
    top, _, chapters = contents(podcast[1])
    assert top.flags & mutagen.id3.CTOCFlags.ORDERED
    assert top.sub_frames["TIT2"].text == ["The Book, Volume XII"]
    assert [chapters[id].sub_frames["TIT2"].text[0] for id in top.child_element_ids] == TITLES
    listed = [chapters[id] for id in top.child_element_ids]
    assert all(one.end_time == other.start_time for one, other in pairwise(listed))
    assert listed[-1].end_time == podcast[0].edition.milliseconds(podcast[0].edition.timeline.length)


@pytest.mark.parametrize("count", [255, 256, 300])
def test_more_chapters_than_one_table_can_hold(count: int, tmp_path: Path) -> None:
    material = sounding(count, 1, seconds=0.05)
    path = material.write("mp3", tmp_path)[0].path
    titles = [f"Chapter {number + 1}" for number in range(count)]
    assert [title for title, _ in ffprobe_chapters(path)] == titles
    top, tables, chapters = contents(path)
    leaves = [
        leaf
        for child in top.child_element_ids
        for leaf in (tables[child].child_element_ids if child in tables else [child])
    ]
    assert [chapters[leaf].sub_frames["TIT2"].text[0] for leaf in leaves] == titles
    assert all(len(table.child_element_ids) <= 255 and table.sub_frames["TIT2"].text[0] for table in tables.values())


def test_what_mutagen_makes_of_it_is_out_of_order(podcast: tuple[Sounding, Path], tmp_path: Path) -> None:
    """Why the tag is written here: a save by mutagen sorts the chapters by their size."""
    copy = tmp_path / "copy.mp3"
    copy.write_bytes(podcast[1].read_bytes())
    mutagen.id3.ID3(copy).save(copy)
    assert [title for title, _ in ffprobe_chapters(copy)] != TITLES


def test_more_chapters_than_two_levels_can_hold_are_refused() -> None:
    items = [TimedTitle("x", 0, 1)] * (255 * 255 + 1)
    with pytest.raises(OutputError, match="65025"):
        id3.chapters(items, "Book")


def test_the_tags_that_players_read(podcast: tuple[Sounding, Path]) -> None:
    tags = mutagen.id3.ID3(podcast[1])
    assert tags.version == (2, 3, 0)
    assert {
        id: str(tags[id])
        for id in ("TIT2", "TRCK", "TALB", "TPE1", "TPE2", "TCOM", "TCON", "TLAN", "TPUB", "MVNM", "MVIN")
    } == {
        "TIT2": "The Book, Volume XII",
        "TRCK": "1/1",
        "TALB": "The Book, Volume XII",
        "TPE1": METADATA["author"],
        "TPE2": METADATA["author"],
        "TCOM": "Synthetic voices (tone)",
        "TCON": "Audiobook",
        "TLAN": "eng",
        "TPUB": METADATA["publisher"],
        "MVNM": METADATA["series"],
        "MVIN": "12",
    }
    assert str(tags["TDRC"]) == "1972-02-21", "mutagen's name for TYER and TDAT"
    assert tags["COMM::eng"].text == tags["TXXX:description"].text == [DESCRIPTION]
    assert {
        name: tags[f"TXXX:{name}"].text[0] for name in ("series", "isbn", "date", "citation", "rights", "language")
    } == {
        "series": METADATA["series"],
        "isbn": "9780160767735",
        "date": METADATA["date"],
        "citation": METADATA["citation"],
        "rights": METADATA["rights"],
        "language": "en-US",
    }


def test_ffprobe_reads_the_same_tags(podcast: tuple[Sounding, Path]) -> None:
    told = json.loads(output_of("ffprobe", "-v", "error", "-of", "json", "-show_format", str(podcast[1])))["format"][
        "tags"
    ]
    assert told["title"] == told["album"] == "The Book, Volume XII"
    assert told["artist"] == METADATA["author"]
    assert told["composer"] == "Synthetic voices (tone)"
    assert told["series"] == METADATA["series"]
    assert told["description"] == DESCRIPTION
    assert told["date"] == METADATA["date"]


def test_it_has_a_constant_bit_rate_and_the_header_that_tells_its_delay(podcast: tuple[Sounding, Path]) -> None:
    info = mutagen.mp3.MP3(podcast[1]).info
    assert (info.bitrate, info.channels, info.sample_rate) == (64000, 1, 22050)
    assert info.bitrate_mode == mutagen.mp3.BitrateMode.CBR
    data = podcast[1].read_bytes()
    size = 10 + sum((data[6 + index] & 0x7F) << 7 * (3 - index) for index in range(4))
    assert data[size] == 0xFF, "the audio begins where the tag ends"
    assert b"Info" in data[size : size + 64]


@pytest.mark.parametrize(
    ("bitrate", "scale"), [(32, 0.95), (64, 0.95), (160, 0.95), (192, 0.97), (224, 0.98), (256, 1)]
)
def test_what_lame_takes_is_given_back(bitrate: int, scale: float) -> None:
    assert lame_lift(bitrate) == pytest.approx(1 / scale)


def test_the_cover_is_in_the_tag(podcast: tuple[Sounding, Path]) -> None:
    (picture,) = mutagen.id3.ID3(podcast[1]).getall("APIC")
    assert (picture.data, picture.mime, picture.type, picture.desc) == (COVER.data, "image/jpeg", 3, COVER.alt)
