from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readaloud.assembly.extras import Extras
from readaloud.assembly.gains import REFERENCE_LUFS
from readaloud.assembly.stems import SOUNDS, stems
from readaloud.assembly.stitching import blocks, clip_rates
from readaloud.assembly.timeline import build_edition
from readaloud.audio import RECORDED_LUFS
from readaloud.model import ClipInfo, Edition, Entry, Mark, Pause, Script, Utterance
from readaloud.settings import Settings
from tests.sounds import RATE, cast_of, script_of, tone, utterance

INTRO = ClipInfo("intro", 2 * RATE, RATE, 9000)
ENTRIES: tuple[Entry, ...] = (
    Mark("chapter", "One"), utterance("u1"), Mark("tone", "page"), utterance("u2", "bob"), Pause("interruption"),
    utterance("u3"), Mark("chapter", "Two"), Mark("sound", "knock"), utterance("u4", "bob"),
)  # fmt: skip


def clips_of(script: Script) -> tuple[dict[str, ClipInfo], dict[str, bytes]]:
    infos, sound = {}, {}
    for number, u in enumerate(script.utterances()):
        sound[f"k{u.id}"] = tone(300 + 70 * number, 0.6 + 0.1 * number)
        infos[u.id] = ClipInfo(f"k{u.id}", len(sound[f"k{u.id}"]) // 2, RATE, 8192)
    sound["intro"] = tone(200, 2.0)
    return infos, sound


def built(entries: tuple[Entry, ...] = ENTRIES, extras: Extras | None = None, **chosen: object) -> Edition:
    script = script_of(entries)
    infos, _ = clips_of(script)
    return build_edition(script, cast_of("ada", "bob", lufs=-20), infos, Settings(**chosen), extras)


def test_an_intro_moves_everything_and_changes_nothing() -> None:
    plain, more = built(), built(extras=Extras(intro=INTRO, outro=INTRO))
    assert [c.title for c in more.chapters] == ["Intro", "One", "Two", "Outro"]
    moved = {b.begin - a.begin for a, b in zip(plain.cues, more.cues, strict=True)}
    assert moved == {2 * RATE + round(1.2 * RATE)}, "its length, and the gap between chapters"
    assert [c.end - c.begin for c in plain.cues] == [c.end - c.begin for c in more.cues]
    assert [c.chapter for c in more.cues] == [c.chapter + 1 for c in plain.cues]
    assert [s.name for s in more.sounds] == ["recording:intro", "tone:page", "sound:knock", "recording:outro"]
    begins = [c.begin for c in more.chapters]
    assert begins[0] == 0 and begins[1] == more.cues[0].begin
    assert begins[3] == more.sounds[-1].begin
    assert [c.end for c in more.chapters] == [*begins[1:], more.timeline.length]


def test_a_long_intro_of_a_higher_rate_brings_its_rate_along() -> None:
    assert built(extras=Extras(intro=ClipInfo("intro", 44100, 44100, 9000))).timeline.rate == RATE
    assert built(extras=Extras(intro=ClipInfo("intro", 44100 * 20, 44100, 9000))).timeline.rate == 44100


@pytest.mark.parametrize(("language", "title"), [("de-DE", "Intro"), ("fr", "Générique de début"), ("zz", "Intro")])
def test_its_chapter_has_a_name_in_the_language(language: str, title: str) -> None:
    script = replace(script_of(ENTRIES), language=language)
    made = build_edition(script, cast_of("ada", "bob"), clips_of(script)[0], Settings(), Extras(intro=INTRO))
    assert made.chapters[0].title == title


def test_a_script_without_chapters_keeps_its_title_for_what_comes_after_the_intro() -> None:
    made = built((utterance("u1"),), Extras(intro=INTRO))
    assert [c.title for c in made.chapters] == ["Intro", "The Book"]
    assert made.cues[0].chapter == 1


def test_an_edition_of_nothing_but_an_intro() -> None:
    made = built((), Extras(intro=INTRO, outro=INTRO))
    assert [c.title for c in made.chapters] == ["Intro", "Outro"]


def test_a_recording_needs_no_gain_of_a_voice() -> None:
    made = built(extras=Extras({"u1": "recordings/u1.wav"}))
    gains = {p.key: p.gain_db for p in made.timeline.placements}
    assert gains["ku1"] == REFERENCE_LUFS - RECORDED_LUFS
    assert gains["ku3"] == REFERENCE_LUFS + 20
    assert [c.recording for c in made.cues] == ["recordings/u1.wav", "", "", ""]


def test_a_recording_is_heard_where_no_voice_would_say_anything() -> None:
    silent = Utterance("u5", "stage", "(sings)", "", "ada")
    assert built((utterance("u1"), silent)).cues[1].end == built((utterance("u1"), silent)).cues[1].begin
    made = built((utterance("u1"), silent), Extras({"u5": "recordings/u5.wav"}))
    assert made.cues[1].end > made.cues[1].begin


@given(
    st.lists(st.sampled_from(["ada", "bob", "interruption", "tone", "knock", "chapter"]), min_size=1, max_size=10),
    st.sampled_from(["clear", "dramatic"]),
)
def test_stems_add_up_to_the_mix(parts: list[str], style: str) -> None:
    entries: list[Entry] = []
    for number, part in enumerate(parts):
        if part in ("ada", "bob"):
            entries.append(utterance(f"u{number}", part))
        elif part == "interruption":
            entries.append(Pause("interruption"))
        else:
            kinds = {"tone": Mark("tone", "page"), "knock": Mark("sound", "knock"), "chapter": Mark("chapter", "C")}
            entries.append(kinds[part])
    made = built(tuple(entries), Extras(intro=INTRO), style=style)
    infos, sound = clips_of(made.script)
    rates = clip_rates((*infos.values(), INTRO))

    def heard(timeline: object) -> np.ndarray:
        return np.frombuffer(b"".join(blocks(timeline, sound.__getitem__, rates)), "<i2").astype(int)

    apart = {who: heard(timeline) for who, timeline in stems(made.timeline, made.script)}
    assert {len(each) for each in apart.values()} == {made.timeline.length * made.timeline.channels}
    assert set(apart) == {p for p in parts if p in ("ada", "bob")} | {SOUNDS}
    assert (sum(apart.values()) == heard(made.timeline)).all()
