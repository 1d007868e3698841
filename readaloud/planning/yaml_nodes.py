"""YAML nodes with their places, so that wrong input is answered with line and column."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from readaloud.errors import ScriptError


class Node:
    """One node of a YAML file; every scalar is text, so `No`, `12:30` and `0o7` stay what was typed."""

    __slots__ = ("_file", "_keys", "_node")

    def __init__(self, node: Any, file: str) -> None:
        self._node = node
        self._file = file
        self._keys: dict[str, Node] | None = None

    def error(self, message: str, tip: str = "") -> ScriptError:
        """An error at this node."""
        mark = self._node.start_mark
        return ScriptError(f"{self._file}, line {mark.line + 1}, column {mark.column + 1}: {message}.", tip=tip)

    def unknown(self, what: str, name: str, known: Sequence[str]) -> ScriptError:
        """An error for a name that is not known, with the nearest that are."""
        near = difflib.get_close_matches(name, known, 3, 0.5) or list(known)[:8]
        return self.error(f"there is no {what} {name!r}", f"Known are, nearest first: {', '.join(near)}.")

    def text(self) -> str:
        """The scalar's text."""
        if not isinstance(self._node.value, str):
            raise self.error("a text is expected here, not a list or a table")
        return self._node.value

    def integer(self) -> int:
        """The scalar as a whole number, 0 or more."""
        word = self.text()
        if not re.fullmatch(r"\d{1,9}", word):
            raise self.error(f"a whole number is expected here, not {word!r}")
        return int(word)

    def one_of(self, values: Sequence[str], more: str = "") -> str:
        """The scalar, which must be one of `values`."""
        word = self.text()
        if word not in values:
            listed = ", ".join(v or "nothing" for v in values)
            raise self.error(f"{word!r} is not one of: {listed}{more}")
        return word

    def spans(self) -> tuple[tuple[int, int], ...]:
        """Pairs written as `12-15 20-31`."""
        word = self.text()
        found = re.findall(r"(\d+)-(\d+)", word)
        if " ".join(f"{a}-{b}" for a, b in found) != word:
            raise self.error("offsets are expected here, like `12-15 20-31`")
        return tuple((int(a), int(b)) for a, b in found)

    def items(self) -> list[Node]:
        """The items of a list."""
        if self._node.id != "sequence":
            raise self.error("a list is expected here, with a `-` before each item")
        return [Node(n, self._file) for n in self._node.value]

    def pairs(self) -> list[tuple[str, Node]]:
        """The keys and values of a table."""
        if self._node.id != "mapping":
            raise self.error("a table is expected here, with `key: value` on each line")
        return [(Node(k, self._file).text(), Node(v, self._file)) for k, v in self._node.value]

    def _table(self) -> dict[str, Node]:
        if self._keys is None:
            self._keys = {}
            for key, node in self.pairs():
                if key in self._keys:
                    raise node.error(f"the key {key!r} stands here twice")
                self._keys[key] = node
        return self._keys

    def get(self, key: str) -> Node | None:
        """The value of a key, if it is there."""
        return self._table().get(key)

    def need(self, key: str) -> Node:
        """The value of a key that must be there."""
        found = self._table().get(key)
        if found is None:
            raise self.error(f"the key {key!r} is missing here")
        return found

    def only(self, keys: set[str]) -> None:
        """Refuses keys that nobody would read: a misspelt one would be lost without a word."""
        for key, node in self._table().items():
            if key not in keys:
                near = difflib.get_close_matches(key, sorted(keys), 1, 0.6)
                raise node.error(f"the key {key!r} is not known here", f"Did you mean {near[0]!r}?" if near else "")


def compose(text: str, file: str) -> Node:
    """The root node of a YAML text; ScriptError with line and column when it is no YAML."""
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark is not None else ""
        raise ScriptError(f"{file}{place}: {error.problem or 'this is not YAML'}.", tip=_TIP) from error
    except yaml.YAMLError as error:
        raise ScriptError(f"{file}: this is not YAML: {str(error).splitlines()[0]}.", tip=_TIP) from error
    if node is None:
        raise ScriptError(f"{file} is empty.")
    return Node(node, file)


_TIP = 'Put the words between double quotes: "…".'
