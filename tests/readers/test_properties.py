"""Whatever the text or the markup, nothing is lost."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.readers.base import Choice, Raw
from readaloud.readers.tei.frus import FrusTei
from readaloud.readers.transcript.plaintext import PlainText
from tests.readers.ledger import assert_whole

pieces = st.sampled_from(
    [
        "K: ", "D: ", "Mr. Brown: ", "[DR]: ", "Q. ", "A. ", "The President. ", "SUBJECT: ", "K", "Q ", "word", "it.", "it.1",
        "so2 ", "12", "1972", "[Page 3]", "[Page\n4]", "do[Page 5]ing", "[unclear]", "(To Sisco)", "“open", "close”", "_k_",
        "**b**", "\n", "\n\n", "\r\n", "\n  * item", "\n    * deep", "\n  1. note", "\n  2. note", "\n     more", "\nNotes\n",
        "[1]", " ", "\t", "A | B", "\f", "é½", "SECRET", "(S)", "Sincerely,", "¹", "*", "_", "—", "...",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(pieces, min_size=1, max_size=60))
def test_plain_text(words: list[str]) -> None:
    data = ("Title\n\n" + "".join(words)).encode()
    assert_whole(PlainText().read(Raw("x.txt", data), Choice()), data)


text = st.sampled_from(
    [
        "K: ",
        "D: it. ",
        "word",
        " ",
        "\n  ",
        "Mr. Brown: so",
        "[unclear]",
        "(S)",
        "“a",
        "b”",
        "Q. ",
        "1972.",
        "SECRET",
        "x",
    ]
)
names = st.sampled_from(
    "p p p hi note pb lb list item head table row cell quote del choice sic corr persName closer signed opener dateline salute "
    "frus:attachment div lg l gloss foreign figure figDesc fw supplied seg ab q label bogus postscript trailer".split()
)


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda name, words: f'<{name} n="7">{"".join(words)}</{name}>', names, st.lists(inner, max_size=6))


markup = st.recursive(text, element, max_leaves=40)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(element(markup), max_size=6), st.booleans())
def test_tei(blocks: list[str], chosen: bool) -> None:
    data = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"><teiHeader>'
        "<fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader><text><front><p>Front</p></front><body>"
        f'<div type="document" xml:id="d1">one<head>A head</head>{"".join(blocks)}</div> between '
        f'<div type="document" xml:id="d2">{"".join(reversed(blocks))}</div></body></text></TEI>'
    ).encode()
    assert_whole(FrusTei().read(Raw("x.xml", data), Choice(("d2",) if chosen else ())), data)
