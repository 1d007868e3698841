"""A talk of any length without a sentence that is said twice, made by varying the turns of the corpus's documents."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

WORDS_A_MINUTE = 190
"""Of a finished edition in the default voices, pauses and pages included."""
LABELS = ("Ashdown", "Brokaw", "Carmody", "Delgado", "Eastman", "Forsythe")
_TURN = re.compile(r"^(?:[A-Z][\w.]*\.? ?){1,4}: (?P<said>\S.*)$", re.MULTILINE)
_REMARKS = re.compile(r"\[[^\]]*\]|\([^)]*\)|(?<=[.,;:”])\d+\b")
_WORD = re.compile(r"(?<![\w’'-])[a-z]{4,}(?![\w’'-])")
_VARIED = 0.3
"""Part of the plain words that is taken from elsewhere in the corpus: enough for no sentence to come back in 24 hours."""


def talk(corpus: Path, minutes: float, seed: int = 1) -> str:
    """Plain text of about so many minutes: turns of six people, with a print page after every 300 words."""
    said = [turn for path in sorted((corpus / "plain").glob("*.txt")) for turn in _turns(path)]
    counted = Counter(word for turn in said for word in _WORD.findall(turn))
    known, weights = list(counted), list(counted.values())
    chance = random.Random(seed)
    lines, words, page, pages = ["A Long Talk"], 0, 0, 1
    last = ""
    for turn in _for_ever(said, chance):
        varied = _WORD.sub(
            lambda found: chance.choices(known, weights)[0] if chance.random() < _VARIED else found[0], turn
        )
        label = chance.choice([name for name in LABELS if name != last])
        lines.append(f"{label}: {varied}")
        last = label
        words += len(varied.split())
        if words > minutes * WORDS_A_MINUTE:
            break
        if words - page > 300:
            page, pages = words, pages + 1
            lines.append(f"[Page {pages}]")
    return "\n\n".join(lines) + "\n"


def _turns(path: Path) -> Iterator[str]:
    """What is said in a document, without its remarks and marks."""
    for found in _TURN.finditer(path.read_text("utf-8")):
        said = " ".join(_REMARKS.sub(" ", found["said"]).split())
        if len(said.split()) >= 4 and ":" not in said:
            yield said


def _for_ever(said: list[str], chance: random.Random) -> Iterator[str]:
    while True:
        yield from chance.sample(said, len(said))


def corpus_folder(root: Path) -> Path:
    """Where the corpus of real documents is: beside the project, unless READALOUD_CORPUS names another place."""
    return Path(os.environ.get("READALOUD_CORPUS") or root.parent / "shared/corpus")
