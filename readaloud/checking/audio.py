"""Takes finished audio files apart again: decoded samples, loudness, true peak, chapters; all by PyAV and mutagen."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readaloud.errors import CheckError

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

STEPS_A_SECOND = 200
"""Windows in which levels are taken; their width is rounded down to whole samples."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What was heard in one file, and when."""

    rate: int
    """Samples a second."""
    length: int
    """Samples."""
    levels: Any
    """numpy array: RMS of each window of `step` samples, 0 to 1."""
    step: int
    """Samples of a window."""
    peak: float
    """Largest absolute sample, 0 to 1."""
    offset: float
    """Mean of all samples, −1 to 1."""

    @property
    def rms_dbfs(self) -> float:
        """Of the whole file, its pauses included; −120 of silence."""
        return _db(float((self.levels**2).mean() ** 0.5) if len(self.levels) else 0.0)

    @property
    def floor_dbfs(self) -> float:
        """RMS of its quietest half second."""
        import numpy as np

        width = STEPS_A_SECOND // 2
        if len(self.levels) < width:
            return self.rms_dbfs
        sums = np.concatenate(([0.0], np.cumsum(self.levels.astype(np.float64) ** 2)))
        return _db(float(max(0.0, (sums[width:] - sums[:-width]).min()) / width) ** 0.5)

    @property
    def duration_ms(self) -> float:
        """Milliseconds."""
        return self.length * 1000 / self.rate


@dataclass(frozen=True, slots=True)
class Decoded(Sound):
    """The same, and how loud it was."""

    integrated_lufs: float
    """ITU-R BS.1770-4, gated; −70 when nothing passed the gate."""
    true_peak_dbtp: float
    momentary_lufs: Any
    """numpy array: after each tenth of a second, loudness of the 400 ms before."""


def decode(path: Path) -> Decoded:
    """Decodes a file to its end and measures its loudness too, which takes 40 times as long as `hear`; CheckError like there."""
    import numpy as np

    meters: list[_Meter] = []

    def measure(frame: AudioFrame) -> None:
        if not meters:
            meters.append(_Meter(frame))
        meters[0].write(frame)

    sound = hear(path, measure)
    integrated, true_peak = meters[0].finish()
    return Decoded(
        sound.rate, sound.length, sound.levels, sound.step, sound.peak, sound.offset,
        integrated, true_peak, np.array(meters[0].momentary),
    )  # fmt: skip


def hear(path: Path, also: Callable[[AudioFrame], None] | None = None) -> Sound:
    """Decodes a file to its end; CheckError when it cannot be decoded whole. `also` is given each frame."""
    import av
    import numpy as np

    levels: list[Any] = []
    peak, total, length, rate, channels = 0.0, 0.0, 0, 0, 0
    rest = np.zeros(0, np.float32)
    try:
        with av.open(path) as container:
            for frame in container.decode(audio=0):
                samples = frame.to_ndarray().astype(np.float32)
                if frame.format.name.startswith("s16"):
                    samples /= 32768
                samples = samples.reshape(len(frame.layout.channels), -1) if frame.format.is_planar else (
                    samples.reshape(-1, len(frame.layout.channels)).T
                )  # fmt: skip
                mono = samples.mean(axis=0)
                if not rate:
                    rate, channels = frame.sample_rate, len(frame.layout.channels)
                if (frame.sample_rate, len(frame.layout.channels)) != (rate, channels):
                    raise CheckError(
                        f"{path.name} changes from {rate} to {frame.sample_rate} samples a second, or its channels, "
                        f"after {length / rate:.1f} s."
                    )
                total += float(mono.sum(dtype=np.float64))
                if also is not None:
                    also(frame)
                length += len(mono)
                peak = max(peak, float(np.abs(samples).max(initial=0.0)))
                rest = np.concatenate((rest, mono))
                step = rate // STEPS_A_SECOND
                whole = len(rest) // step * step
                levels.append(np.sqrt((rest[:whole].reshape(-1, step) ** 2).mean(axis=1)))
                rest = rest[whole:]
    except av.FFmpegError as error:
        raise CheckError(f"{path.name} cannot be decoded: {error.strerror}.") from error
    if not rate:
        raise CheckError(f"{path.name} holds no sound.")
    offset = total / length if length else 0.0
    return Sound(rate, length, np.concatenate(levels), rate // STEPS_A_SECOND, peak, offset)


class _Meter:
    """FFmpeg's `ebur128` filter with its own true peak: another way than the one by which the edition was levelled."""

    def __init__(self, frame: AudioFrame) -> None:
        from av.filter import Graph

        self._graph = Graph()
        source = self._graph.add_abuffer(
            format=frame.format.name, sample_rate=frame.sample_rate, layout=frame.layout.name, time_base=frame.time_base
        )
        meter = self._graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()
        self._integrated = -70.0
        self._peak = -120.0
        self.momentary: list[float] = []

    def write(self, frame: AudioFrame) -> None:
        self._graph.push(frame)
        self._pull()

    def finish(self) -> tuple[float, float]:
        self._graph.push(None)
        self._pull()
        return self._integrated, self._peak

    def _pull(self) -> None:
        import av

        while True:
            try:
                made = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            if "lavfi.r128.M" in made.metadata:
                self.momentary.append(float(made.metadata["lavfi.r128.M"]))
            self._integrated = float(made.metadata.get("lavfi.r128.I", self._integrated))
            for name, value in made.metadata.items():
                if name.startswith("lavfi.r128.true_peaks_ch"):
                    level = float(value)
                    self._peak = max(self._peak, _db(level))


def gated(blocks: Any) -> float:
    """LUFS of blocks of 400 ms by ITU-R BS.1770-4, formulae 4 to 7; −70 when none passes the gate."""
    import numpy as np

    levels = np.asarray(blocks, np.float64)
    levels = levels[levels > -70.0]
    if not len(levels):
        return -70.0
    powers = 10 ** (levels / 10)
    powers = powers[powers > powers.mean() / 10]
    return 10 * math.log10(float(powers.mean()))


def coded(path: Path) -> tuple[int, bool]:
    """kbit/s of an MP3, and whether they are the same in every frame; 0 where mutagen finds none."""
    import mutagen
    from mutagen.mp3 import MP3, BitrateMode

    try:
        info: Any = MP3(path).info
    except mutagen.MutagenError:
        return 0, False
    # Ours carry an Info header, by which the encoder says that the rate is constant.
    return round(info.bitrate / 1000), info.bitrate_mode in (BitrateMode.CBR, BitrateMode.UNKNOWN)


def _db(value: float) -> float:
    return 20 * math.log10(value) if value > 0 else -120.0


def chapters(path: Path) -> list[tuple[str, float]]:
    """Title and begin in milliseconds of each chapter, as FFmpeg's demuxers read the file."""
    import av

    try:
        with av.open(path) as container:
            return [
                (chapter["metadata"].get("title", ""), float(chapter["start"] * (chapter["time_base"] or 0) * 1000))
                for chapter in container.chapters()
            ]
    except av.FFmpegError as error:
        raise CheckError(f"{path.name} cannot be opened: {error.strerror}.") from error


def tagged_chapters(path: Path) -> list[tuple[str, float]] | None:
    """The same without FFmpeg: ID3 `CHAP` in the order of the top-level `CTOC`, MP4 `chpl`, and the comments of Ogg and FLAC, by
    mutagen; the cue points of a WAV from its bytes. None where it has none.
    """
    if path.suffix == ".mp3":
        from mutagen.id3 import ID3, ID3NoHeaderError

        try:
            tags = ID3(path)
        except ID3NoHeaderError:
            return None
        frames = {frame.element_id: frame for frame in tags.getall("CHAP")}
        tables = {frame.element_id: frame for frame in tags.getall("CTOC")}
        top = [frame for frame in tables.values() if frame.flags & 2]
        if len(top) != 1:
            return None
        found: list[tuple[str, float]] = []
        for element in _leaves(top[0], tables):
            frame = frames.get(element)
            if frame is None:
                raise CheckError(f"{path.name}: its table of contents names a chapter {element!r} that is not there.")
            found.append((str(frame.sub_frames.getall("TIT2")[0]), float(frame.start_time)))
        return found
    if path.suffix in (".m4b", ".m4a"):
        from mutagen.mp4 import MP4

        listed = MP4(path).chapters
        return [(c.title, c.start * 1000) for c in listed] if listed else None
    if path.suffix in (".opus", ".flac"):
        import mutagen

        return _commented(dict(mutagen.File(path).tags or ()))
    return cue_points(path) if path.suffix == ".wav" else None


def _commented(comments: dict[str, list[str]]) -> list[tuple[str, float]]:
    """`CHAPTER000=HH:MM:SS.mmm` and `CHAPTER000NAME=`, in the order of their numbers."""
    found = []
    for name in sorted(name for name in comments if re.fullmatch(r"(?i)chapter\d{3}", name)):
        hours, minutes, seconds = comments[name][0].split(":")
        begin = (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)
        found.append((comments.get(f"{name}name", [""])[0], float(begin)))
    return found


def cue_points(path: Path) -> list[tuple[str, float]]:
    """Title and begin in milliseconds of each point of a WAV's `cue ` chunk."""
    rate, points, titles = 0, {}, {}
    with path.open("rb") as file:
        file.seek(12)
        while len(head := file.read(8)) == 8:
            size = int.from_bytes(head[4:], "little")
            if head[:4] == b"data":
                break  # all others stand before it
            body = file.read(size + size % 2)[:size]
            if head[:4] == b"fmt ":
                rate = int.from_bytes(body[4:8], "little")
            elif head[:4] == b"cue ":
                for place in range(4, len(body), 24):
                    points[body[place : place + 4]] = int.from_bytes(body[place + 20 : place + 24], "little")
            elif head[:4] == b"LIST" and body[:4] == b"adtl":
                place = 4
                while place < len(body):
                    length = int.from_bytes(body[place + 4 : place + 8], "little")
                    titles[body[place + 8 : place + 12]] = body[place + 12 : place + 8 + length].rstrip(b"\0").decode()
                    place += 8 + length + length % 2
    return [(titles.get(id, ""), samples * 1000 / rate) for id, samples in points.items()]


def _leaves(table: Any, tables: dict[str, Any]) -> Iterator[str]:
    for element in table.child_element_ids:
        if element in tables:
            yield from _leaves(tables[element], tables)
        else:
            yield element
