"""`readaloud check` on captions, transcripts and podcast files: it proves them, and finds what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from readaloud.checking.texts import check_texts
from readaloud.model import Inline, Mark, Script
from readaloud.writers.manifest import edition_json
from tests.cli.tool import edition, make, run
from tests.editions import edition_of, note, page, say, script_of, written


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(sample, tmp_path_factory.mktemp("texts"), "--format", "vtt,srt,txt,html,podcast")


def test_an_edition_of_texts_alone_is_proved(made: Path) -> None:
    ran = run("check", made)
    assert ran.code == 0, ran.out
    assert ran.out.count("shown in time") == 3 and ran.out.count("every sentence is there") == 2


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("vtt", lambda t: t.replace("The line is poor", "The line is good"), "is not shown"),
        ("vtt", lambda t: t.replace("<v Operator>The line is poor.", "<v Operator>"), "is not shown"),
        ("srt", lambda t: re.sub(r"00:00:(\d\d),", r"00:01:\1,", t), "heard at"),
        ("transcript.txt", lambda t: t.replace("spare by", "spare on"), "is not there"),
        ("transcript.html", lambda t: t.replace("The line is poor.", ""), "is not there"),
        ("chapters.json", lambda t: t.replace('"1.2.0"', '"1.1.0"'), "version"),
        ("chapters.json", lambda t: t.replace('"toc": false', '"toc": true'), "cannot be read"),
        ("transcript.json", lambda t: t[:-40], "cannot be read"),
    ],
)
def test_what_is_wrong_is_found(
    made: Path, name: str, change: Callable[[str], str], message: str, tmp_path: Path
) -> None:
    source = made / f"{made.name}.{name}"
    wrong = tmp_path / source.name
    wrong.write_text(change(source.read_text("utf-8")), encoding="utf-8")
    assert wrong.read_bytes() != source.read_bytes()
    assert all(finding.ok for finding in check_texts(source, edition(made)))
    found = [finding.text for finding in check_texts(wrong, edition(made)) if not finding.ok]
    assert any(message in text for text in found), found


def marked_inside() -> Script:
    """A sentence that notes and pages part, with brackets of its own, one of which goes on in the next sentence."""
    first = "Send General Vandenberg and [number not declassified] others to the [central] Mr. Merchant [of the line. "
    marks = (
        Inline(23, 23, "noteref", "2"), Inline(64, 64, "pagebreak", "iv"), Inline(80, 80, "noteref", "3"),
        Inline(90, 90, "noteref", "*"),
    )  # fmt: skip
    return script_of(
        Mark("chapter", "One"), say(first.strip(), marks=marks), page("iv"), note("2", "He was (so [he] says) the second."),
        note("3", "Not found."), note("*", "The Star."), say("He is late.] Or not.", opens=False), say("[laughter]", opens=False),
    )  # fmt: skip


@pytest.mark.parametrize("format", ["txt", "html"])
def test_signs_of_notes_and_pages_part_no_sentence(format: str, tmp_path: Path) -> None:
    made_of = edition_of(marked_inside())
    files = written(made_of, format, tmp_path)
    told = edition_json(made_of, files, tmp_path, {})
    (found,) = check_texts(files[0].path, told)
    assert found.ok, found.text
    whole = files[0].path.read_text("utf-8")
    for lost in ("[central]", "General", "Merchant", "late", "[laughter]", "second", "Star"):
        assert lost in whole
        files[0].path.write_text(whole.replace(lost, ""), "utf-8")
        assert not next(check_texts(files[0].path, told)).ok, lost
