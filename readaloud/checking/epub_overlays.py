"""What is wrong with the media overlays of an EPUB, beyond what EPUBCheck tells."""

from __future__ import annotations

import io
from collections import Counter

from readaloud.checking.epub_book import Book, Par, clock_ms, overlays
from readaloud.checking.lighting import ROUNDING_MS
from readaloud.errors import CheckError

GAP_MS = 20
"""Readers play from one clip into the next without a seek only within so much."""
SUM_MS = 1000
"""EPUBCheck takes a total for right within a second."""


def overlay_faults(book: Book) -> list[str]:
    """Each clip lights one element that is there, and no other clip lights it."""
    wrong = []
    lit: Counter[str] = Counter()
    for id, _ in overlays(book):
        document = [book.href(other) for other in book.spine if book.items[other].get("media-overlay") == id]
        for par in book.pars(id):
            lit[par.text] += 1
            if not par.audio:
                wrong.append(f"{par.text} has no audio")
            if par.text.partition("#")[0] not in document:
                wrong.append(f"{par.overlay} lights {par.text}, which is another document's")
            elif book.element(par.text) is None:
                wrong.append(f"{par.text} is not there")
    return wrong + [f"{place} is lit by {count} clips" for place, count in lit.items() if count > 1]


def clip_faults(book: Book) -> list[str]:
    """Clips have a length, follow one another without gap or overlap, and end with their audio."""
    wrong = []
    lengths: dict[str, float] = {}
    before: Par | None = None
    for id, _ in overlays(book):
        for par in book.pars(id):
            if not par.audio:
                continue
            if par.audio not in lengths:
                lengths[par.audio] = _length_ms(book, par.audio)
            if par.end_ms <= par.begin_ms:
                wrong.append(f"the clip of {par.text} has no length")
            if par.end_ms > lengths[par.audio] + ROUNDING_MS:
                wrong.append(f"the clip of {par.text} ends {par.end_ms - lengths[par.audio]:.0f} ms after its audio")
            if before is not None and before.audio == par.audio and abs(par.begin_ms - before.end_ms) > GAP_MS:
                what = "a gap" if par.begin_ms > before.end_ms else "an overlap"
                wrong.append(f"there is {what} of {abs(par.begin_ms - before.end_ms):.0f} ms before {par.text}")
            before = par
    return wrong


def duration_faults(book: Book) -> list[str]:
    """`media:duration` of each overlay and of the whole is the sum of the clips."""
    told = {meta.get("refines", ""): clock_ms((meta.text or "").strip()) for meta in book.metas("media:duration")}
    wrong, total = [], 0.0
    for id, path in overlays(book):
        length = sum(par.end_ms - par.begin_ms for par in book.pars(id))
        total += length
        if abs(told.get(f"#{id}", -1e9) - length) > SUM_MS:
            wrong.append(f"{path} lasts {length:.0f} ms, the package says otherwise")
    if told and abs(told.get("", -1e9) - total) > SUM_MS:
        wrong.append(f"the clips last {total:.0f} ms together, the package says {told.get('', 0):.0f}")
    return wrong


def _length_ms(book: Book, path: str) -> float:

    import av

    try:
        with av.open(io.BytesIO(book.archive.read(path)), "r") as container:
            stream = container.streams.audio[0]
            samples = sum(frame.samples for frame in container.decode(stream) if isinstance(frame, av.AudioFrame))
            return samples * 1000 / stream.rate
    except (KeyError, av.FFmpegError, IndexError) as error:
        raise CheckError(f"the audio {path} cannot be read: {error}") from error
