"""A volume taken apart: each document reads as it reads within its volume, and the work is not done again for each."""

from __future__ import annotations

from pathlib import Path

from readaloud import pipeline
from readaloud.readers import intake, registry
from readaloud.readers.base import Choice
from readaloud.settings import Settings

VOLUME = Path(__file__).parent / "volume_with_chapters" / "in.xml"


def test_a_document_taken_out_is_the_document_chosen() -> None:
    raw = intake.load(VOLUME)
    name, pieces = registry.split(raw)
    found = list(pieces)
    assert name == "frus-tei"
    assert len(found) >= 2
    for piece in found:
        alone = registry.read(piece.raw, name=name)
        chosen = registry.read(raw, Choice((piece.id,)), name)
        a, b = pipeline.plan(alone, Settings()), pipeline.plan(chosen, Settings())
        assert (a.title, a.speakers, a.entries, a.metadata) == (b.title, b.speakers, b.entries, b.metadata)
        ledger, _ = pipeline.account(piece.raw.data, a)
        assert ledger is not None
        assert not ledger.differences
        assert piece.raw.name == f"{VOLUME.stem}-{piece.id}.xml"


def test_a_split_repeats_lists_and_header_but_no_other_document() -> None:
    first, second = (piece.raw.data for piece in registry.split(intake.load(VOLUME))[1])
    assert b"It is built." in first
    assert b"It is built." not in second
    assert b"Hello." not in first
    for data in (first, second):
        assert b"Marlow, Anne B." in data
        assert b"Harbour Board" in data
        assert b"Here ends the compilation." not in data


def test_what_is_one_document_comes_as_it_is(sample: Path) -> None:
    raw = intake.load(sample)
    (piece,) = registry.split(raw)[1]
    assert piece.id == ""
    assert piece.raw is raw
