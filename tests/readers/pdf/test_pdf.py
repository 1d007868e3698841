"""PDF by behaviour: each test typesets the smallest document that shows it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.checking.ledger import prove
from readaloud.checking.sources import source_text
from readaloud.errors import SourceError
from readaloud.model import Document, Part
from readaloud.planning.director import plan
from readaloud.readers.base import Choice, Raw
from readaloud.readers.pdf.pdf import Pdf
from readaloud.readers.registry import reader_for
from readaloud.readers.transcript.plaintext import PlainText
from readaloud.settings import Settings
from tests.readers.ledger import assert_whole
from tests.readers.markup_golden import assert_sound, shown
from tests.readers.pdf.building import METHODS, Page, one_page, pdf, stream
from tests.readers.text_cases import mutated

SAMPLE = Path(__file__).parents[3] / "docs" / "sample" / "lighthouse-call.txt"
PROSE = (
    "The commission met in the long room above the harbour and heard the keeper first. She had kept the light for "
    "eleven years, and nobody on the Board could remember a night on which it had been dark before the Tuesday of "
    "which they spoke. The new motor had stopped, she said, and she had turned the lens by hand."
)
OTHER = (
    "Nobody asked how long that had taken, and she did not say it of her own accord. The chairman thanked her and "
    "called the engineer, who had come by the morning boat and was still wet. He spoke of bearings and of oil."
)


def read(data: bytes, name: str = "minutes.pdf") -> Document:
    document = Pdf().read(Raw(name, data), Choice())
    assert_whole(document, data)
    assert_sound(document)
    return document


def blocks(*pages: Callable[[Page], None], **values: object) -> list[str]:
    """The document's blocks and notes with their marks."""
    lines = shown(read(pdf(*pages, **values))).splitlines()
    return [line for line in lines[1:] if not line.startswith(("==", "skipped", "author:", "date:", "doubt:"))]


def error(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        Pdf().read(Raw("minutes.pdf", data), Choice())
    return caught.value


# --- paragraphs ------------------------------------------------------------------------------------------------------


def test_paragraphs_that_are_set_in() -> None:
    def page(page: Page) -> None:
        for text in (PROSE, OTHER, PROSE):
            page.paragraph(text, indent=18)

    assert blocks(page) == [f"narration | {text}" for text in (PROSE, OTHER, PROSE)]


def test_paragraphs_with_room_between() -> None:
    def page(page: Page) -> None:
        for text in (PROSE, OTHER, PROSE):
            page.paragraph(text, room=9)

    assert blocks(page) == [f"narration | {text}" for text in (PROSE, OTHER, PROSE)]


def test_hyphens_at_the_ends_of_lines() -> None:
    def page(page: Page) -> None:
        for text in (
            "The long conversation that they had, and a well-known",
            "answer to it, was the last they would have. The conver-",
            "sation went on until the morning and then it was well-",
            "known to all who were there. The Anglo-",
            "American side had nothing more to say about it, and so on.",
        ):
            page.line(text)

    assert blocks(page) == [
        "narration | The long conversation that they had, and a well-known answer to it, was the last they would have. "
        "The conversation went on until the morning and then it was well-known to all who were there. The Anglo-American "
        "side had nothing more to say about it, and so on."
    ]


def test_bold_and_italic() -> None:
    found = blocks(lambda page: page.paragraph(f"He read the *Northern Star* and _nothing_ else. {OTHER}"))
    assert found[0].startswith("narration | He read the {emphasis:Northern Star} and {strong:nothing} else.")


def test_two_columns() -> None:
    def page(page: Page) -> None:
        page.width = 190
        page.paragraph(PROSE, indent=12)
        page.paragraph(PROSE, indent=12)
        page.y, page.left = 90, 300
        page.paragraph(OTHER, indent=12)

    assert blocks(page) == [f"narration | {text}" for text in (PROSE, PROSE, OTHER)]


def test_bullets() -> None:
    def page(page: Page) -> None:
        page.paragraph(PROSE, room=8)
        page.line("\xb7 the lens")
        page.line("\xb7 the motor")
        page.paragraph(OTHER, room=8)

    assert blocks(page)[1:3] == ["list-item 1 | the lens", "list-item 1 | the motor"]


def test_letters_printed_twice_are_read_once() -> None:
    def page(page: Page) -> None:
        page.at(72, 90, "Bold by printing it twice.")
        page.at(72.3, 90, "Bold by printing it twice.")
        page.y = 110
        page.paragraph(PROSE)

    document = read(pdf(page))
    assert document.parts[0].blocks[0].text == "Bold by printing it twice."
    assert [skip.reason for skip in document.skips] == ["printed twice"]


# --- headings, title, metadata ---------------------------------------------------------------------------------------


def test_title_and_headings_by_their_type() -> None:
    def page(page: Page) -> None:
        page.line("The Lens", size=20)
        page.y += 12
        page.line("The first day", size=14)
        page.y += 6
        page.paragraph(PROSE, room=9)
        page.line("After noon", style="B")
        page.y += 6
        page.paragraph(OTHER)

    assert blocks(page, title="Something else") == [
        "title 1 | The Lens",
        "heading 2 | The first day",
        f"narration | {PROSE}",
        "heading 3 | After noon",
        f"narration | {OTHER}",
    ]


def test_metadata_and_language() -> None:
    document = read(pdf(lambda page: page.paragraph(PROSE), title="The Lens", author="A. Keeper", lang="en-GB"))
    assert (document.title, document.metadata.author, document.language) == ("The Lens", "A. Keeper", "en-GB")
    assert document.source.container == "pdf"


def test_a_title_that_a_word_processor_left_behind_is_none() -> None:
    found = pdf(lambda page: page.paragraph(PROSE), title="Microsoft Word - minutes3.doc")
    assert read(found).title == "minutes"


# --- pages -----------------------------------------------------------------------------------------------------------


def book(count: int, foot: str = "{}", head: str = "") -> list[Callable[[Page], None]]:
    """Pages with a running head and a number at the foot; one paragraph goes on from each page to the next."""

    def filled(number: int) -> Callable[[Page], None]:
        def page(page: Page) -> None:
            if head:
                page.at(72, 50, head.format(number), 9)
            words = (PROSE + " " + OTHER).split()
            middle = 40 + number
            if number > 1:
                page.paragraph(" ".join(words[middle - 1 :]))
            page.paragraph(PROSE, indent=18)
            page.paragraph(" ".join(words[:middle]), indent=18)
            if foot:
                page.at(300, 750, foot.format(number + 40), 9)

        return page

    return [filled(number) for number in range(1, count + 1)]


def test_running_heads_and_numbers_are_skipped() -> None:
    for head in ("The Lens of Skarv Island", "Minutes of the Board {}"):
        document = read(pdf(*book(4, head=head)))
        text = " ".join(block.text for block in document.parts[0].blocks)
        assert "Skarv" not in text and "Minutes" not in text and "41" not in text
        assert {skip.reason for skip in document.skips} == {"running head"}


def test_printed_numbers_are_the_labels_where_the_document_has_none() -> None:
    assert _pages(read(pdf(*book(4))).parts[0]) == ["41", "42", "43", "44"]


def test_labels_of_the_document_go_before_what_is_printed() -> None:
    labels = [("r", 3), ("D", 1), (None, None), (None, None)]
    assert _pages(read(pdf(*book(4), labels=labels)).parts[0])[:2] == ["iii", "1"]


def test_pages_without_any_number_are_counted() -> None:
    assert _pages(read(pdf(*book(3, foot=""))).parts[0]) == ["1", "2", "3"]


def test_one_page_without_a_label_is_no_page() -> None:
    assert _pages(read(pdf(lambda page: page.paragraph(PROSE))).parts[0]) == []


def test_a_paragraph_goes_on_over_the_page() -> None:
    document = read(pdf(*book(2)))
    words = (PROSE + " " + OTHER).split()
    across = next(b for b in document.parts[0].blocks if any(m.kind == "pagebreak" for m in b.marks))
    assert [m.value for m in across.marks] == ["42"]
    assert across.text == " ".join(words[:41] + words[41:])
    assert across.text[: across.marks[0].begin].split() == words[:41]


def test_lines_that_only_look_alike_are_no_running_heads() -> None:
    def talk(page: Page) -> None:
        page.line("K: Yes.")
        page.line("D: No.")
        page.paragraph(OTHER)

    found = read(pdf(talk, talk))
    assert not found.skips or {skip.reason for skip in found.skips} == {"speaker label"}


# --- footnotes -------------------------------------------------------------------------------------------------------


def test_footnotes_are_found_at_the_foot() -> None:
    def first(page: Page) -> None:
        page.paragraph("The Board met.^1^ " + PROSE + "^2^")
        page.y = 690
        page.line("^1^ In the long room; see the minutes of", size=8)
        page.line("the year before.", size=8)
        page.line("^2^ Box 7.", size=8)

    def second(page: Page) -> None:
        page.paragraph(OTHER + "^1^")
        page.paragraph(PROSE)
        page.y = 690
        page.line("1. Numbered anew.", size=8)

    found = blocks(first, second)
    assert found == [
        "pagebreak 1",
        f"narration | The Board met.{{noteref fn1}} {PROSE}{{noteref fn2}}",
        "pagebreak 2",
        f"narration | {OTHER}{{noteref fn3}}",
        f"narration | {PROSE}",
        "note 1 (fn1): In the long room; see the minutes of the year before.",
        "note 2 (fn2): Box 7.",
        "note 1 (fn3): Numbered anew.",
    ]


def test_a_footnote_goes_on_at_the_foot_of_the_next_page() -> None:
    def first(page: Page) -> None:
        page.paragraph(PROSE + "^1^")
        page.y = 690
        page.line("^1^ A note that has no room here and", size=8)

    def second(page: Page) -> None:
        page.paragraph(OTHER)
        page.y = 690
        page.line("goes on there.", size=8)

    assert blocks(first, second)[-1] == "note 1 (fn1): A note that has no room here and goes on there."


def test_small_type_without_a_number_is_no_footnote() -> None:
    def page(page: Page) -> None:
        page.paragraph(PROSE, room=12)
        page.paragraph("A letter that was read out in smaller type at the end of the page.", size=9)

    assert [line.split(" | ")[0] for line in blocks(page)] == ["narration", "narration"]


# --- transcripts -----------------------------------------------------------------------------------------------------


def _pages(part: Part) -> list[str]:
    marks = [(i, -1, b.n) for i, b in enumerate(part.blocks) if b.role == "pagebreak"]
    marks += [(i, m.begin, m.value) for i, b in enumerate(part.blocks) for m in b.marks if m.kind == "pagebreak"]
    return [n for _, _, n in sorted(marks)]


def _speech(part: Part) -> list[tuple[object, ...]]:
    return [(b.role, b.label, b.turn, b.text, b.quoted) for b in part.blocks if b.role != "pagebreak"]


def _marks(part: Part) -> list[tuple[str, int]]:
    return [(b.text, m.begin) for b in part.blocks for m in b.marks if m.kind == "noteref"]


def typewritten() -> bytes:
    """The sample as it is, line by line, in one width of type, over two pages."""
    from fpdf import FPDF

    found = FPDF(unit="pt", format="letter")
    found.set_auto_page_break(True, 50)
    found.add_page()
    found.set_font("Courier", size=10)
    for line in _ascii(SAMPLE.read_text(encoding="utf-8")).splitlines():
        found.multi_cell(0, 12, line or " ", align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(found.output())


def typeset() -> bytes:
    """The sample as a book would print it: raised marks, footnotes, page labels, running heads."""
    text = _ascii(SAMPLE.read_text(encoding="utf-8"))
    main, _, listed = text.partition("\n  1. ")
    notes = [entry.partition(". ")[2] for entry in ("  1. " + listed).strip().split("\n")]
    pages: list[list[str]] = [[]]
    for one in (" ".join(one.split()) for one in main.split("\n\n")):
        if one.startswith("[Page"):
            pages.append([])
        elif one:
            pages[-1].append(one[:-1] + f"^{one[-1]}^" if one[-1].isdigit() else one)

    def filled(number: int, paragraphs: Sequence[str]) -> Callable[[Page], None]:
        def page(page: Page) -> None:
            page.at(72, 50, f"{number + 40}   Foreign Lights", 9)
            for index, one in enumerate(paragraphs):
                page.paragraph(one, room=8, size=15 if number == 0 and index == 0 else None)
            page.y = 680
            page.width = 420
            for at, note in enumerate(notes, 1):
                if any(f"^{at}^" in one for one in paragraphs):
                    page.paragraph(f"^{at}^ {note}", size=8)

        return page

    labels = [("D", 40), (None, None), (None, None)]
    return pdf(*(filled(number, one) for number, one in enumerate(pages)), labels=labels)


def _ascii(text: str) -> str:
    """With the signs that the fonts of every PDF reader have."""
    return text.translate({0x201C: '"', 0x201D: '"', 0x2019: "'", 0x2014: "--"})


@pytest.mark.parametrize("make", [typewritten, typeset], ids=["typewritten", "typeset"])
def test_a_transcript_gives_what_its_plain_text_gives(make: Callable[[], bytes]) -> None:
    plain = _ascii(SAMPLE.read_text(encoding="utf-8")).encode()
    told = PlainText().read(Raw(SAMPLE.name, plain), Choice()).parts[0]
    found = read(make()).parts[0]
    assert _speech(found) == _speech(told)
    assert [n for n in _pages(found) if n != "40"] == _pages(told) == ["41", "42"]
    assert _marks(found) == _marks(told)
    assert [(n.n, n.text, n.kind) for n in found.notes] == [(n.n, n.text, n.kind) for n in told.notes]


@pytest.mark.parametrize("make", [typewritten, typeset], ids=["typewritten", "typeset"])
def test_the_ledger_proves_it_by_another_library(make: Callable[[], bytes]) -> None:
    data = make()
    script = plan(read(data), Settings())
    ledger = prove(source_text(data, "pdf"), script)
    assert ledger.differences == ()
    assert dict(ledger.skipped)["speaker label"] == 24
    assert ledger.words > 400


def test_the_ledger_says_which_words_are_lost() -> None:
    data = typeset()
    document = read(data)
    part = document.parts[0]
    kept = tuple(block for block in part.blocks if not block.text.startswith("By hand?"))
    script = plan(
        Document(**{**_fields(document), "parts": (Part(part.id, part.title, kept, part.notes),)}), Settings()
    )
    found = prove(source_text(data, "pdf"), script).differences
    assert [(one.kind, one.source) for one in found] == [("dropped", "By hand For eleven minutes")]
    assert found[0].after.endswith("by hand until")


def _fields(document: Document) -> dict[str, object]:
    return {name: getattr(document, name) for name in type(document).__slots__}


# --- bad input -------------------------------------------------------------------------------------------------------


def test_the_registry_chooses_it() -> None:
    assert reader_for(Raw("minutes", pdf(lambda page: page.paragraph(PROSE)))).name == "pdf"


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_a_password_to_open_it_is_asked_for(method: object) -> None:
    data = pdf(lambda page: page.paragraph(PROSE), encrypt=("owner", "user", method))
    assert error(data).message == "minutes.pdf is encrypted: it opens only with a password."


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_a_password_against_changes_is_no_hindrance(method: object) -> None:
    document = read(pdf(lambda page: page.paragraph(PROSE), encrypt=("owner", None, method)))
    assert document.parts[0].blocks[0].text == PROSE


def test_scans_are_told_and_ocr_is_named() -> None:
    image = stream(
        b"\xff" * 12, b"/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceRGB"
    )
    found = error(one_page(b"q 612 0 0 792 0 0 cm /I Do Q", b"/XObject<</I 6 0 R>>", image))
    assert found.message == "minutes.pdf has no text layer: its pages are pictures (scans)."
    assert "ocrmypdf" in found.tip


def test_scans_among_pages_with_text_are_told() -> None:
    document = read(pdf(lambda page: page.paragraph(PROSE), *[lambda page: None] * 3))
    assert document.warnings == ("3 of 4 pages have no text, perhaps as scans: 2, 3, 4.",)


def test_scans_with_nothing_but_a_stamp_are_told() -> None:
    stamped = [lambda page, n=n: page.line(f"{n}") for n in range(1, 5)]
    assert "has no text layer" in error(pdf(*stamped)).message


def test_a_bomb_is_refused() -> None:
    data = one_page(b"BT /F 11 Tf 72 700 Td (a) Tj ET" + b" " * (70 << 20), packed=True)
    tracemalloc.start()
    assert "as a ZIP bomb does" in error(data).message
    assert tracemalloc.get_traced_memory()[1] < 40 << 20
    tracemalloc.stop()


def test_a_bomb_of_forms_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readaloud.readers.pdf.glyphs.MOST_FORMS", 500)
    forms = [
        stream(b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (n + 1))
        for n in range(6, 16)
    ]
    data = one_page(b"/X Do", b"/XObject<</X 6 0 R>>", *forms)
    assert "draws more than a document can need" in error(data).message


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.4\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>",
        b"%PDF-" + bytes(200),
    ],
)
def test_fragments_are_refused(data: bytes) -> None:
    assert "minutes.pdf" in error(data).message


RICH = typeset()
PLAIN = one_page(
    b"BT /F 11 Tf 72 700 Td (K: Hello there, D.) Tj 0 -14 Td (D: Hello, K.) Tj 0 -14 Td (K: Well.) Tj ET /X Do",
    b"/XObject<</X 6 0 R>>",
    stream(
        b"BT /F 8 Tf 1 0 0 1 72 100 Tm [(1)-300(A)120(note.)] TJ ET", b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
    ),
)


@given(data=mutated(RICH))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_mutated_files_give_a_document_or_a_source_error(data: bytes) -> None:
    _reads_or_refuses(data)


@given(data=mutated(PLAIN))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_mutated_objects_give_a_document_or_a_source_error(data: bytes) -> None:
    _reads_or_refuses(data)


def _reads_or_refuses(data: bytes) -> None:
    raw = Raw("minutes.pdf", data)
    assert 0 <= Pdf().accepts(raw) <= 100
    try:
        document = Pdf().read(raw, Choice())
    except SourceError as found:
        assert found.message
        return
    assert_sound(document)
    try:
        source = source_text(data, "pdf").text
    except SourceError:
        return  # the other library mends less
    if "".join(filter(str.isalnum, source)) and len(source) == document_letters(document):
        assert_whole(document, data)


def document_letters(document: Document) -> int:
    """Letters that the reader accounts for; a broken file is mended by each library in its own way."""
    spoken = sum(sum(map(str.isalnum, block.text)) for part in document.parts for block in part.blocks)
    noted = sum(end - begin for part in document.parts for note in part.notes for begin, end in note.spans)
    return spoken + noted + sum(skip.end - skip.begin for skip in document.skips)


TYPE = st.sampled_from([8.0, 9.0, 11.0, 11.0, 11.0, 14.0, 20.0])
WORDS = st.sampled_from(
    [
        "K: Yes.",
        "D: No, not at all.",
        "one^1^ two",
        "conver-",
        "sation ends",
        "42",
        "1 A note.",
        "The Lens",
        "_bold_ and *thin*",
    ]
)


@given(
    st.lists(
        st.lists(st.tuples(WORDS, TYPE, st.integers(0, 3), st.integers(0, 2)), max_size=12), min_size=1, max_size=3
    )
)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_page_is_accounted_for(pages: list[list[tuple[str, float, int, int]]]) -> None:
    def filled(lines: list[tuple[str, float, int, int]]) -> Callable[[Page], None]:
        def page(page: Page) -> None:
            for text, size, indent, gap in lines:
                page.y += 10 * gap
                page.line(text, page.left + 60 * indent, size)

        return page

    data = pdf(
        lambda page: page.paragraph(
            "Words to begin with, so many that even beside two empty pages nobody takes them for the number of a scan."
        ),
        *map(filled, pages),
    )
    read(data)
