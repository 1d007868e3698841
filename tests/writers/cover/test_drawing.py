"""Covers as they are seen: decoded, made small, measured."""

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from readaloud.model import Edition, Speaker
from readaloud.writers.cover import drawing
from readaloud.writers.cover.drawing import PALETTE, SIZE, WHITE, colours, drawn
from readaloud.writers.cover.faces import face_for, from_the_right
from readaloud.writers.cover.lines import fitted
from tests.sounds import sounding

LONG = (
    "178. Transcript of Telephone Conversation Between President Nixon and his Assistant for National Security Affairs"
)


def edition(title: str = "The Book", *names: str, **fields: str) -> Edition:
    made = sounding(2, 3, title=title, **fields).edition
    people = tuple(Speaker(f"s{n}", (name,), name) for n, name in enumerate(names))
    return replace(made, script=replace(made.script, speakers=people)) if names else made


def seen(made: Edition, pixels: int = SIZE) -> np.ndarray:
    cover, _ = drawn(made)
    with Image.open(io.BytesIO(cover.data)) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", image.size == (SIZE, SIZE) and image.size)
        return np.asarray(image.resize((pixels, pixels), Image.Resampling.LANCZOS)).astype(float)


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    values = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ground", "tint"), PALETTE)
def test_contrast(ground: str, tint: str) -> None:
    assert contrast(WHITE, ground) >= 11
    assert contrast(tint, ground) >= 7


@pytest.mark.parametrize("title", ["The Book", LONG, "Разговор в Кремле", "x" * 500, "Word " * 100])
def test_the_title_is_readable_in_a_thumbnail(title: str) -> None:
    """In 160 pixels small letters are at least 7 pixels high, lines are apart, and white is white."""
    small = seen(edition(title, series="A series"), 160).mean(axis=2)
    rows = small[33:112].max(axis=1) > 190
    runs = [len(run) for run in "".join("x" if row else " " for row in rows).split()]
    assert max(runs) >= 7
    assert small[33:112].max() > 225, "white is still white when made small"


def test_the_same_edition_has_the_same_cover_and_another_talk_another() -> None:
    one, again, other = (drawn(edition(title))[0].data for title in ("The Book", "The Book", "Other"))
    assert one == again != other
    talk = edition("The Book")
    shorter = replace(talk, cues=talk.cues[:3])
    assert drawn(shorter)[0].data != one, "who speaks when is part of the picture"


def test_a_series_has_one_colour() -> None:
    assert {seen(edition(title, series="FRUS"))[5, 5].round(-1).tobytes() for title in "ABC"} == {
        seen(edition("D", series="FRUS"))[5, 5].round(-1).tobytes()
    }
    assert len({colours(f"series {number}") for number in range(100)}) == len(PALETTE)


def test_the_alternative_text_says_what_the_picture_says() -> None:
    cover, warnings = drawn(edition(LONG, "Nixon", "Kissinger", series="Foreign Relations"))
    assert cover.alt == f"Cover: {LONG}; series: Foreign Relations; with Nixon and Kissinger."
    assert warnings == ()
    many = drawn(edition("T", *(f"Person {n}" for n in range(9))))[0]
    assert many.alt == "Cover: T; with Person 0, Person 1, Person 2 and 6 more."
    assert drawn(edition("", "A"))[0].alt == "Cover: A reading; with A."


@pytest.mark.parametrize(
    "title", ["", "   ", "😀", "\u202eevil\x07", "\ue000\ue001\ue002", "1", "中" * 500, "a\u0301" * 90]
)
def test_titles_that_no_letter_fits(title: str) -> None:
    cover, _ = drawn(edition(title))
    assert len(cover.data) > 10_000


def test_a_title_in_letters_that_no_typeface_has_is_left_out_with_a_warning() -> None:
    cover, warnings = drawn(edition("\U00012000\U00012001\U00012002 \U00012003"))
    assert "letters of the title" in warnings[0]
    assert "\U00012000" in cover.alt


def test_a_sign_that_is_missing_does_not_take_the_others_along() -> None:
    face, shown = face_for("Talk \U00012000 at Łódź")
    assert face is not None and shown == "Talk at Łódź"


@pytest.mark.parametrize(
    "text", ["Łódź, Øresund & Çeşme – “Test” …", "Разговор", "Συνομιλία", "Խոսակցություն", "საუბარი"]
)
def test_our_own_typeface_has_the_scripts_of_europe(text: str) -> None:
    face, shown = face_for(text)
    assert face is not None and shown == text and face.font.getname()[0] == "DejaVu Sans"


# Pillow's wheels have raqm, which shapes right-to-left writing; one that was built from source may lack it.
@pytest.mark.skipif(not features.check_feature("raqm"), reason="Pillow without raqm")
def test_text_from_the_right_begins_at_the_right() -> None:
    for title in ("שיחה", "محضر"):
        assert from_the_right(title)
        picture = seen(edition(title), 400).mean(axis=2)[60:280]
        assert picture[:, 200:].max() > 200 > picture[:, :120].max()


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.sampled_from("abcdefgh WMil.,–中文é"), min_size=1, max_size=300).filter(str.strip))
def test_lines_fit_the_box(text: str) -> None:
    face, shown = face_for(text)
    if face is None:
        return
    made = fitted(shown, face, 1400, 800, 330, 142)
    assert made.lines and made.height <= 800
    assert all(made.font.getlength(line) <= 1400 for line in made.lines)
    together = "".join("".join(made.lines).split()).removesuffix("…")
    assert "".join(shown.split()).startswith(together.rstrip(",;:–—-."))


def test_a_long_edition_is_drawn_as_fast() -> None:
    made = edition()
    many = replace(made, cues=made.cues * 5000)
    assert len(drawing.drawn(many)[0].data) > 10_000
