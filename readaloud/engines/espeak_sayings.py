"""Writes a text for espeak-ng with some stretches as mnemonics between `[[` and `]]`.

What was measured of `[[…]]` in espeak-ng 1.52: it is lost where a quotation mark, a bracket or a slash stands right
before it, so a space goes there; `[[_^_fr]]` changes the set of phonemes until the clause ends, under the table's own
name, and a name that is not there spoils the words after it; a sentence keeps its melody over all of it, where SSML's
`<voice xml:lang>` begins a new one and forgets the variant.
"""

from __future__ import annotations

from collections.abc import Sequence

from readaloud.engines.espeak_transcription import translated
from readaloud.engines.espeak_voices import base_for, catalogue, phoneme_table
from readaloud.engines.words import placed, tokens
from readaloud.model import Saying


def written(
    sayable: str, places: list[int], text: str, voice: str, sayings: Sequence[Saying], data_folder: str
) -> tuple[str, list[int]]:
    """The text for espeak-ng, and where each of its characters, and its end, stands in `text`.

    `sayable` is the text without what espeak-ng would take for a command; `places` is where its characters stand.
    """
    said: list[str] = []
    at: list[int] = []

    def put(words: str, where: Sequence[int]) -> None:
        said.extend(words)
        at.extend(where)

    begin = 0
    for saying in sorted(sayings, key=lambda s: s.begin):
        first = next((i for i in range(begin, len(sayable)) if places[i] >= saying.begin), len(sayable))
        after = next((i for i in range(first, len(sayable)) if places[i] >= saying.end), len(sayable))
        # A bracket of the document's own would open or close a stretch of ours.
        put(_harmless(sayable[begin:first]), places[begin:first])
        if said and not said[-1].isspace():
            put(" ", [saying.begin])
        words, where = _stretch(sayable[first:after], text, saying, voice, data_folder)
        put(words, where)
        if sayable[after : after + 1].isalnum():
            put(" ", [saying.end])
        begin = after
    put(_harmless(sayable[begin:]), places[begin:-1])
    return "".join(said), [*at, len(text)]


def _harmless(text: str) -> str:
    return text.replace("[", " ").replace("]", " ")


def _stretch(sayable: str, text: str, saying: Saying, voice: str, data_folder: str) -> tuple[str, list[int]]:
    """What is written for one stretch."""
    if saying.respelling:
        return _harmless(saying.respelling), placed(saying.respelling, text, saying)
    if saying.phonemes:
        return _bracketed(saying.phonemes, placed(saying.phonemes, text, saying))
    base = base_for(catalogue(data_folder).bases, saying.language)
    if base is None:
        return _harmless(sayable), [saying.begin] * len(sayable)
    return _in_language(sayable, text, saying, voice.partition("+")[0], base, data_folder)


def _bracketed(phonemes: str, where: Sequence[int]) -> tuple[str, list[int]]:
    """Each word in brackets of its own, so that espeak-ng tells when it begins."""
    words: list[str] = []
    at: list[int] = []
    offset = 0
    for word in phonemes.split():
        offset = phonemes.index(word, offset)
        shown = f" [[{word}]]" if words else f"[[{word}]]"
        words.append(shown)
        at += [where[offset]] * len(shown)
        offset += len(word)
    return "".join(words), at


def _in_language(
    sayable: str, text: str, saying: Saying, own: str, base: str, data_folder: str
) -> tuple[str, list[int]]:
    """The phonemes of another language, clause by clause, each followed by the way back to the voice's own."""
    to, back = phoneme_table(data_folder, base), phoneme_table(data_folder, own)
    spoken: list[str] = []
    for clause in translated(_harmless(sayable), base):
        words = [word for word in (w.strip("_:|;") for w in clause.split()) if word]
        if words:
            spoken.append(" ".join(f"[[{word}]]" for word in words))
    clauses = [f"[[_^_{to}]] {words} [[_^_{back}]]" for words in spoken]
    shown = ", ".join(clauses)
    begins = [saying.begin + offset for offset, _ in tokens(text[saying.begin : saying.end])]
    count = sum(words.count("[[") for words in spoken)
    if count != len(begins):
        return shown, [saying.begin] * len(shown)
    where: list[int] = []
    word = -1
    for i in range(len(shown)):
        if shown.startswith("[[", i) and not shown.startswith("[[_^_", i):
            word += 1
        where.append(begins[max(word, 0)])
    return shown, where
