from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readaloud.assembly.pacing import default_pacing
from readaloud.assembly.timeline import REFERENCE_LUFS, build_edition, scaled, timeline_rate
from readaloud.errors import ScriptError
from readaloud.model import ClipInfo, Edition, Entry, Mark, Pause, Word
from tests.sounds import RATE, SPEAKERS, cast_of, script_of, utterance

PACING = default_pacing()


def edition_of(entries: list[Entry], length: int = 1000, rate: int = RATE) -> Edition:
    script = script_of(entries)
    infos = {
        spoken.id: ClipInfo(f"clip-{spoken.id}", length, rate, 1000, (Word(0, 0, 4), Word(length // 2, 5, 2)))
        for spoken in script.utterances()
        if spoken.spoken
    }
    return build_edition(script, cast_of(*SPEAKERS), infos)


def gap(kind: str) -> int:
    """Samples between two utterances of two words; a note and a page are set off by a fixed length."""
    return round((PACING.gaps[kind] + 2 * PACING.growth.get(kind, 0.0)) * RATE)


HEAD = round(PACING.head * RATE)
TAIL = round(PACING.tail * RATE)


def test_silence_at_both_ends_and_between_sentences() -> None:
    edition = edition_of([Mark("chapter", "One"), utterance("a"), utterance("b")])
    first, second = edition.cues
    assert (first.begin, first.end) == (HEAD, HEAD + 1000)
    assert second.begin == first.end + gap("sentence")
    assert edition.timeline.length == second.end + TAIL


def test_words_count_from_the_start_of_the_timeline() -> None:
    cue = edition_of([utterance("a"), utterance("b")]).cues[1]
    assert [word.begin for word in cue.words] == [cue.begin, cue.begin + 500]


def test_a_chapter_begins_with_its_first_sound_and_the_gap_belongs_to_the_one_before() -> None:
    edition = edition_of(
        [
            Mark("chapter", "One"),
            utterance("a"),
            Pause("chapter"),
            Mark("chapter", "Two"),
            Pause("turn"),
            utterance("b"),
        ]
    )
    one, two = edition.chapters
    assert (one.begin, two.end) == (0, edition.timeline.length)
    assert one.end == two.begin == edition.cues[1].begin == edition.cues[0].end + gap("chapter")
    assert [cue.chapter for cue in edition.cues] == [0, 1]


def test_a_script_without_chapters_is_one() -> None:
    edition = edition_of([utterance("a")])
    assert [chapter.title for chapter in edition.chapters] == ["The Book"]


def test_a_chapter_without_a_sound_has_no_place() -> None:
    edition = edition_of(
        [
            Mark("chapter", "Empty"),
            Mark("chapter", "One"),
            utterance("a"),
            Mark("chapter", "Unheard"),
            utterance("s", spoken=""),
            Mark("chapter", "Two"),
            utterance("b"),
        ]
    )
    assert [chapter.title for chapter in edition.chapters] == ["One", "Two"]
    assert [(cue.utterance.id, cue.chapter) for cue in edition.cues] == [("a", 0), ("s", 0), ("b", 1)]


def test_an_empty_script_is_silence() -> None:
    edition = edition_of([])
    assert edition.timeline.length == HEAD + TAIL
    assert [(chapter.begin, chapter.end) for chapter in edition.chapters] == [(0, HEAD + TAIL)]


def test_an_unheard_utterance_takes_no_time_and_waits_for_the_next_sound() -> None:
    edition = edition_of([utterance("a"), utterance("s", spoken="", kind="page", text="", n="7"), utterance("b")])
    a, s, b = edition.cues
    assert b.begin == a.end + gap("sentence")
    assert s.begin == s.end == b.begin
    assert [(page.label, page.begin) for page in edition.pages] == [("7", b.begin)]


def test_what_is_skipped_has_no_cue() -> None:
    edition = edition_of([utterance("a"), utterance("s", spoken="", kind="page", text="", n="7", skipped=True)])
    assert [cue.utterance.id for cue in edition.cues] == ["a"]
    assert edition.pages == ()


def test_an_unheard_utterance_at_the_end_stands_where_the_last_sound_ends() -> None:
    edition = edition_of([utterance("a"), utterance("s", spoken="")])
    assert edition.cues[1].begin == edition.cues[0].end
    assert edition.timeline.length == edition.cues[0].end + TAIL


@pytest.mark.parametrize("tone_first", [True, False])
def test_an_unheard_page_begins_with_its_tone(tone_first: bool) -> None:
    page = utterance("p", spoken="", kind="page", text="", n="234")
    marks: list[Entry] = [Mark("tone", "page"), page] if tone_first else [page, Mark("tone", "page")]
    edition = edition_of([utterance("a"), Pause("page"), *marks, Pause("page"), utterance("b")])
    (tone,) = [placement for placement in edition.timeline.placements if placement.key == "tone:page"]
    assert [(page.label, page.begin) for page in edition.pages] == [("234", tone.begin)]
    assert tone.begin == edition.cues[0].end + gap("page")


def note(id: str, **fields: object) -> Entry:
    return utterance(id, kind="note", key="n2", n="2", **fields)


def test_a_note_reaches_from_its_opening_tone_to_its_closing_one() -> None:
    edition = edition_of(
        [
            utterance("a"),
            Pause("aside"),
            Mark("tone", "open"),
            utterance("said", kind="announcement", text="", key="n2", n="2"),
            note("n1"),
            note("n2"),
            Mark("tone", "close"),
            Pause("aside"),
            utterance("b"),
        ]
    )
    (cue,) = edition.notes
    tones = {placement.key: placement for placement in edition.timeline.placements}
    opening, closing = tones["tone:open"], tones["tone:close"]
    assert (cue.label, cue.key, cue.begin) == ("2", "n2", opening.begin)
    assert cue.end == closing.begin + closing.length
    assert edition.cues[-1].begin == cue.end + gap("aside")


def test_a_note_without_tones_is_its_own_sounds() -> None:
    edition = edition_of([utterance("a"), note("n1"), note("n2"), utterance("b")])
    (cue,) = edition.notes
    assert (cue.begin, cue.end) == (edition.cues[1].begin, edition.cues[2].end)


def test_the_tone_of_another_aside_is_not_the_notes() -> None:
    edition = edition_of([Mark("tone", "close"), note("n1"), Mark("tone", "open"), utterance("b")])
    (cue,) = edition.notes
    assert (cue.begin, cue.end) == (edition.cues[0].begin, edition.cues[0].end)


def test_an_unheard_note_is_no_note_cue() -> None:
    assert edition_of([utterance("a"), note("n1", spoken="")]).notes == ()


def test_an_interruption_cuts_the_end_and_comes_in_at_once() -> None:
    edition = edition_of([utterance("a"), Pause("interruption"), utterance("b", "bob")], length=10000)
    a, b = edition.cues
    cut = round(PACING.interruption_cut * RATE)
    assert a.end - a.begin == 10000 - cut
    assert b.begin == a.end
    assert edition.timeline.placements[0].length == 10000 - cut


def test_an_interruption_leaves_three_quarters_of_a_short_word() -> None:
    edition = edition_of([utterance("a"), Pause("interruption"), utterance("b", "bob")], length=400)
    assert edition.timeline.placements[0].length == 300


def test_a_note_in_between_takes_the_interruption_its_edge() -> None:
    edition = edition_of([utterance("a"), Pause("interruption"), Pause("aside"), utterance("b", "bob")])
    assert edition.cues[0].end - edition.cues[0].begin == 1000
    assert edition.cues[1].begin == edition.cues[0].end + gap("aside")


def test_every_voice_is_brought_to_the_same_loudness() -> None:
    script = script_of([utterance("a", "ada"), utterance("b", "bob"), utterance("c", "bob")])
    infos = {id: ClipInfo(id, 1000, RATE, peak) for id, peak in (("a", 100), ("b", 100), ("c", 32000))}
    cast = cast_of(*SPEAKERS)
    voices = [
        replace(cast.castings[0].voice, loudness_lufs=-20.0),
        replace(cast.castings[1].voice, loudness_lufs=-50.0),
    ]
    cast = replace(
        cast, castings=tuple(replace(old, voice=voice) for old, voice in zip(cast.castings, voices, strict=True))
    )
    gains = [placement.gain_db for placement in build_edition(script, cast, infos).timeline.placements]
    assert gains[0] == REFERENCE_LUFS + 20
    assert gains[1] == 12.0, "a very quiet voice is not raised without end"
    assert 32000 * 10 ** (gains[2] / 20) < 32800, "a clip's own peak is not raised past full scale"


def test_a_missing_clip_is_named() -> None:
    with pytest.raises(ScriptError, match="Text a"):
        build_edition(script_of([utterance("a")]), cast_of(*SPEAKERS), {})


def test_a_speaker_without_a_voice_is_named() -> None:
    with pytest.raises(ScriptError, match="'bob'"):
        build_edition(script_of([utterance("a", "bob")]), cast_of("ada"), {"a": ClipInfo("a", 10, RATE, 1)})


def test_an_unknown_tone_is_named() -> None:
    with pytest.raises(ScriptError, match="'gong'"):
        edition_of([Mark("tone", "gong")])


def test_the_rate_is_that_of_most_of_the_sound() -> None:
    assert timeline_rate([]) == 22050
    assert timeline_rate([ClipInfo("a", 24000, 24000, 1), ClipInfo("b", 22050 * 2, 22050, 1)]) == 22050
    assert timeline_rate([ClipInfo("a", 24000 * 3, 24000, 1), ClipInfo("b", 22050, 22050, 1)]) == 24000
    assert timeline_rate([ClipInfo("a", 17, 17000, 1)]) == 22050, "no codec has it"


def test_lengths_at_another_rate_are_rounded_half_up() -> None:
    assert scaled(3, 2, 1) == 2
    assert scaled(24001, 24000, 22050) == 22051


speech = st.builds(
    utterance,
    st.uuids().map(str),
    st.sampled_from(SPEAKERS),
    spoken=st.sampled_from(["", "Words."]),
    kind=st.sampled_from(["speech", "page", "note", "stage"]),
    key=st.sampled_from(["", "n1", "n2"]),
)
pauses = st.builds(Pause, st.sampled_from(["turn", "interruption", "chapter"]), st.sampled_from([None, None, 0.0, 2.5]))
marks = st.sampled_from([Mark("chapter", "Title"), Mark("tone", "open"), Mark("tone", "close"), Mark("tone", "page")])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(speech, speech, pauses, marks), max_size=30), st.integers(1, 5000))
def test_whatever_the_script_the_timeline_holds_together(entries: list[Entry], length: int) -> None:
    edition = edition_of(entries, length)
    timeline = edition.timeline

    assert [cue.utterance for cue in edition.cues] == list(edition.script.utterances()), (
        "each one has its cue, in order"
    )
    now = 0
    for cue in edition.cues:
        assert now <= cue.begin <= cue.end <= timeline.length
        assert (cue.end > cue.begin) == bool(cue.utterance.spoken)
        assert all(cue.begin <= word.begin <= cue.end for word in cue.words)
        now = cue.end
    now = 0
    for placement in timeline.placements:
        assert now <= placement.begin, "no two sound together"
        now = placement.begin + placement.length
    assert not timeline.placements or timeline.length == now + TAIL
    heard = [(cue.begin, cue.end) for cue in edition.cues if cue.end > cue.begin]
    clips = [p for p in timeline.placements if not p.key.startswith("tone:")]
    assert heard == [(clip.begin, clip.begin + clip.length) for clip in clips]

    assert edition.chapters[0].begin == 0
    assert edition.chapters[-1].end == timeline.length
    for one, next_one in zip(edition.chapters, edition.chapters[1:], strict=False):
        assert one.begin < one.end == next_one.begin
    for cue in edition.cues:
        chapter = edition.chapters[cue.chapter]
        assert chapter.begin <= cue.begin <= cue.end <= chapter.end
        assert cue.begin < chapter.end or not cue.utterance.spoken
    assert [cue.chapter for cue in edition.cues] == sorted(cue.chapter for cue in edition.cues)

    assert len(edition.pages) == sum(cue.utterance.kind == "page" for cue in edition.cues)
    assert [page.begin for page in edition.pages] == sorted(page.begin for page in edition.pages)
    for key in {note.key for note in edition.notes}:
        assert any(cue.utterance.key == key and cue.end > cue.begin for cue in edition.cues)
    assert edition == edition_of(entries, length)
