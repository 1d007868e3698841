"""Texts that know where their characters stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readaloud.model import Inline
from readaloud.readers.offsets.mapped import Builder, Mapped

texts = st.text(st.sampled_from("ab c\t\n\u00a0."), max_size=40)


def mapped(*stretches: str) -> tuple[Mapped, str]:
    builder, at = Builder(), 0
    for stretch in stretches:
        builder.add(stretch, at)
        at += len(stretch)
    return builder.build(), "".join(stretches)


@given(st.lists(texts, max_size=5))
def test_white_space_is_made_single_and_every_character_has_its_place(stretches: list[str]) -> None:
    text, source = mapped(*stretches)
    assert text.text == " ".join(source.split())
    for offset, character in enumerate(text.text):
        place = text.source(offset)
        assert place is not None
        assert source[place] == character or (character == " " and source[place].isspace())


@given(texts, st.data())
def test_a_cut_keeps_the_places(source: str, data: st.DataObject) -> None:
    text, _ = mapped(source)
    begin = data.draw(st.integers(0, len(text.text)))
    end = data.draw(st.integers(begin, len(text.text)))
    rest = text.without([(begin, end)])
    assert rest.text == text.text[:begin] + text.text[end:]
    kept = [*range(begin), *range(end, len(text.text))]
    assert [rest.source(i) for i in range(len(rest.text))] == [text.source(i) for i in kept]


def test_marks_cling_to_their_words() -> None:
    builder = Builder()
    builder.add("One ", 0)
    builder.mark_here("noteref", "n1")
    builder.mark_here("pagebreak", "7")
    builder.add(" two", 4)
    text = builder.build()
    assert text.text == "One two"
    assert [(mark.kind, mark.begin) for mark in text.marks] == [("noteref", 3), ("pagebreak", 4)]


def test_parts_have_the_marks_that_stand_in_them() -> None:
    text, _ = mapped("one two three")
    text = text.with_marks([Inline(3, 3, "noteref", "a"), Inline(4, 7, "emphasis"), Inline(13, 13, "noteref", "b")])
    first, second, third = text.parts([0, 4, 8, 13])
    assert [m.value for m in first.marks] == ["a"]
    assert [(m.kind, m.begin, m.end) for m in second.marks] == [("emphasis", 0, 3)]
    assert [(m.value, m.begin) for m in third.marks] == [("b", 5)]
