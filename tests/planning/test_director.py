from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.model import Block, Cast, Document, Inline, Mark, Note, Part, Pause, Script, Source, Utterance
from readaloud.planning.director import plan
from readaloud.planning.plan_json import plan_json
from readaloud.planning.script_reading import read_script
from readaloud.planning.script_writing import write_script
from readaloud.settings import Settings
from tests.planning.strategies import documents

CHOICES = st.builds(
    Settings,
    notes=st.sampled_from(["after-sentence", "after-turn", "at-end", "skip"]),
    pages=st.sampled_from(["speak", "tone", "silent", "skip"]),
    note_end=st.sampled_from(["tone", "words"]),
    source_note=st.sampled_from(["at-end", "at-mark"]),
    stage=st.sampled_from(["speak", "sound", "skip"]),
    thinking_time=st.sampled_from([0.0, 5.0]),
    supplied=st.sampled_from(["speaker", "marked"]),
)


def runs(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@given(documents(), CHOICES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_word_stands_in_the_script_once_and_in_order(document: Document, choices: Settings) -> None:
    script = plan(document, choices)
    part = document.parts[0]
    body = [u.text for u in script.utterances() if u.kind not in ("note", "page", "announcement")]
    assert runs(" ".join(body)) == runs(" ".join(b.text for b in part.blocks))
    for note in part.notes:
        own = [u.text for u in script.utterances() if u.kind == "note" and u.key == note.key]
        assert runs(" ".join(own)) == runs(note.text)
    # What the file says and reads again is the same.
    assert read_script(write_script(script)) == script


@given(documents(), CHOICES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_entry_for_each_note_and_each_page(document: Document, choices: Settings) -> None:
    part = document.parts[0]
    told = plan_json(plan(document, choices), Cast(()))["script"]
    pages = [b.n for b in part.blocks if b.role == "pagebreak"]
    pages += [m.value for b in part.blocks for m in b.marks if m.kind == "pagebreak"]
    assert Counter(e["n"] for e in told if e["kind"] == "page") == Counter(pages)
    assert Counter(e["key"] for e in told if e["kind"] == "note") == Counter(n.key for n in part.notes)
    assert all(e.get("turn") is None for e in told if e["kind"] in ("note", "page"))


@given(documents())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_ids_are_unique_and_stable_under_edits_elsewhere(document: Document) -> None:
    script = plan(document, Settings())
    ids = [u.id for u in script.utterances()]
    assert len(ids) == len(set(ids))
    part = document.parts[0]
    more = Part(part.id, part.title, (*part.blocks, Block("narration", "Quite another ending.")), part.notes)
    changed = plan(Document(document.title, document.language, document.source, (more,)), Settings())
    assert set(ids) <= {u.id for u in changed.utterances()}


def document(
    *blocks: Block, notes: tuple[Note, ...] = (), title: str = "A Call Between Mr. Ames and Mrs. Bell"
) -> Document:
    return Document(title, "en-US", Source("call.txt", "0" * 64), (Part("1", title, blocks, notes),))


def speech(turn: int, label: str, text: str, *marks: Inline) -> Block:
    return Block("speech", text, marks, label, ":", turn)


def shown(script: Script) -> list[str]:
    """The script without its frame, one short line an entry."""
    lines = []
    for entry in script.entries:
        if isinstance(entry, Utterance):
            lines.append(f"{entry.kind} {entry.speaker}: {entry.text or entry.spoken}")
        elif isinstance(entry, Pause):
            lines.append(f"({entry.kind})")
        elif isinstance(entry, Mark):
            lines.append(f"<{entry.kind} {entry.value}>")
    begin = lines.index("(chapter)")
    end = max(i for i, line in enumerate(lines) if line == "(chapter)")
    return lines[begin + 1 : end]


NOTE = (Note("n1", "1", "It did. Twice."),)
MARK = Inline(8, 8, "noteref", "n1")


def test_a_note_is_read_after_the_sentence_that_holds_its_mark() -> None:
    script = plan(document(speech(0, "Ames", "It broke then. I mended it.", MARK), notes=NOTE), Settings())
    assert shown(script)[1:] == [
        "speech ames: It broke then.", "(aside)", "<tone open>", "announcement notes: Note one.", "note notes: It did.",
        "note notes: Twice.", "<tone close>", "(aside)", "speech ames: I mended it.",
    ]  # fmt: skip


def test_a_note_is_read_after_the_turn_when_asked() -> None:
    script = plan(
        document(speech(0, "Ames", "It broke then. I mended it.", MARK), notes=NOTE), Settings(notes="after-turn")
    )
    lines = shown(script)
    assert lines.index("note notes: It did.") > lines.index("speech ames: I mended it.")


def test_words_or_a_tone_end_a_note_never_both() -> None:
    script = plan(document(speech(0, "Ames", "It broke.", MARK), notes=NOTE), Settings(note_end="words"))
    assert "announcement notes: End of note." in shown(script)
    assert "<tone close>" not in shown(script)


def test_skipped_notes_stay_in_the_script_unheard() -> None:
    script = plan(document(speech(0, "Ames", "It broke.", MARK), notes=NOTE), Settings(notes="skip"))
    (note,) = [u for u in script.utterances() if u.kind == "note"]
    assert note.skipped and not note.spoken and note.text == "It did. Twice."


def test_the_source_note_is_read_after_the_talk_unless_asked_for_at_its_mark() -> None:
    title = Block("title", "A Call", (Inline(6, 6, "noteref", "n1"),), level=1)
    notes = (Note("n1", "1", "Source: Box 7.", kind="source"),)
    blocks = (title, speech(0, "Ames", "Hello."), speech(1, "Bell", "Hello to you, Mr. Ames."))
    late, early = (shown(plan(document(*blocks, notes=notes), Settings(source_note=s))) for s in ("at-end", "at-mark"))
    assert late[-4:] == [
        "<tone open>",
        "announcement notes: Note one, on the title.",
        "note notes: Source: Box 7.",
        "<tone close>",
    ]
    assert early.index("note notes: Source: Box 7.") < early.index("speech ames: Hello.")


def test_a_page_cue_waits_for_the_end_of_its_sentence() -> None:
    script = plan(
        document(speech(0, "Ames", "The winter was long and cold. Then it ended.", Inline(11, 11, "pagebreak", "7"))),
        Settings(),
    )
    lines = [line for line in shown(script) if not line.startswith(("(", "<"))]
    assert lines == [
        "speech ames: The winter was long and cold.",
        "page pages: Page seven.",
        "speech ames: Then it ended.",
    ]
    (page,) = [u for u in script.utterances() if u.kind == "page"]
    assert page.anchor == "Ames: The winter"


def test_a_page_mark_inside_a_word_gives_the_part_before_it() -> None:
    script = plan(
        document(Block("narration", "It is dark in Turkish domains.", (Inline(24, 24, "pagebreak", "7"),))), Settings()
    )
    (page,) = [u for u in script.utterances() if u.kind == "page"]
    assert page.anchor == "dark in Turkish do"


def test_remarks_are_never_said_by_the_speaker() -> None:
    text = "(laughter) So it was [unclear] after all."
    marks = (Inline(0, 10, "stage"), Inline(21, 30, "stage"))
    script = plan(document(speech(0, "Ames", text, *marks)), Settings())
    lines = [(u.speaker, u.spoken) for u in script.utterances() if u.turn == 0]
    assert lines == [("editor", "laughter"), ("ames", "So it was"), ("editor", "unclear"), ("ames", "after all.")]


def test_a_word_supplied_by_the_editor_is_said_by_the_speaker_or_marked() -> None:
    block = speech(0, "Ames", "Not a second [sense] here.", Inline(13, 20, "supplied"))
    own = [(u.speaker, u.spoken) for u in plan(document(block), Settings()).utterances() if u.turn == 0]
    marked = [
        (u.speaker, u.spoken) for u in plan(document(block), Settings(supplied="marked")).utterances() if u.turn == 0
    ]
    assert own == [("ames", "Not a second sense here.")]
    assert marked == [("ames", "Not a second"), ("editor", "sense"), ("ames", "here.")]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("Yes, it—", "And you can tell them.", "interruption"),
        ("It is so.", "—to drive the point home, no.", "resumption"),
        ("It is—", "—to drive the point home, no.", "interruption"),
        ("I thought …", "Then come and see us.", "trailing"),
        ("I went . . .", "Then come and see us.", "trailing"),
        ("Is it so?", "It is not so at all.", "question"),
        ("It is so.", "Yes.", "quick"),
        ("It is so.", "It is not so at all.", "turn"),
    ],
)
def test_the_gap_between_turns_follows_the_talk(before: str, after: str, kind: str) -> None:
    script = plan(document(speech(0, "Ames", before), speech(1, "Bell", after)), Settings())
    lines = shown(script)
    assert lines[lines.index(f"speech bell: {after}") - 1] == f"({kind})"


def test_without_headings_each_page_is_a_chapter_and_the_notes_have_one() -> None:
    blocks = (
        speech(0, "Ames", "It broke.", MARK), Block("pagebreak", n="7"), speech(1, "Bell", "Then mend it."),
        Block("pagebreak", n="8"), speech(2, "Ames", "I did."),
    )  # fmt: skip
    script = plan(document(*blocks, notes=NOTE), Settings(notes="at-end"))
    chapters = [e.value for e in script.entries if isinstance(e, Mark) and e.kind == "chapter"]
    assert chapters == ["Opening", "Beginning", "Page 7", "Page 8", "Notes"]


def test_page_marks_in_a_row_make_one_chapter() -> None:
    blocks = [Block("pagebreak", n=str(n)) for n in range(1, 6)]
    script = plan(document(Block("title", "A Call", level=1), *blocks, speech(0, "Ames", "Hello.")), Settings())
    chapters = [e.value for e in script.entries if isinstance(e, Mark) and e.kind == "chapter"]
    assert chapters == ["Opening", "Beginning", "Pages 1 to 5"]


def test_headings_make_chapters_named_with_those_above() -> None:
    words = "It was a long way to go and nobody knew it better than the keeper, who had gone it twice a day for some thirty years."
    blocks = (
        Block("title", "The Light", level=1), Block("heading", "Act I.", level=2), Block("heading", "Scene 1.", level=3),
        speech(0, "Ames", words), Block("heading", "Scene 2.", level=3), speech(1, "Bell", words),
        Block("heading", "Act II.", level=2), speech(2, "Ames", words),
    )  # fmt: skip
    script = plan(document(*blocks, title="The Light"), Settings())
    chapters = [e.value for e in script.entries if isinstance(e, Mark) and e.kind == "chapter"]
    assert chapters == ["Opening", "The Light", "Act I, Scene 1", "Act I, Scene 2", "Act II"]


def test_a_document_without_speakers_is_read_by_the_narrator_who_says_so() -> None:
    script = plan(document(Block("narration", "Only prose here."), title="A Memorandum"), Settings())
    assert {s.id for s in script.speakers} == {"narrator"}
    assert any("narrator reads it all" in w for w in script.warnings)


def test_a_heading_with_more_than_ten_minutes_under_it_has_page_chapters() -> None:
    words = "It was a long way to go and nobody knew it better than the keeper. " * 40
    blocks = (
        Block("title", "The Light", level=1), Block("heading", "PARTICIPANTS", level=2), speech(0, "Ames", words),
        Block("pagebreak", n="7"), speech(1, "Bell", words), Block("pagebreak", n="8"), speech(2, "Ames", words),
    )  # fmt: skip
    script = plan(document(*blocks, title="The Light"), Settings())
    chapters = [e.value for e in script.entries if isinstance(e, Mark) and e.kind == "chapter"]
    assert chapters == ["Opening", "The Light", "PARTICIPANTS", "Page 7", "Page 8"]
