"""Formats that keep the sound of each chapter as a file of its own: every sample is in the file of its chapter."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from readaloud.errors import OutputError
from readaloud.settings import Settings
from readaloud.writers.registry import writer
from tests.cli.tool import tree
from tests.editions import edition_of_file, silence, written
from tests.sounds import decoded, sounding

FORMATS = ("epub", "daisy", "mp3-chapters")
BOOKS = ("epub", "daisy")
"""Whose files are chapters from begin to end; MP3 chapters are cut in the silence between them."""


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_edition_gives_the_same_bytes_however_it_is_cut_into_blocks(
    format: str, sample: Path, tmp_path: Path
) -> None:
    edition = edition_of_file(sample)
    written(edition, format, tmp_path / "one")
    (tmp_path / "other").mkdir()
    writing = writer(format).begin(edition, tmp_path / "other", "book", Settings())
    whole = b"".join(silence(edition))
    for begin in range(0, len(whole), 99_998):
        writing.write(whole[begin : begin + 99_998])
    writing.finish()
    assert tree(tmp_path / "other") == tree(tmp_path / "one")


@pytest.mark.parametrize("format", BOOKS)
def test_each_sound_is_its_chapter_to_the_sample(format: str, tmp_path: Path) -> None:
    material = sounding(3, 2)
    path = material.write(format, tmp_path)[0].path
    if format == "epub":
        with zipfile.ZipFile(path) as archive:
            archive.extractall(path.parent)
    sounds = sorted(path.parent.rglob("*.mp3"))
    whole = material.samples()
    for sound, chapter in zip(sounds, material.edition.chapters, strict=True):
        heard, length = decoded(sound), chapter.end - chapter.begin
        assert 0 <= len(heard) - length <= 1152, "at most one frame of padding"
        assert np.abs(heard[:length] - whole[chapter.begin : chapter.end]).max() < 0.05


@pytest.mark.parametrize("format", FORMATS)
def test_a_chapter_that_got_too_few_samples_is_an_error(format: str, tmp_path: Path) -> None:
    writing = writer(format).begin(sounding(2, 1).edition, tmp_path, "book", Settings())
    writing.write(bytes(2000))
    with pytest.raises(OutputError, match=r"^2 chapters of book.* did not get all their samples"):
        writing.finish()
    writing.abandon()
