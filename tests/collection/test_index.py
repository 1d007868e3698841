"""The index page as a file, and in a real Chromium: searched, filtered and opened by keyboard, in every look."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from readaloud.checking.collection import check_collection
from readaloud.collection import publish
from readaloud.collection.addresses import relative
from readaloud.collection.dates import day_of, published
from readaloud.collection.words import words_for
from tests.browsing import LOOKS, opened
from tests.checkers import axe
from tests.collection import volumes


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = volumes.write(tmp_path_factory.mktemp("index"), volumes.varied(14))
    for n in range(1, 15):
        (folder / f"d{n}").mkdir()
        (folder / f"d{n}/d{n}-player.html").write_text(f"<!DOCTYPE html><title>Player {n}</title>", "utf-8")
    publish(folder, base_url=None)
    return folder / "index.html"


def rows(folder: Path) -> list[Any]:
    publish(folder, base_url="https://example.org/")
    return html.fromstring((folder / "index.html").read_bytes()).xpath("//li[@data-year]")


def test_the_list_is_sorted_by_date_and_needs_no_script(page_file: Path) -> None:
    page = html.fromstring(page_file.read_bytes())
    dates = [row.xpath("string(.//time/@datetime)") for row in page.xpath("//li[@data-year]")]
    assert dates == sorted(dates, key=lambda date: date or "9") and len(dates) == 14
    assert [h.text for h in page.xpath("//h2")] == ["1914", "1969", "1972", "1973", "Without a date"]
    assert page.xpath("//div[@role='search']")[0].get("hidden") is not None, "what needs the script is not shown"
    links = page.xpath("//li[@data-year][1]//a/@href")
    assert links[0] == links[1] == "d7/d7-player.html" and links[2] == "d7/d7.mp3"


def test_text_is_text(tmp_path: Path) -> None:
    told = dict.fromkeys(
        ("title", "subtitle", "date", "series", "number", "identifier", "rights", "citation"), volumes.NASTY
    )
    people = [volumes.person(volumes.NASTY, volumes.NASTY)]
    volumes.write(tmp_path, [volumes.document("a", **told, speakers=people)], title=volumes.NASTY)
    (row,) = rows(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert page.count("<script") == page.count("</script") == 1 and "<b>x" not in page
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", page)
    assert row.xpath("string(.//h3)").startswith("</script><script>alert('1')</script> & ]]>")
    assert {f.what: f.ok for f in check_collection(tmp_path) if f.what == "index"} == {"index": False}, (
        "files are missing"
    )
    assert all(f.ok for f in check_collection(tmp_path) if "nothing runs" in f.text)


@pytest.mark.parametrize("language", ["en-US", "de", "fr-CA", "he", "und", "eo", ""])
def test_languages(language: str, tmp_path: Path) -> None:
    volumes.write(tmp_path, volumes.varied(3), language=language)
    assert len(rows(tmp_path)) == 3
    page = (tmp_path / "index.html").read_text("utf-8")
    assert ('dir="rtl"' in page) is (language == "he")
    assert ("Sprecher" in page) is (language == "de")


def test_the_catalogues_have_the_same_lines() -> None:
    english = words_for("en").lines
    places = {name: sorted(set(re.findall(r"\{\w+\}", line))) for name, line in english.items()}
    for language in ("de", "fr"):
        lines = words_for(language).lines
        assert {name: sorted(set(re.findall(r"\{\w+\}", line))) for name, line in lines.items()} == places
        assert len(lines["months"].split(" ")) == 12


@pytest.mark.parametrize(
    ("iso", "printed", "day"),
    [
        ("1972-05-04", "May 4, 1972", "1972-05-04"),
        ("", "1972-05-04T09:00:00", "1972-05-04"),
        ("", "1972-05", "1972-05"),
        ("", "Washington, May 4, 1972, 3:05 p.m.", "1972"),
        ("", "1914", "1914"),
        ("", "no date", ""),
        ("1972-02-31", "", "1972"),
        ("1972-13", "", "1972"),
        ("19720504", "", ""),
        ("", "", ""),
    ],
)
def test_days(iso: str, printed: str, day: str) -> None:
    assert day_of(iso, printed) == day


def test_what_a_feed_tells_as_its_date() -> None:
    assert published("1972-05-04", 3) == "Thu, 04 May 1972 00:00:03 +0000"
    assert published("1972", 1) == "Sat, 01 Jan 1972 00:00:01 +0000"
    assert published("1914-08-04", 2) == published("", 2) == "Fri, 02 Jan 1970 00:00:02 +0000"


def test_addresses_beside_a_page() -> None:
    assert relative("a b/ü#?.mp3") == "a%20b/%C3%BC%23%3F.mp3"
    assert relative("1:2/a.mp3") == "./1%3A2/a.mp3"


def shown(page: Any) -> list[str]:
    told: list[str] = page.evaluate(
        "[...document.querySelectorAll('li[data-year]')].filter((row) => row.offsetParent).map((row) => row.querySelector('h3').textContent.split('.')[0])"
    )
    return told


def test_searched_filtered_and_opened_by_keyboard(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file.as_uri()) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip own"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "words"
        page.keyboard.type("BERGSTROM 1972")
        page.keyboard.press("Enter")
        assert page.text_content("#found") == "Found: 2 of 14 documents, 1 h 37 min"
        assert shown(page) == ["9", "4"]
        assert page.locator("h2:visible").all_text_contents() == ["1972"]
        page.keyboard.press("Control+a")
        page.keyboard.type("May 4")
        page.wait_for_timeout(300)
        assert shown(page) == ["2", "3", "9", "10"], "it searches while one types"
        page.keyboard.press("Tab")
        page.keyboard.type("Cy")
        assert page.evaluate("document.activeElement.selectedOptions[0].textContent") == "Cy Cole (7)"
        assert shown(page) == ["2", "3", "10"]
        page.keyboard.press("Tab")
        page.keyboard.type("1914")
        assert shown(page) == [] and page.text_content("#found") == "Nothing is found."
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "reset"
        page.keyboard.press("Enter")
        assert len(shown(page)) == 14 and page.evaluate("document.activeElement.id") == "words"
        assert page.text_content("#found") == "14 documents, 8 h 48 min"
        page.keyboard.type("interview 1914")
        page.keyboard.press("Enter")
        (number,) = shown(page)
        for _ in range(4):
            page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('li[data-year]') !== null")
        page.keyboard.press("Enter")
        page.wait_for_url("**/*-player.html")
        assert page.title() == f"Player {number}"
        page.go_back()
        assert shown(page) == [number], "what was searched for is there again"


def test_a_search_can_be_linked_to(browser: Any, page_file: Path) -> None:
    with opened(browser, f"{page_file.as_uri()}#speaker=ada&year=1972&q=conversation") as page:
        assert shown(page) == ["9", "4"]
        page.evaluate("location.hash = '#year=1914'")
        page.wait_for_timeout(50)
        assert shown(page) == ["7", "14"]
    with opened(browser, f"{page_file.as_uri()}#speaker=nobody&year=2099") as page:
        assert len(shown(page)) == 14


def test_without_javascript(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file.as_uri(), java_script_enabled=False) as page:
        assert page.locator("li[data-year]:visible").count() == 14 and not page.locator("#words").is_visible()
        assert page.locator("#whole").is_visible()


def test_who_has_no_dates_is_not_asked_for_a_year(browser: Any, tmp_path: Path, page_file: Path) -> None:
    volumes.write(tmp_path, [volumes.document("a", date="")])
    publish(tmp_path, base_url=None)
    with opened(browser, (tmp_path / "index.html").as_uri()) as page:
        assert page.locator("#speaker").is_visible() and not page.locator("#year").is_visible()
    with opened(browser, page_file.as_uri()) as page:
        assert page.locator("#year").is_visible()


def test_no_script_of_a_document_runs(browser: Any, tmp_path: Path) -> None:
    people = [volumes.person(volumes.NASTY, volumes.NASTY)]
    volumes.write(tmp_path, [volumes.document("a", title=volumes.NASTY, speakers=people)], title=volumes.NASTY)
    publish(tmp_path, base_url=None)
    with opened(browser, (tmp_path / "index.html").as_uri()) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.fill("#words", "alert")
        page.keyboard.press("Enter")
        assert page.text_content("#found").startswith("1 document,")


def test_the_policy_holds(browser: Any, page_file: Path) -> None:
    page = browser.new_page()
    try:
        page.goto(page_file.as_uri())
        page.evaluate(
            """() => {
              window.blocked = [];
              addEventListener('securitypolicyviolation', (event) => blocked.push(event.violatedDirective));
              document.head.append(Object.assign(document.createElement('style'), {textContent: 'x {}'}));
              try { document.body.innerHTML += ''; } catch { blocked.push('require-trusted-types-for'); }
              document.body.append(Object.assign(new Image(), {src: 'https://example.org/a.png'}));
            }"""
        )
        page.wait_for_timeout(200)
        blocked = {directive.split("-")[0] for directive in page.evaluate("blocked")}
        assert {"style", "img", "require"} <= blocked
    finally:
        page.close()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(browser: Any, page_file: Path, look: str) -> None:
    with opened(browser, page_file.as_uri(), **LOOKS[look]) as page:
        assert axe(page) == []
        page.fill("#words", "zzz")
        page.keyboard.press("Enter")
        assert axe(page) == []
        page.click("#reset")
        small = (
            "(e) => { const b = e.getBoundingClientRect(); return e.offsetParent && (b.width < 24 || b.height < 24); }"
        )
        assert page.evaluate(f"[...document.querySelectorAll('button, select, input, a')].filter({small}).map((e) => e.outerHTML)") == []  # fmt: skip
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_can_find_something(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file.as_uri()) as page:
        page.evaluate("document.querySelector('label[for=words]').remove()")
        assert any(fault.startswith("label") for fault in axe(page))


def test_focus_is_not_hidden_behind_the_search(browser: Any, page_file: Path) -> None:
    """WCAG 2.4.11: the search stays above while one goes back through the links."""
    with opened(browser, page_file.as_uri(), viewport={"width": 1000, "height": 500}) as page:
        page.evaluate("[...document.querySelectorAll('h3 a')].at(-1).focus()")
        for _ in range(20):
            page.keyboard.press("Shift+Tab")
            above = page.evaluate("document.getElementById('search').getBoundingClientRect().bottom")
            top = page.evaluate("document.activeElement.getBoundingClientRect().top")
            assert top >= above, page.evaluate("document.activeElement.outerHTML")


def test_many_documents_are_drawn_when_they_come_near(browser: Any, tmp_path: Path) -> None:
    """How long a search over 10,000 takes is measured in tests/benchmarks/index_page.py."""
    volumes.write(tmp_path, volumes.varied(2_000))
    publish(tmp_path, base_url=None)
    with opened(browser, (tmp_path / "index.html").as_uri()) as page:
        drawn = "[...document.querySelectorAll('main > section > ol:not([hidden]) > li')].filter((row) => row.checkVisibility({contentVisibilityAuto: true})).length"  # fmt: skip
        assert 0 < page.evaluate(drawn) < 1000
        page.fill("#words", "bergstrom pier 7")
        page.keyboard.press("Enter")
        found = page.text_content("#found")
        assert re.fullmatch(r"Found: [\d,]+ of 2,000 documents, [\d,]+ h \d+ min", found), found
        assert page.evaluate("document.querySelectorAll('main > section > ol > li:not([hidden])').length") == int(found.split()[1].replace(",", ""))  # fmt: skip
