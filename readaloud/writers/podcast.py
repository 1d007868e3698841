"""Writes chapters and transcript as Podcasting 2.0 has them (github.com/Podcastindex-org/podcast-namespace).

Media types for the feed: `application/json+chapters` for the chapters, `application/json` for the transcript.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from readaloud.model import Edition
from readaloud.settings import Settings
from readaloud.writers.captions.heard import lines
from readaloud.writers.reading import labels, names, printable, reading_view
from readaloud.writers.textfile import TextWriting


class PodcastWriter:
    """Two files of JSON."""

    name: ClassVar[str] = "podcast"
    description: ClassVar[str] = "Podcasting 2.0 chapters and transcript as JSON, to publish beside an episode"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> TextWriting:
        """Writes `folder/stem.chapters.json` and `folder/stem.transcript.json`."""
        files = [(folder / f"{stem}.chapters.json", chapters), (folder / f"{stem}.transcript.json", transcript)]
        return TextWriting(edition, "podcast", files)


def chapters(edition: Edition) -> str:
    """JSON chapters 1.2.0; a print page is a marker that no table of contents lists (`"toc": false`)."""
    words = labels(edition.script.language)
    listed: list[dict[str, Any]] = []
    for chapter in edition.chapters:
        listed.append({
            "startTime": _seconds(edition, chapter.begin), "endTime": _seconds(edition, chapter.end),
            "title": _line(chapter.title) or _line(edition.title) or words.say("title.untitled"),
        })  # fmt: skip
    for page in edition.pages:
        label = _line(page.label)
        title = words.page(label)
        listed.append({"startTime": _seconds(edition, page.begin), "title": title.rstrip(".。"), "toc": False})
    listed.sort(key=lambda entry: entry["startTime"])  # stable: a chapter comes before the page that it begins with
    told: dict[str, Any] = {"version": "1.2.0", "title": _line(edition.title) or words.say("title.untitled")}
    if author := _line(edition.script.metadata.author):
        told["author"] = author
    return _json({**told, "chapters": listed})


def transcript(edition: Edition) -> str:
    """JSON transcript 1.0.0: a segment for each sentence that is heard, with who says it."""
    view = reading_view(edition)
    called = names(view, labels(view.language))
    segments = [
        {
            "speaker": called.get(line.sentence.speaker, line.sentence.speaker),
            "startTime": _seconds(edition, line.begin), "endTime": _seconds(edition, line.end),
            "body": _line(line.sentence.text),
        }
        for line in lines(edition, view, overlapping=True)
    ]  # fmt: skip
    return _json({"version": "1.0.0", "segments": segments})


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def _seconds(edition: Edition, samples: int) -> float:
    return edition.milliseconds(samples) / 1000


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
