"""Templates and catalogues that ship in the wheel."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML table `name` of this folder; read once. Do not change what it returns."""
    import tomllib

    return tomllib.loads(resources.files(__name__).joinpath(name).read_text(encoding="utf-8"))


def in_language(catalogue: str, language: str) -> tuple[str, dict[str, Any]]:
    """The catalogue of a BCP 47 language, and the language it is in: English where there is none in that one."""
    short = language.split("-")[0].lower()
    if not short.isalpha() or not resources.files(__name__).joinpath(catalogue, f"{short}.toml").is_file():
        short = "en"
    return short, table(f"{catalogue}/{short}.toml")


def text(name: str) -> str:
    """The template `name` of this folder."""
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
