"""Writes one Opus file in Ogg with chapters, the smallest that sounds well."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import ClassVar

from readaloud.model import Edition
from readaloud.settings import Settings
from readaloud.writers import codecs, vorbis
from readaloud.writers.base import Written
from readaloud.writers.encoding import OGG_OPTIONS, OPUS_OPTIONS, Encoder


class OpusWriter:
    """One Opus file."""

    name: ClassVar[str] = "opus"
    description: ClassVar[str] = (
        "one small Opus file with chapters, for VLC, Audiobookshelf, Firefox, Android and phones"
    )

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> OpusWriting:
        """Opens `folder/stem.opus`; OutputError above 1,000 chapters or 100 hours.

        Opus has 48,000 samples a second and nothing else (RFC 7845).
        """
        metadata = dict(vorbis.comments(edition, "Opus"))
        if edition.cover is not None:
            metadata["METADATA_BLOCK_PICTURE"] = base64.b64encode(vorbis.picture(edition.cover)).decode()
        rate = codecs.sample_rate(codecs.OPUS, edition.timeline.rate, settings)
        codecs.check_rate(codecs.OPUS, rate)
        path = folder / f"{stem}.opus"
        channels = edition.timeline.channels
        encoder = Encoder(
            path,
            codec="libopus",
            container="opus",
            rate=edition.timeline.rate,
            sample_rate=rate,
            bitrate=codecs.bitrate(codecs.OPUS, rate, settings) * channels,
            channels=channels,
            options=OPUS_OPTIONS,
            container_options=OGG_OPTIONS,
            metadata=metadata,
        )
        return OpusWriting(path, encoder)


class OpusWriting:
    """An Opus file being written, from front to back."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path, self._encoder = path, encoder

    def write(self, block: bytes) -> None:
        """The next samples."""
        self._encoder.write(block)

    def finish(self) -> tuple[Written, ...]:
        """Completes the file."""
        self._encoder.finish()
        return (Written(self._path, "opus"),)

    def abandon(self) -> None:
        """Closes the file as it is."""
        self._encoder.abandon()
