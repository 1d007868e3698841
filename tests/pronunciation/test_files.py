"""Lexicon files: what they may hold, and what each fault is answered with."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from readaloud.errors import ScriptError
from readaloud.pronunciation.loading import parsed, read_lexicon, shipped
from readaloud.pronunciation.toml import stub

PLS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
{}
</lexicon>"""
LEXEME = "<lexeme><grapheme>Qaddafi</grapheme>{}</lexeme>"


def pls(inner: str) -> bytes:
    return PLS.format(inner).encode()


def test_pls_gives_each_grapheme_its_preferred_pronunciation() -> None:
    lexicon = parsed(
        pls(
            """<metadata><x xmlns="urn:x">by us</x></metadata>
            <lexeme><grapheme>Qaddafi</grapheme><grapheme> Gaddafi  Muammar </grapheme>
            <phoneme>ɡəˈdæfi</phoneme><phoneme prefer="true">kəˈdɑːfi</phoneme><!-- no --><alias>kuhdahfee</alias>
            <example>Qaddafi spoke.</example></lexeme>"""
        ),
        "q.pls",
    )
    assert [(e.word, e.ipa, e.respelling, e.language) for e in lexicon.entries] == [
        ("Qaddafi", "kəˈdɑːfi", "kuhdahfee", "en"),
        ("Gaddafi Muammar", "kəˈdɑːfi", "kuhdahfee", "en"),
    ]
    assert lexicon.entries[0].place == "q.pls, line 4"


def test_toml_knows_ipa_by_its_slashes_and_scopes_by_their_tables() -> None:
    text = """
    Sukhodrev = "soo-hod-reff"
    "Le Duc Tho" = "/leɪ duːk toʊ/"
    [language.fr]
    Nixon = "/niksɔn/"
    [language.fr.engine.tone]
    Nixon = "nixonne"
    [engine.pyttsx3]
    SALT = "salt"
    """
    entries = parsed(text.encode(), "n.toml").entries
    assert [(e.word, e.ipa, e.respelling, e.language, e.engine) for e in entries] == [
        ("Sukhodrev", "", "soo-hod-reff", "", ""),
        ("Le Duc Tho", "leɪ duːk toʊ", "", "", ""),
        ("Nixon", "niksɔn", "", "fr", ""),
        ("Nixon", "", "nixonne", "fr", "tone"),
        ("SALT", "", "salt", "", "pyttsx3"),
    ]


FAULTS = {
    "empty.toml": (b" \n", "the file is empty"),
    "empty.pls": (b"", "the file is empty"),
    "latin.toml": ('Köln = "x"'.encode("latin-1"), "not UTF-8"),
    "bare-key.toml": (b'Le Duc = "lay"', "not valid TOML"),
    "twice.toml": (b'A = "a"\nA = "b"', "stands twice"),
    "twice-printed-in-two-ways.toml": ("\"d'Orsay\" = \"a\"\n\"d’Orsay\" = \"b\"".encode(), "stands twice; first at"),
    "number.toml": (b"Nixon = 5", "'Nixon' is 5, not text"),
    "list.toml": (b'Nixon = ["a"]', "'Nixon' is ['a'], not text"),
    "table.toml": (b'[Nixon]\na = "b"', "'Nixon' is a table"),
    "no-sound.toml": (b'Nixon = " "', "it says nothing"),
    "no-ipa.toml": (b'Nixon = "//"', "it says nothing"),
    "half-ipa.toml": (b'Nixon = "/abc"', "it says nothing"),
    "no-word.toml": (b'"--" = "dash"', "this is no word"),
    "no-language.toml": (b'[language.x1]\nA = "b"', "not a language tag"),
    "not-xml.pls": (b"Nixon = nix", "not XML"),
    "cut-short.pls": (pls("")[:-5], "not XML"),
    "not-pls.xml": (b"<html/>", "not a PLS lexicon"),
    "no-version.pls": (pls("").replace(b'version="1.0" xmlns', b"xmlns"), "version is missing"),
    "no-language.pls": (pls("").replace(b'xml:lang="en"', b""), "xml:lang is missing"),
    "version-2.pls": (pls("").replace(b'version="1.0" xmlns', b'version="2.0" xmlns'), "version 2.0 is unknown"),
    "sampa.pls": (pls(LEXEME.format("<phoneme>a</phoneme>")).replace(b'"ipa"', b'"x-sampa"'), "alphabet 'x-sampa'"),
    "sampa-here.pls": (pls(LEXEME.format('<phoneme alphabet="x-sampa">a</phoneme>')), "alphabet 'x-sampa'"),
    "no-grapheme.pls": (pls("<lexeme><alias>a</alias></lexeme>"), "has no <grapheme>"),
    "no-sound.pls": (pls(LEXEME.format("")), "'Qaddafi' has no pronunciation"),
    "empty-phoneme.pls": (pls(LEXEME.format("<phoneme> </phoneme>")), "<phoneme> is empty"),
    "late-grapheme.pls": (pls(LEXEME.format("<alias>a</alias><grapheme>b</grapheme>")), "behind a pronunciation"),
    "stray.pls": (pls("<word/>"), "<word> has no place"),
    "stray-inside.pls": (pls(LEXEME.format("<sound/>")), "<sound> has no place in a <lexeme>"),
    "stray-attribute.pls": (pls(LEXEME.format('<alias loud="yes">a</alias>')), "no attribute 'loud'"),
    "twice.pls": (pls(2 * LEXEME.format("<alias>a</alias>")), "stands twice; first at"),
    "entity.pls": (
        b'<!DOCTYPE lexicon [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        + pls(LEXEME.format("<alias>&e;</alias>")).partition(b"?>")[2],
        "entity &e; is not read",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_the_file_and_a_fix(name: str, tmp_path: Path) -> None:
    data, told = FAULTS[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ScriptError) as caught:
        read_lexicon(path)
    assert told in caught.value.message
    assert str(path) in caught.value.message
    assert caught.value.tip
    assert caught.value.exit_code == 4
    assert "\n" not in caught.value.message


def test_a_missing_file_is_told() -> None:
    with pytest.raises(ScriptError, match="There is no lexicon"):
        read_lexicon(Path("nowhere.toml"))


def test_a_file_without_a_suffix_is_told_by_what_it_holds() -> None:
    assert parsed(pls(LEXEME.format("<alias>a</alias>")), "lexicon").entries[0].respelling == "a"
    assert parsed(b'Qaddafi = "b"', "lexicon").entries[0].respelling == "b"


def test_ours_is_for_every_english_and_no_other_language() -> None:
    assert len(shipped("en-GB-scotland")[0].entries) >= 50
    assert shipped("de") == ()


def test_a_stub_changes_nothing_until_a_line_is_uncommented() -> None:
    text = stub([('He said "no"', "/a\\b/", "p. 3\n# x")], "Head\nline")
    assert tomllib.loads(text) == {}
    lines = [line[2:] for line in text.splitlines() if line.startswith('# "')]
    assert tomllib.loads("\n".join(lines)) == {'He said "no"': "/a\\b/"}
