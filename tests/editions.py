"""Editions of scripts and documents whose sound is a number of samples alone: enough for every writer of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from readaloud import pipeline
from readaloud.assembly.timeline import build_edition
from readaloud.model import (
    Cast,
    Casting,
    ClipInfo,
    Document,
    Edition,
    Entry,
    Metadata,
    Script,
    Source,
    Speaker,
    Utterance,
    Voice,
)
from readaloud.planning.director import plan
from readaloud.settings import Settings
from readaloud.writers.base import Written
from readaloud.writers.registry import writer

RATE = 8000
"""Samples a second: what is not listened to need not be fine."""
ROLES = ("narrator", "editor", "notes", "pages")


def edition_of(script: Script) -> Edition:
    """The edition of a script in which a letter takes a hundredth of a second."""
    ids = {u.speaker for u in script.utterances()}
    cast = Cast(tuple(Casting(id, Voice(f"v-{id}", "tone", id, "en", description="A hum.")) for id in sorted(ids)))
    infos = {
        u.id: ClipInfo(u.id, _length(u.spoken), RATE, 8192) for u in script.utterances() if u.spoken and not u.skipped
    }
    return build_edition(script, cast, infos)


def _length(spoken: str) -> int:
    """Samples; signs alone make no sound."""
    return max(800, len(spoken) * RATE // 100) if any(sign.isalnum() for sign in spoken) else 0


def edition_of_document(document: Document, settings: Settings | None = None) -> Edition:
    return edition_of(plan(document, settings or Settings()))


def edition_of_file(path: Path, settings: Settings | None = None) -> Edition:
    document, _ = pipeline.read(str(path))
    return edition_of_document(document, settings)


def script_of(
    *entries: Entry,
    people: Iterable[str] = ("ada", "bob"),
    title: str = "A Talk",
    language: str = "en-US",
    **metadata: str,
) -> Script:
    """A script of these entries; utterances get ids of their own."""
    numbered = [
        Utterance(**{**{name: getattr(entry, name) for name in Utterance.__slots__}, "id": f"u{number}"})
        if isinstance(entry, Utterance)
        else entry
        for number, entry in enumerate(entries)
    ]
    speakers = [Speaker(id, (id[:1].upper(),), id.title(), f"{id.title()} of the tests") for id in people]
    return Script(
        title=title,
        language=language,
        speakers=(*speakers, *(Speaker(role, name=role.title(), role=role) for role in ROLES)),
        entries=tuple(numbered),
        source=Source("talk.txt", "0" * 64),
        metadata=Metadata(**metadata),
    )


def say(text: str, speaker: str = "ada", turn: int | None = 0, **fields: object) -> Utterance:
    """A sentence of a turn."""
    given: dict[str, object] = {"kind": "speech", "label": speaker[:1].upper(), "opens": True, **fields}
    return Utterance(id="", text=text, spoken=text, speaker=speaker, turn=turn, **given)


def tell(text: str, kind: str = "narration", **fields: object) -> Utterance:
    """A sentence of nobody's turn."""
    given: dict[str, object] = {"speaker": "narrator", "opens": True, "spoken": text, **fields}
    return Utterance(id="", kind=kind, text=text, **given)


def announce(words: str, speaker: str = "narrator", **fields: object) -> Utterance:
    return tell("", "announcement", **{"spoken": words, "speaker": speaker, **fields})


def note(n: str, text: str, **fields: object) -> Utterance:
    return tell(text, "note", **{"speaker": "notes", "n": n, "key": n, "spoken": text, **fields})


def page(n: str, **fields: object) -> Utterance:
    return tell("", "page", **{"speaker": "pages", "n": n, "spoken": f"Page {n}.", "opens": False, **fields})


def silence(edition: Edition) -> Iterator[bytes]:
    left = edition.timeline.length
    while left:
        count = min(left, 10 * RATE)
        yield bytes(2 * count)
        left -= count


def written(edition: Edition, format: str, folder: Path, settings: Settings | None = None) -> tuple[Written, ...]:
    """The files of an edition in which nothing sounds."""
    folder.mkdir(parents=True, exist_ok=True)
    writing = writer(format).begin(edition, folder, "book", settings or Settings())
    for block in silence(edition):
        writing.write(block)
    return writing.finish()
