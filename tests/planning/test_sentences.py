from __future__ import annotations

import pytest

from readaloud.planning.announcements import catalogue
from readaloud.planning.sentences import sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Oh. My impression is other.", 2),
        ("Mr. Podgorny wrote. Dr. Kissinger read.", 2),
        ("Gen. Haig left at 9 a.m. on Monday.", 1),
        ("He left at 9 p.m. Then he came.", 2),
        ("No. 5 is alive.", 1),
        ("No. There is a message.", 2),
        ("See Vol. 3, pp. 5–7.", 1),
        ("He was 12 yrs. old and sick.", 1),
        ("I hope that . . . because by the end.", 1),
        ("Yes, it—", 1),
        ("“Four more years,” he said.", 1),
        ("—", 1),
        ("", 0),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    assert len(sentences(text, "en-US")) == count


def test_a_long_quotation_is_cut_at_its_sentences() -> None:
    text = "He read: “" + " ".join(f"This is sentence number {n} of a letter." for n in range(9)) + " That is all.”"
    parts = [text[a:b] for a, b in sentences(text, "en-US")]
    assert len(parts) == 10
    assert all(part.endswith((".", ".”")) for part in parts)


def test_remarks_are_never_cut() -> None:
    text = "So it was (he paused. Then he went on) and that was all."
    assert any(a <= 10 and b >= 38 for a, b in sentences(text, "en-US", [(10, 38)]))


@pytest.mark.parametrize("language", ["cmn", "de", "es", "fr", "it", "nl", "pl", "pt", "ru"])
def test_every_catalogue_has_the_lines_of_the_english_one(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)
    assert other.language == language
    for table, lines in english._lines.items():
        assert set(lines) == set(other._lines[table]), table
        for name, line in lines.items():
            places = {part.split("}")[0] for part in line.split("{")[1:]}
            assert places == {part.split("}")[0] for part in other._lines[table][name].split("{")[1:]}, name


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        (
            "de",
            "Es war am 10. August. Er kam am 5. Der Tag war hell.",
            ["Es war am 10. August.", "Er kam am 5.", "Der Tag war hell."],
        ),
        (
            "en",
            "He led the new U.S. Liaison Office. We left the U.S. He stayed.",
            ["He led the new U.S. Liaison Office.", "We left the U.S.", "He stayed."],
        ),
        ("en", "It cost £3 10s. 6d. and more.", ["It cost £3 10s. 6d. and more."]),
        ("en", "The U.N. General Assembly met.", ["The U.N. General Assembly met."]),
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(language: str, text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, language)] == parts
