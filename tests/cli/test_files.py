"""Formats, rates and covers as a person chooses them."""

from __future__ import annotations

import io
from pathlib import Path

import av
import pytest
from PIL import Image

from tests.cli.test_bad_input import refused
from tests.cli.tool import edition, make, run, tree


def png(colour: str = "red", size: tuple[int, int] = (300, 300)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(sample, tmp_path_factory.mktemp("made"), "--format", "opus,flac,wav,mp3-chapters")


def test_every_format_passes_the_check(made: Path) -> None:
    ran = run("check", made, "--json")
    assert ran.code == 0, ran.out
    chapters = [f for f in ran.json["findings"] if f["what"] == "chapters"]
    assert len(chapters) == 6
    told = edition(made)
    assert told["cover"]["path"] == "cover.jpg" and told["cover"]["alt"].startswith("Cover: 12. Transcript")
    begins = [f["begin_ms"] for f in told["files"] if f["format"] == "mp3-chapter"]
    assert begins == [0, *(chapter["begin_ms"] - 550 for chapter in told["chapters"][1:])]


@pytest.mark.parametrize("name", ["lighthouse-call.flac", "lighthouse-call-chapters/02 Beginning.mp3"])
def test_a_cover_that_is_not_the_editions_is_found(made: Path, tmp_path: Path, name: str) -> None:
    import shutil

    copy = Path(shutil.copytree(made, tmp_path / "copy"))
    (copy / name).write_bytes((copy / name).read_bytes().replace(b"JFIF", b"JFIX", 1))
    ran = run("check", copy)
    assert ran.code == 6 and f"FAILED  cover: the cover is not the one in {name}" in ran.out


def test_rate_and_bit_rate(sample: Path, tmp_path: Path) -> None:
    options = ("--format", "mp3,flac", "--sample-rate", "44100", "--bitrate", "192")
    folder = make(sample, tmp_path, *options)
    for name in ("mp3", "flac"):
        with av.open(folder / f"lighthouse-call.{name}") as container:
            assert container.streams.audio[0].rate == 44100
            assert name == "flac" or container.streams.audio[0].bit_rate == 192000
    assert run("check", folder).code == 0
    before = tree(folder)
    assert run("make", folder / "script.yaml", "--engine", "tone").code == 0
    assert tree(folder) == before, "the choice is kept with the edition"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--bitrate", "500"), "not 500"), (("--bitrate", "loud"), "loud"), (("--sample-rate", "12345"), "12345"),
        (("--format", "opus", "--sample-rate", "44100"), "48,000"), (("--format", "mp3", "--bitrate", "192"), "--sample-rate 44100"),
        (("--cover", "nowhere.png"), "nowhere.png"), (("--cover", "SAMPLE"), "no picture"), (("--bitrate", "0"), "0"),
        (("--format", "flac", "--bitrate", "64"), "no bit rate"),
    ],
)  # fmt: skip
def test_what_no_format_can_hold_is_told_and_nothing_is_written(
    options: tuple[str, ...], message: str, sample: Path, tmp_path: Path
) -> None:
    given = [str(sample) if option == "SAMPLE" else option for option in options]
    assert message in refused(2, "make", sample, "-o", tmp_path / "out", "--engine", "tone", *given)
    assert not list(tmp_path.glob("out/*/*"))


def test_a_cover_that_is_given_is_kept(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.png").write_bytes(png())
    folder = make(sample, tmp_path / "out", "--format", "mp3", "--cover", tmp_path / "mine.png")
    assert (folder / "cover.png").read_bytes() == png()
    assert edition(folder)["cover"]["drawn"] is False
    assert run("check", folder).code == 0
    make(sample, tmp_path / "out", "--format", "mp3")
    assert (folder / "cover.png").read_bytes() == png(), "made again without the option"
    assert run("make", folder / "script.yaml", "--engine", "tone", "-o", tmp_path / "other").code == 0
    assert (tmp_path / "other/lighthouse-call/cover.png").read_bytes() == png(), "and at another place"
    make(sample, tmp_path / "out", "--format", "mp3", "--cover", "drawn")
    assert not (folder / "cover.png").exists() and edition(folder)["cover"]["drawn"] is True


def test_a_cover_that_a_person_puts_into_the_folder_is_taken(sample: Path, tmp_path: Path) -> None:
    folder = make(sample, tmp_path, "--format", "mp3")
    (folder / "cover.jpg").unlink()
    (folder / "cover.png").write_bytes(png("blue"))
    assert run("make", folder / "script.yaml", "--engine", "tone").code == 0
    assert (folder / "cover.png").read_bytes() == png("blue") and not (folder / "cover.jpg").exists()
    assert run("check", folder).code == 0


def test_no_cover(sample: Path, tmp_path: Path) -> None:
    folder = make(sample, tmp_path, "--format", "m4b,mp3", "--cover", "none")
    assert not list(folder.glob("cover.*")) and edition(folder)["cover"] is None
    assert run("check", folder).code == 0
    assert run("make", folder / "script.yaml", "--engine", "tone").code == 0
    assert not list(folder.glob("cover.*")), "the choice is kept with the edition"
