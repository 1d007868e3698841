"""The player by keyboard alone: every control is reached with Tab, is seen when it is, and does its work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readaloud.model import Edition
from tests.editions import RATE, edition_of
from tests.writers.player.pages import humming, opened, served, talk, until

LEAST_PX = 24
"""WCAG 2.5.8; links inside of a sentence are excepted there."""
TOOLS = """
window.nameOf = (e) => {
  const list = e.closest('ol, ul'), panel = e.closest('.panel');
  return e.id || e.dataset.do || e.dataset.set || e.getAttribute('aria-controls')
    || (e.classList.contains('close') ? `close-${panel.id}` : '') || (e.type === 'submit' ? `submit-${e.form.id}` : '')
    || (list && list.id ? `${list.id}-${[...list.querySelectorAll('button')].indexOf(e)}` : '') || e.className || e.tagName;
};
window.all = () => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
  .filter((e) => e.checkVisibility() && e.tabIndex >= 0).map(nameOf);
window.here = () => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const box = [...e.getClientRects()][0], looks = getComputedStyle(e);
  // A control that is higher than what is seen of its panel need only be seen in part (2.4.11).
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]].map(([x, y]) => document.elementFromPoint(box.x + box.width * x, box.y + box.height * y));
  return {
    name: nameOf(e), width: box.width, height: box.height, inline: looks.display === 'inline',
    outlined: looks.outlineStyle !== 'none' && parseFloat(looks.outlineWidth) >= 2,
    covered: points.filter((p) => !p || !(e.contains(p) || p === e.parentElement)).length,
  };
};
"""


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of(talk())


@pytest.fixture(scope="module")
def page_file(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return humming(edition, tmp_path_factory.mktemp("keys"))


def walk(page: Any) -> dict[str, dict[str, Any]]:
    """Every stop of Tab once around the page, as it is while it has the focus."""
    found: dict[str, dict[str, Any]] = {}
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate("here()")
        if stop is None:
            continue  # between the end of the page and its start
        if stop["name"] in found:
            break
        found[stop["name"]] = stop
    return found


def reach(page: Any, name: str) -> None:
    """Tab until the focus is there."""
    for _ in range(200):
        if page.evaluate(f"document.activeElement !== document.body && nameOf(document.activeElement) === '{name}'"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached")


@pytest.mark.parametrize("panel", ["", "find", "voices", "settings"])
@pytest.mark.parametrize("size", [(1280, 800), (320, 640), (320, 256)], ids=["desktop", "phone", "enlarged"])
def test_each_stop_of_tab_is_seen(browser: Any, page_file: Path, panel: str, size: tuple[int, int]) -> None:
    with opened(browser, page_file.as_uri(), viewport={"width": size[0], "height": size[1]}) as page:
        page.evaluate(TOOLS)
        if panel:
            reach(page, panel)
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.closest('.panel').id") == panel, "the focus goes into it"
        stops = walk(page)
        assert set(page.evaluate("all()")) - set(stops) == set(), "what no Tab leads to"
        for name, stop in stops.items():
            assert stop["outlined"], f"{name} has the focus and does not look so"
            assert stop["covered"] < 5, f"{name} has the focus and is covered"
            assert stop["inline"] or min(stop["width"], stop["height"]) >= LEAST_PX, f"{name} is small: {stop}"


def test_a_focus_that_is_not_seen_is_found(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file.as_uri()) as page:
        page.evaluate(TOOLS)
        page.evaluate(
            "play.style.outline = 'none', Object.assign(document.querySelector('.top').style, {zIndex: 9, height: '90vh'})"
        )
        stops = walk(page)
        assert not stops["play"]["outlined"] and stops["u0"]["covered"] == 5


NOW = "document.querySelector('.now').textContent"
BAR = [
    # What has the focus, what is pressed, what is true afterwards.
    ("sentence-on", "Enter", f"{NOW}.startsWith('Sentence 0')"),
    ("sentence-on", "Space", f"{NOW}.startsWith('Sentence 1')"),
    ("sentence-back", "Enter", f"{NOW}.startsWith('Sentence 0')"),
    ("turn-on", "Enter", f"{NOW}.startsWith('And Bob')"),
    ("turn-back", "Enter", f"{NOW}.startsWith('Sentence 0')"),
    ("chapter-on", "Enter", f"{NOW}.startsWith('Bob ends with sentence 0')"),
    ("back", "Enter", "audio.currentTime < 0.1"),
    ("on", "Enter", "audio.currentTime > 5"),
    ("chapter-back", "Enter", f"{NOW}.startsWith('Bob ends with sentence 0')"),
    ("chapter-back", "Enter", f"{NOW} === 'Page 234.'"),
    ("seek", "ArrowRight", "Math.abs(audio.currentTime - 1) < 0.1"),
    ("seek", "End", "audio.currentTime > audio.duration - 1"),
    ("seek", "Home", "audio.currentTime < 0.1"),
    ("speed", "ArrowDown", "audio.playbackRate === 1.1"),
    ("speed", "Home", "audio.playbackRate === 0.5"),
    ("volume", "ArrowLeft", "Math.abs(audio.volume - 0.95) < 0.001"),
    ("play", "Enter", "!audio.paused"),
    ("play", "Space", "audio.paused"),
    ("skip own", "Enter", "document.activeElement.id === 'text'"),
]
FIND = [
    ("words", "l a m p Enter", "document.querySelectorAll('#found button').length === 1"),
    ("submit-search", "Enter", "document.querySelector('#found-count').textContent === 'Found once.'"),
    ("found-0", "Enter", f"{NOW}.startsWith('Ada asks once more')"),
    ("page-label", "2 3 4 Enter", f"{NOW} === 'Page 234.'"),
    ("submit-paging", "Enter", f"{NOW} === 'Page 234.'"),
    ("link", "Enter", "location.hash.startsWith('#t=')"),
    ("chapters-1", "Enter", f"{NOW}.startsWith('Bob ends with sentence 0')"),
    ("chapters-0", "Space", f"{NOW} === 'Page 234.'"),
    (
        "close-find",
        "Enter",
        "document.getElementById('find').hidden && document.activeElement.getAttribute('aria-controls') === 'find'",
    ),
]
VOICES = [
    ("people-1", "Enter", "document.querySelectorAll('#people [aria-pressed=true]').length === 1"),
    ("people-1", "Space", "document.querySelectorAll('#people [aria-pressed=true]').length === 0"),
    ("close-voices", "Space", "voices.hidden"),
]
ROOT = "document.documentElement"
SETTINGS = [
    ("notes", "Space", "document.querySelector('[data-set=notes]').checked"),
    ("pages", "Space", "document.querySelector('[data-set=pages]').checked"),
    ("classroom", "Space", f"{ROOT}.classList.contains('classroom')"),
    ("classroom", "Space", f"!{ROOT}.classList.contains('classroom')"),
    ("stop", "ArrowDown", "document.querySelector('[data-set=stop]').value === 'turn'"),
    ("theme", "End", "getComputedStyle(document.body).backgroundColor === 'rgb(0, 0, 0)'"),
    ("font", "End", "getComputedStyle(document.querySelector('main')).fontFamily.includes('Hyperlegible')"),
    ("size", "ArrowRight", f"{ROOT}.style.getPropertyValue('--size') === '1.1'"),
    ("spacing", "End", "parseFloat(getComputedStyle(document.querySelector('main')).letterSpacing) > 1"),
    ("focus", "Space", f"{ROOT}.classList.contains('focus')"),
    ("follow", "Space", "!document.querySelector('[data-set=follow]').checked"),
    ("keys", "Space", "!document.querySelector('[data-set=keys]').checked"),
    ("print", "Enter", "window.printed"),
    ("reset", "Enter", f"document.querySelector('[data-set=keys]').checked && {ROOT}.dataset.theme === ''"),
    ("sleep", "End", "document.querySelector('#sleep').value === '-1'"),
    ("close-settings", "Enter", "settings.hidden"),
]  # fmt: skip


def test_every_control_does_its_work(browser: Any, edition: Edition, page_file: Path) -> None:
    with served(page_file) as address, opened(browser, address) as page:
        page.evaluate(TOOLS)
        page.evaluate("window.print = () => { window.printed = true; }")
        used = set()
        for panel, uses in (("", BAR), ("find", FIND), ("voices", VOICES), ("settings", SETTINGS)):
            if panel:
                reach(page, panel)
                page.keyboard.press("Enter")
                used.add(panel)
            before = set(page.evaluate("all()"))
            done = set()
            for name, keys, effect in uses:
                reach(page, name)
                for key in keys.split():
                    page.keyboard.press(key)
                until(page, effect, 3)
                done.add(name)
            inside = "[...document.querySelectorAll('.bar, .panel')].flatMap((p) => [...p.querySelectorAll('button, input, select')]).map(nameOf)"
            left = (before & set(page.evaluate(inside))) - used - done - {"people-0", "people-2", "people-3"}
            assert left == set(), "a control that is not used here"
            used |= done
        # The sleep timer was set to the end of the chapter.
        page.evaluate("(t) => { audio.currentTime = t; }", edition.chapters[0].end / RATE - 1)
        reach(page, "play")
        page.keyboard.press("Enter")
        until(page, "!audio.paused", 3)
        until(page, "audio.paused && document.querySelector('#sleep').value === '0'", 12)
        assert abs(page.evaluate("audio.currentTime") - edition.chapters[0].end / RATE) < 0.3


def test_the_text_is_one_stop_with_its_notes(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file.as_uri(), viewport={"width": 640, "height": 420}) as page:
        page.evaluate(TOOLS)
        reach(page, "u0")
        for _ in range(12):
            page.keyboard.press("ArrowDown")
            until(page, "here().outlined && here().covered < 5", 2)  # the page moves along calmly
        chosen = page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        until(page, f"!audio.paused && {NOW} === {chosen!r}")
        page.keyboard.press("k")
        page.keyboard.press("PageDown")
        until(page, "!document.getElementById('return').hidden", 3)
        reach(page, "return")
        page.keyboard.press("Enter")
        until(page, "document.getElementById('return').hidden", 3)


def test_nothing_is_said_over_the_sound(browser: Any, page_file: Path) -> None:
    with served(page_file) as address, opened(browser, address) as page:
        page.evaluate(TOOLS)
        page.evaluate("""() => {
          window.said = [];
          const live = [...document.querySelectorAll('[role=status], [role=alert], [aria-live]')].filter((e) => e.getAttribute('aria-live') !== 'off');
          for (const one of live)
            new MutationObserver(() => one.textContent.trim() && said.push(one.textContent)).observe(one, { childList: true, characterData: true, subtree: true });
        }""")  # fmt: skip
        page.keyboard.press("+")
        until(page, "said.length > 0")
        page.evaluate("said.length = 0")
        reach(page, "seek")
        page.keyboard.press("k")
        reach(page, "play")
        if page.evaluate("audio.paused"):
            page.keyboard.press("Enter")
        until(page, "!audio.paused && audio.currentTime > 0.1")
        page.keyboard.press("+")
        assert page.locator("#shown").text_content() and not page.locator("#told").text_content()
        reach(page, "seek")
        told = page.get_attribute("#seek", "aria-valuetext")
        page.wait_for_timeout(2500)  # over a page, a note and a change of speaker
        assert page.get_attribute("#seek", "aria-valuetext") == told, "a slider that has the focus would be read out"
        assert page.evaluate("!audio.paused && audio.currentTime > 2 && said.length") == 0
