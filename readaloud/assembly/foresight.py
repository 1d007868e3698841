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


class Foresight:
    """Loudness of a programme as it is, and as it will be."""

    def __init__(self, levels: Iterable[Levels]) -> None:
        """`levels` are those of its spans, in order."""
        import numpy as np

        parts, nothing = list(levels), np.zeros(0, "f4")
        self._energies = np.concatenate([nothing, *(part.energies for part in parts)]).astype(np.float64)
        self._peaks = np.concatenate([nothing, *(part.peaks for part in parts)])
        self._powers = np.concatenate([nothing, *(part.powers for part in parts)])

    def now(self) -> float:
        """LUFS as it is; `SILENCE_LUFS` where nothing passes the gate."""
        return gated(self._energies)

    def at(self, gain_db: float, ceiling_dbtp: float) -> float:
        """LUFS with a gain, and the peaks held under a ceiling."""
        return gated(self.energies(gain_db, ceiling_dbtp))

    def energies(self, gain_db: float, ceiling_dbtp: float) -> NDArray[np.float64]:
        """The same for each step of 100 ms, as `weighting.gated` takes it."""
        import numpy as np

        allowed = 10 ** ((ceiling_dbtp - gain_db) / 20) / np.maximum(self._peaks, 1e-6)
        kept = np.minimum(1.0, allowed)
        left = (self._powers * kept**2).reshape(-1, WINDOWS).sum(axis=1)
        all_ = self._powers.reshape(-1, WINDOWS).sum(axis=1)
        shares = np.divide(left, all_, out=np.ones_like(left), where=all_ > 0)
        energies: NDArray[np.float64] = self._energies * shares * 10 ** (gain_db / 10)
        return energies
