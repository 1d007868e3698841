"""Captions, transcripts and podcast files: valid, complete and in order for whatever stands in a document."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from readaloud.assembly.timeline import build_edition
from readaloud.model import Cast, Casting, ClipInfo, Edition, Inline, Mark, Script, Voice, Word
from readaloud.settings import Settings
from readaloud.writers.captions.srt import srt
from readaloud.writers.captions.vtt import vtt
from readaloud.writers.fitting import cards, width_of, wrapped
from readaloud.writers.podcast import chapters, transcript
from readaloud.writers.transcript.page import html_page
from readaloud.writers.transcript.text import plain_text
from tests import awkward, checkers
from tests.editions import RATE, announce, edition_of, edition_of_file, note, page, say, script_of, tell

AWKWARD: dict[str, Callable[[], Script]] = {
    **awkward.DOCUMENTS,
    "times-in-the-text": lambda: script_of(
        say("1\n\n00:00:01,000 --> 00:00:02,000\nWEBVTT\n\nNOTE x", label="A -->"), say("{\\an8}<b>x</b> {b:1} &amp; &lt;", "bob", 1)
    ),
    "a-word-of-300-letters": lambda: script_of(say("x" * 300), say("y" * 90, "bob", 1)),
    "a-long-name": lambda: script_of(say("Yes.", "n" * 200), people=("n" * 200,)),
}  # fmt: skip


def letters(text: str) -> str:
    """What is compared: no blanks, no signs without width."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace() and sign != "\u2060")


def heard_letters(edition: Edition) -> str:
    shown = []
    for cue in edition.cues:
        utterance = cue.utterance
        if utterance.kind == "page" and cue.end > cue.begin:
            shown.append(f"Page {utterance.n}." if utterance.n else utterance.spoken)
        else:
            shown.append(utterance.text or utterance.spoken)
    return letters("".join(shown))


def srt_cards(text: str) -> list[tuple[int, int, list[str]]]:
    found = []
    for number, block in enumerate(re.split(r"\n\n", text.rstrip("\n")) if text else [], 1):
        count, times, *rows = block.split("\n")
        assert count == str(number)
        match = re.fullmatch(r"(\d\d+):(\d\d):(\d\d),(\d{3}) --> (\d\d+):(\d\d):(\d\d),(\d{3})", times)
        assert match is not None, times
        h, m, s, t, h2, m2, s2, t2 = map(int, match.groups())
        found.append((((h * 60 + m) * 60 + s) * 1000 + t, ((h2 * 60 + m2) * 60 + s2) * 1000 + t2, rows))
    return found


@pytest.mark.parametrize("name", AWKWARD)
def test_webvtt_of_whatever_stands_in_a_document(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    edition = edition_of(AWKWARD[name]())
    path.write_text(vtt(edition), encoding="utf-8")
    check_vtt(path, edition)


def check_vtt(path: Path, edition: Edition) -> None:
    told = checkers.webvtt(path)
    assert told["errors"] == []
    assert [a[0] for a in told["cues"]] == sorted(a[0] for a in told["cues"])
    assert all(end > begin and voice and text.strip() for begin, end, voice, text in told["cues"])
    assert all(len(text.split("\n")) <= 2 and width_of(r) <= 42 for *_, text in told["cues"] for r in text.split("\n"))
    assert letters("".join(text for *_, text in told["cues"])) == heard_letters(edition)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.replace("WEBVTT", "WEB"), "signature"),
        (lambda t: re.sub(r"(--> 00:00:0\d)\.", r"\1,", t, count=1), "decimal separator"),
        (lambda t: t.replace("<v Ada>", "<v Ada>Yes <", 1), "tag"),
    ],
)
def test_the_webvtt_parser_can_refuse(change: Callable[[str], str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    whole = vtt(edition_of(script_of(say("Good day."))))
    assert change(whole) != whole
    path.write_text(change(whole), encoding="utf-8")
    assert any(message in error for error in checkers.webvtt(path)["errors"]), checkers.webvtt(path)


@pytest.mark.parametrize("name", AWKWARD)
def test_srt_of_whatever_stands_in_a_document(name: str) -> None:
    check_srt(srt(edition_of(AWKWARD[name]())))


def check_srt(text: str) -> None:
    found = srt_cards(text)
    assert all(begin < end for begin, end, _ in found)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found)), "one at a time"
    assert all(1 <= len(rows) <= 2 and all(row.strip() and width_of(row) <= 32 for row in rows) for *_, rows in found)
    assert not re.search(r"<[A-Za-z/]|\{\\", text)


def test_srt_names_whoever_begins_to_speak() -> None:
    text = srt(edition_of(script_of(say("Yes."), say("No."), tell("(laughs)", "stage", turn=0, speaker="editor"), say("So."),
                                    page("7"), say("Well.", "bob", 1))))  # fmt: skip
    assert [" ".join(rows) for *_, rows in srt_cards(text)] == [
        "Ada: Yes.", "No.", "(laughs)", "Ada: So.", "[Page 7.]", "Bob: Well.",
    ]  # fmt: skip


def test_dots_before_a_sentence_have_no_card_of_their_own() -> None:
    text = srt(
        edition_of(script_of(say(". . . one of our most satisfactory relationships here.", "henry"), people=("henry",)))
    )
    assert srt_cards(text)[0][2] == ["Henry: . . . one of our most", "satisfactory relationships here."]


def test_speech_that_overlaps_overlaps_in_webvtt_and_not_in_srt() -> None:
    script = script_of(say("I was about to tell you all of it and—"), say("No!", "bob", 1))
    edition = edition_of(script)
    first, second = edition.cues
    import dataclasses

    over = dataclasses.replace(second, begin=first.end - RATE // 10, end=second.end)
    talked = dataclasses.replace(edition, cues=(first, over))
    ends = re.findall(r"([\d:.]+) --> ([\d:.]+)", vtt(talked))
    assert ends[0][1] > ends[1][0]
    cut = srt_cards(srt(talked))
    assert cut[-2][1] <= cut[-1][0]


def test_a_card_begins_with_its_first_word_where_words_have_times() -> None:
    text = "One two three four five six seven, eight nine ten eleven twelve thirteen fourteen fifteen sixteen."
    script = script_of(say(text))
    (utterance,) = script.utterances()
    starts = [m.start() for m in re.finditer(r"\S+", text)]
    words = tuple(Word(number * RATE, start, 3) for number, start in enumerate(starts))
    cast = Cast((Casting("ada", Voice("v", "tone", "v", "en")),))
    info = ClipInfo(utterance.id, RATE * len(starts), RATE, 8192, words)
    edition = build_edition(script, cast, {utterance.id: info})
    begins = [(begin, rows[0].split()[0]) for begin, _, rows in srt_cards(srt(edition))]
    order = text.split()
    for begin, word in begins[1:]:
        assert abs(begin - begins[0][0] - order.index(word) * 1000) <= 1


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.integers(12, 42), st.integers(0, 12))
def test_fitting_keeps_every_sign_once(text: str, columns: int, first: int) -> None:
    from readaloud.writers.reading import printable

    found = cards(text, columns, 2, first)
    shown = "".join(printable(text[a:b]) for card in found for a, b in card)
    assert letters(shown) == letters(printable(text)) or not letters(printable(text))
    for number, card in enumerate(found):
        assert 1 <= len(card) <= 2
        for row, (a, b) in enumerate(card):
            line = " ".join(printable(text[a:b]).split())
            assert width_of(line) + (first if number == row == 0 else 0) <= columns
    assert letters("".join(wrapped(text, columns))) == letters(printable(text))


# -- transcripts ------------------------------------------------------------------------------------------------------


def visible(text: str) -> str:
    return str(html.fromstring(text).body.text_content())


def shown_once(edition: Edition, text: str) -> None:
    """Every sentence that is printed stands in the transcript; running text in its order."""
    got = letters(text)
    at = 0
    for utterance in edition.script.utterances():
        if utterance.kind in ("speech", "narration", "stage") and not utterance.marks:
            wanted = letters(utterance.text)
            place = got.find(wanted, at)
            assert place >= 0, utterance.text
            at = place + len(wanted)
        elif not utterance.marks:
            assert letters(utterance.text) in got, utterance.text


@pytest.mark.parametrize("name", AWKWARD)
def test_transcripts_of_whatever_stands_in_a_document(name: str) -> None:
    edition = edition_of(AWKWARD[name]())
    plain, page_ = plain_text(edition), html_page(edition)
    shown_once(edition, plain)
    shown_once(edition, visible(page_))
    assert all(width_of(line) <= 76 for line in plain.split("\n"))
    check_page(page_)


def check_page(text: str) -> None:
    tree = html.document_fromstring(text)
    assert not tree.xpath("//script | //*[@onclick] | //iframe")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href")} <= set(ids)
    levels = [int(e.tag[1]) for e in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_a_note_parts_no_paragraph_and_stands_at_the_end() -> None:
    edition = edition_of(script_of(
        say("One.", marks=(Inline(4, 4, "noteref", "2"),)), announce("Note 2.", "notes", n="2", key="2", opens=False), note("2", "Told."),
        say("Two.", opens=False), page("7"), say("Three.", opens=False),
    ))  # fmt: skip
    plain = plain_text(edition)
    assert "A: One.[2] Two. [Page 7.] Three." in plain
    assert plain.endswith("Notes\n-----\n\n[2] Told.\n")
    tree = html.document_fromstring(html_page(edition))
    (reference,) = tree.xpath("//a[@role='doc-noteref']")
    (back,) = tree.xpath("//a[@role='doc-backlink']")
    assert tree.get_element_by_id(reference.get("href")[1:]).text_content().split()[:2] == ["2", "Told."]
    assert tree.get_element_by_id(back.get("href")[1:]) is reference


@pytest.mark.parametrize("notes", ["skip", "at-end", "after-turn", "after-sentence"])
def test_notes_stand_there_however_they_are_heard(sample: Path, notes: Any) -> None:
    edition = edition_of_file(sample, Settings(notes=notes, pages="skip" if notes == "skip" else "speak"))
    for text in (plain_text(edition), visible(html_page(edition))):
        assert " ".join(text.split()).count("The Board kept all twelve keepers") == 1
        assert "Page 42." in text
        assert ("not read aloud" in text) == (notes == "skip")
    assert ("The Board kept" in " ".join(vtt(edition).split())) == (notes != "skip")


def test_chapters_and_transcript_of_a_podcast() -> None:
    edition = edition_of(script_of(
        Mark("chapter", "One"), page("7"), say("Good day."), Mark("chapter", "Two"), say("And < to you.", "bob", 1), author="Somebody"
    ))  # fmt: skip
    told = json.loads(chapters(edition))
    assert (told["version"], told["title"], told["author"]) == ("1.2.0", "A Talk", "Somebody")
    assert [(c["title"], c.get("toc", True)) for c in told["chapters"]] == [
        ("One", True),
        ("Page 7", False),
        ("Two", True),
    ]
    assert told["chapters"][0]["endTime"] == told["chapters"][2]["startTime"]
    parts = json.loads(transcript(edition))
    assert parts["version"] == "1.0.0"
    assert [(p["speaker"], p["body"]) for p in parts["segments"]][1:] == [
        ("Ada", "Good day."),
        ("Bob", "And < to you."),
    ]
    assert all(p["endTime"] >= p["startTime"] for p in parts["segments"])


@pytest.mark.parametrize("name", AWKWARD)
def test_podcast_files_of_whatever_stands_in_a_document(name: str) -> None:
    edition = edition_of(AWKWARD[name]())
    told = json.loads(chapters(edition))["chapters"]
    assert all(entry["title"].strip() and "\n" not in entry["title"] for entry in told)
    assert [e["startTime"] for e in told] == sorted(e["startTime"] for e in told)
    assert all(s["speaker"] and s["body"] for s in json.loads(transcript(edition))["segments"])


@pytest.mark.parametrize(("dark", "width"), [(False, 1000), (True, 320)])
def test_axe_finds_nothing_on_the_page(sample: Path, dark: bool, width: int, browser: Any) -> None:
    hebrew = edition_of(awkward.plain("שלום, עולם.", language="he"))
    for edition in (edition_of_file(sample), edition_of(awkward.awkward()), hebrew):
        tab = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", bypass_csp=True
        )
        tab.set_content(html_page(edition))
        assert checkers.axe(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.close()


def test_axe_can_refuse_the_page(sample: Path, browser: Any) -> None:
    tab = browser.new_page(bypass_csp=True)
    tab.set_content(html_page(edition_of_file(sample)).replace("--soft: #595959", "--soft: #cccccc"))
    assert any("color-contrast" in line for line in checkers.axe(tab))
    tab.close()


def test_the_page_keeps_its_style_under_its_own_policy(sample: Path, browser: Any) -> None:
    tab = browser.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.set_content(html_page(edition_of_file(sample)))
    assert tab.evaluate("getComputedStyle(document.querySelector('cite.speaker')).fontStyle") == "normal"
    assert said == []
    tab.close()
