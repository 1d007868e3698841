"""Where readaloud keeps what it may make again, what a person had it fetch, and where a person's settings are."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """READALOUD_CACHE where it is set, else the user's cache folder; it need not be there yet."""
    named = os.environ.get("READALOUD_CACHE")
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
