"""The numbered script to print: valid and whole for whatever stands in a document."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from readaloud.checking.texts import check_texts
from readaloud.model import Script
from readaloud.writers.manifest import edition_json
from tests import awkward, checkers
from tests.editions import edition_of, say, script_of, tell, written
from tests.writers.texts.test_texts import AWKWARD


def page_of(script: Script, place: Path) -> str:
    """The file, of which the check finds every sentence in it."""
    edition = edition_of(script)
    files = written(edition, "print", place)
    made = edition_json(edition, files, place, {})
    assert [found.text for found in check_texts(files[0].path, made) if not found.ok] == []
    return files[0].path.read_text("utf-8")


@pytest.mark.parametrize("name", AWKWARD)
def test_whatever_stands_in_a_document(name: str, tmp_path: Path) -> None:
    text = page_of(AWKWARD[name](), tmp_path)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ufffe]", text)
    tree = html.document_fromstring(text.encode())
    assert not tree.xpath("//script | //*[@onclick]")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href")} <= set(ids)
    assert all(str(e.text_content()).strip() for e in tree.iter("title", "h1", "h2", "h3"))


def test_a_turn_that_goes_on_is_named_once(tmp_path: Path) -> None:
    text = page_of(script_of(say("Yes."), tell("He goes to the door."), say("And no."), title="<b>"), tmp_path)
    assert text.count('id="turn-0"') == 1 and text.count('title="Turn 0"') == 2
    assert "<title>&lt;b&gt;</title>" in text


@pytest.mark.parametrize("name", ["awkward", "no-title", "right-to-left"])
def test_axe_finds_nothing(name: str, tmp_path: Path, browser: Any) -> None:
    tab = browser.new_page(bypass_csp=True, viewport={"width": 320, "height": 640})
    tab.set_content(page_of(AWKWARD[name](), tmp_path))
    assert checkers.axe(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    tab.close()


def test_axe_and_the_check_can_refuse(tmp_path: Path, browser: Any) -> None:
    edition = edition_of(awkward.awkward())
    (file,) = written(edition, "print", tmp_path)
    text = file.path.read_text("utf-8")
    file.path.write_text(text.replace("Read this:", ""), "utf-8")
    (found,) = check_texts(file.path, edition_json(edition, [file], tmp_path, {}))
    assert not found.ok and "Read this" in found.text
    tab = browser.new_page(bypass_csp=True)
    tab.set_content(re.sub("<title>.*?</title>", "", text))
    assert any("document-title" in line for line in checkers.axe(tab))
    tab.close()
