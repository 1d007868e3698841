"""What each audio format can hold, told before anything is read or written."""

from __future__ import annotations

from dataclasses import dataclass

from readaloud.audio import RATES
from readaloud.errors import UsageError
from readaloud.settings import Settings

DEFAULT_BITRATE = Settings().bitrate
"""kbit/s of a channel. Up to it a codec that cannot have so many takes what it can; what a person asks for beyond is refused."""


@dataclass(frozen=True, slots=True)
class Codec:
    """The sound of a format."""

    name: str
    """As messages call it."""
    rates: tuple[int, ...] = ()
    """Samples a second that it can have; nothing means any."""
    least: int = 0
    """kbit/s of a channel; 0 where it keeps every sample and has no bit rate to choose."""


AAC = Codec("AAC", RATES, 16)
MP3 = Codec("MP3", RATES, 16)
OPUS = Codec("Opus", (48000,), 8)
FLAC = Codec("FLAC")
WAV = Codec("WAV")

OF_FORMAT = {
    "m4b": AAC,
    "mp3": MP3,
    "mp3-chapters": MP3,
    "epub": MP3,
    "daisy": MP3,
    "player": MP3,
    "opus": OPUS,
    "flac": FLAC,
    "wav": WAV,
}
"""By the names that `--format` takes."""


def check(format: str, settings: Settings, rate: int = 0) -> None:
    """UsageError when a format cannot have the rate and bit rate that were asked for.

    `rate` is the edition's, known only when all has been spoken; without it, what no rate could have is refused.
    """
    codec = OF_FORMAT.get(format)
    if codec is None:
        return
    if settings.sample_rate:
        check_rate(codec, settings.sample_rate)
    if not codec.least:
        return
    rates = (sample_rate(codec, rate, settings),) if rate or settings.sample_rate else codec.rates
    most = max(most_bitrate(codec, one, settings.channels) for one in rates)
    wanted = settings.bitrate
    if wanted < codec.least or wanted > max(most, DEFAULT_BITRATE):
        at = f" at {rates[0]:,} samples a second" if len(rates) == 1 and codec is not OPUS else ""
        each = " for each of two channels" if settings.channels == 2 else ""
        tip = f"Choose --bitrate {codec.least if wanted < codec.least else most}"
        higher = [one for one in codec.rates if most_bitrate(codec, one, settings.channels) >= wanted]
        raise UsageError(
            f"{codec.name} has {codec.least} to {most} kbit/s{at}{each}, not {wanted}.",
            tip=f"{tip}, or --sample-rate {44100 if 44100 in higher else higher[0]}."
            if higher and at and wanted > most
            else f"{tip}.",
        )


def check_rate(codec: Codec, rate: int) -> None:
    """UsageError when the codec does not have the rate."""
    if codec.rates and rate not in codec.rates:
        if codec is OPUS:
            raise UsageError(
                f"Opus always has 48,000 samples a second, not {rate:,}.",
                tip="Leave --sample-rate out, or make the Opus file in a run of its own.",
            )
        listed = ", ".join(str(known) for known in codec.rates)
        raise UsageError(f"{codec.name} has no rate of {rate} samples a second.", tip=f"It has {listed}.")


def sample_rate(codec: Codec, timeline: int, settings: Settings) -> int:
    """Samples a second that the file gets: the one asked for, or the edition's own, if the codec has it."""
    return settings.sample_rate or (codec.rates[0] if len(codec.rates) == 1 else timeline)


def most_bitrate(codec: Codec, rate: int, channels: int) -> int:
    """kbit/s of a channel that the codec allows at a rate.

    MP3: MPEG-1 up to 320 for both channels together, MPEG-2 160, and LAME's MPEG-2.5 64 (ISO/IEC 11172-3, 13818-3). AAC:
    6,144 bits a frame of 1,024 samples for a channel (ISO/IEC 14496-3). Opus: 256 for a channel (libopus).
    """
    if codec is MP3:
        return (320 if rate >= 32000 else 160 if rate >= 16000 else 64) // channels
    if codec is AAC:
        return rate * 6 // 1000
    return 256


def bitrate(codec: Codec, rate: int, settings: Settings) -> int:
    """kbit/s of a channel that the file gets."""
    return max(codec.least, min(settings.bitrate, most_bitrate(codec, rate, settings.channels)))
