"""Where readaloud keeps what it may make again, what a person had it fetch, and where a person's settings are."""

from __future__ import annotations

import os
import re
from pathlib import Path

from readaloud.errors import UsageError

CACHE = "READALOUD_CACHE"
"""Of the environment: the folder of the cache."""
CACHE_SIZE = "READALOUD_CACHE_SIZE"
"""Of the environment: the largest size of the cache, as 500M or 20G."""
_DEFAULT_SIZE = 4 * 10**9
"""Bytes: the clips of 25 hours at 22,050 samples a second."""


def cache_folder() -> Path:
    """READALOUD_CACHE where it is set, else the user's cache folder; it need not be there yet."""
    named = os.environ.get(CACHE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("readaloud", appauthor=False)


def data_folder() -> Path:
    """READALOUD_DATA where it is set, else the user's data folder: installed voices. It need not be there yet."""
    named = os.environ.get("READALOUD_DATA")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("readaloud", appauthor=False)


def settings_folder() -> Path:
    """READALOUD_SETTINGS where it is set, else the user's folder of settings; it need not be there."""
    named = os.environ.get("READALOUD_SETTINGS")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("readaloud", appauthor=False)


def cache_size() -> int:
    """Bytes that the cache may hold between runs; UsageError when the variable of it cannot be understood."""
    told = os.environ.get(CACHE_SIZE, "").strip()
    if not told:
        return _DEFAULT_SIZE
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kMGT]?)B?", told, re.IGNORECASE)
    if match is None:
        raise UsageError(f"{CACHE_SIZE} is {told!r}, which is no size.", tip="Write it as 500M or 20G.")
    return int(float(match[1]) * 1000 ** " kmgt".index(match[2].casefold() or " "))
