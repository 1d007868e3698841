"""Opus, FLAC and WAV: chapters, tags, cover and samples, as FFmpeg, mutagen and their bytes tell them."""

import hashlib
import json
import struct
from pathlib import Path

import av
import mutagen
import mutagen.flac
import mutagen.wave
import numpy as np
import pytest

from readaloud.checking.audio import tagged_chapters
from readaloud.checking.covers import embedded
from readaloud.errors import OutputError
from readaloud.model import Chapter
from readaloud.settings import Settings
from readaloud.writers import wav
from readaloud.writers.registry import writer
from tests.sounds import COVER, RATE, Sounding, decoded, sounding
from tests.tools import output_of
from tests.writers.test_m4b import DESCRIPTION, METADATA
from tests.writers.test_mp3 import TITLES

FORMATS = ["opus", "flac", "wav"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sounding, dict[str, Path]]:
    material = sounding(titles=TITLES, title="7. The Book", cover=COVER, **METADATA)
    folder = tmp_path_factory.mktemp("made")
    return material, {format: material.write(format, folder)[0].path for format in FORMATS}


def ffprobe(path: Path) -> dict:
    options = ("-show_chapters", "-show_format", "-show_streams")
    return json.loads(output_of("ffprobe", "-v", "error", "-of", "json", *options, str(path)))


@pytest.mark.parametrize("format", FORMATS)
def test_chapters_are_read_back_where_they_are(format: str, made: tuple[Sounding, dict[str, Path]]) -> None:
    edition, path = made[0].edition, made[1][format]
    wanted = [(chapter.title, edition.milliseconds(chapter.begin)) for chapter in edition.chapters]
    told = [(c["tags"]["title"], int(float(c["start_time"]) * 1000 + 1e-6)) for c in ffprobe(path)["chapters"]]
    assert told == wanted
    assert [(title, int(begin)) for title, begin in tagged_chapters(path) or ()] == wanted


@pytest.mark.parametrize("format", FORMATS)
def test_more_than_255_chapters(format: str, tmp_path: Path) -> None:
    path = sounding(300, 1, seconds=0.05).write(format, tmp_path)[0].path
    titles = [f"Chapter {number + 1}" for number in range(300)]
    assert [c["tags"]["title"] for c in ffprobe(path)["chapters"]] == titles
    assert [title for title, _ in tagged_chapters(path) or ()] == titles


@pytest.mark.parametrize(("count", "hours", "message"), [(1001, 1, "1,000 chapters, not 1,001"), (3, 101, "100 hours")])
@pytest.mark.parametrize("format", ["opus", "flac"])
def test_what_comments_cannot_tell_is_refused_before_anything_is_written(
    format: str, count: int, hours: int, message: str, tmp_path: Path
) -> None:
    from dataclasses import replace

    edition = sounding(1, 1).edition
    length = hours * 3600 * RATE
    marks = [length * number // count for number in range(count)] if hours == 1 else [0, length - 2, length - 1]
    chapters = tuple(Chapter(f"C {n}", b, e) for n, (b, e) in enumerate(zip(marks, [*marks[1:], length], strict=True)))
    long = replace(edition, chapters=chapters, timeline=replace(edition.timeline, length=length))
    with pytest.raises(OutputError, match=message):
        writer(format).begin(long, tmp_path, "book", Settings())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["opus", "flac"])
def test_the_comments_that_players_read(format: str, made: tuple[Sounding, dict[str, Path]]) -> None:
    tags = mutagen.File(made[1][format]).tags
    told = {name: value for name, value in tags if not name.startswith(("CHAPTER", "METADATA"))}
    assert told == {
        "TITLE": "7. The Book",
        "ALBUM": "7. The Book",
        "ARTIST": METADATA["author"],
        "ALBUMARTIST": METADATA["author"],
        "COMPOSER": "Synthetic voices (tone)",
        "PERFORMER": "Synthetic voices (tone)",
        "NARRATOR": "Synthetic voices (tone)",
        "DATE": METADATA["date"],
        "GENRE": "Audiobook",
        "DESCRIPTION": DESCRIPTION,
        "PUBLISHER": METADATA["publisher"],
        "SERIES": METADATA["series"],
        "SERIES-PART": "7",
        "ISBN": "9780160767735",
        "CITATION": METADATA["citation"],
        "COPYRIGHT": METADATA["rights"],
        "LANGUAGE": "en-US",
        "TRACKNUMBER": "1",
        "TRACKTOTAL": "1",
    }
    probed = ffprobe(made[1][format])
    seen = probed["format"].get("tags") or probed["streams"][0]["tags"]
    names = {name.lower(): value for name, value in seen.items()}
    for name, value in (("album", "7. The Book"), ("composer", "Synthetic voices (tone)"), ("series-part", "7")):
        assert names[name] == value, "as Audiobookshelf asks ffprobe"


@pytest.mark.parametrize("format", FORMATS)
def test_the_cover_is_in_the_file(format: str, made: tuple[Sounding, dict[str, Path]]) -> None:
    assert embedded(made[1][format]) == COVER.data
    (picture,) = [stream for stream in ffprobe(made[1][format])["streams"] if stream["codec_type"] == "video"]
    assert picture["disposition"]["attached_pic"] == 1


@pytest.mark.parametrize("format", ["flac", "wav"])
def test_every_sample_is_kept(format: str, made: tuple[Sounding, dict[str, Path]]) -> None:
    assert np.array_equal(decoded(made[1][format]), made[0].samples())


def test_flac_tells_its_md5_and_where_its_frames_are(made: tuple[Sounding, dict[str, Path]]) -> None:
    material, path = made[0], made[1]["flac"]
    file = mutagen.flac.FLAC(path)
    samples = b"".join(material.blocks())
    assert f"{file.info.md5_signature:032x}" == hashlib.md5(samples).hexdigest()
    assert file.info.total_samples == len(samples) // 2
    data = path.read_bytes()
    first = data.index(b"\xff\xf8", sum(len(block.write()) + 4 for block in file.metadata_blocks) + 4)
    points = file.seektable.seekpoints
    assert [point.first_sample for point in points] == sorted({point.first_sample for point in points})
    assert all(0 <= number * 10 * RATE - point.first_sample < point.num_samples for number, point in enumerate(points))
    for point in points:
        place = first + point.byte_offset
        assert data[place : place + 2] == b"\xff\xf8", "a frame begins here"


def test_flac_can_be_sought(tmp_path: Path) -> None:
    material = sounding(4, 8, seconds=1.0)
    path = material.write("flac", tmp_path)[0].path
    points = mutagen.flac.FLAC(path).seektable.seekpoints
    assert len(points) == -(-material.edition.timeline.length // (10 * RATE)) > 3
    with av.open(path) as container:
        stream = container.streams.audio[0]
        container.seek(21 * RATE, stream=stream)
        frame = next(container.decode(audio=0))
        assert frame.pts is not None and 20 * RATE < frame.pts <= 21 * RATE
        begin = frame.pts
        assert np.array_equal(frame.to_ndarray()[0] / 32768, material.samples()[begin : begin + frame.samples])


def test_opus_has_one_rate_and_skips_what_the_coder_adds(made: tuple[Sounding, dict[str, Path]]) -> None:
    data = made[1]["opus"].read_bytes()
    head = data[data.index(b"OpusHead") :]
    version, channels, skip, rate = struct.unpack("<BBHI", head[8:16])
    assert (version, channels, rate) == (1, 1, 48000)
    assert skip == 312, "6.5 ms of libopus"
    assert data[14:18] == bytes(4), "the serial number is not random"
    assert b"Lavf" not in data


def test_a_wav_tells_its_tags_twice(made: tuple[Sounding, dict[str, Path]]) -> None:
    data = made[1]["wav"].read_bytes()
    info = data[data.index(b"INFO") : data.index(b"cue ")]
    for id, value in ((b"INAM", "7. The Book"), (b"IART", METADATA["author"]), (b"ICMT", DESCRIPTION)):
        place = info.index(id)
        (size,) = struct.unpack("<I", info[place + 4 : place + 8])
        assert info[place + 8 : place + 8 + size] == value.encode() + b"\0"
    tags = mutagen.wave.WAVE(made[1]["wav"]).tags
    assert str(tags["TALB"]) == "7. The Book" and str(tags["TXXX:series-part"]) == "7"
    assert len(data) == struct.unpack("<I", data[4:8])[0] + 8


def test_a_wav_that_riff_cannot_count_is_rf64(
    made: tuple[Sounding, dict[str, Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wav, "MOST_BYTES", 1000)
    path = made[0].write("wav", tmp_path)[0].path
    data = path.read_bytes()
    assert data[:4] == b"RF64" and data[12:16] == b"ds64"
    whole, samples, count = struct.unpack("<QQQ", data[20:44])
    assert (whole, samples, count) == (
        len(data) - 8,
        2 * made[0].edition.timeline.length,
        made[0].edition.timeline.length,
    )
    assert np.array_equal(decoded(path), made[0].samples())


def test_a_wav_of_five_hours_in_two_channels_has_a_head_that_can_count_it() -> None:
    from dataclasses import replace

    from readaloud.writers.pcm import Pcm

    edition = sounding(2, 1).edition
    long = replace(edition, timeline=replace(edition.timeline, length=7 * 3600 * 48000, channels=2, rate=48000))
    head = wav.head(long, Pcm(long.timeline, 48000))
    assert head[:4] == b"RF64"
    assert struct.unpack("<Q", head[28:36])[0] == 7 * 3600 * 48000 * 4


@pytest.mark.parametrize("format", FORMATS)
def test_two_channels(format: str, tmp_path: Path) -> None:
    from dataclasses import replace

    material = sounding(2, 1)
    edition = replace(material.edition, timeline=replace(material.edition.timeline, channels=2))
    writing = writer(format).begin(edition, tmp_path, "book", Settings(style="dramatic", sample_rate=48000))
    one = (material.samples() * 32768).astype("<i2")
    both = np.stack((one, one // 2), axis=1).tobytes()
    for begin in range(0, len(both), 40000):
        writing.write(both[begin : begin + 40000])
    (file,) = writing.finish()
    with av.open(file.path) as container:
        frames = list(container.decode(audio=0))
    assert frames[0].layout.nb_channels == 2 and frames[0].sample_rate == 48000
    planes = [f.to_ndarray().reshape(2, -1) if f.format.is_planar else f.to_ndarray().reshape(-1, 2).T for f in frames]
    left, right = np.concatenate(planes, axis=1).astype(float)
    assert 20 * np.log10(np.std(left) / np.std(right)) == pytest.approx(6.02, abs=0.2)
