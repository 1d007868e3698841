"""Makes a clip ready for the cache: no offset, and silence at its ends cut to a known margin, so that pauses are those of
the plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readaloud.model import Clip, Word

if TYPE_CHECKING:
    pass

LEAD_SECONDS = 0.010
"""Kept before the first sound."""
TAIL_SECONDS = 0.030
"""Kept after the last sound: a final consonant fades longer than it begins."""
THRESHOLD = 33
"""Of 32,768, −60 dBFS. Measured over 20 words with soft ends in every fourth English voice: what is quieter than this at
the ends lasts 0.8 ms before and 14 ms after the sound, within the margins; at −50 dBFS it would be 122 ms (the release of
"Cup.")."""


OFFSET = 64
"""Mean of a clip, of 32,768, above which its offset is taken out; −54 dBFS. Of 51 English voices 45 are within it; the two
with espeak-ng's variant `Reed` lie at 650, which rises and falls with every syllable, so that subtracting it would click."""
OFFSET_HERTZ = 20.0
"""Below this the sound is an offset: it is halved here. A low voice begins at 70 Hz, which loses 0.1 dB."""
_GROUP = 32
"""Samples of which one mean is taken; at 22,050 Hz 1.5 ms, a thirtieth of a period of what is taken out."""


def prepared(clip: Clip) -> Clip:
    """The clip with its ends cut; its words keep their place in the sound."""
    import numpy as np

    samples = _centred(clip.samples, clip.rate)
    heard = np.frombuffer(samples, "<i2")
    loud = (heard > THRESHOLD) | (heard < -THRESHOLD)
    if not loud.any():
        return Clip(b"", clip.rate)
    begin = int(loud.argmax()) - round(LEAD_SECONDS * clip.rate)
    end = len(loud) - int(loud[::-1].argmax()) + round(TAIL_SECONDS * clip.rate)
    before, after = bytes(2 * max(0, -begin)), bytes(2 * max(0, end - clip.length))
    whole = before + samples[2 * max(0, begin) : 2 * min(end, clip.length)] + after
    words = tuple(Word(min(max(w.begin - begin, 0), end - begin), w.offset, w.length) for w in clip.words)
    return Clip(whole, clip.rate, words)


def peak(clip: Clip) -> int:
    """Largest absolute sample, 0 to 32768."""
    import numpy as np

    samples = np.frombuffer(clip.samples, "<i2")
    return max(int(samples.max()), -int(samples.min())) if len(samples) else 0


def _centred(samples: bytes, rate: int) -> bytes:
    """Without what is below `OFFSET_HERTZ`, if the clip has an offset at all."""
    import numpy as np

    given = np.frombuffer(samples, "<i2")
    if not len(given) or abs(int(given.sum(dtype=np.int64))) <= OFFSET * len(given):
        return samples
    # So low a sound is told by few values: the means of groups, and straight lines from the middle of one to the next.
    count = -(-len(given) // _GROUP) + 1
    sound = np.zeros(count * _GROUP, "f4")
    sound[_GROUP // 2 : _GROUP // 2 + len(given)] = given
    near = np.ones(max(2, round(rate / (2 * OFFSET_HERTZ * _GROUP))))
    means = np.convolve(sound.reshape(count, _GROUP).mean(axis=1), np.convolve(near, near) / len(near) ** 2)
    means = means[len(near) - 1 :][: count + 1].astype("f4")
    steps = np.arange(_GROUP, dtype="f4") / _GROUP
    low = (means[:-1, None] + np.diff(means)[:, None] * steps).reshape(-1)[: len(given)]
    return np.clip(np.rint(given - low), -32768, 32767).astype("<i2").tobytes()
