"""Volumes and documents of our own, small enough to be made by the dozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.cli.tool import Ran, run

PEOPLE = {"p_MA1": "Marlow, Anne B.", "p_QN1": "Quist, Nils", "p_OT1": "Orr, Tobias"}
"""Id → name, as the list of persons prints it."""
TALK = (("Marlow", "The pier is built."), ("Quist", "And who has paid for it?"), ("Marlow", "The town has."))


def volume(
    path: Path, documents: Sequence[Sequence[tuple[str, str]]], people: Mapping[str, str] = PEOPLE, name: str = "made1"
) -> Path:
    """A FRUS volume with a document for each talk."""
    listed = "".join(
        f'<item><hi rend="strong"><persName xml:id="{id}">{printed}</persName>,</hi> of the Board</item>'
        for id, printed in people.items()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="{name}">
<teiHeader><fileDesc><titleStmt><title type="complete">Harbour Papers, Volume {name}</title></titleStmt>
<publicationStmt><publisher>Board Press</publisher><date>1999</date><idno type="frus">{name}</idno></publicationStmt>
<sourceDesc><p>Made for a test.</p></sourceDesc></fileDesc></teiHeader>
<text><front><div type="section" xml:id="persons"><head>Persons</head><list type="names">{listed}</list></div></front>
<body><div type="compilation" xml:id="comp1"><head>The Pier</head>
{"".join(document(number, talk) for number, talk in enumerate(documents, 1))}
</div></body></text></TEI>
""",
        "utf-8",
    )
    return path


def document(number: int, talk: Sequence[tuple[str, str]]) -> str:
    turns = "".join(f"<p><hi rend='italic'>{who}</hi>: {words}</p>\n" for who, words in talk)
    return (
        f'<pb n="{number}" xml:id="pg_{number}"/><div type="document" n="{number}" xml:id="d{number}">'
        f'<head>{number}. Memorandum of Conversation</head><dateline><date when="1974-05-{number:02}">'
        f"May {number}</date></dateline>\n{turns}</div>\n"
    )


def transcript(path: Path, talk: Sequence[tuple[str, str]] = TALK, title: str = "A Talk About a Pier") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{title}\n\n" + "".join(f"{who}: {words}\n\n" for who, words in talk), "utf-8")
    return path


def batch(*arguments: str | Path, **given: Any) -> Ran:
    """Runs `readaloud batch` with the tone engine, the smallest of formats, and one process unless it is told otherwise."""
    few = () if {"--workers", "--scheduler", "--cluster"} & set(map(str, arguments)) else ("--workers", "1")
    return run("batch", *arguments, *few, "--engine", "tone", "--format", "vtt", "--plain", **given)
