"""The ledger's rule for readers: every letter and digit of a source is in one block, one note, or one skip."""

from __future__ import annotations

from readaloud.checking.sources import source_text
from readaloud.model import Block, Document


def assert_whole(document: Document, data: bytes) -> None:
    """Nothing of the source is lost, taken twice, or made up."""
    source = source_text(data, document.source.container, document.source.encoding).text
    taken = bytearray(len(source))
    end = 0
    for skip in document.skips:
        assert end <= skip.begin < skip.end <= len(source), f"skips out of order: {skip}"
        end = skip.end
        taken[skip.begin : skip.end] = b"\x01" * (skip.end - skip.begin)
    for note in (note for part in document.parts for note in part.notes):
        printed = "".join(source[begin:end] for begin, end in note.spans)
        assert letters(printed) == letters(note.text), f"note {note.key} is not what its spans say"
        for begin, end in note.spans:
            assert not any(taken[begin:end]), f"note {note.key} is skipped too"
            taken[begin:end] = b"\x01" * (end - begin)
    left = "".join(character for character, gone in zip(source, taken, strict=True) if not gone and character.isalnum())
    spoken = "".join(letters(heard(block)) for part in document.parts for block in part.blocks)
    assert spoken == left, _difference(spoken, left)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def heard(block: Block) -> str:
    """A block's text without what it says is not spoken."""
    if block.role == "unspoken":
        return ""
    hidden = {at for mark in block.marks if mark.kind == "skip" for at in range(mark.begin, mark.end)}
    return "".join(character for at, character in enumerate(block.text) if at not in hidden)


def _difference(spoken: str, left: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(spoken, left, strict=False)) if a != b), min(len(spoken), len(left)))
    return f"blocks have {spoken[max(0, at - 30) : at + 30]!r} where the source has {left[max(0, at - 30) : at + 30]!r}"
