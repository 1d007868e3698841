from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import mutagen.id3
import numpy as np
import pytest

from readaloud.model import Chapter, Placement, Timeline
from readaloud.writers.mp3_chapters import MOST_NAME_BYTES, file_names, unique_titles
from readaloud.writers.parts import file_ranges
from tests.sounds import COVER, RATE, decoded, sounding


def test_one_file_for_each_chapter_and_a_playlist(tmp_path: Path) -> None:
    material = sounding(titles=["Opening", "The Book", "A: B / C?", "Opening"])
    *files, playlist = material.write("mp3-chapters", tmp_path)
    names = ["01 Opening.mp3", "02 The Book (2).mp3", "03 A – B - C-.mp3", "04 Opening (2).mp3"]
    assert [file.path.name for file in files] == names
    assert [file.format for file in files] == ["mp3-chapter"] * 4
    lines = playlist.path.read_text("utf-8").splitlines()
    assert lines[0] == "#EXTM3U"
    assert lines[3::2] == names
    assert lines[2] == "#EXTINF:3,Opening"
    assert playlist.format == "m3u8"
    tags = [mutagen.id3.ID3(file.path) for file in files]
    assert [str(tag["TRCK"]) for tag in tags] == ["1/4", "2/4", "3/4", "4/4"]
    assert [str(tag["TIT2"]) for tag in tags] == ["Opening", "The Book (2)", "A: B / C?", "Opening (2)"]
    assert {str(tag["TALB"]) for tag in tags} == {"The Book"}


def test_each_file_is_its_part_to_the_sample_and_begins_with_half_a_second_of_silence(tmp_path: Path) -> None:
    material = sounding(3, 2, cover=COVER)
    *files, _ = material.write("mp3-chapters", tmp_path)
    whole = material.samples()
    for file, chapter, (begin, end) in zip(
        files, material.edition.chapters, file_ranges(material.edition), strict=True
    ):
        heard = decoded(file.path)
        assert 0 <= len(heard) - (end - begin) <= 1152, "at most one frame of padding"
        assert np.abs(heard[: end - begin] - whole[begin:end]).max() < 0.05
        loud = int(np.flatnonzero(np.abs(heard) > 0.02)[0])
        assert 0.48 < loud / RATE < 0.57  # the first has the head of the edition, 0.5
        assert file.begin_ms == material.edition.milliseconds(begin)
        assert begin == 0 or chapter.begin - begin == round(0.55 * RATE)
        assert mutagen.id3.ID3(file.path).getall("APIC")[0].data == COVER.data


def test_where_files_are_cut() -> None:
    def ranges(*sounds: tuple[int, int], chapters: list[int], length: int = 100) -> list[tuple[int, int]]:
        edition = sounding(1, 1).edition
        placements = tuple(Placement("x", begin, end - begin) for begin, end in sounds)
        marks = tuple(Chapter("C", begin, end) for begin, end in pairwise([*chapters, length]))
        return list(file_ranges(replace(edition, timeline=Timeline(20, length, placements), chapters=marks)))

    assert ranges((10, 30), (60, 90), chapters=[0, 60]) == [(0, 49), (49, 100)]
    assert ranges((10, 55), (60, 90), chapters=[0, 60]) == [(0, 55), (55, 100)], "only as much as is silent"
    assert ranges((10, 61), (60, 90), chapters=[0, 60]) == [(0, 60), (60, 100)], "a sound reaches over"
    assert ranges((10, 90), (20, 30), (95, 99), chapters=[0, 95]) == [(0, 90), (90, 100)], "the longer one counts"
    assert ranges((10, 20), chapters=[0]) == [(0, 100)]
    assert ranges((2, 3), (4, 5), (6, 7), chapters=[0, 4, 6]) == [(0, 3), (3, 5), (5, 100)]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Plain", "01 Plain.mp3"),
        ("CON", "01 CON.mp3"),
        ('a/b\\c:d*e?f"g<h>i|j', "01 a-b-c-d-e-f-g-h-i-j.mp3"),
        ("Ends with dots...", "01 Ends with dots.mp3"),
        ("tab\tand\nline", "01 tab and line.mp3"),
        ("cafe\u0301", "01 caf\u00e9.mp3"),
        ("..", "01.mp3"),
        ("Разговор", "01 Разговор.mp3"),
    ],
)
def test_names_that_every_file_system_takes(title: str, name: str) -> None:
    assert file_names([title]) == (name,)


def test_a_long_name_is_cut_between_characters() -> None:
    (name,) = file_names(["é" * 500])
    assert len(name.encode()) <= MOST_NAME_BYTES + len("01 .mp3")
    assert name.startswith("01 éé")


def test_names_sort_as_the_chapters_do() -> None:
    names = file_names([f"Part {number}" for number in range(120)])
    assert list(names) == sorted(names)
    assert names[0] == "001 Part 0.mp3"


def test_titles_are_unique_and_not_the_books() -> None:
    assert unique_titles(["A", "a", "Book", "", "A (2)"], "book") == (
        "A",
        "a (2)",
        "Book (2)",
        "Chapter 4",
        "A (2) (2)",
    )
