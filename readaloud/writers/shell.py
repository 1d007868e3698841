"""What pages of ours have in common: the head, and a policy that lets nothing run but what the page names."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from html import escape

from readaloud.data import text
from readaloud.writers.reading import direction


def policy(style: str, script: str = "", *more: str) -> str:
    """Content-Security-Policy: this style, this script, what `more` directives allow, and no way out."""
    runs = (f"script-src '{_digest(script)}'",) if script else ()
    # Our script makes no markup from text; without one there is nothing to keep from it.
    typed = ("require-trusted-types-for 'script'", "trusted-types 'none'") if script else ()
    return "; ".join(("default-src 'none'", *runs, f"style-src '{_digest(style)}'", *more, "base-uri 'none'", "form-action 'none'", *typed))  # fmt: skip


def page(
    template: str, words: Mapping[str, str], filled: Mapping[str, str], *, language: str, title: str, style: str, script: str,
    links: str = "", allowed: tuple[str, ...] = (),
) -> str:  # fmt: skip
    """A page with a style and a script of ours.

    In the template `{{name}}` becomes the markup that is `filled` in, `{{=name}}` the line of `words`, escaped, and
    `{{head}}` all before the body. `links` is markup for the head, `allowed` directives of the policy, and the title text.
    """
    head = {
        "language": escape(language or "und"),
        "direction": direction(language),
        "policy": policy(style, script, *allowed, "img-src data:"),
        "links": links,
        "title": escape(title),
        "style": style,
    }
    head["head"] = _filled(text("templates/script_page.html"), head, words).rstrip("\n")
    return _filled(text(template), {**head, **filled, "script": script}, words)


def in_strict_mode(scripts: str) -> str:
    """Several scripts as one, whose names are seen by no other."""
    return f'"use strict";\n(() => {{\n{scripts}}})();\n'


def _filled(template: str, values: Mapping[str, str], words: Mapping[str, str]) -> str:
    """In one pass: what looks like a place in a value is text."""

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        return escape(words[name[1:]]) if name[0] == "=" else values[name]

    return re.sub(r"\{\{(=?\w+)\}\}", fill, template)


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
