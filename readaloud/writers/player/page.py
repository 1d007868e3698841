"""Puts the page together: our markup, style and script, the document's text, and a policy that lets nothing else in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from html import escape
from typing import Any

from readaloud.catalogue import in_language
from readaloud.data import text
from readaloud.model import Edition
from readaloud.writers import shell
from readaloud.writers.player.transcript import Transcript
from readaloud.writers.reading import (
    Heading,
    PageMark,
    Sentence,
    View,
    direction,
    labels,
    name_of,
    printable,
    reading_view,
    units,
)

SCRIPTS = ("time", "sound", "page", "panels", "steps", "keys", "start")
"""`data/player/*.js` in their order; together they are one script."""
END = "<!-- The sound, where it is inside of the page. -->"
"""Before which an inline sound stands."""


def page(edition: Edition, sound: str | None) -> str:
    """The whole page; `sound` is the address of the audio file beside it, None when its sound will be inside of it."""
    view = reading_view(edition)
    words = labels(edition.script.language)
    language, own = in_language("player", edition.script.language)
    transcript = Transcript(view, words)
    body = transcript.html()
    title = printable(edition.title).strip() or words.say("title.untitled")
    told = _told(edition, view, transcript, own, title)
    style, script = text("templates/theme.css") + text("player/player.css"), _script()
    by = f'<p class="by">{escape(words.say("title.author", name=edition.script.metadata.author))}</p>'
    filled = {
        "own": language,
        "own_direction": direction(language),
        "twice": ' class="twice"' if _headed(view) else "",
        "by": printable(by) if edition.script.metadata.author else "",
        "told": _json(told),
        "sound": f' src="{escape(sound)}"' if sound is not None else "",
        "transcript": body,
    }
    # `file:` is there because 'self' means nothing in a page that is opened from disk; `blob:` for the sound inside of the
    # page, and for a file that the listener chooses.
    media = "media-src 'self' file: blob:" if sound is not None else "media-src blob:"
    return shell.page(
        "player/player.html", own, filled, language=view.language, title=title, style=style, script=script, allowed=(media,)
    )  # fmt: skip


def _headed(view: View) -> bool:
    """Whether the document begins with its title: on paper it need not stand there twice."""
    headings = (block for section in view.sections for block in section.blocks if isinstance(block, Heading))
    words = next(([part.text for part in first.content if isinstance(part, Sentence)] for first in headings), [])
    return " ".join(words).split() == view.title.split()


def _script() -> str:
    return shell.in_strict_mode("\n".join(text(f"player/{name}.js") for name in SCRIPTS))


def _told(edition: Edition, view: View, transcript: Transcript, own: Mapping[str, str], title: str) -> dict[str, Any]:
    """What the script knows: times, chapters, pages, speakers, words."""
    timing = transcript.timing.as_json()
    heard = set(timing["speakers"])
    words = labels(view.language)
    told: dict[str, Any] = {
        "title": title,
        "duration": edition.milliseconds(edition.timeline.length),
        "timing": timing,
        "chapters": [
            {"id": s.number, "title": printable(s.title), "begin": edition.milliseconds(s.begin)}
            for s in view.all_sections
        ],
        "pages": [
            {"label": printable(unit.label), "begin": edition.milliseconds(unit.heard.begin) if unit.heard else None}
            for section in view.all_sections
            for unit in units(section.blocks)
            if isinstance(unit, PageMark)
        ],
        "speakers": [
            {
                "name": name_of(s, words),
                "labels": printable(", ".join(s.labels)),
                "about": printable(s.description),
                "colour": transcript.colours.get(s.id, 0),
                "members": [i for i, other in enumerate(view.speakers) if other.id in s.members],
                "heard": index in heard,
            }
            for index, s in enumerate(view.speakers)
        ],
        "words": dict(own),
    }
    told["id"] = hashlib.sha256(_json(told).encode()).hexdigest()[:16]
    return told


def _json(value: Any) -> str:
    """JSON that cannot end the element it stands in, nor begin another: HTML, 13.1.2.6 and 4.12.1.3."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return plain.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
