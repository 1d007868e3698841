"""Which voices espeak-ng has: it speaks in another one, without a word, when it is asked for one it has not."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readaloud.engines.espeak_data import is_alias
from readaloud.languages import primary


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


def base_for(bases: Sequence[str], language: str) -> str | None:
    """The voice of a language (BCP 47): the tag itself, else without its last subtags; None when there is none."""
    by_tag = {base.rpartition("/")[2].casefold(): base for base in bases}
    subtags = language.replace("_", "-").casefold().split("-")
    subtags[0] = primary(subtags[0])
    for count in range(len(subtags), 0, -1):
        if found := by_tag.get("-".join(subtags[:count])):
            return found
    return next((by_tag[tag] for tag in sorted(by_tag) if tag.partition("-")[0] == subtags[0]), None)


@functools.cache
def phoneme_table(data_folder: str, base: str) -> str:
    """The name of a voice's set of phonemes: what its file says, else the file's name."""
    file = Path(data_folder, "lang", base)
    told = re.search(r"(?m)^phonemes\s+(\S+)", file.read_text(encoding="utf-8", errors="replace"))
    return told[1] if told else file.name


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
