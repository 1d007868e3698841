"""DOCX by behaviour: each test builds the smallest document that shows it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.errors import SourceError
from readaloud.model import Document
from readaloud.readers.base import Choice, Raw
from readaloud.readers.docx.docx import Docx
from readaloud.readers.registry import reader_for
from readaloud.readers.transcript.plaintext import PlainText
from tests.readers.docx.building import (
    NAMESPACES,
    PAGE,
    RENDERED,
    docx,
    field,
    files,
    mark,
    notes,
    p,
    packed,
    run,
)
from tests.readers.ledger import assert_whole
from tests.readers.markup_golden import assert_sound, shown
from tests.readers.text_cases import mutated

SAMPLE = Path(__file__).parents[3] / "docs" / "sample" / "lighthouse-call.txt"
DEL = "<w:del><w:r><w:delText>gone </w:delText></w:r></w:del>"


def read(data: bytes, name: str = "minutes.docx") -> Document:
    raw = Raw(name, data)
    document = Docx().read(raw, Choice())
    assert_whole(document, data)
    assert_sound(document)
    return document


def blocks(*body: str, section: str = "", **members: str) -> list[str]:
    """The document's blocks as `role text` with its marks."""
    lines = shown(read(docx(*body, section=section, **members))).splitlines()
    return [line for line in lines[1:] if not line.startswith(("==", "skipped", "author:", "date:", "doubt:"))]


def error(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        Docx().read(Raw("minutes.docx", data), Choice())
    return caught.value


def cell(*paragraphs: str) -> str:
    return f"<w:tc><w:tcPr/>{''.join(paragraphs)}</w:tc>"


def table(*rows: list[str]) -> str:
    lines = ("<w:tr>" + "".join(row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(lines)}</w:tbl>"


# --- text and styles -------------------------------------------------------------------------------------------------


def test_headings_by_style_name_outline_level_and_parents() -> None:
    found = blocks(p("Minutes", style="Titel"), p("One", style="berschrift1"), p("Below", style="Mine"), p("Words."))
    assert found == ["title 1 | Minutes", "heading 2 | One", "heading 3 | Below", "narration | Words."]


def test_one_heading_above_all_others_is_the_title() -> None:
    assert blocks(p("Minutes", style="berschrift1"), p("Words."))[0] == "title 1 | Minutes"


def test_a_style_that_is_not_in_the_list_is_known_by_its_id() -> None:
    document = read(docx(p("A", style="Heading1"), p("x."), p("B", style="Heading1"), p("y."), styles="<styles/>"))
    assert [block.role for block in document.parts[0].blocks] == ["heading", "narration"] * 2


def test_bold_and_italic_over_split_runs_are_one_mark() -> None:
    found = blocks(p("T", style="Titel"), p("a ", run("st", "<w:b/>"), run("rong", "<w:b/>"), " ", run("em", "<w:i/>")))
    assert found[1] == "narration | a {strong:strong} {emphasis:em}"


def test_bold_by_a_style_and_switched_off() -> None:
    bold = '<w:rStyle w:val="Strong"/>'
    found = blocks(p("T", style="Titel"), p(run("on", bold), " ", run("off", bold + '<w:b w:val="0"/>'), " end"))
    assert found[1] == "narration | {strong:on} off end"


def test_hidden_text_deletions_and_field_codes_are_skipped() -> None:
    document = read(
        docx(
            p("T", style="Titel"),
            p(
                "See ",
                run("secret ", "<w:vanish/>"),
                DEL,
                "<w:ins>",
                run("new "),
                "</w:ins>",
                field("REF x", "page 3"),
                ".",
            ),
        )
    )
    assert document.parts[0].blocks[1].text == "See new page 3."
    assert {skip.reason for skip in document.skips} == {"hidden on the page", "deleted in the source", "field code"}


def test_a_paragraph_whose_end_is_deleted_goes_on() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert blocks(p("T", style="Titel"), p("One", properties=deleted), p("two."))[1] == "narration | One two."


def test_signs_between_words() -> None:
    found = blocks(
        p("T", style="Titel"),
        p("a<", "<w:r><w:tab/></w:r>", "b", "<w:r><w:noBreakHyphen/></w:r>", "c d", "<w:r><w:softHyphen/></w:r>", "e"),
    )
    assert found[1] == "narration | a< b-c de"


def test_lists_and_table_of_contents() -> None:
    numbered = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>'
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    found = blocks(
        p("T", style="Titel"),
        p("Words 7", style="TOC1"),
        p("Intro."),
        p("one", style="Item"),
        p("two", properties=numbered),
        p("three", style="Item", properties=none),
    )
    assert found[1:] == ["narration | Intro.", "list-item 1 | one", "list-item 2 | two", "narration | three"]


def test_contents_as_a_field_over_paragraphs_are_skipped() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f"{char('begin')}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{char('separate')}"
    found = blocks(p("T", style="Titel"), p(code, "One 1"), p("Two 2", char("end")), p("Text."))
    assert found[1:] == ["narration | Text."]


def test_text_box_is_read_once_where_it_is_anchored() -> None:
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:posOffset>123</wp:posOffset><wps:txbx>{box}</wps:txbx>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document = read(docx(p("T", style="Titel"), p(shape, "After it.")))
    assert [block.text for block in document.parts[0].blocks] == ["T", "In the box.", "After it."]
    assert [skip.reason for skip in document.skips] == ["markup", "other reading"]


def test_foreign_words() -> None:
    found = blocks(p("T", style="Titel"), p("The ", run("Weltanschauung", '<w:lang w:val="de-DE"/>'), " of it all."))
    assert found[1] == "narration | The {foreign de-DE:Weltanschauung} of it all."


def test_the_language_of_a_template_counts_less_than_the_words() -> None:
    """The styles say en-US, as pandoc's do whatever the text is in."""
    german = "Hast du das Licht gesehen? Ich habe es gesehen, aber ich kann nichts dagegen tun."
    assert read(docx(p("T"), p(german))).language == "de"
    assert read(docx(p("T"), p("Have you seen the light? I have seen it, but what can we do?"))).language == "en-US"
    assert read(docx(p("T"), p("Hm."))).language == "en-US"


def test_language_is_that_of_most_letters() -> None:
    french = '<w:lang w:val="fr-FR"/>'
    assert read(docx(p("T"), p(run("Une longue phrase en français.", french)))).language == "fr-FR"


def test_metadata() -> None:
    core = (
        '<c:p xmlns:c="c" xmlns:dc="d" xmlns:t="t"><dc:title>The Talks</dc:title><dc:creator>A. Clerk</dc:creator>'
        "<t:created>1972-06-13T10:00:00Z</t:created></c:p>"
    )
    document = read(docx(p("A", style="berschrift1"), p("x."), p("B", style="berschrift1"), p("y."), core=core))
    assert (document.title, document.metadata.author, document.metadata.date) == ("The Talks", "A. Clerk", "1972-06-13")


# --- notes -----------------------------------------------------------------------------------------------------------


def test_footnotes_and_endnotes_at_their_marks() -> None:
    found = blocks(
        p("T", mark(2), style="Titel"),
        p("One", mark(3), " two", mark(1, "endnote"), "."),
        footnotes=notes("footnote", {2: "Source: Box 7.", 3: "Third."}),
        endnotes=notes("endnote", {1: "End."}),
    )
    assert found == [
        "title 1 | T{noteref fn2}",
        "narration | One{noteref fn3} two{noteref en1}.",
        "source 1 (fn2): Source: Box 7.",
        "note 2 (fn3): Third.",
        "note i (en1): End.",
    ]


def test_a_mark_of_ones_own_and_numbers_that_begin_elsewhere() -> None:
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="5"/><w:t>*</w:t></w:r>'
    found = blocks(
        p("T", style="Titel"),
        p("a", own, " b", mark(6)),
        section='<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>',
        footnotes=notes("footnote", {5: "Star.", 6: "Letter."}),
    )
    assert found[1:] == ["narration | a{noteref fn5} b{noteref fn6}", "note * (fn5): Star.", "note c (fn6): Letter."]


def test_notes_whose_mark_was_deleted_are_skipped() -> None:
    gone = f"<w:del>{mark(2)}</w:del>"
    document = read(docx(p("T", style="Titel"), p("a", gone), footnotes=notes("footnote", {2: "Lost."})))
    assert not document.parts[0].notes
    assert [skip.reason for skip in document.skips] == ["deleted in the source"]


def test_running_heads_and_comments_are_skipped_with_the_reason() -> None:
    document = read(
        docx(
            p("T", style="Titel"),
            p("a."),
            header1=f"<w:hdr {NAMESPACES}>{p('The Talks ', field('PAGE', '7'))}</w:hdr>",
            footer1=f"<w:ftr {NAMESPACES}>{p('Confidential')}</w:ftr>",
            comments=f"<w:comments {NAMESPACES}><w:comment>{p('Check this.')}</w:comment></w:comments>",
        )
    )
    assert [skip.reason for skip in document.skips] == ["comment", "running head"]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_pages_are_counted_from_where_the_section_says() -> None:
    found = blocks(
        p("T", style="Titel"),
        p("one ", RENDERED, "two"),
        p("three", PAGE),
        p(RENDERED, "four"),
        section='<w:pgNumType w:start="40"/>',
    )
    assert found == [
        "pagebreak 40",
        "title 1 | T",
        "narration | one {pagebreak 41}two",
        "narration | three",
        "pagebreak 42",
        "narration | four",
    ]


def test_sections_with_their_own_numbers() -> None:
    front = '<w:sectPr><w:pgNumType w:fmt="lowerRoman" w:start="3"/></w:sectPr>'
    found = blocks(
        p("T", style="Titel"),
        p("front", properties=front),
        p(RENDERED, "body"),
        section='<w:pgNumType w:start="1"/>',
    )
    assert [line for line in found if "page" in line] == ["pagebreak iii", "pagebreak 1"]


def test_a_row_that_breaks_counts_once() -> None:
    found = blocks(
        p("T", style="Titel"),
        table([cell(p("a ", RENDERED, "b")), cell(p("c ", RENDERED, "d"))], [cell(p("e")), cell(p(RENDERED, "f"))]),
    )
    assert [line.count("pagebreak") for line in found] == [1, 0, 1, 1]


def test_typed_page_marks_go_before_those_of_the_layout() -> None:
    found = blocks(
        p("T", style="Titel"),
        p("one ", RENDERED, "two [Page ", field("PAGE", "234"), "] three"),
        p("[Page 235]"),
        p("four"),
    )
    assert found[1:] == ["narration | one two {pagebreak 234}three", "pagebreak 235", "narration | four"]


def test_no_pages_where_nothing_tells_them() -> None:
    assert not any("pagebreak" in line for line in blocks(p("T", style="Titel"), p("a")))


# --- speakers --------------------------------------------------------------------------------------------------------

SPEECHES = [("K:", " Hello."), ("D:", " Hello, K."), ("K:", " How are you?"), ("D:", " Well.")]


def test_labels_in_bold() -> None:
    document = read(docx(p("Talk", style="Titel"), *(p(run(who, "<w:b/>"), words) for who, words in SPEECHES)))
    assert [(b.label, b.text, b.marks) for b in document.parts[0].blocks[1:]] == [
        (who.rstrip(":"), words.strip(), ()) for who, words in SPEECHES
    ]


def test_labels_in_bold_without_a_colon() -> None:
    body = (p(run(who.rstrip(":"), "<w:b/>"), words) for who, words in SPEECHES)
    document = read(docx(p("Talk", style="Titel"), *body))
    assert [b.label for b in document.parts[0].blocks[1:]] == ["K", "D", "K", "D"]


def test_turns_that_are_lines_of_one_paragraph() -> None:
    line = "<w:r><w:br/></w:r>"
    runs = [run(who + words) for who, words in SPEECHES]
    document = read(docx(p("Talk", style="Titel"), p(line.join(runs))))
    assert [b.label for b in document.parts[0].blocks[1:]] == ["K", "D", "K", "D"]


def test_speakers_in_the_first_column_of_a_table() -> None:
    rows = [[cell(p(who.rstrip(":"))), cell(p(words))] for who, words in SPEECHES]
    rows[0][1] = cell(p("Hello."), p("More."))
    document = read(docx(p("Talk", style="Titel"), table(*rows)))
    assert [(b.label, b.turn, b.text) for b in document.parts[0].blocks[1:3]] == [
        ("K", 0, "Hello."),
        (None, 0, "More."),
    ]
    assert len({b.turn for b in document.parts[0].blocks if b.label}) == 4


def lighthouse(typed: bool) -> bytes:
    """The sample as a person would type it, or with Word's own notes and pages."""
    text = SAMPLE.read_text(encoding="utf-8")
    main, _, listed = text.partition("\n  1. ")
    entries = [entry.partition(". ")[2] for entry in ("  1. " + listed).strip().split("\n")]
    paragraphs = [" ".join(one.split()) for one in main.split("\n\n") if one.strip()]
    body = []
    page = ""
    for one in paragraphs:
        if one.startswith("[Page") and not typed:
            page = PAGE
            continue
        number = one[-1] if one[-1:].isdigit() else ""
        inner = one.removesuffix(number)
        raised = "" if not number else run(number, '<w:vertAlign w:val="superscript"/>') if typed else mark(number)
        body.append(p(page, inner, raised, style="Titel" if one is paragraphs[0] and not typed else ""))
        page = ""
    if typed:
        return docx(*body, *(p(f"{n}. {entry}") for n, entry in enumerate(entries, 1)))
    written = notes("footnote", dict(enumerate(entries, 1)))
    return docx(*body, section='<w:pgNumType w:start="40"/>', footnotes=written)


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "native"])
def test_a_transcript_gives_what_its_plain_text_gives(typed: bool) -> None:
    told = PlainText().read(Raw(SAMPLE.name, SAMPLE.read_bytes()), Choice()).parts[0]
    found = read(lighthouse(typed)).parts[0]

    def speech(part: object) -> list[tuple[object, ...]]:
        return [(b.role, b.label, b.turn, b.text, b.quoted) for b in part.blocks if b.role != "pagebreak"]

    def pages(part: object) -> list[str]:
        return [b.n for b in part.blocks if b.role == "pagebreak"]

    def marks(part: object) -> list[tuple[str, int]]:
        return [(b.text, m.begin) for b in part.blocks for m in b.marks if m.kind == "noteref"]

    assert speech(found) == speech(told)
    assert [n for n in pages(found) if n != "40"] == pages(told) == ["41", "42"]
    assert marks(found) == marks(told)
    assert [(n.n, n.text, n.kind) for n in found.notes] == [(n.n, n.text, n.kind) for n in told.notes]


# --- bad input -------------------------------------------------------------------------------------------------------


def test_the_registry_chooses_it() -> None:
    assert reader_for(Raw("minutes.docx", docx(p("a")))).name == "docx"
    assert reader_for(Raw("minutes", docx(p("a")))).name == "docx"


def test_encrypted_document_says_so() -> None:
    raw = Raw("minutes.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"))
    assert reader_for(raw).name == "docx"
    assert error(raw.data).message == "minutes.docx is encrypted with a password."


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "word/../../evil", "C:/evil"])
def test_paths_that_lead_out_are_refused(name: str) -> None:
    assert "path leads out of the archive" in error(packed(files(p("a")) | {name: "x"})).message


def test_relationships_that_lead_out_are_refused() -> None:
    found = files(p("a"))
    found["word/_rels/document.xml.rels"] = found["word/_rels/document.xml.rels"].replace("styles.xml", "../../x.xml")
    assert "leads out of the archive" in error(packed(found)).message


def test_zip_bomb_is_refused() -> None:
    assert "as a ZIP bomb does" in error(packed(files(p("0" * (4 << 20))), zipfile.ZIP_DEFLATED)).message


def test_entities_are_refused() -> None:
    found = files(p("a"))
    found["word/document.xml"] = '<!DOCTYPE d [<!ENTITY a "aaaa">]>' + found["word/document.xml"]
    assert "declares entities" in error(packed(found)).message


def test_other_office_files_and_missing_parts_are_named() -> None:
    found = files(p("a"))
    slides = {name: text.replace("wordprocessingml", "presentationml") for name, text in found.items()}
    assert error(packed(slides)).message == "minutes.docx is an Office file, but no text document."
    del found["word/styles.xml"]
    assert Docx().read(Raw("minutes.docx", packed(found)), Choice()).parts[0].blocks
    del found["word/document.xml"]
    assert error(packed(found)).message == "minutes.docx lacks a file that it names: word/document.xml."


def test_no_words() -> None:
    assert error(docx(p(""))).message == "minutes.docx has no words to read."


RICH = files(
    p("Talk", mark(2), style="Titel"),
    p("K: one ", RENDERED, field("REF", "x"), DEL, PAGE),
    p("D: two", mark(1, "endnote")),
    table([cell(p("a")), cell(p("b"))]),
    footnotes=notes("footnote", {2: "Note."}),
    endnotes=notes("endnote", {1: "End."}),
    header1=f"<w:hdr {NAMESPACES}>{p('Head')}</w:hdr>",
)


@given(data=mutated(packed(RICH)))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_mutated_archives_give_a_document_or_a_source_error(data: bytes) -> None:
    _reads_or_refuses(data)


@given(name=st.sampled_from(sorted(RICH)), data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_mutated_members_give_a_document_or_a_source_error(name: str, data: st.DataObject) -> None:
    members = {key: text.encode() for key, text in RICH.items()}
    members[name] = data.draw(mutated(members[name]))
    _reads_or_refuses(packed(members))


def _reads_or_refuses(data: bytes) -> None:
    raw = Raw("minutes.docx", data)
    assert 0 <= Docx().accepts(raw) <= 100
    try:
        document = Docx().read(raw, Choice())
    except SourceError as found:
        assert found.message
        return
    assert_whole(document, data)
    assert_sound(document)


NAMES = st.sampled_from(
    "p r t tbl tr tc ins del moveFrom hyperlink sdt sdtContent txbxContent drawing pict br lastRenderedPageBreak fldChar "
    "instrText footnoteReference tab noBreakHyphen ruby rt AlternateContent Choice Fallback pPr rPr numPr sectPr b".split()
)
ATTRIBUTES = st.sampled_from(
    ["", "", "", ' w:type="page"', ' w:fldCharType="begin"', ' w:fldCharType="end"', ' w:id="2"']
)
TREES = st.recursive(
    st.sampled_from(
        ["<w:r><w:t>one </w:t></w:r>", "<w:r><w:t>K: Two.</w:t></w:r>", "stray", "<w:r><w:br/></w:r>", RENDERED]
    ),
    lambda inner: st.builds(
        lambda tag, attribute, children: f"<w:{tag}{attribute}>{''.join(children)}</w:{tag}>",
        NAMES,
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(st.lists(TREES, min_size=1, max_size=5))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_tree_is_accounted_for(trees: list[str]) -> None:
    body = [p("T", style="Titel"), *trees, p("end.")]
    read(docx(*body, footnotes=notes("footnote", {2: "Note."})))
