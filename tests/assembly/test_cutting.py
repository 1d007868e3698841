"""Where an edition may be cut: in silence, on every coder's frames, and nowhere else after an edit far away."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import accumulate, pairwise

import pytest

from readaloud.assembly.cutting import FITTING, GRID, LEAD
from readaloud.assembly.spans import StepGrid, spans
from readaloud.assembly.timeline import build_edition
from readaloud.assembly.weighting import step_size
from readaloud.model import ClipInfo as Info
from readaloud.model import Edition, Entry, Mark, Pause, Timeline, Utterance
from readaloud.settings import Settings
from tests.sounds import RATE, SPEAKERS, cast_of, script_of, utterance

RATES = [8000, 16000, 22050, 24000, 44100, 48000]


def talk(count: int = 150) -> list[Entry]:
    """Turns of one to six seconds, with chapters and a pause that a person wrote now and then."""
    entries: list[Entry] = []
    for number in range(count):
        if number % 40 == 0:
            entries += [Pause("chapter"), Mark("chapter", f"Part {number // 40}")]
        entries.append(Pause("turn", 0.8) if number % 17 == 5 else Pause(("turn", "paragraph", "quick")[number % 3]))
        entries.append(utterance(f"u{number}", SPEAKERS[number % 2], turn=number))
    return entries


def made(entries: list[Entry], rate: int = RATE, settings: Settings | None = None, **longer: int) -> Edition:
    """The edition; `longer` has samples that an utterance's clip has more, and so another key."""
    infos = {}
    for entry in entries:
        if isinstance(entry, Utterance):
            more = longer.get(entry.id, 0)
            length = round(random.Random(entry.id).uniform(1, 6) * rate) + more
            infos[entry.id] = Info(f"{entry.id}+{more}", length, rate, 8192)
    return build_edition(script_of(entries), cast_of(*SPEAKERS), infos, settings or Settings())


def silent(timeline: Timeline, begin: int, end: int) -> bool:
    return all(p.begin >= end or p.begin + p.length <= begin for p in timeline.placements)


@pytest.mark.parametrize("rate", RATES)
def test_cuts_lie_in_silence_on_whole_frames_of_all_coders(rate: int) -> None:
    timeline = made(talk(), rate).timeline
    assert len(timeline.cuts) > (5 if rate >= 16000 else 0), "at 8,000 a frame is so long that few pauses will do"
    assert all(cut % GRID == 0 for cut in timeline.cuts)
    assert GRID % 1024 == GRID % 1152 == GRID % 576 == 0
    for cut in timeline.cuts:
        assert silent(timeline, cut - LEAD, cut + LEAD), "three frames of AAC on both sides"
    lengths = [(end - begin) / rate for begin, end in pairwise((0, *timeline.cuts, timeline.length))]
    assert min(lengths) > 14
    assert max(lengths) < 120 or rate < 16000


def gaps(timeline: Timeline) -> list[int]:
    return [after.begin - before.begin - before.length for before, after in pairwise(timeline.placements)]


def test_pauses_change_by_a_tenth_at_most_and_what_a_person_wrote_not_at_all() -> None:
    edition = made(talk())
    timeline = edition.timeline
    # The same pauses in an edition that is too short to be cut.
    entries, expected = talk(), []
    for before, after in pairwise(entries):
        if isinstance(before, Utterance) and isinstance(after, Pause):
            number = int(before.id[1:])
            if number + 1 < 150:
                two = [e for e in entries if isinstance(e, Utterance)][number : number + 2]
                between = entries[entries.index(two[0]) + 1 : entries.index(two[1])]
                expected += gaps(made([two[0], *between, two[1]]).timeline)
    found = gaps(timeline)
    assert len(found) == len(expected) == 149
    for number, (fitted, planned) in enumerate(zip(found, expected, strict=True), 1):
        assert abs(fitted - planned) <= FITTING * planned + 1, number
        if number % 17 == 5 or number % 40 == 0 or planned < 0.2 * RATE:
            assert fitted == planned, "written, at a chapter, or short"
    assert sum(found) != sum(expected), "something was fitted"


def test_everything_moves_with_the_sound() -> None:
    edition = made(talk())
    begins = {p.key.partition("+")[0]: p.begin for p in edition.timeline.placements}
    for cue in edition.cues:
        assert cue.begin == begins[cue.utterance.id]
    assert edition.chapters[0].begin == 0 or edition.chapters[0].begin == edition.cues[0].begin
    assert edition.chapters[-1].end == edition.timeline.length
    assert [c.begin for c in edition.chapters[1:]] == [
        c.begin for c in edition.cues if int(c.utterance.id[1:]) % 40 == 0
    ][1:]


@pytest.mark.parametrize("more", [1, 500, 40_000, -10_000])
@pytest.mark.parametrize("edited", ["u0", "u40", "u77", "u149"])
def test_an_edited_line_changes_its_own_span_and_no_other(edited: str, more: int) -> None:
    before = list(spans(made(talk()).timeline))
    after = list(spans(made(talk(), **{edited: more}).timeline))
    new = [span for span in after if span not in before]
    assert 1 <= len(new) <= 3, "where the line stands beside a cut, the cut may go elsewhere"
    assert any(p.key.startswith(f"{edited}+") for span in new for p in span.placements)


def test_most_edits_change_one_span() -> None:
    before = list(spans(made(talk()).timeline))
    changed = []
    for number in range(0, 150, 5):
        after = spans(made(talk(), **{f"u{number}": 777}).timeline)
        changed.append(sum(span not in before for span in after))
    assert sorted(changed)[len(changed) * 2 // 3] == 1
    assert sum(changed) / len(changed) < 1.5


def test_spans_are_the_whole() -> None:
    timeline = made(talk()).timeline
    parts = list(spans(timeline))
    assert [0, *accumulate(part.length for part in parts)] == [0, *timeline.cuts, timeline.length]
    for part in parts:
        assert all(0 <= p.begin < part.length for p in part.placements), "in its own span"
    together = [
        replace(p, begin=p.begin + begin)
        for begin, part in zip((0, *timeline.cuts), parts, strict=True)
        for p in part.placements
    ]
    assert tuple(together) == timeline.placements


def test_a_short_edition_is_not_touched() -> None:
    assert made(talk(4)).timeline.cuts == ()


def test_without_silence_nothing_is_cut() -> None:
    timeline = made(
        [e for e in talk() if not isinstance(e, Pause) or e.seconds is None], settings=Settings(pauses=0)
    ).timeline
    assert timeline.cuts == ()
    assert len(list(spans(timeline))) == 1


def test_steps_are_counted_span_by_span() -> None:
    timeline = made(talk()).timeline
    grid = StepGrid(timeline)
    first = 0
    for start, part in zip((0, *timeline.cuts), spans(timeline), strict=True):
        for placement in part.placements:
            step = step_size(RATE)
            begin, end = grid.within(start + placement.begin, start + placement.begin + placement.length)
            assert begin == first + -(-placement.begin // step)
            assert end == first + (placement.begin + placement.length) // step
        first += part.length // step_size(RATE)
