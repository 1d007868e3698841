"""What a speech server answered, as samples: WAV that is read by hand, since streaming servers guess its lengths; other
formats by PyAV.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from typing import TYPE_CHECKING

from readaloud.audio import frame
from readaloud.engines.speech_server_request import Answer, RetriableError, message
from readaloud.engines.speech_server_settings import PREFIX, Server
from readaloud.errors import EngineError

if TYPE_CHECKING:
    from av import AudioFrame

GUESSED = 0x7000_0000
"""Bytes from which on a length in a WAV header means "not known yet": 0xFFFFFFFF and 0x7FFFFFFF and near them are met."""
RATES = range(4000, 192_001)
"""Samples a second that speech may have."""
QUIET = 33
"""Of 32,768, −60 dBFS: what is never louder is silence."""
_PCM_RATE = 24_000
"""Of `audio/pcm` without a rate: OpenAI's."""
_FORMATS = ((b"fLaC", "flac"), (b"ID3", "mp3"), (b"OggS", "ogg"), (b"\xff\xf1", "aac"), (b"\xff\xf9", "aac"))
"""First bytes → FFmpeg's name. It is never let guess: some of its formats open other files and addresses."""


class _BrokenError(Exception):
    """No sound can be had of it."""


def samples(server: Server, answer: Answer) -> tuple[bytes, int]:
    """Mono samples of 16 bits and their rate; RetriableError where another try may give better ones."""
    data, where = answer.data, f"The speech server at {server.shown}"
    if not data:
        raise RetriableError("answers with nothing", tries=3)
    try:
        if data.startswith(b"RIFF"):
            made, rate = _wave(answer)
        elif name := _format(data):
            made, rate = _decoded(data, name)
        elif answer.kind.startswith(("audio/pcm", "audio/l16")):
            made, rate = data[: len(data) // 2 * 2], _told_rate(answer.kind)
        else:
            raise _BrokenError("not a sound that is known")
    except _BrokenError as error:
        raise _no_sound(server, answer, where, str(error)) from None
    if rate not in RATES:
        raise EngineError(f"{where} answers with {rate} samples a second.", tip="Tell its makers: that is not speech.")
    if _silent(made):
        raise RetriableError("answers with silence", tries=3, tip="Try the voice and the model in its own page.")
    return made, rate


def moved(data: bytes, rate: int, by: float) -> bytes:
    """The same sound so many times as high and as fast."""
    return data if by == 1.0 else _resampled([frame(data, round(rate * by), 0)], rate)


def _no_sound(server: Server, answer: Answer, where: str, why: str) -> EngineError:
    """Names a page or a message for what it is."""
    start = answer.data[:200].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")) or "html" in answer.kind:
        return EngineError(f"{where} answers with a web page instead of sound.",
                           tip=f"{PREFIX}URL is the address before /audio/speech, mostly ending in /v1.")  # fmt: skip
    if start.startswith((b"{", b"[")) or "json" in answer.kind or answer.kind.startswith("text/"):
        said = server.redacted(message(answer.data))
        return EngineError(f"{where} answers with words instead of sound: {said}.",
                           tip=f"See whether {PREFIX}URL and {PREFIX}MODEL are those of its manual.")  # fmt: skip
    return EngineError(f"{where} answers with {len(answer.data)} bytes that are no sound: {why}.",
                       tip="It must give WAV, FLAC, MP3, Ogg or AAC.")  # fmt: skip


def _format(data: bytes) -> str:
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0 and data[1] & 0x06:
        return "mp3"  # a frame's 11 bits, and a layer; ADTS has layer 0
    return next((name for first, name in _FORMATS if data.startswith(first)), "")


def _wave(answer: Answer) -> tuple[bytes, int]:
    """The samples of one WAV, or of several on end: some servers send one for each sentence."""
    data, begin, parts, rate = answer.data, 0, [], 0
    while data.startswith(b"RIFF", begin):
        head, sound, begin = _chunks(data, begin, streamed=answer.streamed)
        code, channels, own_rate, _, _, bits = struct.unpack_from("<HHIIHH", head)
        if not channels or not bits or own_rate not in RATES or (rate and own_rate != rate):
            raise _BrokenError("a WAV header that makes no sense")
        rate = own_rate
        if (code, channels, bits) == (1, 1, 16):
            parts.append(sound[: len(sound) // 2 * 2])
        else:
            whole = b"RIFF" + struct.pack("<I", 20 + len(head) + len(sound)) + b"WAVEfmt "
            whole += struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", len(sound)) + sound
            parts.append(_decoded(whole, "wav")[0])
    return b"".join(parts), rate


def _chunks(data: bytes, begin: int, *, streamed: bool) -> tuple[bytes, bytes, int]:
    """Format and sound of the WAV at `begin`, and where it ends."""
    at, head = begin + 12, b""
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = at + 8
        if name == b"fmt ":
            head = data[body : body + size]
        if name == b"data":
            if len(head) < 16:
                break
            if size == 0 or size >= GUESSED or (streamed and body + size > len(data)):
                return head, data[body:], len(data)
            if body + size > len(data):
                raise RetriableError("broke off in the middle of a sound")
            end = body + size + size % 2
            if end < len(data) - 8 and not _is_chunk(data, end):
                return head, data[body:], len(data)  # the header tells of the first part alone
            return head, data[body : body + size], end if data.startswith(b"RIFF", end) else len(data)
        at = body + size + size % 2
    raise _BrokenError("a WAV without its parts")


def _is_chunk(data: bytes, at: int) -> bool:
    name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
    return name == b"RIFF" or (name.isascii() and name.decode().isprintable() and at + 8 + size <= len(data) + 1)


def _decoded(data: bytes, name: str) -> tuple[bytes, int]:
    import av

    try:
        with av.open(io.BytesIO(data), "r", format=name) as container:
            stream = container.streams.audio[0]
            return _resampled(container.decode(stream), stream.rate), stream.rate
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise _BrokenError(f"{name} that cannot be decoded ({getattr(error, 'strerror', None) or error})") from None


def _resampled(frames: Iterable[AudioFrame], rate: int) -> bytes:
    from av.audio.resampler import AudioResampler

    resampler = AudioResampler(format="s16", layout="mono", rate=rate)
    made = [part for one in (*frames, None) for part in resampler.resample(one)]
    return b"".join(part.to_ndarray().astype("<i2").tobytes() for part in made)


def _told_rate(kind: str) -> int:
    rate = kind.partition("rate=")[2].split(";")[0].strip()
    return int(rate) if rate.isdecimal() and len(rate) < 7 else _PCM_RATE


def _silent(data: bytes) -> bool:
    import numpy as np

    wave = np.frombuffer(data, "<i2").astype(np.int32)
    return not wave.size or int(np.abs(wave).max()) <= QUIET
