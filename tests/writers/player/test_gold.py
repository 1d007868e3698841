"""Pages of real documents in a real Chromium: axe finds nothing however they look, and nothing goes wrong or leaves them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readaloud.settings import Settings
from tests.checkers import axe
from tests.conftest import corpus_folder
from tests.editions import edition_of_file, written
from tests.test_corpus import sources
from tests.writers.player.pages import IN_SIGHT, opened, until

ALWAYS = {"frus1969-76v15-d67.xml"}
"""What is looked at in every run; all the others only in the sweep."""
PLAIN: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced-colours": {"forced_colors": "active"},
    "reduced-motion": {"reduced_motion": "reduce"},
}


def _gold() -> list[Any]:
    folder = corpus_folder()
    return [
        pytest.param(path, id=path.name, marks=() if path.name in ALWAYS else pytest.mark.sweep)
        for _, path in (sources(folder) if folder is not None else [])
    ]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("path", _gold())
def test_every_gold_document(path: Path, tmp_path: Path, browser: Any) -> None:
    edition = edition_of_file(path)
    file = written(edition, "player", tmp_path, Settings(formats=("player",)))[0].path
    with opened(browser, file.as_uri()) as page:
        for name, look in LOOKS.items():
            page.emulate_media(**{**PLAIN, **look})
            page.wait_for_timeout(250)  # colours change gently
            assert axe(page) == [], name
        page.emulate_media(**PLAIN)
        page.set_viewport_size({"width": 320, "height": 640})
        page.wait_for_timeout(250)
        assert axe(page) == [], "320 px"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "what is wider than the window"
        page.set_viewport_size({"width": 1280, "height": 800})
        page.click("[aria-controls=settings]")
        page.select_option("[data-set=theme]", "contrast")
        page.wait_for_timeout(250)
        assert axe(page) == [], "high contrast"
        # What is gone to is brought into sight, also where nothing was drawn before.
        for share in (0.1, 0.5, 0.9):
            page.evaluate("(share) => { audio.currentTime = share * audio.duration; }", share)
            until(page, f"Math.abs(audio.currentTime - {share} * audio.duration) < 0.1 && {IN_SIGHT}", 3)
