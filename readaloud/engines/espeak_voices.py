"""Which voices espeak-ng has: it speaks in another one, without a word, when it is asked for one it has not."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readaloud.engines.espeak_data import is_alias


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What can be said before and after the `+` of a voice's name."""

    bases: tuple[str, ...]
    """Paths under `lang/`: `gmw/en-US`."""
    variants: tuple[str, ...]
    """Files of `voices/!v`: `m3`, `whisper`."""

    def fault(self, name: str) -> tuple[str, str] | None:
        """What is wrong with a voice's name, and which are nearest; None when it is a voice."""
        base, plus, variant = name.partition("+")
        if base not in self.bases:
            return f"espeak-ng has no voice {base!r}", nearest(base, self.bases)
        if plus and variant not in self.variants:
            return f"espeak-ng has no variant {variant!r}", nearest(variant, self.variants)
        return None


def nearest(name: str, known: Sequence[str]) -> str:
    """The three most like a name, or some when none is like it, to put into a sentence."""
    folded = {k.casefold(): k for k in reversed(known)}
    sought = name.casefold()
    near = [k for k in folded if sought and k.rpartition("/")[2] == sought]  # `en-US`, without its family
    near += [k for k in difflib.get_close_matches(sought, folded, n=3, cutoff=0.4) if k not in near]
    return ", ".join([folded[k] for k in near[:3]] or [*known[:3], "…"][: len(known) + 1]) if known else "none at all"


@functools.cache
def catalogue(data_folder: str) -> Catalogue:
    """The voices of a data folder, in the order of their names."""
    languages, variants = Path(data_folder, "lang"), Path(data_folder, "voices", "!v")
    return Catalogue(
        tuple(sorted(f"{p.parent.name}/{p.name}" for p in languages.glob("*/*") if p.is_file() and not is_alias(p))),
        tuple(sorted(p.name for p in variants.glob("*") if p.is_file())),
    )
