"""The labels of one part: how they are printed, whom the source names with them, what is said under them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from readaloud.model import Part
from readaloud.planning import names
from readaloud.planning.names import Name

Head: TypeAlias = tuple[str, tuple[str, ...]]
"""What tells the speaker of a turn: its label as printed, and the ids of people that the source gives with it."""


@dataclass(slots=True)
class Label:
    """What is known of one label (or id) of one part."""

    printed: str
    key: str
    name: Name
    who: tuple[str, ...]
    """Ids of people that the source itself gives with it."""
    turns: int = 0
    words: int = 0
    texts: list[str] = field(default_factory=list)
    neighbours: set[str] = field(default_factory=set)
    """Keys of labels of the turns just before and after."""
    heads: list[Head] = field(default_factory=list)

    @property
    def printings(self) -> tuple[str, ...]:
        """All its spellings."""
        return tuple(dict.fromkeys(printed for printed, _ in self.heads if printed))


def turn_heads(part: Part) -> dict[int, tuple[str | None, tuple[str, ...]]]:
    """Label and ids of each turn: those of its first block that has them, since a remark may stand before it."""
    heads: dict[int, tuple[str | None, tuple[str, ...]]] = {}
    for block in part.blocks:
        if block.turn is not None and (block.label or block.who) and block.turn not in heads:
            heads[block.turn] = (block.label, block.who)
    return heads


def labels_of(part: Part) -> list[Label]:
    """The labels of a part in order.

    In a play the ids that the source gives are the speakers. In running text its markup of names is evidence that
    may be missing: the same label with and without it is one label, unless it is given to different people.
    """
    heads = {turn: (printed or "", who) for turn, (printed, who) in turn_heads(part).items()}
    named: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for printed, who in heads.values():
        named[_key(printed)][who] += bool(who)
    labels: dict[str, Label] = {}
    of_turn: dict[int, Label] = {}
    before: Label | None = None
    for turn, (printed, who) in heads.items():
        if part.text_labels and printed:
            ways = {w: count for w, count in named[_key(printed)].items() if w}
            who = who or max(ways, key=lambda w: (ways[w], w), default=())
            key = _key(printed) if len(ways) < 2 else f"{_key(printed)} #{' '.join(who)}"
        else:
            key = "#" + " ".join(who) if who else _key(printed)
        label = labels.get(key)
        if label is None:
            label = labels[key] = Label(printed, key, names.parse(printed), who)
        label.turns += 1
        if heads[turn] not in label.heads:
            label.heads.append(heads[turn])
        if before is not None:
            label.neighbours.add(before.key)
            before.neighbours.add(key)
        of_turn[turn] = before = label
    _surnames_that_are_offices(list(labels.values()))
    for block in part.blocks:
        if block.turn in of_turn and block.role != "pagebreak":
            label = of_turn[block.turn]
            label.words += len(block.text.split())
            label.texts.append(block.text)
    return list(labels.values())


def _key(printed: str) -> str:
    return names.key(printed) or printed


def _surnames_that_are_offices(labels: Sequence[Label]) -> None:
    """Mr. Chancellor, whose name is John Chancellor."""
    surnames = {label.name.surname for label in labels if label.name.surname}
    for label in labels:
        name = label.name
        if not name.surname and name.honorifics and len(name.roles) == 1 and name.roles[0] in surnames:
            label.name = replace(name, roles=(), surname=name.roles[0])
