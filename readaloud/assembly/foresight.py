"""Tells from the levels of a programme how loud it will be at any gain, with its peaks held down by the limiter.

Without it the gain would have to be tried out, with a pass through the limiter for each try: voices with high peaks lose up to
2 LU to it, others nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from readaloud.assembly.levels import WINDOWS, Levels
from readaloud.assembly.weighting import gated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_AT_ONCE = 6000
"""Steps that are computed together, ten minutes: what a day would need at once is several times what is kept of it."""


class Foresight:
    """Loudness of a programme as it is, and as it will be."""

    def __init__(self, levels: Iterable[Levels]) -> None:
        """`levels` are those of its spans, in order."""
        import numpy as np

        energies, peaks, powers = bytearray(), bytearray(), bytearray()
        for part in levels:  # none is held beside the whole: of a day of sound they take 55 MB
            energies += part.energies.astype("f4").tobytes()
            peaks += part.peaks.astype("f4").tobytes()
            powers += part.powers.astype("f4").tobytes()
        self.levels, self._peaks, self._powers = (np.frombuffer(all_, "f4") for all_ in (energies, peaks, powers))

    def now(self) -> float:
        """LUFS as it is; `SILENCE_LUFS` where nothing passes the gate."""
        return gated(self.levels)

    def at(self, gain_db: float, ceiling_dbtp: float) -> float:
        """LUFS with a gain, and the peaks held under a ceiling."""
        return gated(self.energies(gain_db, ceiling_dbtp))

    def energies(self, gain_db: float, ceiling_dbtp: float) -> NDArray[np.float64]:
        """The same for each step of 100 ms, as `weighting.gated` takes it."""
        import numpy as np

        limit, factor = 10 ** ((ceiling_dbtp - gain_db) / 20), 10 ** (gain_db / 10)
        energies = np.empty(len(self.levels))
        for begin in range(0, len(energies), _AT_ONCE):
            steps = slice(begin, begin + _AT_ONCE)
            windows = slice(begin * WINDOWS, (begin + _AT_ONCE) * WINDOWS)
            kept = np.minimum(1.0, limit / np.maximum(self._peaks[windows], 1e-6))
            powers = self._powers[windows]
            left = (powers * kept**2).reshape(-1, WINDOWS).sum(axis=1)
            all_ = powers.reshape(-1, WINDOWS).sum(axis=1)
            shares = np.divide(left, all_, out=np.ones_like(left), where=all_ > 0)
            energies[steps] = self.levels[steps].astype(np.float64) * shares * factor
        return energies
