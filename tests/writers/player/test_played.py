"""The player page played in a real Chromium: what is lit is what is heard, and every control is reached and does its work."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from readaloud.model import Edition, Mark
from readaloud.settings import Settings
from tests import awkward
from tests.browsing import LOOKS
from tests.checkers import axe
from tests.editions import edition_of, edition_of_file, say, script_of, written
from tests.writers.player.pages import IN_SIGHT, LISTEN, humming, opened, served, talk, until

NEAR_MS = 100
"""How far the highlight may be from the sound."""


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of(talk())


@pytest.fixture(scope="module")
def page_file(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return humming(edition, tmp_path_factory.mktemp("player"))


def words(edition: Edition) -> list[str]:
    return [cue.utterance.text or cue.utterance.spoken for cue in edition.cues]


def lit(page: Any) -> str:
    return str(page.locator(".now").text_content())


def test_what_is_lit_is_what_is_heard(browser: Any, edition: Edition, page_file: Path) -> None:
    said, chance = words(edition), random.Random(7)
    with served(page_file) as address, opened(browser, address) as page:
        page.evaluate(LISTEN)
        for speed in ("1", "2"):
            page.select_option("#speed", speed)
            for _ in range(10):
                place = chance.uniform(0, page.evaluate("audio.duration") - 2)
                page.evaluate("(t) => { audio.currentTime = t; audio.play(); }", place)
                page.wait_for_timeout(150)
                told = page.evaluate("listen(0.8)")
                assert sum(heard >= 0 for _, heard, *_ in told) > 10, f"hardly anything is heard at {place:.2f} s"
                for at, heard, _, now in told:
                    if heard >= 0 and NEAR_MS < at < 800 - NEAR_MS:
                        near = {text for other, _, text, _ in told if abs(other - at) <= NEAR_MS}
                        assert said[heard] in near, (
                            f"{said[heard]!r} is heard at {now:.2f} s, lit are {near}, speed {speed}"
                        )


@pytest.mark.parametrize("inline", [False, True], ids=["beside", "inside"])
def test_it_plays_from_disk(browser: Any, edition: Edition, page_file: Path, inline: bool, tmp_path: Path) -> None:
    if inline:
        page_file = humming(edition, tmp_path, Settings(formats=("player",), player_inline=True))
        assert [path.name for path in tmp_path.iterdir()] == [page_file.name]
    with opened(browser, page_file.as_uri()) as page:
        page.get_by_text("Ada asks once more").click()
        until(page, "!audio.paused && audio.currentTime > 0")
        assert lit(page).startswith("Ada asks once more")
        page.click("#play")
        assert page.evaluate("audio.paused")


def test_notes_and_pages_and_other_voices_are_really_passed_over(
    browser: Any, edition: Edition, page_file: Path
) -> None:
    numbers = {
        kind: {n for n, cue in enumerate(edition.cues) if cue.utterance.speaker == kind}
        for kind in ("notes", "pages", "bob")
    }
    with served(page_file) as address, opened(browser, address) as page:
        page.evaluate(LISTEN)

        def heard_all(seconds: float) -> list[int]:
            page.evaluate("audio.currentTime = 0")
            page.click("#play")
            told = [heard for _, heard, *_ in page.evaluate(f"listen({seconds})")]
            page.evaluate("audio.pause()")
            # Two pictures of the same sound: one alone may be the end of a window.
            return [a for a, b in pairwise(told) if a == b and a >= 0]

        def heard_each_time(seconds: float) -> set[int]:
            """On a busy machine the moment before something is passed over may be heard, but not each time."""
            return set.intersection(*(set(heard_all(seconds)) for _ in range(2)))

        page.select_option("#speed", "2")
        assert set(heard_all(2.6)) & numbers["notes"] and set(heard_all(1)) & numbers["pages"]
        page.click("[aria-controls=settings]")
        page.check("[data-set=notes]")
        page.check("[data-set=pages]")
        heard = heard_each_time(4)
        assert not heard & (numbers["notes"] | numbers["pages"]) and heard & numbers["bob"]
        page.click("[aria-controls=voices]")
        page.get_by_role("button", name="Bob").click()
        heard = heard_each_time(3)
        assert heard and heard <= numbers["bob"]


def test_a_class_stops_after_each_turn_and_sees_one(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file.as_uri()) as page:
        page.keyboard.press("c")
        page.click("[aria-controls=settings]")
        page.select_option("[data-set=stop]", "turn")
        page.keyboard.press("Escape")
        page.evaluate("audio.currentTime = 2.9")
        page.get_by_role("button", name="Next turn").click()
        assert lit(page).startswith("And Bob has")
        assert page.locator("main .turn:visible").count() == 1
        page.click("#play")
        until(page, "audio.paused")
        assert lit(page).startswith(("He is not done", "Page 235")), "it stops at the end of the turn"
        page.click("#play")
        page.wait_for_timeout(300)
        assert not page.evaluate("audio.paused"), "and goes on with the next"


def test_keys_alone(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file.as_uri()) as page:
        seen = set()
        for _ in range(40):
            page.keyboard.press("Tab")
            seen.add(page.evaluate("document.activeElement.id || document.activeElement.dataset.do || document.activeElement.getAttribute('aria-controls') || document.activeElement.className"))  # fmt: skip
        assert {"skip own", "find", "voices", "settings", "seek", "play", "speed", "volume", "back", "on", "sentence-back",
                "sentence-on", "turn-back", "turn-on", "chapter-back", "chapter-on"} <= seen  # fmt: skip
        assert any(name.startswith("u") for name in seen), "one sentence is in the order of tabs"
        page.locator(".now").focus()
        for key, wanted in (("ArrowRight", "Sentence 0"), ("ArrowRight", "Sentence 1"), ("Shift+ArrowRight", "And Bob"),
                            ("Shift+ArrowLeft", "Sentence 0"), ("n", "Bob ends with sentence 0"), ("p", "Page 234")):  # fmt: skip
            page.keyboard.press(key)
            if key in "np" or key.startswith("Shift"):
                page.wait_for_timeout(30)
            assert lit(page).startswith(wanted), key
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert lit(page).startswith("Sentence 1")
        until(page, "!audio.paused")
        page.keyboard.press("k")
        assert page.evaluate("audio.paused")
        page.evaluate("document.activeElement.blur()")
        page.click("[aria-controls=settings]")
        page.uncheck("[data-set=keys]")
        page.keyboard.press("Escape")
        before = lit(page)
        page.keyboard.press("n")
        assert lit(page) == before, "keys can be turned off"


def test_places_are_found(browser: Any, page_file: Path) -> None:
    with opened(browser, f"{page_file.as_uri()}#page=235") as page:
        assert lit(page) == "Page 235."
        page.evaluate("location.hash = '#t=0:02'")
        until(page, "Math.abs(audio.currentTime - 2) < 0.01")
        page.keyboard.press("s")
        page.keyboard.type("LAMP")
        page.keyboard.press("Enter")
        assert page.locator("#found-count").text_content() == "Found once."
        page.locator("#found button").click()
        assert lit(page).startswith("Ada asks once more about the lamp")
        page.fill("#page-label", "999")
        page.keyboard.press("Enter")
        assert "no page 999" in str(page.locator("#page-error").text_content())
        page.evaluate("audio.currentTime = 4")
        page.wait_for_timeout(200)
        page.goto("about:blank")
        page.goto(page_file.as_uri())
        until(page, "Math.abs(audio.currentTime - 4) < 0.2")


def test_what_was_never_drawn_is_brought_into_sight(browser: Any, tmp_path: Path) -> None:
    """A chapter of a whole act: thirty times as high as what is guessed before it is drawn."""
    script = script_of(
        *(entry for n in range(3) for entry in (Mark("chapter", str(n)), *awkward.long_chapter(500).entries))
    )
    file = written(edition_of(script), "player", tmp_path, Settings(formats=("player",)))[0].path
    with opened(browser, file.as_uri()) as page:
        for share in (0.1, 0.9, 0.2, 0.6):
            page.evaluate("(share) => { audio.currentTime = share * audio.duration; }", share)
            until(page, f"Math.abs(audio.currentTime - {share} * audio.duration) < 0.1 && {IN_SIGHT}", 3)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(browser: Any, page_file: Path, look: str) -> None:
    with opened(browser, page_file.as_uri(), **LOOKS[look]) as page:
        assert axe(page) == []
        for panel in ("find", "voices", "settings"):
            page.click(f"[aria-controls={panel}]")
            assert axe(page) == []
            small = "(e) => { const b = e.getBoundingClientRect(); return e.offsetParent && (b.width < 44 || b.height < 43.9) && !e.closest('.check'); }"
            assert (
                page.evaluate(
                    f"[...document.querySelectorAll('button, select, input')].filter({small}).map((e) => e.outerHTML)"
                )
                == []
            )
            page.keyboard.press("Escape")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_name_stays_beside_a_long_turn(browser: Any, tmp_path: Path) -> None:
    sentences = (say(f"Sentence {n} of a long speech, in a paragraph of its own.", "ada", 0) for n in range(60))
    file = written(edition_of(script_of(*sentences)), "player", tmp_path, Settings(formats=("player",)))[0].path
    with opened(browser, file.as_uri()) as page:
        page.evaluate("audio.currentTime = audio.duration / 2")
        until(page, f"audio.currentTime > 1 && {IN_SIGHT}", 3)
        assert 40 < page.evaluate("document.querySelector('.speaker').getBoundingClientRect().top") < 200
        page.keyboard.press("c")
        until(page, IN_SIGHT, 3)


def test_on_paper_it_is_a_clean_script(browser: Any, sample: Path, tmp_path: Path) -> None:
    file = written(edition_of_file(sample), "player", tmp_path, Settings(formats=("player",)))[0].path
    with opened(browser, file.as_uri()) as page:
        page.keyboard.press("c")
        page.emulate_media(media="print")
        seen = page.evaluate("document.body.innerText")
        assert seen.count("Transcript of Telephone Conversation") == 1
        assert "Settings" not in seen and "I have a lamp to look at." in seen and "This is a reading" not in seen
        assert page.locator(".bar:visible, .panel:visible, .tools:visible").count() == 0


def test_axe_can_find_something(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file.as_uri()) as page:
        page.evaluate("play.removeAttribute('aria-label'), play.removeAttribute('title')")
        assert any(fault.startswith("button-name") for fault in axe(page))


ALWAYS = ("awkward", "no-title", "a-title-of-500-letters", "right-to-left", "chinese")
"""The others only in the sweep; what is never heard is no page to play."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in ALWAYS else pytest.mark.sweep)
        for name in awkward.DOCUMENTS
        if not name.startswith("nothing")
    ],
)
def test_axe_finds_nothing_in_what_is_awkward(browser: Any, name: str, tmp_path: Path) -> None:
    edition = edition_of(awkward.DOCUMENTS[name]())
    file = written(edition, "player", tmp_path, Settings(formats=("player",)))[0].path
    with opened(browser, file.as_uri(), viewport={"width": 320, "height": 640}) as page:
        for panel in ("find", "voices", "settings"):
            page.click(f"[aria-controls={panel}]")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), panel
        page.keyboard.press("Escape")
        assert axe(page) == []
        page.keyboard.press("End")
        page.get_by_role("button", name=re.compile("^(Next sentence|Nächster Satz)$")).click()
        assert page.locator(".now").count() == 1
