"""The reading view: what stands where, and when it is heard."""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readaloud.model import Document, Inline, Mark, Utterance
from readaloud.settings import Settings
from readaloud.writers.reading import (
    Block,
    Heading,
    Heard,
    Note,
    PageMark,
    Paragraph,
    Run,
    Section,
    Sentence,
    Stretch,
    Turn,
    View,
    contiguous,
    direction,
    glue,
    printable,
    reading_view,
    runs,
    units,
)
from readaloud.writers.reading.letters import text_direction, word_end
from tests.editions import announce, edition_of, edition_of_document, edition_of_file, note, page, say, script_of, tell
from tests.planning.strategies import documents, scripts


def outline(blocks: tuple[Block, ...]) -> list[str]:
    """The blocks in short."""
    lines = []
    for block in blocks:
        if isinstance(block, Turn):
            lines.append(f"turn {block.label}{' goes on' if block.continues else ''}")
            lines += [f"  {line}" for line in outline(block.blocks)]
        elif isinstance(block, Heading):
            lines.append(f"h{block.level} {' '.join(s.text for s in block.content)}")
        elif isinstance(block, PageMark):
            lines.append(f"page {block.label}")
        elif isinstance(block, Note):
            lines.append(f"note {block.label.text} {' '.join(s.text for s in block.content)}")
        else:
            kind = " ".join(
                [block.form or "p", *(["quoted"] if block.quoted else []), *(["goes on"] if block.continues else [])]
            )
            lines.append(f"{kind}: {' '.join(_shown(part) for part in block.content)}")
    return lines


def _shown(part: Sentence | PageMark) -> str:
    if isinstance(part, PageMark):
        return f"[{part.label}]"
    text = part.text
    for offset, inside in reversed(part.pages):
        text = f"{text[:offset]}[{inside.label}]{text[offset:]}"
    return text


def view_of(*entries: object, **fields: object) -> View:
    return reading_view(edition_of(script_of(*entries, **fields)))


def blocks_of(*entries: object) -> list[str]:
    return [line for section in view_of(*entries).sections for line in outline(section.blocks)]


def test_turns_and_paragraphs() -> None:
    assert blocks_of(
        say("One."), say("Two.", opens=False), say("Three."), say("Four.", "bob", 1), tell("Five."), say("Six.", "ada", 2, quoted=True)
    ) == [
        "turn A", "  p: One. Two.", "  p: Three.", "turn B", "  p: Four.", "p: Five.", "turn A", "  p quoted: Six.",
    ]  # fmt: skip


def test_a_note_interrupts_its_paragraph() -> None:
    mark = (Inline(4, 4, "noteref", "2"),)
    told = view_of(
        say("One.", marks=mark), announce("Note 2.", "notes", n="2", key="2", opens=False), note("2", "Told."),
        note("2", "More.", opens=False), announce("End of note.", "notes", n="2", key="2", opens=False), say("Two.", opens=False),
    )  # fmt: skip
    assert outline(told.sections[0].blocks) == [
        "turn A",
        "  p: One.",
        "  note Note 2. Told. More.",
        "  p goes on: Two.",
    ]
    (turn,) = told.sections[0].blocks
    assert isinstance(turn, Turn)
    aside = turn.blocks[1]
    assert isinstance(aside, Note) and aside.closing is not None and aside.closing.text == "End of note."


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param(
            [say("It is in Turkish domain.", marks=(Inline(14, 14, "pagebreak", "7"),)), page("7"), say("Yes.", opens=False)],
            ["turn A", "  p: It is in Turkish[7] domain. Yes."],
            id="inside-a-word-it-stands-after-it",
        ),
        pytest.param(
            [say("One."), page("7"), say("Two.", opens=False)], ["turn A", "  p: One. [7] Two."], id="between-sentences"
        ),
        pytest.param(
            [say("One."), page("7"), say("Two.")], ["turn A", "  p: One.", "  page 7", "  p: Two."], id="between-paragraphs"
        ),
        pytest.param(
            [say("One."), page("7"), say("Two.", "bob", 1)], ["turn A", "  p: One.", "page 7", "turn B", "  p: Two."], id="between-turns"
        ),
        pytest.param(
            [say("One."), page("7"), tell("Act II", "heading", level=2), say("Two.", turn=1)],
            ["turn A", "  p: One.", "page 7", "h2 Act II", "turn A", "  p: Two."],
            id="before-a-heading",
        ),
        pytest.param(
            [
                say("One", marks=(Inline(1, 1, "pagebreak", "7"),)), tell("(laughs)", "stage", opens=False, turn=0, label="A"),
                say("two.", opens=False), page("7"), say("Three.", opens=False),
            ],
            ["turn A", "  p: One (laughs) two. [7] Three."],
            id="heard-after-the-sentences-other-part",
        ),
        pytest.param(
            [Mark("chapter", "Page 1"), say("One."), Mark("chapter", "Page 2"), page("2"), say("Two.", opens=False)],
            ["turn A", "  p: One.", "page 2", "turn A goes on", "  p goes on: Two."],
            id="a-chapter-within-a-turn",
        ),
    ],
)  # fmt: skip
def test_where_a_page_begins(entries: list[object], expected: list[str]) -> None:
    assert blocks_of(*entries) == expected


def test_headings_never_skip_a_level() -> None:
    assert blocks_of(*(tell(f"H{level}", "heading", level=level) for level in (1, 4, 5, 2, 6))) == [
        "h1 H1", "h2 H4", "h3 H5", "h2 H2", "h3 H6",
    ]  # fmt: skip


def test_lists_and_datelines_are_told_apart() -> None:
    assert blocks_of(tell("Item.", form="list-item"), tell("Rome, May 1.", form="dateline"), tell("Text.")) == [
        "list-item: Item.", "dateline: Rome, May 1.", "p: Text.",
    ]  # fmt: skip


def test_a_turn_of_nothing_but_a_remark_is_still_its_speakers() -> None:
    told = view_of(tell("(silence)", "stage", turn=0, label="B", speaker="editor"))
    (turn,) = told.sections[0].blocks
    assert isinstance(turn, Turn) and turn.speaker == "bob"


def test_left_out_notes_and_silent_pages_stand_at_their_places(sample: Path) -> None:
    heard = reading_view(edition_of_file(sample))
    left = reading_view(edition_of_file(sample, Settings(notes="skip", pages="silent")))
    for kind, count in ((PageMark, 2), (Note, 3)):
        assert len(_all(heard, kind)) == len(_all(left, kind)) == count
    assert not any(unit.heard for unit in _units(left) if isinstance(unit, PageMark))
    notes = _all(left, Note)
    assert [n.label.text for n in notes] == ["Note 1.", "Note 2.", "Note 3."]
    assert not any(s.heard for n in notes for s in n.content)


def test_tones_belong_to_what_they_announce_and_close() -> None:
    edition = edition_of(script_of(
        say("One."), Mark("tone", "open"), announce("Note 1.", "notes", n="1", key="1"), note("1", "Told."), Mark("tone", "close"),
        Mark("tone", "page"), page("2", spoken=""), say("Two.", turn=1),
    ))  # fmt: skip
    tones = [p for p in edition.timeline.placements if p.key.startswith("tone:")]
    told = reading_view(edition)
    (aside,), (mark,) = _all(told, Note), _all(told, PageMark)
    assert aside.label.heard and aside.label.heard.begin == tones[0].begin
    assert aside.content[-1].heard and aside.content[-1].heard.end == tones[1].begin + tones[1].length
    assert mark.heard == Heard(tones[2].begin, tones[2].begin + tones[2].length)
    assert mark.words == "Page 2."


def _units(told: View) -> list[Sentence | PageMark]:
    sections = ([told.opening] if told.opening else []) + list(told.sections)
    return [unit for section in sections for unit in units(section.blocks)]


def _all(told: View, kind: type) -> list[object]:
    from readaloud.writers.reading import walk

    found = [block for section in told.sections for block in walk(section.blocks) if isinstance(block, kind)]
    inside = [unit for unit in _units(told) if isinstance(unit, kind)]
    return inside if kind is PageMark else found


def _check(told: View, script_words: list[str], cues: dict[str, tuple[int, int]]) -> None:
    """What holds for every view: all words once and in order, times those of the cues and in order."""
    shown = [unit for unit in _units(told) if isinstance(unit, Sentence) and unit.id]
    assert [unit.text for unit in shown] == script_words
    heard = [unit.heard for unit in _units(told) if unit.heard]
    assert all(a.begin <= b.begin for a, b in itertools.pairwise(heard))
    for unit in shown:
        if unit.id in cues:
            begin, end = cues[unit.id]
            assert unit.heard is None if begin == end and unit.heard is None else unit.heard is not None
            if begin < end:
                assert unit.heard is not None and unit.heard.begin <= begin and unit.heard.end >= end
        else:
            assert unit.heard is None


def _shown_words(utterance: Utterance) -> str:
    """`Note one.` is for the ear: the page has the number as printed."""
    if utterance.kind != "announcement":
        return utterance.text
    begins = utterance.key and any(sign.isalnum() for sign in utterance.n) and utterance.spoken != "End of note."
    return f"Note {utterance.n}." if begins else utterance.spoken


@given(
    documents(),
    st.sampled_from(["after-sentence", "after-turn", "at-end", "skip"]),
    st.sampled_from(["speak", "tone", "silent", "skip"]),
)
def test_every_word_stands_once_in_the_order_in_which_it_is_heard(document: Document, notes: str, pages: str) -> None:
    edition = edition_of_document(document, Settings(notes=notes, pages=pages))
    told = reading_view(edition)
    words = [_shown_words(u) for u in edition.script.utterances() if u.kind != "page"]
    _check(told, words, {c.utterance.id: (c.begin, c.end) for c in edition.cues})
    pages_said = [u for u in edition.script.utterances() if u.kind == "page"]
    marks = [unit for unit in _units(told) if isinstance(unit, PageMark)]
    assert [m.label for m in marks] == [u.n for u in pages_said]
    assert [m.number for m in marks] == list(range(1, len(marks) + 1))


@given(scripts())
def test_any_script_a_person_may_write_has_a_view(script: object) -> None:
    # Tones and pauses at odd places, notes without words, headings of any level: nothing is lost.
    told = reading_view(edition_of(script))
    words = [u for u in script.utterances() if u.kind != "page"]
    shown = [unit for unit in _units(told) if isinstance(unit, Sentence) and unit.id]
    assert sorted(u.id for u in words) == sorted(unit.id for unit in shown)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 50)), max_size=12), st.integers(1, 1000))
def test_clips_tile_their_file(sounds: list[tuple[int, int]], length: int) -> None:
    heard: list[Heard | None] = [Heard(begin, begin + size) if size else None for begin, size in sorted(sounds)]
    stretches = contiguous(heard, 0, length, 1000)
    found = [stretch for stretch in stretches if stretch is not None]
    assert all(s.end_ms > s.begin_ms for s in found)
    assert all(a.end_ms == b.begin_ms for a, b in itertools.pairwise(found))
    if found:
        assert found[0].begin_ms == 0 and found[-1].end_ms == length
    assert bool(found) == any(h is not None and h.begin < length for h in heard)


def test_silence_belongs_to_the_clip_before_it() -> None:
    assert contiguous([Heard(500, 900), None, Heard(1000, 1500)], 100, 2100, 1000) == (
        Stretch(0, 900), None, Stretch(900, 2000),
    )  # fmt: skip


def test_runs_hold_the_text_to_the_letter() -> None:
    marks = (
        Inline(0, 8, "emphasis"), Inline(4, 12, "strong"), Inline(8, 8, "noteref", "2"), Inline(9, 12, "foreign", "fr"),
    )  # fmt: skip
    found = runs(Sentence("u", "speech", "one two, ici.", marks=marks, pages=((13, PageMark(1, "7", "Page 7.")),)))
    assert "".join(part.text for part in found if isinstance(part, Run)) == "one two, ici."
    assert [part.looks if isinstance(part, Run) else part for part in found][:3] == [
        (("emphasis", ""),), (("strong", ""), ("emphasis", "")), found[2],
    ]  # fmt: skip
    assert not isinstance(found[2], Run) and found[2].noteref == "2"
    assert not isinstance(found[-1], Run) and found[-1].page is not None


@given(st.text(max_size=40))
def test_only_what_xml_takes_is_left(text: str) -> None:
    from lxml import etree

    element = etree.Element("a")
    element.text = printable(text)
    assert not re.search(r"[\x00-\x1f\x7f]", element.text or "")


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("en-US", "ltr"),
        ("he", "rtl"),
        ("ar-EG", "rtl"),
        ("az-Arab", "rtl"),
        ("ja", "ltr"),
        ("und", "ltr"),
        ("arn", "ltr"),
    ],
)
def test_directions(language: str, way: str) -> None:
    assert direction(language) == way


def test_small_questions_about_signs() -> None:
    assert glue("終わり。", "次") == "" and glue("end.", "次") == " " and glue("end.", "Next") == " "
    assert text_direction("12 — שלום hello") == "rtl" and text_direction("— 12") == "" and text_direction("(a") == "ltr"
    assert word_end("co-operation here", 4) == 12 and word_end("end. Next", 5) == 5 and word_end("漢字", 1) == 1


def test_an_opening_is_apart_from_the_document() -> None:
    told = view_of(
        Mark("chapter", "Opening"), announce("This is a reading."), Mark("chapter", "Text"), say("One."), announce("The end."),
    )  # fmt: skip
    assert told.opening is not None and [s.title for s in told.sections] == ["Text"]
    assert outline(told.sections[0].blocks) == ["turn A", "  p: One.", "p: The end."]
    alone = view_of(announce("This is a reading."), say("One."))
    assert alone.opening is None


def test_words_of_ours_have_their_own_language() -> None:
    assert view_of(say("Yksi."), language="fi").words_language == "en"
    assert view_of(say("Eins."), language="de-AT").words_language == "de-AT"


def test_the_view_is_frozen(sample: Path) -> None:
    told = reading_view(edition_of_file(sample))
    with pytest.raises(dataclasses.FrozenInstanceError):
        told.sections[0].title = "x"
    assert isinstance(told.sections[0], Section) and isinstance(told.sections[0].blocks[0], Heading | Paragraph)
