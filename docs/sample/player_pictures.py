"""Takes the pictures of the player: `python docs/sample/player_pictures.py output/lighthouse-call` (playwright, chromium)."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
PLACE = 35
"""Seconds: where something is said that a note explains."""
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}


def main(edition: Path) -> None:
    """One picture of each: at the desk, before a class, on a phone in the dark, in high contrast."""
    (file,) = edition.glob("*-player.html")
    with sync_playwright() as driver:
        flags = ["--autoplay-policy=no-user-gesture-required", "--mute-audio", "--no-sandbox"]
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for name, looks, use in (
            ("start", {}, start),
            ("desktop", {}, play),
            ("classroom", {}, teach),
            ("phone", {**PHONE, "color_scheme": "dark"}, play),
            ("contrast", {}, contrast),
        ):
            page = browser.new_context(
                **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **looks}
            ).new_page()
            page.goto(file.as_uri())
            page.wait_for_timeout(500)
            use(page)
            take(page, HERE / f"player-{name}.png")
        browser.close()


def start(page: Page) -> None:
    """As it opens."""


def play(page: Page) -> None:
    """While a sentence is heard."""
    page.evaluate("(t) => { audio.currentTime = t; }", PLACE)
    page.wait_for_timeout(800)
    page.click("#play")
    page.wait_for_timeout(1200)


def teach(page: Page) -> None:
    """One turn at a time."""
    page.keyboard.press("c")
    play(page)


def contrast(page: Page) -> None:
    """With a panel open, in black and yellow."""
    page.click("[aria-controls=settings]")
    page.select_option("[data-set=theme]", "contrast")
    page.click("[aria-controls=voices]")
    play(page)


def take(page: Page, path: Path) -> None:
    """Few colours make a small file."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(160, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
