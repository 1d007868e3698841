"""The word lists of `data/`, loaded once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _table(name: str) -> dict[str, object]:
    return tomllib.loads((files("readaloud") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_set(table: str, key: str) -> frozenset[str]:
    """A list of words as a set."""
    return frozenset(word_list(table, key))


@cache
def word_list(table: str, key: str) -> tuple[str, ...]:
    """A list of words in its order."""
    value = _table(table)[key]
    assert isinstance(value, list)
    return tuple(str(word) for word in value)


@cache
def word_map(table: str, key: str) -> dict[str, frozenset[str]]:
    """Words and the words that each stands for, in lower case."""
    value = _table(table)[key]
    assert isinstance(value, dict)
    return {word.casefold(): frozenset(str(one).casefold() for one in many) for word, many in value.items()}


@cache
def any_of(table: str, key: str) -> re.Pattern[str]:
    """A pattern that finds one of the list's expressions at the beginning of a text, in any case."""
    return re.compile("|".join(f"(?:{expression})" for expression in word_list(table, key)), re.IGNORECASE)
