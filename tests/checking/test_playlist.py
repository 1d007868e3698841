"""The playlist of chapter files and the stems are proved, and each thing that can be wrong with them is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from readaloud.checking.playlist import check_playlist
from readaloud.checking.stems import check_stem
from tests.cli.tool import edition, make, run


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    options = ("--format", "mp3-chapters", "--stems", "--style", "dramatic")
    return make(sample, tmp_path_factory.mktemp("made"), *options)


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / made.name))


def playlist(folder: Path) -> Path:
    return folder / f"{folder.name}-chapters" / f"{folder.name}.m3u8"


def stems(folder: Path) -> list[Path]:
    return sorted((folder / "stems").iterdir())


def test_check_proves_both_and_leaves_nothing_unchecked(made: Path) -> None:
    ran = run("check", made, "--json")
    assert ran.code == 0, ran.out
    found = ran.json["findings"]
    assert [f["text"] for f in found if f["what"] == "playlist"] == ["lighthouse-call.m3u8: 5 files in order"]
    assert sum(f["what"] == "stem" for f in found) == len(stems(made)) == 8
    assert not [f for f in found if f["unchecked"]]


LISTS: dict[str, tuple[Callable[[str], str], str]] = {
    "no-signature": (lambda t: t.replace("#EXTM3U\n", ""), "first line is not #EXTM3U"),
    "a-file-that-is-not-there": (lambda t: t.replace("02 Beg", "02 Big"), "02 Biginning.mp3 is not there"),
    "a-file-that-is-left-out": (lambda t: t.replace("#EXTINF:14,Beginning\n02 Beginning.mp3\n", ""), "4 files, not the 5"),
    "a-file-twice": (lambda t: t + "#EXTINF:14,Beginning\n02 Beginning.mp3\n", "from number 6 on"),
    "another-order": (lambda t: _swapped(t.split("\n")), "in order, from number 1 on"),
    "a-wrong-length": (lambda t: t.replace("#EXTINF:14", "#EXTINF:16"), "not 16 s"),
    "no-length": (lambda t: t.replace("#EXTINF:14,Beginning\n", ""), "02 Beginning.mp3 has no #EXTINF"),
    "a-length-that-is-none": (lambda t: t.replace("#EXTINF:14", "#EXTINF:long"), "has no #EXTINF"),
    "another-title": (lambda t: t.replace(",Page 41", ",Page 14"), "not 'Page 14'"),
    "nothing": (lambda _: "", "0 files, not the 5"),
}  # fmt: skip


def _swapped(lines: list[str]) -> str:
    return "\n".join([*lines[:2], *lines[4:6], *lines[2:4], *lines[6:]])


@pytest.mark.parametrize("name", LISTS)
def test_what_is_wrong_with_a_playlist_is_found(name: str, copied: Path) -> None:
    change, message = LISTS[name]
    path = playlist(copied)
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    (found,) = check_playlist(path, edition(copied))
    assert not found.ok and message in found.text, found


def test_a_playlist_of_no_text_or_of_files_without_sound_is_found(copied: Path) -> None:
    path = playlist(copied)
    (path.parent / "03 Page 41.mp3").write_bytes(b"no sound")
    (found,) = check_playlist(path, edition(copied))
    assert not found.ok and "03 Page 41.mp3 is no MP3" in found.text
    path.write_bytes(b"#EXTM3U\n\xff\xfe")
    (found,) = check_playlist(path, edition(copied))
    assert not found.ok and "cannot be read" in found.text


def test_what_is_wrong_with_a_stem_is_found(copied: Path) -> None:
    told = edition(copied)
    first, second, *_ = stems(copied)
    whole = first.read_bytes()
    assert all(finding.ok for finding in check_stem(first, told))
    first.write_bytes(second.read_bytes())
    assert ["nothing is heard of the cue" in f.text for f in check_stem(first, told) if not f.ok] == [True]
    first.write_bytes(whole[: len(whole) // 2])
    assert not all(finding.ok for finding in check_stem(first, told)), "cut short"
    first.write_bytes(b"no sound")
    assert [(f.ok, first.name in f.text) for f in check_stem(first, told)] == [(False, True)]
    first.write_bytes(whole)
    longer = {**told, "duration_ms": told["duration_ms"] + 10}
    assert [f"the edition {longer['duration_ms']} ms" in f.text for f in check_stem(first, longer)] == [True]
