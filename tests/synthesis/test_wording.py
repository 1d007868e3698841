"""Lexicons and languages in synthesis: exactly the utterances that they change are made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud.engines.registry import engine
from readaloud.errors import ScriptError
from readaloud.model import Cast, Casting, Inline, Script, Speaker, Utterance, Voice
from readaloud.pronunciation.lexicon import Entry, Lexicon
from readaloud.pronunciation.pronouncer import Pronouncer
from readaloud.settings import Settings
from readaloud.synthesis.cache import ClipCache, key
from readaloud.synthesis.rehearsal import Rehearsal
from readaloud.synthesis.wording import Wording, Wordings
from readaloud.synthesis.workers import Synthesis, synthesize
from tests.platforms import espeak_ng

TONE = Voice("t", "tone", "440", "mul")
ESPEAK = Voice("e", "pyttsx3", "gmw/en-US+m3", "en-US")


def script(*lines: str | Utterance) -> Script:
    entries = tuple(
        line if isinstance(line, Utterance) else Utterance(f"u{i}", "speech", line, line, "ada", turn=i)
        for i, line in enumerate(lines)
    )
    return Script("T", "en-US", (Speaker("ada"),), entries)


def foreign(text: str, *marks: tuple[int, int, str]) -> Utterance:
    inline = tuple(Inline(a, b, "foreign", language) for a, b, language in marks)
    return Utterance("f", "speech", text, text, "ada", turn=0, marks=inline)


def cast(voice: Voice) -> Cast:
    return Cast((Casting("ada", voice),))


def made(script: Script, cache: Path, voice: Voice, *entries: Entry) -> Synthesis:
    return synthesize(script, cast(voice), Settings(workers=1), ClipCache(cache), None, [Lexicon("own", entries)])


@pytest.mark.parametrize("voice", [TONE, pytest.param(ESPEAK, marks=espeak_ng)], ids=["tone", "espeak"])
def test_a_changed_entry_makes_the_utterances_with_its_word_anew(voice: Voice, tmp_path: Path) -> None:
    said = script(
        "Sukhodrev is here.", "Nobody else.", "Tell Sukhodrev’s wife.", "Sukhodrevs of this world.", "sukhodrev"
    )
    first = made(said, tmp_path, voice)
    assert (first.made, first.reused) == (5, 0)
    second = made(said, tmp_path, voice, Entry("Sukhodrev", "", "soo-hod-reff"))
    assert (second.made, second.reused) == (3, 2)
    assert {u for u in first.infos if first.infos[u].key != second.infos[u].key} == {"u0", "u2", "u3"}
    third = made(said, tmp_path, voice, Entry("Sukhodrev", "", "soo-hod-reff"), Entry("Nowhere", "", "no where"))
    assert (third.made, third.reused) == (0, 5)


def test_a_text_without_lexicon_words_keeps_its_key() -> None:
    assert key("Yes.", TONE, "1") == key("Yes.", TONE, "1", ())


def test_an_engine_that_takes_no_sounds_gets_the_respelling_and_times_the_words_as_printed(tmp_path: Path) -> None:
    said = script("Tell Le Duc Tho so.")
    entry = Entry("Le Duc Tho", "leɪ duːk toʊ", "lay dook toe indeed")
    result = made(said, tmp_path, TONE, entry).infos["u0"]
    words = [("Tell Le Duc Tho so."[w.offset : w.offset + w.length], w.begin) for w in result.words]
    assert [word for word, _ in words] == ["Tell", "Le", "Duc", "Tho", "so"]
    assert [begin for _, begin in words] == sorted(begin for _, begin in words)
    assert (
        result.length
        > made(script("Tell Le Duc Tho so."), tmp_path, TONE, Entry("Le Duc Tho", "", "l")).infos["u0"].length
    )


def test_an_entry_with_ipa_alone_needs_an_engine_that_takes_it(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"n\.toml, 'Sukhodrev': the engine tone takes no IPA") as caught:
        made(script("Hello."), tmp_path, TONE, Entry("Sukhodrev", "suxodref", place="n.toml, 'Sukhodrev'"))
    assert caught.value.tip


@espeak_ng
def test_a_symbol_that_the_voice_has_no_sound_for_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"n\.toml, 'Xhosa': the voices for en-US have no sound for 'ǁ' \(U\+01C1\)"):
        made(script("Hello."), tmp_path, ESPEAK, Entry("Xhosa", "ǁoːsa", place="n.toml, 'Xhosa'"))


def wording(utterance: Utterance, voice: Voice, *entries: Entry) -> tuple[Wording, tuple[str, ...]]:
    engines = {voice.engine: engine(voice.engine)}
    wordings = Wordings("en-US", [voice], engines, Pronouncer([Lexicon("own", entries)]))
    found = wordings.of(utterance, voice)
    engines[voice.engine].close()
    return found, wordings.warnings


@espeak_ng
def test_a_whole_utterance_in_another_language_is_said_in_it() -> None:
    text = "« Nous sommes heureux. »"
    found, warnings = wording(foreign(text, (2, 22, "fr")), ESPEAK)
    assert (found.voice.engine_voice, found.voice.language, found.sayings, warnings) == ("roa/fr+m3", "fr", (), ())


@espeak_ng
def test_a_phrase_is_said_in_its_language_and_no_lexicon_touches_it() -> None:
    text = "He told Kissinger: Kissinger est là."
    found, _ = wording(foreign(text, (19, 35, "fr-FR")), ESPEAK)
    assert found.voice == ESPEAK
    assert [(s.begin, s.end, s.language or s.phonemes) for s in found.sayings] == [
        (8, 17, "k'IsIndZ3"),
        (19, 35, "fr-FR"),
    ]


@espeak_ng
def test_words_of_a_third_language_in_a_foreign_sentence() -> None:
    text = "Un peu, madam, oui."
    found, warnings = wording(foreign(text, (0, 19, "fr"), (8, 13, "en")), ESPEAK)
    assert (found.voice.engine_voice, warnings) == ("roa/fr+m3", ())
    assert [(s.begin, s.end, s.language) for s in found.sayings] == [(8, 13, "en")]


@espeak_ng
def test_lines_marked_one_by_one_are_one_text() -> None:
    found, _ = wording(foreign("Te Deum laudamus in aeternum.", (0, 16, "la"), (17, 29, "la")), ESPEAK)
    assert (found.voice.engine_voice, found.sayings) == ("itc/la+m3", ())


@espeak_ng
def test_ours_is_for_english_and_not_for_a_french_sentence() -> None:
    text = "Kissinger est là."
    found, _ = wording(foreign(text, (0, 17, "fr")), ESPEAK, Entry("là", "la", language="fr"))
    assert [(s.begin, s.end, s.phonemes) for s in found.sayings] == [(14, 16, "la")]


@espeak_ng
@pytest.mark.parametrize("mark", [(0, 9, "xx"), (0, 4, "xx")], ids=["whole", "phrase"])
def test_an_unknown_language_stays_with_a_warning(mark: tuple[int, int, str]) -> None:
    found, warnings = wording(foreign("Blah blah", mark), ESPEAK)
    assert (found.voice, found.sayings) == (ESPEAK, ())
    assert warnings == ("Words marked as 'xx' are read as 'en-US': the engine pyttsx3 has no voice for it.",)


@pytest.mark.parametrize("language", ["", "und", "zxx", "en-GB"])
def test_a_mark_that_names_no_other_language_changes_nothing(language: str) -> None:
    found, warnings = wording(foreign("Blah blah", (0, 9, language)), TONE)
    assert (found.voice, found.sayings, warnings) == (TONE, (), ())


@espeak_ng
def test_a_word_is_heard_as_it_will_be_said() -> None:
    said = script("Hello, Mr. Kissinger.")
    rehearsal = Rehearsal(said, cast(ESPEAK), Pronouncer())
    utterance = said.utterances()[0]
    assert rehearsal.heard("Kissinger", utterance) == "kˈɪsɪndʒɚ"
    assert rehearsal.clip("Kissinger", utterance).length > 4000
    rehearsal.close()
