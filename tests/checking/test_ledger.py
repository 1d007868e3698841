from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readaloud.checking.ledger import count_words, prove
from readaloud.checking.sources import SourceText, source_text
from readaloud.errors import SourceError
from readaloud.model import NoteSpan, Script, Skip, Speaker, Utterance

SOURCE = "K: It broke.1 I mended it.\n\nD: Twice?\n\n  1. On Tuesday.\n"


def utterance(text: str, kind: str = "speech", key: str = "", spoken: str | None = None) -> Utterance:
    return Utterance(f"{kind} {text[:8]}", kind, text, text if spoken is None else spoken, "x", key=key)


def script(*utterances: Utterance, source: str = SOURCE) -> Script:
    def span(text: str, begin: int = 0) -> tuple[int, int]:
        at = source.index(text, begin)
        return at, at + len(text)

    skips = [Skip(*span("K:"), "speaker label"), Skip(*span("1"), "note mark"), Skip(*span("D:"), "speaker label")]
    skips.append(Skip(*span("1.", source.index("Twice")), "note number"))
    return Script(
        "A call",
        "en-US",
        (Speaker("x"),),
        utterances,
        skips=tuple(skips),
        note_spans=(NoteSpan("1", (span("On Tuesday."),)),),
    )


WHOLE = (utterance("It broke."), utterance("On Tuesday.", "note", "1"), utterance("I mended it."), utterance("Twice?"))


def test_a_whole_script_has_every_word_once() -> None:
    ledger = prove(SourceText(SOURCE), script(*WHOLE))
    assert ledger.differences == ()
    assert ledger.spoken == 8
    assert dict(ledger.skipped) == {"speaker label": 2, "note mark": 1, "note number": 1}
    assert ledger.words == 12


@pytest.mark.parametrize(
    ("name", "utterances", "kind", "words"),
    [
        ("a-lost-word", (utterance("It."), *WHOLE[1:]), "dropped", "broke"),
        ("a-doubled-word", (utterance("It broke broke."), *WHOLE[1:]), "added", "broke"),
        ("a-changed-word", (utterance("It cracked."), *WHOLE[1:]), "edited", "broke"),
        ("a-lost-sentence", (WHOLE[0], WHOLE[1], WHOLE[3]), "dropped", "I mended it"),
        ("a-doubled-sentence", (*WHOLE, WHOLE[3]), "added", "Twice"),
        ("words-run-together", (utterance("Itbroke."), *WHOLE[1:]), "edited", "It broke"),
        ("a-word-cut", (utterance("It bro ke."), *WHOLE[1:]), "edited", "broke"),
        ("a-lost-note", (WHOLE[0], *WHOLE[2:]), "dropped", "On Tuesday"),
        ("a-note-in-the-body", (WHOLE[0], utterance("On Tuesday."), *WHOLE[2:]), "added", "On Tuesday"),
        ("an-empty-script", (), "dropped", "It broke"),
    ],
)
def test_what_is_not_whole_is_found(name: str, utterances: tuple[Utterance, ...], kind: str, words: str) -> None:
    found = prove(SourceText(SOURCE), script(*utterances)).differences
    assert any(d.kind == kind and (words in d.source or words in d.script) for d in found), found


def test_two_sentences_exchanged_are_found() -> None:
    assert prove(SourceText(SOURCE), script(WHOLE[2], WHOLE[1], WHOLE[0], WHOLE[3])).differences


def test_words_that_a_setting_leaves_unspoken_are_skipped_with_a_reason() -> None:
    ledger = prove(SourceText(SOURCE), script(WHOLE[0], replace(WHOLE[1], spoken=""), *WHOLE[2:]))
    assert dict(ledger.skipped)["left out by choice"] == 2
    assert ledger.words == 12 and not ledger.differences


def test_a_word_may_end_or_go_on_where_only_markup_stands() -> None:
    source = source_text(b"<b><p>in Turkish do<pb n='7'/>mains</p><p>end</p></b>", "xml")
    for body in ("in Turkish domains end", "in Turkish do mains end"):
        assert not prove(source, Script("", "en", (), (utterance(body),))).differences
    assert prove(source, Script("", "en", (), (utterance("inTurkish domains end"),))).differences


@given(
    st.lists(st.sampled_from("the of light K Yes it’s 12:30 naïve 漢字 שלום e.g.".split()), min_size=1, max_size=30),
    st.data(),
)
def test_any_one_word_dropped_or_doubled_is_found(words: list[str], data: st.DataObject) -> None:
    source = SourceText(" ".join(words))
    at = data.draw(st.integers(0, len(words) - 1))

    def proved(kept: list[str]) -> int:
        return len(prove(source, Script("", "en", (), (utterance(" ".join(kept)),))).differences)

    assert proved(words) == 0
    assert proved(words[:at] + words[at + 1 :]) > 0
    assert proved(words[: at + 1] + words[at:]) > 0


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("— … “”", 0), ("It’s 12:30, isn't it?", 5), ("e.g. U.S.", 2), ("3.5", 1)]
)
def test_words_are_those_of_uax_29(text: str, count: int) -> None:
    assert count_words(text) == count


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(SourceError):
        source_text(bomb, "xml")
