"""Sound files as people bring them: any container, any rate, any level."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

CODECS = {
    ".wav": ("wav", "pcm_s16le"), ".flac": ("flac", "flac"), ".mp3": ("mp3", "libmp3lame"), ".m4a": ("ipod", "aac"),
    ".opus": ("ogg", "libopus"), ".ogg": ("ogg", "libopus"), ".aiff": ("aiff", "pcm_s16be"),
}  # fmt: skip


def talk(
    hertz: float, seconds: float, rate: int, *, level: float = 0.3, noise: float = 0.0, pad: float = 0.5
) -> NDArray:
    """A tone with silence, or the noise of a room, before and after it."""
    time = np.arange(round(seconds * rate)) / rate
    silence = np.zeros(round(pad * rate))
    wave = np.concatenate([silence, level * np.sin(2 * np.pi * hertz * time), silence])
    return wave + noise * np.random.RandomState(7).randn(len(wave))


def save(path: Path, wave: NDArray, rate: int, *, codec: str = "", container: str = "") -> Path:
    """One channel, or rows of several."""
    path.parent.mkdir(parents=True, exist_ok=True)
    name, usual = CODECS.get(path.suffix, ("wav", "pcm_s16le"))
    rows = np.atleast_2d(wave)
    layout = {1: "mono", 2: "stereo"}[len(rows)]
    with av.open(path, "w", format=container or name) as file:
        stream = file.add_stream(codec or usual, rate=rate, layout=layout)
        packed = np.ascontiguousarray(np.round(rows * 32767).astype("<i2").T.reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.sample_rate = rate
        into = AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate)
        for made in into.resample(frame):
            file.mux(stream.encode(made))
        file.mux(stream.encode(None))
    return path
