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


def text(name: str) -> str:
    """The template `name` of this folder."""
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
