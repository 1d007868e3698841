"""What is kept of an edition's sound: under keys of all that shapes it, made once, and the same bytes however it is made."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readaloud.model import Placement, Timeline
from readaloud.pipeline import rendering, span_keys
from readaloud.store import Store
from readaloud.writers.joining import SpanCoder
from tests.cli.tool import run, tree

PLACED = Placement("a" * 64, 4000, 20_000, -1.5, 0.2, "room", "ada")
SPAN = Timeline(22050, 92160, (PLACED, Placement("tone:page", 40_000, 7000)), 2)
RATES = {PLACED.key: 22050}
CODER = SpanCoder("aac", 22050, 2, 128, (("aac_coder", "fast"),), 1.0)


def key(
    span: Timeline = SPAN, rates: dict[str, int] = RATES, gain: float = 6.5, ceiling: float = -3.8,
    coder: SpanCoder = CODER, first: bool = False, last: bool = False,
) -> str:  # fmt: skip
    mixed = span_keys.mixed(span, rates)
    return span_keys.encoded(span_keys.finished(mixed, mixed, gain, ceiling), coder.name, first=first, last=last)


def placed(**changed: Any) -> Timeline:
    return replace(SPAN, placements=(replace(PLACED, **changed), SPAN.placements[1]))


HEARD = {
    "another clip": key(placed(key="b" * 64)),
    "later": key(placed(begin=4001)),
    "shorter": key(placed(length=19_999)),
    "louder": key(placed(gain_db=-1.49)),
    "elsewhere": key(placed(pan=0.21)),
    "dry": key(placed(space="dry")),
    "on the telephone": key(placed(space="line")),
    "one clip less": key(replace(SPAN, placements=SPAN.placements[:1])),
    "another tone": key(replace(SPAN, placements=(PLACED, replace(SPAN.placements[1], key="tone:open")))),
    "longer": key(replace(SPAN, length=92161)),
    "another rate": key(replace(SPAN, rate=24000)),
    "one channel": key(replace(SPAN, channels=1)),
    "a clip of another rate": key(rates={PLACED.key: 24000}),
    "programme louder": key(gain=7.0),
    "another ceiling": key(ceiling=-3.4),
    "first": key(first=True),
    "last": key(last=True),
    "coder": key(coder=replace(CODER, codec="libmp3lame")),
    "coder's rate": key(coder=replace(CODER, rate=24000)),
    "coder's channels": key(coder=replace(CODER, channels=1)),
    "bit rate": key(coder=replace(CODER, bitrate=96)),
    "options": key(coder=replace(CODER, options=(("aac_coder", "twoloop"),))),
    "lift": key(coder=replace(CODER, lift=1 / 0.95)),
}


@pytest.mark.parametrize("changed", HEARD)
def test_what_is_heard_changes_the_key(changed: str) -> None:
    assert HEARD[changed] != key()


def test_no_two_changes_share_a_key() -> None:
    assert len({key(), *HEARD.values()}) == len(HEARD) + 1


@pytest.mark.parametrize("version", ["FORMAT", "numpy", "libraries", "coder"])
def test_another_version_changes_the_key(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import av
    import numpy as np

    from readaloud.writers import joining

    before = key()
    match version:
        case "FORMAT":
            monkeypatch.setattr(span_keys, "FORMAT", span_keys.FORMAT + 1)
        case "numpy":
            monkeypatch.setattr(np, "__version__", "9.9")
        case "libraries":
            monkeypatch.setattr(av, "library_versions", {**av.library_versions, "libavcodec": (99, 0, 0)})
        case _:
            monkeypatch.setattr(joining, "FORMAT", joining.FORMAT + 1)
    assert key() != before


def test_what_is_not_heard_keeps_the_key() -> None:
    assert key(placed(speaker="bob")) == key()
    assert key(rates={**RATES, "c" * 64: 48000}) == key(), "of a clip in another span"
    assert key(replace(SPAN, cuts=(9216,))) == key(), "where the whole is cut"


def test_levels_samples_and_files_have_keys_of_their_own() -> None:
    mixed = span_keys.mixed(SPAN, RATES)
    finished = span_keys.finished(mixed, mixed, 0.0, -3.0)
    assert len({mixed, finished, span_keys.levels(mixed), key()}) == 4


# ---------------------------------------------------------------------------------------------------------------------
# The command
# ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some five minutes: half a dozen spans."""
    lines = [
        f"{'AB'[n % 2]}: This is sentence number {n} of a talk that goes on for quite a while." for n in range(100)
    ]
    path = tmp_path_factory.mktemp("talk") / "talk.txt"
    path.write_text("A Talk\n\n" + "\n\n".join(lines) + "\n")
    return path


def made(source: Path, folder: Path, cache: Path, *options: str, formats: str = "m4b,mp3") -> dict[str, Any]:
    ran = run("make", source, "-o", folder, "--engine", "tone", "--format", formats, "--json", *options,
              env={"READALOUD_CACHE": str(cache)})  # fmt: skip
    assert ran.code == 0, ran.err
    return ran.json


@pytest.fixture(scope="module")
def whole(talk: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    """The edition, the cache it was made with, and how many spans it has in both formats."""
    folder = tmp_path_factory.mktemp("whole")
    told = made(talk, folder / "out", folder / "cache")
    assert told["spans"]["reused"] == 0
    assert told["spans"]["encoded"] >= 8
    return folder / "out/talk", folder / "cache", told["spans"]["encoded"]


def test_a_second_run_encodes_nothing_and_gives_the_same_bytes(
    talk: Path, whole: tuple[Path, Path, int], tmp_path: Path
) -> None:
    folder, cache, count = whole
    assert made(talk, tmp_path, cache)["spans"] == {"encoded": 0, "reused": count}
    assert tree(tmp_path / "talk") == tree(folder)


def test_without_a_cache_or_with_more_workers_the_bytes_are_the_same(
    talk: Path, whole: tuple[Path, Path, int], tmp_path: Path
) -> None:
    assert made(talk, tmp_path / "a", tmp_path / "none", "--no-cache", "--workers", "1")["spans"]["reused"] == 0
    assert tree(tmp_path / "a/talk") == tree(whole[0])
    made(talk, tmp_path / "b", tmp_path / "cache", "--workers", "5")
    assert tree(tmp_path / "b/talk") == tree(whole[0])


def test_an_edited_line_encodes_its_own_span(talk: Path, whole: tuple[Path, Path, int], tmp_path: Path) -> None:
    _, cache, count = whole
    changed = tmp_path / "talk.txt"
    changed.write_text(talk.read_text().replace("number 31 of a talk", "number 31 of a walk"))
    told = made(changed, tmp_path / "out", cache)
    assert told["clips"]["made"] == 1
    assert told["spans"]["encoded"] <= 4, "in two formats; beside a cut, the cut may move"
    assert told["spans"]["encoded"] + told["spans"]["reused"] >= count - 2
    assert run("check", tmp_path / "out/talk").code == 0


def test_formats_that_take_samples_are_made_of_the_same_spans(
    talk: Path, whole: tuple[Path, Path, int], tmp_path: Path
) -> None:
    told = made(talk, tmp_path, whole[1], formats="m4b,flac,mp3-chapters")
    assert told["spans"]["encoded"] == 0
    assert (tmp_path / "talk/talk.m4b").read_bytes() == (whole[0] / "talk.m4b").read_bytes()
    assert run("check", tmp_path / "talk").code == 0


def test_a_damaged_span_is_made_again(talk: Path, whole: tuple[Path, Path, int], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    made(talk, tmp_path / "a", cache)
    for number, path in enumerate(sorted(cache.rglob("*.span"))):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if number % 2 else data[:-1] + bytes([data[-1] ^ 1]))
    assert made(talk, tmp_path / "b", cache)["spans"] == {"encoded": whole[2], "reused": 0}
    assert tree(tmp_path / "b/talk") == tree(whole[0])


def test_an_edition_with_a_span_too_long_to_be_held_is_written_in_one_piece(
    talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readaloud import pipeline
    from readaloud.settings import Settings

    settings = Settings(engine="tone", formats=("m4b", "mp3", "wav"), cache=False)
    samples = []
    for longest in (rendering.LONGEST, 1000):
        monkeypatch.setattr(rendering, "LONGEST", longest)
        done = pipeline.make(pipeline.prepare(str(talk), settings, tmp_path / str(longest)), settings)
        assert (done.spans_encoded == 0) == (longest == 1000)
        samples.append((done.folder / "talk.wav").read_bytes())
        assert run("check", done.folder).code == 0
    assert samples[0] == samples[1]


def test_a_store_that_takes_nothing_is_no_failure(talk: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "spans").write_text("a file in the place of the folder")
    assert made(talk, tmp_path / "out", cache)["spans"]["encoded"] > 0
    assert run("check", tmp_path / "out/talk").code == 0
    assert json.loads((tmp_path / "out/talk/edition.json").read_text("utf-8"))["loudness"]
    assert list(Store(cache).kept()) != []
