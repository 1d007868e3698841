"""The front matter of a Markdown file: YAML between `---` lines or TOML between `+++` lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from readaloud.model import Metadata

_YAML = re.compile(r"---[ \t]*\r?\n(?P<body>(?:(?!---|\.\.\.)[^\n]*\n){0,500}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(?P<body>(?:(?!\+\+\+)[^\n]*\n){0,500}?)\+\+\+[ \t]*(?:\r?\n|$)")
_TITLE = re.compile(r"^title[ \t]*[:=][ \t]*(?P<quote>[\"']?)(?P<title>[^\r\n]*?)(?P=quote)[ \t]*$", re.M | re.I)
_LONGEST = 65536


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter tells."""

    end: int = 0
    """Where the text begins."""
    title: str = ""
    title_span: tuple[int, int] | None = None
    """Where the title stands, so that it can be read out."""
    language: str = ""
    metadata: Metadata = field(default_factory=Metadata)


def read_front_matter(source: str) -> FrontMatter:
    """The front matter of a text; empty where there is none or it cannot be understood."""
    if not source.startswith(("---", "+++")):
        return FrontMatter()
    yaml = source.startswith("---")
    match = (_YAML if yaml else _TOML).match(source, 0, _LONGEST)
    if match is None:
        return FrontMatter()
    told = _told(match["body"], yaml)
    if told is None:
        return FrontMatter()
    span = None
    title = _text(told.get("title"))
    line = _TITLE.search(source, match.start("body"), match.end("body"))
    if line is not None and title and " ".join(line["title"].split()) == title:
        span = line.span("title")
    language = _text(told.get("lang")) or _text(told.get("language")) or _text(told.get("locale"))
    return FrontMatter(
        match.end(),
        title,
        span,
        language.replace("_", "-") if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w{2,8})*", language) else "",
        Metadata(
            author=_text(told.get("author")) or _text(told.get("authors")),
            date=_text(told.get("date")),
            identifier=_first(told, "identifier", "doi", "isbn"),
            citation=_text(told.get("citation")),
            rights=_first(told, "rights", "license", "copyright"),
            description=_text(told.get("summary")) or _text(told.get("description")),
        ),
    )


def _first(told: dict[str, Any], *names: str) -> str:
    return next((text for name in names if (text := _text(told.get(name)))), "")


def _told(body: str, yaml: bool) -> dict[str, Any] | None:
    found: Any
    if yaml:
        import yaml as parser

        try:
            found = parser.safe_load(body)
        except (parser.YAMLError, ValueError, RecursionError):
            return None
    else:
        import tomllib

        try:
            found = tomllib.loads(body)
        except (tomllib.TOMLDecodeError, RecursionError):
            return None
    if not isinstance(found, dict):
        return None
    return {str(key).casefold(): value for key, value in found.items()}


def _text(value: Any) -> str:
    """A value as one line of text."""
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_text, value)))
    if value is None or isinstance(value, dict):
        return ""
    return " ".join(str(value).split())
