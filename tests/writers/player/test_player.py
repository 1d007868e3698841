"""The player page as a file: whatever stands in a document is text in it, and its check can fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from readaloud.catalogue import in_language
from readaloud.checking.player import check_player
from readaloud.model import Script
from readaloud.settings import Settings
from readaloud.writers.manifest import edition_json
from tests import awkward
from tests.editions import edition_of, edition_of_file, written
from tests.writers.player.pages import talk

ALONE = Settings(formats=("player",))


def faults(script: Script, place: Path, settings: Settings = ALONE) -> list[str]:
    edition = edition_of(script)
    files = written(edition, "player", place, settings)
    made = edition_json(edition, files, place, {})
    return [f.text for f in check_player(files[0].path, made) if not f.ok and "nothing is heard" not in f.text]


@pytest.mark.parametrize("name", awkward.DOCUMENTS)
def test_whatever_stands_in_a_document(name: str, tmp_path: Path) -> None:
    assert faults(awkward.DOCUMENTS[name](), tmp_path) == []


def test_text_is_text(tmp_path: Path) -> None:
    edition = edition_of(awkward.awkward())
    page = written(edition, "player", tmp_path, ALONE)[0].path.read_text("utf-8")
    assert page.count("<script") == 2 and page.count("</script") == 2
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", page)
    shown = html.fromstring(page.encode()).get_element_by_id("text").text_content()
    assert shown.count("<script>alert('1')</script> & ]]> -->") >= 2


def test_the_same_edition_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    edition = edition_of_file(sample)
    pages = [written(edition, "player", tmp_path / name, ALONE)[0].path.read_bytes() for name in "ab"]
    assert pages[0] == pages[1]


def test_the_sound_is_beside_or_inside_and_never_made_twice(tmp_path: Path) -> None:
    edition = edition_of(talk())
    beside = written(edition, "player", tmp_path / "beside", ALONE)
    assert [(w.path.name, w.format) for w in beside] == [("book-player.html", "player"), ("book.mp3", "mp3")]
    both = written(edition, "player", tmp_path / "both", Settings(formats=("mp3", "player")))
    assert [w.format for w in both] == ["player"], "the other writer writes it"
    inside = written(edition, "player", tmp_path / "inside", Settings(formats=("player",), player_inline=True))
    assert [path.name for path in (tmp_path / "inside").iterdir()] == ["book-player.html"] and len(inside) == 1
    assert (
        'src="book.mp3"' in beside[0].path.read_text()
        and "src=" not in inside[0].path.read_text().split("<script>")[0].split("<body>")[1]
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<script>", "<script>alert(1);"),
        ('<main id="text"', '<main onclick="alert(1)" id="text"'),
        ("</main>", '<img src="https://example.org/a.png"></main>'),
        ("default-src 'none'", "default-src 'self'"),
        ("And Bob has an answer", "And Ada has an answer"),
        ('src="book.mp3"', 'src="other.mp3"'),
    ],
)
def test_the_check_can_fail(old: str, new: str, tmp_path: Path) -> None:
    edition = edition_of(talk())
    files = written(edition, "player", tmp_path, ALONE)
    made = edition_json(edition, files, tmp_path, {})
    page = files[0].path.read_text("utf-8")
    assert old in page
    files[0].path.write_text(page.replace(old, new), "utf-8")
    assert not all(finding.ok for finding in check_player(files[0].path, made))


def test_the_catalogues_have_the_same_lines() -> None:
    _, english = in_language("player", "en")
    places = {name: sorted(re.findall(r"\{\w+\}", line)) for name, line in english.items()}
    for language in ("de", "fr"):
        found, lines = in_language("player", f"{language}-XX")
        assert found == language
        assert {name: sorted(re.findall(r"\{\w+\}", line)) for name, line in lines.items()} == places
    assert in_language("player", "eo")[0] == in_language("player", "")[0] == "en"
