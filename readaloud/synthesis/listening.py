"""Takes recordings in as clips: any format, rate and loudness becomes 16-bit mono at one loudness, its ends cut."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from readaloud.audio import RATES, RECORDED_LUFS
from readaloud.engines.measure import loudness_of_any_length
from readaloud.errors import OutputError, ScriptError
from readaloud.model import Clip, ClipInfo
from readaloud.synthesis.cache import ClipCache
from readaloud.synthesis.recordings import Recording, Recordings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_SECONDS = 180.0
"""Of one recording, an intro or outro: held at once, a longer one would take the memory that a whole book may take."""
FORMAT = 1
"""Part of every key: a change of how recordings are taken in makes their clips anew."""
SILENT_DB = -60.0
"""Of 100 ms, re full scale: what is never louder holds silence only. Speech into a microphone that is set far too low was
still 15 dB above it."""
_WINDOW = 0.01
"""Seconds of one level."""
_OVER_NOISE_DB = 6.0
"""What is so much louder than the quietest tenth of a recording is sound …"""
_UNDER_SPEECH_DB = -28.0
"""… and whatever is not further below its loudest 100 ms: soft consonants are some 25 dB below a vowel."""
_BEFORE = 0.04
"""Seconds kept before the first sound where there is noise: a soft onset drowns in it …"""
_AFTER = 0.08
"""… and so does the end of a word. They are faded, so that the noise of the place comes and goes softly."""
_INTRO_FADES = (0.01, 0.2)
"""Seconds of an intro or outro that are faded at its ends: music that was cut off ends softly, and what ends in silence
loses nothing."""
_KNOCK = 0.03
"""Seconds that a click of the mouse takes at most, with which a recording was begun or ended …"""
_KNOCK_APART = 0.25
"""… so far from the words: what closes a word, "Cup.", is heard within half of that."""
_LOUDEST = 0.98
_FITTING = 99.95
"""Per cent of the samples that must fit under full scale: one knock at the microphone does not make the words soft."""
_DEMUXERS = "wav,w64,flac,mp3,mov,mp4,m4a,3gp,ogg,matroska,webm,aac,aiff,caf,au,amr,asf"
"""What a file may be: none of them opens other files, as playlists do."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Heard:
    """The clips of a person's recordings."""

    infos: Mapping[str, ClipInfo] = field(default_factory=dict)
    """By `Utterance.id`."""
    intro: ClipInfo | None = None
    outro: ClipInfo | None = None
    sources: Mapping[str, Recording] = field(default_factory=dict)
    """By the clip's key."""


def listen(found: Recordings, cache: ClipCache, progress: Progress | None = None) -> Heard:
    """Takes all recordings in; what the cache has is not decoded again. ScriptError, with all that cannot be used."""
    told = progress or (lambda done, total: None)
    infos: dict[str, ClipInfo] = {}
    faults: list[str] = []
    everything = found.all()
    for number, recording in enumerate(everything, 1):
        try:
            infos[recording.place] = cache.info(key(recording)) or _taken_in(recording, cache)
        except ScriptError as error:
            faults.append(error.message)
        told(number, len(everything))
    if faults:
        raise ScriptError(
            " ".join(faults),
            tip="Record it again, or leave it out: the voice then says the line, and an intro or outro is not played.",
        )
    sources = {infos[recording.place].key: recording for recording in everything}
    lines = {id: infos[recording.place] for id, recording in found.lines.items()}
    intro, outro = (infos[r.place] if r else None for r in (found.intro, found.outro))
    return Heard(lines, intro, outro, sources)


def key(recording: Recording) -> str:
    """The content address of its clip: what is in the file, and whether it is a line."""
    parts = ["recording", FORMAT, recording.sha256, recording.part == "line", RECORDED_LUFS]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def samples(recording: Recording, cache: ClipCache) -> bytes:
    """The PCM of a recording that was taken in before; one that vanished from the cache is taken in again."""
    clip = cache.get(key(recording))
    if clip is None:
        _taken_in(recording, cache)
        clip = cache.get(key(recording))
    if clip is None:
        raise OutputError("A recording vanished from the cache while the edition was made.", tip="Run again.")
    return clip.samples


def _taken_in(recording: Recording, cache: ClipCache) -> ClipInfo:
    import numpy as np

    wave, rate = _decoded(recording.path)
    wave -= wave.mean(dtype=np.float64) if len(wave) else 0
    levels = _levels(wave, rate)
    if len(levels) == 0 or _loudest(levels) < SILENT_DB:
        raise ScriptError(f"{recording.path} holds silence only.")
    begin, end = _sounding(levels) if recording.part == "line" else (0, len(levels))
    size = round(_WINDOW * rate)
    words = wave[begin * size : end * size]
    wave = _cut(wave, rate, begin * size, end * size) if recording.part == "line" else _faded(wave, rate, *_INTRO_FADES)
    most = float(np.percentile(np.abs(words), _FITTING))
    measured = loudness_of_any_length(_pcm(np.clip(words / most, -1, 1) / 2), rate)
    gain = min(10 ** ((RECORDED_LUFS - measured) / 20) / 2, _LOUDEST) / most
    return cache.put(key(recording), Clip(_pcm(wave * gain), rate))


def _decoded(path: Path) -> tuple[NDArray[np.float32], int]:
    """All channels as one, at a rate that the codecs have."""
    import av
    import numpy as np
    from av.audio.resampler import AudioResampler

    parts: list[NDArray[np.float32]] = []
    count = 0
    try:
        with path.open("rb") as file, av.open(file, "r", options={"format_whitelist": _DEMUXERS}) as container:
            if not container.streams.audio:
                raise ScriptError(f"{path} holds no sound.")
            stream = container.streams.audio[0]
            rate = next((each for each in RATES if each >= stream.rate), RATES[-1])
            layout = "mono" if stream.channels == 1 else "stereo"
            resampler = AudioResampler(format="fltp", layout=layout, rate=rate)
            for frame in chain(container.decode(stream), (None,)):
                for made in resampler.resample(frame):
                    parts.append(made.to_ndarray().astype(np.float32))
                    count += parts[-1].shape[1]
                if count > LONGEST_SECONDS * rate:
                    raise ScriptError(f"{path} is longer than {LONGEST_SECONDS / 60:.0f} minutes.")
    except (av.FFmpegError, ValueError) as error:
        raise ScriptError(f"{path} is empty, damaged or no sound file.") from error
    except OSError as error:
        raise ScriptError(f"{path} cannot be read: {error.strerror or error}.") from error
    return _mono(np.concatenate(parts, axis=1) if parts else np.zeros((1, 0), np.float32)), rate


def _mono(channels: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean; the louder channel where the two cancel one another, as with a plug that is wired the wrong way round."""
    mixed: NDArray[np.float32] = channels.mean(axis=0)
    powers = (channels**2).sum(axis=1)
    if float((mixed**2).sum()) < 0.1 * float(powers.max()):
        mixed = channels[int(powers.argmax())].copy()
    return mixed


def _levels(wave: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Level of each window, dB re full scale; the last one may be shorter."""
    import numpy as np

    size = round(_WINDOW * rate)
    padded = np.pad(wave, (0, -len(wave) % size)).reshape(-1, size)
    levels: NDArray[np.float64] = 10 * np.log10((padded**2).mean(axis=1, dtype=np.float64) + 1e-12)
    return levels


def _loudest(levels: NDArray[np.float64]) -> float:
    """What 100 ms reach, or the whole of what is shorter: a click is not what was recorded."""
    ordered = sorted(levels, reverse=True)
    return float(ordered[min(round(0.1 / _WINDOW), len(ordered)) - 1])


def _sounding(levels: NDArray[np.float64]) -> tuple[int, int]:
    """First window of the words, and the one after their last."""
    import numpy as np

    floor = max(SILENT_DB, min(float(np.percentile(levels, 10)) + _OVER_NOISE_DB, _loudest(levels) + _UNDER_SPEECH_DB))
    loud = np.flatnonzero(levels > floor)
    # Runs of windows that are never further from one another than a click is from the words.
    runs = np.split(loud, np.flatnonzero(np.diff(loud) > _KNOCK_APART / _WINDOW) + 1)
    while len(runs) > 1 and len(runs[0]) * _WINDOW <= _KNOCK:
        runs.pop(0)
    while len(runs) > 1 and len(runs[-1]) * _WINDOW <= _KNOCK:
        runs.pop()
    return int(runs[0][0]), int(runs[-1][-1]) + 1


def _cut(wave: NDArray[np.float32], rate: int, begin: int, end: int) -> NDArray[np.float32]:
    """The words with a little of the place before and after them.

    Where that is next to silent the cache cuts it further, as it does with every clip: at −60 dBFS, to 10 and 30 ms.
    """
    begin, end = max(0, begin - round(_BEFORE * rate)), min(len(wave), end + round(_AFTER * rate))
    return _faded(wave[begin:end], rate, _BEFORE / 2 if begin else 0.0, _AFTER / 2 if end < len(wave) else 0.0)


def _faded(wave: NDArray[np.float32], rate: int, before: float, after: float) -> NDArray[np.float32]:
    import numpy as np

    wave = wave.copy()
    for seconds, part in ((before, wave), (after, wave[::-1])):
        count = min(round(seconds * rate), len(wave) // 2)
        if count:
            part[:count] *= (np.sin(np.linspace(0, np.pi / 2, count)) ** 2).astype(np.float32)
    return wave


def _pcm(wave: NDArray[np.float32]) -> bytes:
    import numpy as np

    return np.clip(np.rint(wave * 32767), -32768, 32767).astype("<i2").tobytes()
