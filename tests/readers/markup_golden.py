"""Documents as text that a person can review, for the readers of marked-up sources."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from readaloud.model import Block, Document, Inline


def shown(document: Document) -> str:
    """All that a reader found, one line each."""
    meta = document.metadata
    lines = [f"{document.title} | {document.language} | {document.source.container}"]
    lines += [f"{name}: {getattr(meta, name)}" for name in type(meta).__slots__ if getattr(meta, name)]
    for part in document.parts:
        lines.append(f"== {part.id}: {part.title}" + ("" if part.text_labels else " (labels in markup)"))
        lines += [
            f"person {p.id}: {' | '.join(filter(None, (p.name, p.description, p.gender, p.age)))}" for p in part.people
        ]
        lines += [_block(block) for block in part.blocks]
        lines += [f"{note.kind} {note.n} ({note.key}): {_marked(note.text, note.marks)}" for note in part.notes]
    lines += [f"doubt: {doubt.place}: {doubt.question} {doubt.choice}" for doubt in document.doubts]
    counts: dict[str, int] = {}
    for skip in document.skips:
        counts[skip.reason] = counts.get(skip.reason, 0) + 1
    return "\n".join([*lines, *(f"skipped {counts[reason]} × {reason}" for reason in sorted(counts))]) + "\n"


def _block(block: Block) -> str:
    head: str = block.role
    if block.level:
        head += f" {block.level}"
    if block.n:
        head += f" {block.n}"
    if block.turn is not None:
        head += f" #{block.turn}"
    if block.label is not None:
        head += f" [{block.label}]{block.separator}"
    if block.who:
        head += f" <{', '.join(block.who)}>"
    if block.quoted:
        head += " quoted"
    return f"{head} | {_marked(block.text, block.marks)}".rstrip(" |")


def _marked(text: str, marks: Iterable[Inline]) -> str:
    inserts: list[tuple[int, int, str]] = []
    for mark in marks:
        name = f"{mark.kind} {mark.value}".strip()
        if mark.begin == mark.end:
            inserts.append((mark.begin, 1, f"{{{name}}}"))
        else:
            inserts += [(mark.begin, 2, f"{{{name}:"), (mark.end, 0, "}")]
    for at, _, sign in sorted(inserts, key=lambda insert: insert[:2], reverse=True):
        text = text[:at] + sign + text[at:]
    return text


def assert_sound(document: Document) -> None:
    """What other stages rely on: marks inside the text, keys that fit, turns in order."""
    for part in document.parts:
        keys = [note.key for note in part.notes]
        assert len(set(keys)) == len(keys)
        marks = [mark for text in (*part.blocks, *part.notes) for mark in text.marks if mark.kind == "noteref"]
        assert sorted(mark.value for mark in marks) == sorted(keys)
        for block in part.blocks:
            assert list(block.marks) == sorted(block.marks, key=lambda mark: mark.begin)
            assert all(0 <= mark.begin <= mark.end <= len(block.text) for mark in block.marks)
            assert block.text == " ".join(block.text.split()), block.text
        turns = [block.turn for block in part.blocks if block.turn is not None]
        assert turns == sorted(turns)
        assert sorted(set(turns)) == list(range(len(set(turns))))


def compare(found: str, golden: Path, update: bool) -> None:
    """Against the golden file; `--update-golden` writes it."""
    if update:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
