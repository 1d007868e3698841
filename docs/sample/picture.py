"""Draws who is heard when in an edition: `python docs/sample/picture.py output/NAME > picture.svg`."""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path

WIDTH, LANE, LEFT, TOP = 960, 30, 170, 34
COLOURS = ("#0b6e75", "#b4531f", "#5b4a9c", "#2f7d32", "#9c2f5b", "#6b5b13", "#355c8a")


def draw(edition: dict) -> str:
    """The SVG's text."""
    speakers = edition["speakers"]
    scale = (WIDTH - LEFT - 10) / edition["duration_ms"]
    height = TOP + LANE * len(speakers) + 30
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        f"<title>{escape(edition['title'])}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for chapter in edition["chapters"]:
        x = LEFT + chapter["begin_ms"] * scale
        wide = (chapter["end_ms"] - chapter["begin_ms"]) * scale > 60
        out.append(f'<line x1="{x:.1f}" y1="18" x2="{x:.1f}" y2="{height - 26}" stroke="#bbb"/>')
        if wide:
            # The last title may be longer than what is left of the picture.
            place = f'x="{WIDTH - 6}" text-anchor="end"' if chapter is edition["chapters"][-1] else f'x="{x + 4:.1f}"'
            out.append(f'<text {place} y="14" fill="#444">{escape(chapter["title"])}</text>')
    for row, speaker in enumerate(speakers):
        y = TOP + row * LANE
        name = speaker["name"] if not speaker.get("role") else {"notes": "note reader", "pages": "page announcer"}.get(
            speaker["role"], speaker["role"]
        )  # fmt: skip
        out.append(f'<text x="{LEFT - 10}" y="{y + 15}" text-anchor="end" fill="#222">{escape(name)}</text>')
        out.append(f'<line x1="{LEFT}" y1="{y + 10}" x2="{WIDTH - 10}" y2="{y + 10}" stroke="#eee"/>')
        for cue in edition["cues"]:
            if cue["speaker"] == speaker["id"] and cue["end_ms"] > cue["begin_ms"]:
                x, w = LEFT + cue["begin_ms"] * scale, max(1.2, (cue["end_ms"] - cue["begin_ms"]) * scale - 0.6)
                colour = COLOURS[row % len(COLOURS)]
                out.append(f'<rect x="{x:.1f}" y="{y}" width="{w:.1f}" height="20" rx="2" fill="{colour}"/>')
    minute = 30_000
    for mark in range(0, edition["duration_ms"], minute):
        x = LEFT + mark * scale
        out.append(f'<text x="{x:.1f}" y="{height - 8}" fill="#666">{mark // 60000}:{mark // 1000 % 60:02}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


if __name__ == "__main__":
    print(draw(json.loads(Path(sys.argv[1], "edition.json").read_text("utf-8"))), end="")
