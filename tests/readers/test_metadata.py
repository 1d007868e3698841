"""What a source says of itself for catalogues: identifier, citation and rights, wherever its form has a place for them."""

from __future__ import annotations

import pytest

from readaloud.model import Metadata
from readaloud.readers import registry
from readaloud.readers.base import Choice, Raw

TALK = "**Ann:** Good morning, Ben.\n\n**Ben:** Good morning. Is the lamp lit?\n\n**Ann:** It is lit.\n"
MARKDOWN = f"---\ntitle: A Talk\ndoi: 10.5555/talk\ncitation: Harbour Review 3, 14\nlicense: CC BY 4.0\n---\n\n{TALK}"
HTML = (
    '<!DOCTYPE html><html lang="en"><head><title>A Talk</title><meta name="DC.identifier" content="10.5555/talk">'
    '<meta name="DCTERMS.bibliographicCitation" content="Harbour Review 3, 14"><meta name="dc.rights" content="CC BY 4.0">'
    "</head><body><h1>A Talk</h1><p><b>Ann:</b> Good morning, Ben.</p><p><b>Ben:</b> Good morning.</p></body></html>"
)
PLAIN = "A Talk\n\nAnn: Good morning, Ben.\n\nBen: Good morning. Is the lamp lit?\n\nAnn: It is lit.\n"


@pytest.mark.parametrize(("name", "text"), [("talk.md", MARKDOWN), ("talk.html", HTML)])
def test_what_is_told(name: str, text: str) -> None:
    told = registry.read(Raw(name, text.encode()), Choice(), None).metadata
    assert (told.identifier, told.citation, told.rights) == ("10.5555/talk", "Harbour Review 3, 14", "CC BY 4.0")


def test_plain_text_tells_nothing() -> None:
    assert registry.read(Raw("talk.txt", PLAIN.encode()), Choice(), None).metadata == Metadata()


def test_a_book_of_project_gutenberg_has_its_number() -> None:
    book = (
        "The Project Gutenberg EBook of Lamps, by Nobody\n\nTitle: Lamps\n\nAuthor: Nobody\n\nRelease Date: June 18, 2007 [EBook #99]\n\n"
        "Language: English\n\n*** START OF THIS PROJECT GUTENBERG EBOOK LAMPS ***\n\nLAMPS\n\nACT I\n\n"
        + "ANN. Good morning, Ben.\n\nBEN. Good morning, Ann.\n\n" * 8
        + "*** END OF THIS PROJECT GUTENBERG EBOOK LAMPS ***\n"
    )
    assert registry.read(Raw("99.txt", book.encode()), Choice(), None).metadata.identifier == "Project Gutenberg #99"
