"""The words on the player's buttons and in its messages."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

from readaloud import data
from readaloud.languages import primary

_FOLDER = "player"


def player_words(language: str) -> tuple[str, Mapping[str, str]]:
    """The lines for a BCP 47 language by their names, and the language they are in: English where there are none."""
    short = primary(language)
    name = f"{_FOLDER}/labels-{short}.toml"
    if not short.isalpha() or not resources.files(data.__name__).joinpath(name).is_file():
        short, name = "en", f"{_FOLDER}/labels-en.toml"
    return short, data.table(name)
