"""What the engines are given of real documents, and what is shown of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from readaloud import pipeline
from readaloud.errors import ReadaloudError
from readaloud.model import Document, Script
from readaloud.settings import Settings
from tests.planning.spoken.test_spoken import NEVER, NO_FIGURES
from tests.readers.ledger import heard

SOME = (
    "plain/frus1969-76v15-d67.txt",
    "plain/frus1969-76v15-d68.txt",
    "samples/frus/frus1914-20v02-d21.xml",
    "samples/frus/frus1951v07p2-d60.xml",
    "samples/frus/frus1958-60v10p2-d74.xml",
    "samples/frus/frus1969-76v38p1-d66.xml",
    "samples/frus/frus1969-76ve14p1-d114.xml",
    "samples/fountain/the-library-freak-out.fountain",
    "samples/se-epub/earnest-act-3.xhtml",
    "samples/congress/CREC-2005-07-20-pt1-PgH6183.htm",
    "samples/markdown/usesthis-aaron-boodman.md",
    "samples/vtt/cycle-collector-talk.vtt",
)
ROMAN = re.compile(
    r"(?:^|\b(?:part|chapter|act|scene|book|volume|title|phase|section) )[IVXLC]+\b(?![’'-])", re.IGNORECASE
)


def planned(path: Path) -> tuple[Document, Script] | None:
    """None for a file that is no source, as a list of parts by itself."""
    try:
        document, _ = pipeline.read(str(path))
    except ReadaloudError:
        return None
    return document, pipeline.plan(document, Settings())


def check(path: Path) -> int:
    found = planned(path)
    if found is None:
        return 0
    document, script = found
    for utterance in script.utterances():
        said, place = utterance.spoken, (path.name, utterance.text, utterance.spoken)
        assert not NEVER.search(said), place
        assert not re.search(r"</?\w+>|&\w+;", said), place
        if document.language[:2] in NO_FIGURES:
            assert not re.search(r"[0-9½¼¾$£§%@#]", said), place
        if utterance.kind == "heading":
            assert not ROMAN.search(said) or re.match(r"I (?!\W)", said), place
        if re.search(r"\w", utterance.text) and not utterance.skipped:
            assert said or not re.search(r"[^\W_]", utterance.text), place
    shown(document, script)
    return len(script.utterances())


def shown(document: Document, script: Script) -> None:
    """Displayed text is the document's to the letter: only white space between pieces may differ."""
    body = [u.text for u in script.utterances() if u.kind not in ("note", "page", "announcement")]
    printed = [heard(block) for part in document.parts for block in part.blocks if block.role != "pagebreak"]
    assert bare(body) == bare(printed)
    notes = {note.key: note for part in document.parts for note in part.notes}
    told: dict[str, list[str]] = {}
    for utterance in script.utterances():
        if utterance.kind == "note":
            told.setdefault(utterance.key, []).append(utterance.text)
    assert {key: bare(texts) for key, texts in told.items()} == {key: bare([n.text]) for key, n in notes.items()}


def bare(texts: list[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


@pytest.mark.parametrize("name", SOME)
def test_no_sign_reaches_an_engine_and_print_is_shown_to_the_letter(corpus: Path, name: str) -> None:
    assert check(corpus / name) > 0


@pytest.mark.sweep
def test_no_sign_of_the_whole_corpus_reaches_an_engine(corpus: Path) -> None:
    paths = [p for folder in ("plain", "samples") for p in sorted((corpus / folder).rglob("*")) if p.is_file()]
    assert sum(check(path) for path in paths) > 25_000
